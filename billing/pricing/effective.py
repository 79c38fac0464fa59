"""What an hour really earns: fees that came, without card costs and refunds, over all minutes of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.pricing.books import Books
from billing.pricing.period import month_of, months_later
from billing.pricing.price import Price
from billing.pricing.refusal import Reason, Refusal


@dataclass(frozen=True, slots=True)
class Earned:
    """`minutes` above zero."""

    currency: str
    kept: Decimal
    minutes: int
    paid_minutes: int

    @property
    def rate(self) -> Decimal:
        """Effective hourly rate, in major units an hour (science.md 7.2)."""
        return self.kept * 60 / self.minutes

    @property
    def unpaid_minutes(self) -> int:
        return self.minutes - self.paid_minutes

    @property
    def unpaid_ratio(self) -> Decimal:
        """U = unpaid / (paid + unpaid), from 0 to 1 (science.md 7.2)."""
        return Decimal(self.unpaid_minutes) / self.minutes

    def of_list(self, list_rate: Price | None) -> Decimal | Refusal:
        """Its ratio to what an hour is said to cost. Refuses without a price, and one in another currency."""
        if list_rate is None or not list_rate.amount:
            return Refusal(Reason.NO_PRICE)
        return self.rate / list_rate.amount if list_rate.currency == self.currency else Refusal(Reason.OTHER_CURRENCY)

    def with_fewer(self, minutes: int) -> Decimal | Refusal:
        """The rate if `minutes` of the unpaid ones had not been needed."""
        left = self.minutes - min(minutes, self.unpaid_minutes)
        return self.kept * 60 / left if left > 0 else Refusal(Reason.NO_WORK)


def earned(books: Books) -> Earned | Refusal:
    """Works from the first fee of the first client. Refuses where no minutes are written down, or nothing was paid."""
    if not books.minutes:
        return Refusal(Reason.NO_WORK)
    if not books.fees:
        return Refusal(Reason.NOTHING_PAID)
    return Earned(books.currency, books.kept, books.minutes, books.paid_minutes)


def by_client(books: Books) -> dict[UUID, Earned | Refusal]:
    """Of everybody who paid, over their own minutes only: what is done for nobody in particular weighs on the practice's rate alone."""
    return {client: earned(theirs) for client, theirs in books.apart(lambda row: row.client).items() if client is not None and theirs.fees}


def by_offer(books: Books) -> dict[UUID, Earned | Refusal]:
    """Of every offer that somebody paid, over the minutes that belong to it."""
    return {offer: earned(its) for offer, its in books.apart(lambda row: row.offer).items() if offer is not None and its.fees}


def by_month(books: Books) -> dict[date, Earned | Refusal]:
    """By the first of the month, from the first in which there is anything to the last, none left out.

    Money paid ahead makes its month shine and the next ones dull: `spread` it over its sessions first.
    """
    parts = books.apart(lambda row: month_of(row.on))
    months: dict[date, Earned | Refusal] = {}
    month = min(parts, default=date.max)
    while month <= max(parts, default=date.min):
        months[month] = earned(parts.get(month, Books(books.currency)))
        month = months_later(month, 1)
    return months


def quoted(price: Price, sessions: int, minutes: int) -> Price | Refusal:
    """What an hour of a package is said to cost: its price over its sessions of `minutes` each."""
    if sessions * minutes <= 0:
        return Refusal(Reason.NO_PAID_HOUR)
    return Price(price.amount * 60 / (sessions * minutes), price.currency)
