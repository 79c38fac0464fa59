"""The fees of one currency and the minutes that belong to them. What divides money by time takes these, so no two currencies meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from billing.pricing.apportion import apportion
from billing.pricing.fee import Fee
from billing.pricing.period import Period
from billing.pricing.work import Work

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Books:
    """Raises ValueError for a fee in another currency."""

    currency: str
    work: tuple[Work, ...] = ()
    fees: tuple[Fee, ...] = ()

    def __post_init__(self) -> None:
        if any(fee.currency != self.currency for fee in self.fees):
            raise ValueError("currencies are never added together")

    def within(self, period: Period) -> Books:
        return Books(self.currency, tuple(w for w in self.work if w.on in period), tuple(fee for fee in self.fees if fee.on in period))

    def apart(self, key: Callable[[Work | Fee], K]) -> dict[K, Books]:
        """Books for each value of the key, those with the earliest fee first, in one pass over the rows."""
        fees: dict[K, list[Fee]] = {}
        for fee in sorted(self.fees, key=lambda fee: fee.on):
            fees.setdefault(key(fee), []).append(fee)
        work: dict[K, list[Work]] = {of: [] for of in fees}
        for w in self.work:
            work.setdefault(key(w), []).append(w)
        return {of: Books(self.currency, tuple(rows), tuple(fees.get(of, ()))) for of, rows in work.items()}

    @property
    def clients(self) -> int:
        """How many have paid."""
        return len({fee.client for fee in self.fees} - {None})

    @property
    def kept(self) -> Decimal:
        return sum((fee.kept for fee in self.fees), Decimal(0))

    @property
    def minutes(self) -> int:
        return sum(w.minutes for w in self.work)

    @property
    def paid_minutes(self) -> int:
        return sum(w.paid_minutes for w in self.work)


@dataclass(frozen=True, slots=True)
class Split:
    """`mixed`: clients who paid in several currencies. Their minutes cannot be told apart, so they are in none of the books."""

    books: tuple[Books, ...]
    mixed: tuple[UUID, ...]


def split(work: Iterable[Work], fees: Iterable[Fee], home: str) -> Split:
    """One set of books for each currency in which fees came, alphabetically; for `home`, the practice's own, when none came yet.

    Minutes of a client go where their fees are. Minutes of nobody, and of people who paid nothing yet (first talks that led nowhere), are
    borne by all in proportion to the minutes spent on each currency's clients: whole minutes, whose sum stays.
    """
    fees = tuple(fees)
    paid_in: defaultdict[UUID, set[str]] = defaultdict(set)
    for fee in fees:
        if fee.client is not None:
            paid_in[fee.client].add(fee.currency)
    mixed = tuple(client for client, currencies in paid_in.items() if len(currencies) > 1)
    fees = tuple(fee for fee in fees if fee.client not in mixed)
    currencies = sorted({fee.currency for fee in fees}) or [home]
    direct: dict[str, list[Work]] = {currency: [] for currency in currencies}
    shared: list[Work] = []
    for w in work:
        if w.client in mixed:
            continue
        currency = next(iter(paid_in.get(w.client, ())), None) if w.client is not None else None
        (shared if currency is None else direct[currency]).append(w)
    for currency, borne in zip(currencies, _borne(shared, [sum(w.minutes for w in direct[c]) for c in currencies]), strict=True):
        direct[currency] += borne
    return Split(tuple(Books(c, tuple(direct[c]), tuple(fee for fee in fees if fee.currency == c)) for c in currencies), mixed)


def _borne(shared: Sequence[Work], weights: Sequence[int]) -> list[list[Work]]:
    """Row by row to those who have borne less than their part so far: dealt each by itself, small rows would all go to the same."""
    if len(weights) == 1:
        return [list(shared)]
    weights = weights if any(weights) else [1] * len(weights)
    whole, total = sum(weights), 0
    borne: list[list[Work]] = [[] for _ in weights]
    given = [0] * len(weights)
    for w in (part for row in shared for part in row.parts):
        total += w.minutes
        behind = [max(total * weight - had * whole, 0) for weight, had in zip(weights, given, strict=True)]
        for i, minutes in enumerate(apportion(w.minutes, behind)):
            given[i] += minutes
            if minutes:
                borne[i].append(replace(w, minutes=minutes, planned=None))
    return borne
