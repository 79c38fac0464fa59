"""Twelve months of one currency in sums: all that a page says of what an hour earns, without the rows it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.pricing.books import Books
from billing.pricing.effective import Earned, by_client, by_month, by_offer, earned
from billing.pricing.headline import Headline, headline
from billing.pricing.period import last_quarter, last_twelve_months
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.rise import margin
from billing.pricing.unpaid import Unpaid, unpaid


@dataclass(frozen=True, slots=True)
class Sums:
    """`is_year`: of the last twelve whole months, else of all there is. `stays`: the share of a fee that card costs leave.

    Clients, offers and months of which a rate is known; `kept` and the minutes are in `year`.
    """

    currency: str
    is_year: bool
    year: Earned | Refusal
    quarter: Earned | Refusal
    unpaid: Unpaid | Refusal
    head: Headline | Refusal
    stays: Decimal | Refusal
    clients: dict[UUID, Earned]
    offers: dict[UUID, Earned]
    months: dict[date, Earned]


def window(books: Books, today: date) -> Books:
    """The last twelve whole months, or, while nobody paid in them, all there is."""
    year = books.within(last_twelve_months(today))
    return year if year.fees else books


def sums(books: Books, today: date) -> Sums:
    year = window(books, today)
    clients, offers, months = by_client(year), by_offer(year), by_month(year)
    return Sums(
        currency=books.currency,
        is_year=year is not books,
        year=earned(year),
        quarter=earned(books.within(last_quarter(today))),
        unpaid=unpaid(year),
        head=headline(year, Refusal(Reason.NO_PLAN)),
        stays=margin(year),
        clients={of: one for of, one in clients.items() if isinstance(one, Earned)},
        offers={of: one for of, one in offers.items() if isinstance(one, Earned)},
        months={of: one for of, one in months.items() if isinstance(one, Earned)},
    )
