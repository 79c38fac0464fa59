"""What the price page says of one currency: one number, where the time goes, what to change first, why, and who is below the floor. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from billing.counted import Counted
from billing.pricing import flags
from billing.pricing.capacity import Sold, sold
from billing.pricing.change import Change, changes
from billing.pricing.effective import Earned
from billing.pricing.flags import Finding
from billing.pricing.floor import Floor
from billing.pricing.headline import Headline, Says
from billing.pricing.price import Price
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.rise import may_leave
from billing.pricing.sums import Sums
from billing.pricing.surveys import at_experience
from billing.pricing.unpaid import Unpaid

LEAST_RISE, MOST_RISE = Decimal("1.1"), Decimal("1.25")


@dataclass(frozen=True)
class Rate:
    """Of one client or offer. `agreed`: what came for each paid hour; `earned`: over all of its minutes."""

    of: UUID
    agreed: Decimal
    earned: Decimal
    is_below: bool
    paid_minutes: int
    unpaid_minutes: int


@dataclass(frozen=True)
class Worth:
    currency: str
    is_year: bool
    head: Headline | Refusal
    floor: Floor | Refusal
    year: Earned | Refusal
    quarter: Earned | Refusal
    unpaid: Unpaid | Refusal
    list_rate: Price | None
    next_rate: Price | None
    may_leave: Decimal | Refusal
    changes: tuple[Change, ...]
    reasons: tuple[Finding, ...]
    clients: tuple[Rate, ...]
    offers: tuple[Rate, ...]
    months: tuple[tuple[date, Decimal], ...]
    weeks: Sold | Refusal

    @property
    def is_known(self) -> bool:
        return isinstance(self.year, Earned)

    @property
    def is_low(self) -> bool:
        """An hour of work brings less than it has to."""
        year, floor = self.year, self.floor
        return isinstance(year, Earned) and isinstance(floor, Floor) and floor.currency == year.currency and year.rate < floor.worked_hour


def worth(one: Sums, counted: Counted, *, floor: Floor | Refusal, list_rate: Price | None, years: int | None, today: date) -> Worth:
    """Of the sums of one currency. `years` of coaching, where somebody said so."""
    next_rate = suggested(one.year, floor, list_rate)
    rise = (next_rate.amount / list_rate.amount - 1) if next_rate and list_rate and list_rate.amount else Decimal(0)
    head = one.head
    if isinstance(head, Refusal) and isinstance(floor, Floor):
        head = Headline(Says.FLOOR, floor.sold_hour, floor.currency)
    return Worth(
        currency=one.currency,
        is_year=one.is_year,
        head=head,
        floor=floor,
        year=one.year,
        quarter=one.quarter,
        unpaid=one.unpaid,
        list_rate=list_rate,
        next_rate=next_rate,
        may_leave=one.stays if isinstance(one.stays, Refusal) else may_leave(rise, one.stays),
        changes=changes(one.year, one.unpaid, list_rate, next_rate)[:3]
        if isinstance(one.year, Earned) and isinstance(one.unpaid, Unpaid)
        else (),
        reasons=flags.raised(_findings(one, counted, floor, list_rate, years, today)),
        clients=_rates(one.clients, floor, one.currency),
        offers=_rates(one.offers, floor, one.currency),
        months=tuple((month, each.rate) for month, each in one.months.items()),
        weeks=sold([week for week in counted.weeks if week.monday <= today][-4:]),
    )


def _findings(
    one: Sums, counted: Counted, floor: Floor | Refusal, list_rate: Price | None, years: int | None, today: date
) -> Iterable[Finding | Refusal]:
    here = [move for move in counted.moves if list_rate is None or move.price.currency == list_rate.currency]
    moved = flags.not_moved(here, today)
    yield flags.below_floor(one.year, floor)
    yield flags.far_below_list(one.year, list_rate)
    yield flags.nobody_says_no(counted.quotes, moved.since if isinstance(moved, Finding) else None)
    yield moved
    yield flags.nearly_full(counted.weeks, today)
    yield flags.below_survey(list_rate, at_experience(years) if years is not None else Refusal(Reason.NO_FIGURE))
    if given := counted.given.get(one.currency):
        yield given


def suggested(year: Earned | Refusal, floor: Floor | Refusal, list_rate: Price | None) -> Price | None:
    """The next person's price: enough to reach the floor, but a tenth more at least and a quarter more at most; in round steps.

    The steps are five below a hundred and ten above it. None while nobody said what an hour costs.
    """
    if list_rate is None or not list_rate.amount:
        return None
    wanted = LEAST_RISE
    if isinstance(year, Earned) and isinstance(floor, Floor) and floor.currency == year.currency == list_rate.currency and year.rate > 0:
        wanted = min(max(floor.worked_hour / year.rate, LEAST_RISE), MOST_RISE)
    step = Decimal(5) if list_rate.amount < 100 else Decimal(10)
    return Price((list_rate.amount * wanted / step).to_integral_value(ROUND_CEILING) * step, list_rate.currency)


def _rates(found: dict[UUID, Earned], floor: Floor | Refusal, currency: str) -> tuple[Rate, ...]:
    """Highest first; whose paid minutes are not known is left out. A floor in another currency is nobody's."""
    least = floor.worked_hour if isinstance(floor, Floor) and floor.currency == currency else Decimal(0)
    rates = [
        Rate(of, one.kept * 60 / one.paid_minutes, one.rate, one.rate < least, one.paid_minutes, one.unpaid_minutes)
        for of, one in found.items()
        if one.paid_minutes
    ]
    return tuple(sorted(rates, key=lambda rate: -rate.earned))
