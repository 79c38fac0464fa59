"""Phases of a series: the start, frozen when it was fixed, and those that somebody asked for afterwards (science.md 1.4 and 1.5)."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from models.progress.periods import gaps
from models.progress.series import FEWEST, Kind, Series
from models.progress.xmr import Limits, limits, moving_ranges

PLAIN = 12
"""From so many entries on a range is no longer a trial one, and a later phase is frozen."""
FEWEST_RANGES = 4
FEWEST_STEPS = 3


class NoRange(StrEnum):
    """Why a phase has no usual range."""

    FEW = "few"
    GAPS = "gaps"
    SAME = "same"
    COARSE = "coarse"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Phase:
    """Entries `first` up to but not including `end`; its range rests on the first `base` of them.

    `average` is None without an entry. `limits` is None for the reason in `why_none`. A limit past the end of the scale is in `limits`
    as it was reckoned and None in `lower` or `upper`: nothing can lie beyond it.
    """

    first: int
    end: int
    base: int
    average: Decimal | None
    limits: Limits | None
    why_none: NoRange | None
    lower: Decimal | None
    upper: Decimal | None

    @property
    def trial(self) -> bool:
        return self.base < PLAIN

    @property
    def judged(self) -> int:
        """Index of the first entry that may be judged by this phase's own limits."""
        return self.first + self.base


def draw(values: tuple[Decimal, ...], breaks: Collection[int], kind: Kind) -> Limits | NoRange:
    """Limits of one phase, or why there are none: the refusals of science.md 1.4, items 5, 7 and 13, in that order of weight."""
    if kind == Kind.YES_NO:
        return NoRange.YES_NO
    if len(values) < FEWEST:
        return NoRange.FEW
    ranges = [step for step in moving_ranges(values, breaks) if step is not None]
    if len(ranges) < FEWEST_RANGES:
        return NoRange.GAPS
    if not any(ranges):
        return NoRange.SAME
    if len({step for step in ranges if step}) < FEWEST_STEPS:
        return NoRange.COARSE
    return limits(values, ranges)


def phase(series: Series, first: int, end: int, base: int) -> Phase:
    """The phase of the entries `first` to `end` whose range rests on the first `base` of them."""
    points = series.points[first : first + base]
    values = tuple(point.value for point in points)
    drawn = draw(values, gaps([point.period for point in points], series.cadence), series.kind)
    average = sum(values, Decimal(0)) / base if base else None
    if isinstance(drawn, NoRange):
        return Phase(first, end, base, average, None, drawn, None, None)
    floor, ceiling = series.floor, series.ceiling
    lower = None if floor is not None and drawn.lower < floor else drawn.lower
    upper = None if ceiling is not None and drawn.upper > ceiling else drawn.upper
    return Phase(first, end, base, average, drawn, None, lower, upper)


def phases(series: Series) -> tuple[Phase, ...]:
    """The start and the phases asked for. The start keeps its range for all later entries; a later phase rests on its first twelve."""
    n = len(series.points)
    firsts = [next((i for i, point in enumerate(series.points) if point.period >= split), n) for split in series.splits]
    firsts = sorted({first for first in firsts if first < n})
    ends = [*firsts, n]
    found = [phase(series, 0, ends[0], len(series.before))]
    found += [phase(series, first, end, min(end - first, PLAIN)) for first, end in zip(firsts, ends[1:], strict=True)]
    return tuple(found)
