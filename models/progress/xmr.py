"""Limits of a process behaviour chart from moving ranges (Wheeler, Making Sense of Data; science.md 1.1 and 1.2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median


@dataclass(frozen=True, slots=True)
class Factors:
    """`reach` times the moving range is the distance from the average to a limit; `top` times it is the upper limit of the ranges."""

    reach: Decimal
    top: Decimal
    by_median: bool = False


AVERAGE = Factors(Decimal("2.660"), Decimal("3.268"))
"""As Wheeler tabulates them. The exact ones, 3/d2 = 2.658681 and 3.266532, give a different fourth digit."""
MEDIAN = Factors(Decimal("3.145"), Decimal("3.865"), by_median=True)
"""For a series with a few wild values; also Wheeler's."""


@dataclass(frozen=True, slots=True)
class Limits:
    """All in the unit of the values. The inner lines lie halfway between the average and a limit."""

    average: Decimal
    lower: Decimal
    upper: Decimal
    inner_lower: Decimal
    inner_upper: Decimal
    step: Decimal
    step_top: Decimal


def moving_ranges(values: Sequence[Decimal], breaks: Collection[int] = ()) -> tuple[Decimal | None, ...]:
    """|x[i] - x[i-1]| for each i; None for the first value and for each index in `breaks`, before which a period is empty."""
    return tuple(abs(values[i] - values[i - 1]) if i and i not in breaks else None for i in range(len(values)))


def limits(values: Sequence[Decimal], ranges: Sequence[Decimal], factors: Factors = AVERAGE) -> Limits:
    """Limits of one phase from its values and its moving ranges. Raises ValueError when either is empty.

    Each line is one division of exact sums, so a value that lies exactly on a limit compares equal to it, and no rounding decides.
    """
    if not values or not ranges:
        raise ValueError("limits need at least two values that follow each other")
    total, n = sum(values, Decimal(0)), len(values)
    spread, m = (Decimal(median(ranges)), 1) if factors.by_median else (sum(ranges, Decimal(0)), len(ranges))
    middle, reach, scale = total * m, factors.reach * spread * n, n * m
    return Limits(
        average=total / n,
        lower=(middle - reach) / scale,
        upper=(middle + reach) / scale,
        inner_lower=(2 * middle - reach) / (2 * scale),
        inner_upper=(2 * middle + reach) / (2 * scale),
        step=spread / m,
        step_top=factors.top * spread / m,
    )
