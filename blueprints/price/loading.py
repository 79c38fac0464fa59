"""What the price page is made of: the plan, the records of a year, the weeks of the calendar. An owner sees the practice, a coach their own clients."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from flask import g
from sqlalchemy import select

from app import db, formats
from app.clock import now
from billing import PricePlan
from billing.earnings import Records, records
from billing.pricing.books import Books, Split, split
from billing.pricing.capacity import WEEKS_AHEAD, Week
from billing.pricing.floor import Floor, Wanted, floor
from billing.pricing.price import Price
from billing.pricing.refusal import Refusal
from billing.worth import Worth, worth
from models import Client
from models.bookable import diary
from models.week import monday_of

BACK = 16  # months: twelve whole ones, the one that runs, and the quarter before
WEEKS_BACK = 10


@dataclass(frozen=True)
class Loaded:
    plan: PricePlan
    records: Records
    split: Split
    weeks: tuple[Week, ...]
    today: date

    def books(self, currency: str) -> Books:
        return next((books for books in self.split.books if books.currency == currency), self.split.books[0])

    @property
    def list_rate(self) -> Price | None:
        minor, currency = self.plan.list_rate_minor, g.practice.currency
        if minor:
            return Price(_major(minor, currency), currency)
        here = [price.price for price in self.records.prices if price.price.currency == currency]
        return max(here, key=lambda price: price.amount, default=None)

    @property
    def floor(self) -> Floor | Refusal:
        return floor(wanted(self.plan))

    def worth(self, currency: str) -> Worth:
        return worth(
            self.books(currency),
            floor=self.floor,
            list_rate=self.list_rate,
            quotes=self.records.quotes,
            prices=self.records.prices,
            weeks=self.weeks,
            years=None,
            today=self.today,
        )


def load() -> Loaded:
    session, moment = db.session(), now()
    today = g.practice.today(moment)
    mine = None if g.membership.owns else g.membership.id
    found = records(session, (today.replace(day=1) - timedelta(days=31 * BACK)).replace(day=1), g.practice.tz, mine)
    return Loaded(PricePlan.of(session), found, split(found.work, found.fees, g.practice.currency), _weeks(today), today)


def wanted(plan: PricePlan) -> Wanted | None:
    """None while what is wanted and what it costs are not said."""
    if plan.income_minor is None or plan.costs_minor is None:
        return None
    currency = g.practice.currency
    income, costs = (_major(minor, currency) for minor in (plan.income_minor, plan.costs_minor))
    return Wanted(currency, income, costs, plan.tax_share, plan.weeks, plan.hours_a_week, plan.sold_share)


def names(ids: list[UUID]) -> dict[UUID, str]:
    return dict(db.session().execute(select(Client.id, Client.name).where(Client.id.in_(ids))).all()) if ids else {}  # type: ignore[arg-type]


def _weeks(today: date) -> tuple[Week, ...]:
    """Of the calendar of whoever looks: ten that are over, and the twelve to come."""
    mine = diary(db.session(), g.membership.id, g.practice.tz, now(), back=timedelta(weeks=WEEKS_BACK + 1))
    mondays = (monday_of(today) + timedelta(weeks=n) for n in range(-WEEKS_BACK, WEEKS_AHEAD))
    return tuple(Week(monday, *mine.week(monday)) for monday in mondays)


def _major(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-formats.digits(currency))
