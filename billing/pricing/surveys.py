"""Looking up what was published, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing.pricing.published import FIGURES, Figure
from billing.pricing.refusal import Reason, Refusal

NEWCOMERS, VETERANS = "<1 year", "10+ years"
VETERAN_FROM = 10


def published(metric: str | None = None, segment: str | None = None, year: int | None = None) -> tuple[Figure, ...]:
    """Newest first; those of one year as published. Empty when nobody published it."""
    found = (f for f in FIGURES if metric in (None, f.metric) and segment in (None, f.segment) and year in (None, f.year))
    return tuple(sorted(found, key=lambda figure: -figure.year))


def at_experience(years: int, region: str = "global") -> Figure | Refusal:
    """The fee of coaches with that many full years behind them, in the region or, where it was not asked there, the world.

    ICF asked in 2012 for under one year and for ten and more; for those between there is no figure, so none is made up.
    """
    if 1 <= years < VETERAN_FROM:
        return Refusal(Reason.NO_FIGURE)
    group = VETERANS if years >= VETERAN_FROM else NEWCOMERS
    found = published("fee_per_session", f"{region} {group}") or published("fee_per_session", f"global {group}")
    return found[0]


@dataclass(frozen=True, slots=True)
class Derived:
    """What an hour of work really earned the average coach: yearly revenue over hours a week × 52, against the fee they named.

    A ratio of averages, so indicative only (science.md 7.1); recomputed here from the figures, which it names.
    """

    segment: str
    revenue: Figure
    hours: Figure
    fee: Figure

    @property
    def rate(self) -> Decimal:
        return self.revenue.value / (self.hours.value * 52)

    @property
    def share(self) -> Decimal:
        """From 0 to 1: so much of the working hours is paid at the fee named."""
        return self.rate / self.fee.value


def _derived(segment: str, year: int, hours_of: str, fee_of: str) -> Derived:
    (revenue,), (hours,) = published("annual_revenue", segment, year), published("hours_per_week", hours_of, year)
    (fee,) = published("fee_per_hour", fee_of, year)
    return Derived(segment, revenue, hours, fee)


PAID_SHARES = (
    _derived("global", 2025, "global", "global"),
    _derived("US", 2025, "US", "N America"),
    _derived("W Europe", 2023, "global", "W Europe"),
)
"""35, 37 and 31 %."""
