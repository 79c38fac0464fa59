"""Where the unpaid minutes go, by cause, and what they cost.

A minute costs what a minute really earns, not the list price: unpaid hours could not all have been sold. So the prices of all causes
together are the part of what came that pays for unpaid work.
"""

from __future__ import annotations

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
    rows: tuple[UUID, ...]

    @property
    def times(self) -> int:
        return len(self.rows)

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
    rows: dict[Cause, dict[UUID, None]] = {}
    for w in books.work:
        if w.unpaid_minutes:
            minutes[w.cause] = minutes.get(w.cause, 0) + w.unpaid_minutes
            rows.setdefault(w.cause, {})[w.row] = None
    causes = sorted(minutes, key=lambda cause: (-minutes[cause], cause))
    total, rate = sum(minutes.values()), earned(books)
    per_hour = _an_hour(total, books.paid_minutes)
    shares = apportion(per_hour, [minutes[cause] for cause in causes]) if per_hour is not None and causes else []
    leaks = (
        Leak(
            cause,
            minutes[cause],
            rate.rate * minutes[cause] / 60 if isinstance(rate, Earned) else None,
            shares[i] if shares else None,
            tuple(rows[cause]),
        )
        for i, cause in enumerate(causes)
    )
    return Unpaid(books.currency, books.paid_minutes, total, tuple(leaks))


def _an_hour(minutes: int, paid_minutes: int) -> int | None:
    return (minutes * 60 + paid_minutes // 2) // paid_minutes if paid_minutes else None
