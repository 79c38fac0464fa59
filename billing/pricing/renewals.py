"""How many stay, and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.pricing.refusal import Reason, Refusal
from billing.pricing.wilson import Share, wilson

FEWEST_ENDS = 5


@dataclass(frozen=True, slots=True)
class End:
    """An agreement or package that is over: was another one agreed after it?"""

    row: UUID
    on: date
    renewed: bool


@dataclass(frozen=True, slots=True)
class Renewals:
    share: Share
    rows: tuple[UUID, ...]

    def engagements(self) -> Decimal | Refusal:
        """Expected in all, the first included: 1 / (1 − r). Refuses when everybody renewed so far: nobody stays for ever."""
        return engagements(self.share.value)

    def lifetime_value(self, contribution: Decimal) -> Decimal | Refusal:
        """LTV: what one engagement leaves over, times the engagements expected."""
        expected = self.engagements()
        return expected if isinstance(expected, Refusal) else contribution * expected


def renewals(ends: Sequence[End]) -> Renewals | Refusal:
    """Refuses a rate for fewer than five."""
    if len(ends) < FEWEST_ENDS:
        return Refusal(Reason.FEW_ENDS, len(ends), FEWEST_ENDS)
    return Renewals(wilson(sum(end.renewed for end in ends), len(ends)), tuple(end.row for end in ends))


def engagements(rate: Decimal) -> Decimal | Refusal:
    """1 / (1 − r), `rate` from 0 to 1: another raises ValueError. Refuses 1."""
    if not 0 <= rate <= 1:
        raise ValueError("a share is from 0 to 1")
    return 1 / (1 - rate) if rate < 1 else Refusal(Reason.NOBODY_LEFT)


@dataclass(frozen=True, slots=True)
class Churn:
    """`monthly` share of clients who leave, above 0 and below 1; raises ValueError for another (science.md 7.5)."""

    monthly: Decimal

    def __post_init__(self) -> None:
        if not 0 < self.monthly < 1:
            raise ValueError("some leave, and some stay")

    @property
    def months(self) -> Decimal:
        """How long a client stays: 1 / c."""
        return 1 / self.monthly

    @property
    def stay_a_year(self) -> Decimal:
        """(1 − c)¹²."""
        return (1 - self.monthly) ** 12

    @property
    def half_gone_after(self) -> Decimal:
        """Months."""
        return Decimal("0.5").ln() / (1 - self.monthly).ln()
