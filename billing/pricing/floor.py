"""What an hour must bring so that a year brings what it should."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing.pricing.refusal import Reason, Refusal

HOURS_COACHES_WORK = 600
"""A year, as coaches say when they are asked: 11.6 a week (ICF 2025). Consultants' 1,000 to 1,500 are too many to plan with."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A year as it is planned: money in major units, shares from 0 to 1.

    `income` after tax; `costs` without tax, which is in `tax_share` alone: counted in both places it would have to be earned twice.
    `sold_share` is the part of the working hours that somebody pays for; `margin` is for the practice itself, of the price.
    Raises ValueError for negative amounts or hours, for shares outside 0 to 1, and where tax or margin leave nothing.
    """

    currency: str
    income: Decimal
    costs: Decimal
    tax_share: Decimal
    weeks: int
    hours_a_week: Decimal
    sold_share: Decimal
    margin: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if any(x < 0 for x in (self.income, self.costs, self.weeks, self.hours_a_week)) or not 0 <= self.sold_share <= 1:
            raise ValueError("a plan holds amounts and hours of zero or more, and sells from none to all of its hours")
        if not (0 <= self.tax_share < 1 and 0 <= self.margin < 1):
            raise ValueError("tax and margin take from nothing to less than all")

    @property
    def turnover(self) -> Decimal:
        """What has to come in a year: (N / (1 − t) + O) / (1 − g)."""
        return (self.income / (1 - self.tax_share) + self.costs) / (1 - self.margin)

    @property
    def hours_worked(self) -> Decimal:
        return self.weeks * self.hours_a_week

    @property
    def hours_sold(self) -> Decimal:
        """H = weeks × hours a week × the share that is sold."""
        return self.hours_worked * self.sold_share


@dataclass(frozen=True, slots=True)
class Floor:
    """Two figures that are not to be confused, in major units an hour.

    `sold_hour` is the break-even rate of science.md 7.2, ((N / (1 − t) + O) / H) / (1 − g): what a paid hour must bring. Hold prices
    against it. `worked_hour` is the same turnover over every hour of work, paid or not: hold what an hour really earns against it, for
    that is over all minutes too. Held against the first it would count unpaid work twice.
    """

    currency: str
    turnover: Decimal
    hours_sold: Decimal
    hours_worked: Decimal

    @property
    def sold_hour(self) -> Decimal:
        return self.turnover / self.hours_sold

    @property
    def worked_hour(self) -> Decimal:
        return self.turnover / self.hours_worked

    @property
    def hours_are_many(self) -> bool:
        """More than coaches say they work in a year, so the floor may be too low."""
        return self.hours_sold > HOURS_COACHES_WORK

    def of(self, hours: Decimal) -> Decimal:
        """The floor of a day (8 hours) or of a project."""
        return self.sold_hour * hours


def floor(wanted: Wanted | None) -> Floor | Refusal:
    """Refuses without a plan, and where the plan sells no hours."""
    if wanted is None:
        return Refusal(Reason.NO_PLAN)
    if not wanted.hours_sold:
        return Refusal(Reason.NO_HOURS)
    return Floor(wanted.currency, wanted.turnover, wanted.hours_sold, wanted.hours_worked)
