"""What a new price would do: how many may leave, what remains, and whose price to change first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from billing.pricing.books import Books
from billing.pricing.effective import Earned
from billing.pricing.floor import Floor
from billing.pricing.price import Price
from billing.pricing.refusal import Reason, Refusal


def margin(books: Books) -> Decimal | Refusal:
    """CM: the share of a price that stays, 1 less what each sale costs by itself (here: card costs)."""
    came = sum((fee.amount - fee.refunded for fee in books.fees), Decimal(0))
    return books.kept / came if came > 0 else Refusal(Reason.NOTHING_PAID)


def may_leave(rise: Decimal, margin: Decimal) -> Decimal | Refusal:
    """The share of hours that can be lost before less is left than today: Δp / (Δp + CM), both as shares of today's price (science.md 7.2).

    Refuses without a rise or a margin.
    """
    return rise / (rise + margin) if rise > 0 and margin > 0 else Refusal(Reason.NO_MARGIN)


def must_come(discount: Decimal, margin: Decimal) -> Decimal | Refusal:
    """How many more hours a discount has to sell: d / (CM − d) (science.md 7.2). Refuses where it gives away all that stays."""
    return discount / (margin - discount) if 0 <= discount < margin else Refusal(Reason.NO_MARGIN)


@dataclass(frozen=True, slots=True)
class AfterDiscount:
    rate: Decimal
    floor: Decimal

    @property
    def is_worth_it(self) -> bool:
        """Acceptance test of science.md 7.2: what an hour earns after the discount is at the floor or above."""
        return self.rate >= self.floor


def after_discount(earned: Earned, discount: Decimal, floor: Floor) -> AfterDiscount | Refusal:
    """`discount` as a share of the price, from 0 to 1; more or less raises ValueError. Refuses a floor in another currency."""
    if not 0 <= discount <= 1:
        raise ValueError("a discount takes from nothing to all")
    if floor.currency != earned.currency:
        return Refusal(Reason.OTHER_CURRENCY)
    return AfterDiscount(earned.rate * (1 - discount), floor.worked_hour)


@dataclass(frozen=True, slots=True)
class Engagement:
    """One client's year: what a paid hour costs them, and their minutes. Raises ValueError for negative ones."""

    client: UUID
    price: Price
    paid_minutes: int
    unpaid_minutes: int = 0
    rows: tuple[UUID, ...] = ()

    def __post_init__(self) -> None:
        if min(self.paid_minutes, self.unpaid_minutes) < 0:
            raise ValueError("minutes are never negative")

    def brings(self, price: Price) -> Decimal:
        return price.amount * self.paid_minutes / 60


@dataclass(frozen=True, slots=True)
class Year:
    income: Decimal
    minutes: int

    @property
    def rate(self) -> Decimal | None:
        """None when no work is left."""
        return self.income * 60 / self.minutes if self.minutes else None


@dataclass(frozen=True, slots=True)
class WhatIf:
    currency: str
    before: Year
    after: Year

    @property
    def gain(self) -> Decimal:
        return self.after.income - self.before.income

    @property
    def freed_minutes(self) -> int:
        return self.before.minutes - self.after.minutes


def what_if(
    engagements: Sequence[Engagement],
    price: Price,
    stays: Collection[UUID],
    kept_share: Decimal = Decimal(1),
    shared_minutes: int = 0,
) -> WhatIf | Refusal:
    """A year at `price`, when those in `stays` pay it and the others leave with all their minutes. Nobody's price falls.

    `kept_share`: what stays of a fee after card costs (`margin`). `shared_minutes`: work for nobody in particular, which stays.
    Refuses without a client, and where one pays in another currency.
    """
    if not engagements:
        return Refusal(Reason.NOTHING_PAID)
    if any(each.price.currency != price.currency for each in engagements):
        return Refusal(Reason.OTHER_CURRENCY)
    staying = [each for each in engagements if each.client in stays]
    income_now = sum((each.brings(each.price) for each in engagements), Decimal(0)) * kept_share
    income_then = sum((max(each.brings(price), each.brings(each.price)) for each in staying), Decimal(0)) * kept_share
    minutes_now, minutes_then = (sum(each.paid_minutes + each.unpaid_minutes for each in who) for who in (engagements, staying))
    return WhatIf(price.currency, Year(income_now, minutes_now + shared_minutes), Year(income_then, minutes_then + shared_minutes))


class Move(StrEnum):
    NEXT_PERSON = "next_person"  # whoever comes next is told the new price
    RENEWAL = "renewal"  # a client renews at the new price


@dataclass(frozen=True, slots=True)
class Effect:
    """`yearly`: what it brings a full year, above zero, if everybody concerned says yes. `client` is None for whoever comes next."""

    move: Move
    client: UUID | None
    old: Price
    new: Price
    yearly: Decimal
    rows: tuple[UUID, ...]


def effects(
    price: Price, list_rate: Price, starts_a_year: Decimal, paid_minutes_each: Decimal, engagements: Sequence[Engagement]
) -> tuple[Effect, ...]:
    """What `price` would bring a year, largest first, with the next person's before a renewal that brings as much: nobody has to be asked.

    `starts_a_year` new clients come, and each has `paid_minutes_each` in all. Whoever pays in another currency is left out.
    """
    more = (price.amount - list_rate.amount) * starts_a_year * paid_minutes_each / 60
    following = Effect(Move.NEXT_PERSON, None, list_rate, price, more, ())
    renewing = [Effect(Move.RENEWAL, e.client, e.price, price, e.brings(price) - e.brings(e.price), e.rows) for e in engagements]
    worth_it = [effect for effect in (following, *renewing) if effect.yearly > 0 and effect.old.currency == price.currency]
    return tuple(sorted(worth_it, key=lambda effect: -effect.yearly))
