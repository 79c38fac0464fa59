"""A price from what the result is worth to whoever pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.pricing.refusal import Reason, Refusal

LEAST_SHARE, MOST_SHARE = Decimal("0.05"), Decimal("0.2")


@dataclass(frozen=True, slots=True)
class Claim:
    """One benefit as its best judge puts it: money a year, the share that is due to the coaching, and how sure they are of both.

    Raises ValueError for a negative value or a share outside 0 to 1. A claim nobody can support is left out, not guessed.
    """

    value: Decimal
    attribution: Decimal
    confidence: Decimal

    def __post_init__(self) -> None:
        if self.value < 0 or not (0 <= self.attribution <= 1 and 0 <= self.confidence <= 1):
            raise ValueError("a benefit of zero or more, shares from 0 to 1")

    @property
    def adjusted(self) -> Decimal:
        """value × attribution × confidence (Phillips; science.md 4.2)."""
        return self.value * self.attribution * self.confidence


@dataclass(frozen=True, slots=True)
class Range:
    low: Decimal
    high: Decimal


def worth(claims: Sequence[Claim]) -> Range | Refusal:
    """From Σ value × attribution × confidence to Σ value × attribution: always a range, never one figure (science.md 4.3)."""
    if not claims:
        return Refusal(Reason.NO_FIGURE)
    low = sum((claim.adjusted for claim in claims), Decimal(0))
    return Range(low, sum((claim.value * claim.attribution for claim in claims), Decimal(0)))


def fee_ceiling(benefit: Decimal, wanted_return: Decimal) -> Decimal:
    """The highest fee that still returns so much: B / (1 + ROI), ROI 3 for 300 % (science.md 7.2).

    Raises ValueError for a return of −1 or less.
    """
    if wanted_return <= -1:
        raise ValueError("nobody wants to lose more than everything")
    return benefit / (1 + wanted_return)


def fee_range(worth: Range, wanted_return: Decimal) -> Range:
    """The low end is the price that can be defended: it counts only what they are sure of."""
    return Range(fee_ceiling(worth.low, wanted_return), fee_ceiling(worth.high, wanted_return))


def share_range(worth: Range, least: Decimal = LEAST_SHARE, most: Decimal = MOST_SHARE) -> Range:
    """A share of what they are sure of: s × value × attribution × confidence (science.md 7.2, as practitioners say it)."""
    return Range(worth.low * least, worth.low * most)


def benefit_to_cost(benefit: Decimal, cost: Decimal) -> Decimal | Refusal:
    """BCR = B / C; the return on investment is one less (science.md 4.2). Refuses where nothing was spent."""
    return benefit / cost if cost > 0 else Refusal(Reason.NOTHING_PAID)
