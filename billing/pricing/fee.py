"""Money that came for coaching, without tax, and what of it stayed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Fee:
    """One payment. Amounts in major units of `currency` (ISO 4217), net of tax.

    Raises ValueError for a negative card cost or refund.
    """

    row: UUID
    amount: Decimal
    currency: str
    on: date
    client: UUID | None = None
    offer: UUID | None = None
    card_cost: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if self.card_cost < 0 or self.refunded < 0:
            raise ValueError("costs and refunds are said as positive amounts")

    @property
    def kept(self) -> Decimal:
        return self.amount - self.card_cost - self.refunded


@dataclass(frozen=True, slots=True)
class Spread:
    """One payment for several sessions: a fee on the day of each that was held, and what was paid ahead. Together they are the payment."""

    earned: tuple[Fee, ...]
    ahead: Decimal


def spread(fee: Fee, sessions: int, held: Sequence[date]) -> Spread:
    """Without this a client who paid ten sessions ahead and had one seems to earn the practice a fortune, and nothing for the next nine.

    `sessions` bought, `held` the days on which one was used (or ran out: then the money is earned too); those past `sessions` earn
    nothing more. A refund is first of what is still to come; once nothing is, all that was paid and kept belongs to the sessions held.
    Raises ValueError for fewer than one session or a negative amount.
    """
    if sessions < 1 or fee.amount < 0:
        raise ValueError("at least one session was bought, for nothing or more")
    days = sorted(held)[:sessions]
    to_come = fee.amount * (sessions - len(days)) / sessions
    if fee.refunded >= to_come:
        return Spread(_dealt(fee, days or [fee.on], len(days) or 1), Decimal(0))
    earned = _dealt(replace(fee, refunded=Decimal(0)), days, sessions)
    return Spread(earned, fee.kept - sum((each.kept for each in earned), Decimal(0)))


@dataclass(frozen=True, slots=True)
class Bought:
    """Sessions of one package that were bought at once, and the payments for them: one, or several by instalments."""

    sessions: int
    fees: tuple[Fee, ...]


def spread_in_turn(bought: Iterable[Bought], held: Sequence[date]) -> Spread:
    """A package that is bought again and again, as a subscription is each month: the first sessions held belong to what was bought first."""
    days, earned, ahead = sorted(held), list[Fee](), Decimal(0)
    for each in bought:
        mine, days = days[: each.sessions], days[each.sessions :]
        for dealt in (spread(fee, each.sessions, mine) for fee in each.fees):
            earned += dealt.earned
            ahead += dealt.ahead
    return Spread(tuple(earned), ahead)


def _dealt(fee: Fee, days: Sequence[date], parts: int) -> tuple[Fee, ...]:
    """One of so many equal parts on each day. Thirds of a currency do not add up again: the last part takes what is left."""
    amount, cost, refunded = fee.amount / parts, fee.card_cost / parts, fee.refunded / parts
    dealt = [replace(fee, on=day, amount=amount, card_cost=cost, refunded=refunded) for day in days]
    if len(days) == parts:
        others = parts - 1
        rest = (fee.amount - amount * others, fee.card_cost - cost * others, fee.refunded - refunded * others)
        dealt[-1] = replace(dealt[-1], amount=rest[0], card_cost=rest[1], refunded=rest[2])
    return tuple(dealt)
