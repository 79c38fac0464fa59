"""What a job has counted of an hour, as the price plan keeps it and pages read it: sums, not rows, so that a page costs the same after ten years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from billing.pricing.capacity import Week
from billing.pricing.effective import Earned
from billing.pricing.flags import Finding, PriceSet, Quote, given_away
from billing.pricing.headline import Headline, Says
from billing.pricing.price import Price
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.sums import Sums
from billing.pricing.unpaid import Unpaid, by_cause
from billing.pricing.work import Cause

Kept = dict[str, Any]


@dataclass(frozen=True)
class Counted:
    """Of a practice, or of one coach and their clients. `at`: when it was counted, None before the first count; `mixed`: clients who paid in
    several currencies, in none of the sums.

    `ahead`: paid and not yet worked for, by currency; `dearest`: what the dearest offer in the practice's own currency asks for an hour;
    `given`: by currency what was given away on average.
    """

    at: datetime | None
    sums: tuple[Sums, ...]
    mixed: tuple[UUID, ...]
    ahead: dict[str, Decimal]
    quotes: tuple[Quote, ...]
    moves: tuple[PriceSet, ...]
    dearest: Price | None
    given: dict[str, Finding]
    weeks: tuple[Week, ...]

    @classmethod
    def nothing(cls, currency: str) -> Counted:
        """Before the first count."""
        none = Refusal(Reason.NO_WORK)
        empty = Sums(currency, False, none, none, none, none, Refusal(Reason.NOTHING_PAID), {}, {}, {})
        return cls(None, (empty,), (), {}, (), (), None, {}, ())

    @property
    def currencies(self) -> list[str]:
        return [each.currency for each in self.sums]

    def of(self, currency: str) -> Sums:
        """Theirs, or the first where there are none."""
        return next((each for each in self.sums if each.currency == currency), self.sums[0])

    @property
    def kept(self) -> Kept:
        """As JSON holds it: amounts as text, because they are exact."""
        return {
            "at": self.at and self.at.isoformat(),
            "sums": [_keep(each) for each in self.sums],
            "mixed": [str(id) for id in self.mixed],
            "ahead": {currency: str(amount) for currency, amount in self.ahead.items()},
            "quotes": [[quote.on.isoformat(), quote.accepted] for quote in self.quotes],
            "moves": [[move.on.isoformat(), *_keep_price(move.price)] for move in self.moves],
            "dearest": _keep_price(self.dearest) if self.dearest else None,
            "given": {currency: [str(found.value), found.k, found.n] for currency, found in self.given.items()},
            "weeks": [[week.monday.isoformat(), week.offered, week.booked, week.expected] for week in self.weeks],
        }

    @classmethod
    def read(cls, kept: Kept) -> Counted:
        return cls(
            at=datetime.fromisoformat(kept["at"]) if kept.get("at") else None,
            sums=tuple(_sums(each) for each in kept["sums"]),
            mixed=tuple(UUID(id) for id in kept["mixed"]),
            ahead={currency: Decimal(amount) for currency, amount in kept["ahead"].items()},
            quotes=tuple(Quote(date.fromisoformat(on), accepted) for on, accepted in kept["quotes"]),
            moves=tuple(PriceSet(date.fromisoformat(on), _price(*price)) for on, *price in kept["moves"]),
            dearest=_price(*kept["dearest"]) if kept["dearest"] else None,
            given={currency: given_away(Decimal(average), k, n, currency) for currency, (average, k, n) in kept["given"].items()},
            weeks=tuple(Week(date.fromisoformat(monday), *minutes) for monday, *minutes in kept["weeks"]),
        )


def _keep(one: Sums) -> Kept:
    lost, head = one.unpaid, one.head
    return {
        "currency": one.currency,
        "is_year": one.is_year,
        "year": _keep_earned(one.year),
        "quarter": _keep_earned(one.quarter),
        "unpaid": [lost.paid_minutes, {leak.cause: [leak.minutes, leak.times] for leak in lost.leaks}]
        if isinstance(lost, Unpaid)
        else None,
        "head": [head.says, str(head.number), head.clients] if isinstance(head, Headline) else None,
        "stays": str(one.stays) if isinstance(one.stays, Decimal) else None,
        "clients": {str(of): _keep_earned(each) for of, each in one.clients.items()},
        "offers": {str(of): _keep_earned(each) for of, each in one.offers.items()},
        "months": {of.isoformat(): _keep_earned(each) for of, each in one.months.items()},
    }


def _sums(kept: Kept) -> Sums:
    currency, head = kept["currency"], kept["head"]
    year = _earned(kept["year"], currency)
    clients = {UUID(of): _rate(each, currency) for of, each in kept["clients"].items()}
    found = {Cause(cause): (minutes, times) for cause, (minutes, times) in kept["unpaid"][1].items()} if kept["unpaid"] else {}
    ends = sorted(clients.items(), key=lambda pair: pair[1].rate)
    lowest, highest = (ends[0], ends[-1]) if ends and head and head[0] == Says.EARNS else (None, None)
    return Sums(
        currency=currency,
        is_year=kept["is_year"],
        year=year,
        quarter=_earned(kept["quarter"], currency),
        unpaid=by_cause(found, currency, kept["unpaid"][0], year) if kept["unpaid"] else Refusal(Reason.NO_WORK),
        head=Headline(Says(head[0]), Decimal(head[1]), currency, head[2], lowest, highest) if head else Refusal(Reason.NO_WORK),
        stays=Decimal(kept["stays"]) if kept["stays"] else Refusal(Reason.NOTHING_PAID),
        clients=clients,
        offers={UUID(of): _rate(each, currency) for of, each in kept["offers"].items()},
        months={date.fromisoformat(of): _rate(each, currency) for of, each in kept["months"].items()},
    )


def _keep_earned(one: Earned | Refusal) -> list[Any]:
    return [str(one.kept), one.minutes, one.paid_minutes] if isinstance(one, Earned) else [one.reason]


def _earned(kept: list[Any], currency: str) -> Earned | Refusal:
    return _rate(kept, currency) if len(kept) > 1 else Refusal(Reason(kept[0]))


def _rate(kept: list[Any], currency: str) -> Earned:
    amount, minutes, paid_minutes = kept
    return Earned(currency, Decimal(amount), minutes, paid_minutes)


def _keep_price(price: Price) -> list[str]:
    return [str(price.amount), price.currency]


def _price(amount: str, currency: str) -> Price:
    return Price(Decimal(amount), currency)
