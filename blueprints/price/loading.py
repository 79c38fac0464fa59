"""What the price page is made of: the plan, the records of a year, the weeks of the calendar. An owner sees the practice, a coach their own clients."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import g
from sqlalchemy import select

from app import db, formats
from app.clock import now
from billing import PricePlan
from billing.earnings import Records, records
from billing.glance import since, wanted, weeks_of
from billing.pricing.books import Books, Split, split
from billing.pricing.capacity import Week
from billing.pricing.floor import Floor, floor
from billing.pricing.price import Price
from billing.pricing.refusal import Refusal
from billing.worth import Worth, worth
from models import Client


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
        return floor(wanted(self.plan, g.practice.currency))

    def worth(self, currency: str) -> Worth:
        return worth(
            self.books(currency),
            floor=self.floor,
            list_rate=self.list_rate,
            quotes=self.records.quotes,
            prices=self.records.moves,
            weeks=self.weeks,
            years=None,
            today=self.today,
        )


def load() -> Loaded:
    session, moment = db.session(), now()
    today = g.practice.today(moment)
    mine = None if g.membership.owns else g.membership.id
    found = records(session, since(today), g.practice.tz, mine)
    books = split(found.work, found.fees, g.practice.currency)
    return Loaded(PricePlan.of(session), found, books, weeks_of(session, g.membership.id, g.practice, moment), today)


def names(ids: list[UUID]) -> dict[UUID, str]:
    return dict(db.session().execute(select(Client.id, Client.name).where(Client.id.in_(ids))).all()) if ids else {}  # type: ignore[arg-type]


def _major(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-formats.digits(currency))
