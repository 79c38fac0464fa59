"""What Today says of an hour: hours sold against hours offered, what an hour earns, and at most one sign. Counted by a job, kept with the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.numbers import get_currency_precision
from sqlalchemy import select
from sqlalchemy.orm import Session

from billing.earnings import major, records
from billing.price_plan import PricePlan
from billing.pricing.books import split
from billing.pricing.capacity import Sold, Week
from billing.pricing.effective import Earned
from billing.pricing.floor import Wanted, floor
from billing.pricing.price import Price
from billing.worth import Worth, worth
from models.bookable import diary
from models.hours import WeeklyHours
from models.practice import Practice
from models.week import monday_of

MONTHS, WEEKS_BACK, WEEKS_AHEAD = 16, 10, 12


def wanted(plan: PricePlan, currency: str) -> Wanted | None:
    """None while what is wanted and what it costs are not said."""
    if plan.income_minor is None or plan.costs_minor is None:
        return None
    income, costs = major(plan.income_minor, currency), major(plan.costs_minor, currency)
    return Wanted(currency, income, costs, plan.tax_share, plan.weeks, plan.hours_a_week, plan.sold_share)


def since(today: date) -> date:
    """Twelve whole months, the one that runs, and the quarter before."""
    return (today.replace(day=1) - timedelta(days=31 * MONTHS)).replace(day=1)


def weeks_of(session: Session, coach_id: UUID, practice: Practice, now: datetime) -> tuple[Week, ...]:
    """Ten weeks of a coach's calendar that are over, and the twelve to come."""
    mine = diary(session, coach_id, practice.tz, now, back=timedelta(weeks=WEEKS_BACK + 1))
    mondays = (monday_of(practice.today(now)) + timedelta(weeks=n) for n in range(-WEEKS_BACK, WEEKS_AHEAD))
    return tuple(Week(monday, *mine.week(monday)) for monday in mondays)


def look(session: Session, practice: Practice, now: datetime) -> dict[str, Any]:
    """Of the whole practice, in its own currency."""
    plan, today, currency = PricePlan.of(session), practice.today(now), practice.currency
    found = records(session, since(today), practice.tz)
    books = next((books for books in split(found.work, found.fees, currency).books if books.currency == currency), None)
    weeks: dict[date, Week] = {}
    for coach_id in session.scalars(select(WeeklyHours.coach_id).distinct()):
        for week in weeks_of(session, coach_id, practice, now):
            so_far = weeks.get(week.monday, Week(week.monday, 0, 0))
            weeks[week.monday] = Week(week.monday, so_far.offered + week.offered, so_far.booked + week.booked)
    if books is None:
        return {}
    listed = Price(major(plan.list_rate_minor, currency), currency) if plan.list_rate_minor else None
    one = worth(
        books,
        floor=floor(wanted(plan, currency)),
        list_rate=listed,
        quotes=found.quotes,
        prices=found.moves,
        weeks=tuple(weeks.values()),
        years=None,
        today=today,
    )
    return _kept(one, currency)


def _kept(one: Worth, currency: str) -> dict[str, Any]:
    kept: dict[str, Any] = {"currency": currency}
    if isinstance(one.year, Earned):
        kept["rate"] = _minor(one.year.rate, currency)
        kept["low"] = one.is_low
    if one.list_rate:
        kept["listed"] = _minor(one.list_rate.amount, currency)
    if isinstance(one.weeks, Sold):
        kept |= {"sold": one.weeks.sold, "offered": one.weeks.offered}
    if one.reasons:
        kept["flag"] = one.reasons[0].flag.value
    return kept


def _minor(amount: Decimal, currency: str) -> int:
    """In whole units, as minor ones: cents would pretend to a precision that is not there."""
    return int(amount.quantize(Decimal(1)).scaleb(get_currency_precision(currency)))


@dataclass(frozen=True)
class Glance:
    """As a page reads it. `rate` and `listed` in minor units, `sold` and `offered` in minutes of the last four weeks; each may be missing."""

    currency: str
    rate: int | None = None
    listed: int | None = None
    low: bool = False
    sold: int | None = None
    offered: int | None = None
    flag: str = ""

    @classmethod
    def read(cls, kept: dict[str, Any] | None) -> Glance | None:
        """What the plan keeps; None while there is nothing to say."""
        return cls(**kept) if kept and len(kept) > 1 else None
