"""Where the unpaid minutes go, by cause, and what they cost.

A minute costs what a minute really earns, not the list price: unpaid hours could not all have been sold. So the prices of all causes
together are the part of what came that pays for unpaid work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from billing.pricing.apportion import apportion
from billing.pricing.books import Books
from billing.pricing.effective import Earned, earned
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.work import Cause


@dataclass(frozen=True, slots=True)
class Leak:
    """One cause. `price` in major units, None until something was paid.

    `an_hour`: whole minutes for each paid hour, which add up over the causes; None when nobody pays for any.
    """

    cause: Cause
    minutes: int
    price: Decimal | None
    an_hour: int | None
    times: int

    @property
    def minutes_each(self) -> Decimal:
        return Decimal(self.minutes) / self.times


@dataclass(frozen=True, slots=True)
class Unpaid:
    """`leaks`: largest first, none of zero minutes."""

    currency: str
    paid_minutes: int
    minutes: int
    leaks: tuple[Leak, ...]

    @property
    def ratio(self) -> Decimal:
        """U = unpaid / (paid + unpaid) (science.md 7.2)."""
        return Decimal(self.minutes) / (self.minutes + self.paid_minutes)

    @property
    def an_hour(self) -> int | None:
        """Unpaid minutes that a paid hour brings, rounded; None when nobody pays for any."""
        return _an_hour(self.minutes, self.paid_minutes)

    @property
    def price(self) -> Decimal | None:
        prices = [leak.price for leak in self.leaks if leak.price is not None]
        return sum(prices, Decimal(0)) if len(prices) == len(self.leaks) else None


def unpaid(books: Books) -> Unpaid | Refusal:
    """Refuses where no minutes are written down; without a fee it says the minutes and no price."""
    if not books.minutes:
        return Refusal(Reason.NO_WORK)
    minutes: dict[Cause, int] = {}
    rows: dict[Cause, set[UUID]] = {}
    for w in books.work:
        if w.unpaid_minutes:
            minutes[w.cause] = minutes.get(w.cause, 0) + w.unpaid_minutes
            rows.setdefault(w.cause, set()).add(w.row)
    return by_cause({cause: (minutes[cause], len(rows[cause])) for cause in minutes}, books.currency, books.paid_minutes, earned(books))


def by_cause(found: Mapping[Cause, tuple[int, int]], currency: str, paid_minutes: int, rate: Earned | Refusal) -> Unpaid:
    """The same from its sums: the minutes of each cause, above zero, and how many times."""
    causes = sorted(found, key=lambda cause: (-found[cause][0], cause))
    total = sum(minutes for minutes, _ in found.values())
    per_hour = _an_hour(total, paid_minutes)
    shares = apportion(per_hour, [found[cause][0] for cause in causes]) if per_hour is not None and causes else []
    leaks = (
        Leak(
            cause,
            found[cause][0],
            rate.rate * found[cause][0] / 60 if isinstance(rate, Earned) else None,
            shares[i] if shares else None,
            found[cause][1],
        )
        for i, cause in enumerate(causes)
    )
    return Unpaid(currency, paid_minutes, total, tuple(leaks))


def _an_hour(minutes: int, paid_minutes: int) -> int | None:
    return (minutes * 60 + paid_minutes // 2) // paid_minutes if paid_minutes else None
