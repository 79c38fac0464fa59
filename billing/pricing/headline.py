"""One number that can be said now, however little there is: from three clients on there always is one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from billing.pricing.books import Books
from billing.pricing.effective import Earned, by_client, earned
from billing.pricing.floor import Floor
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.unpaid import Unpaid, unpaid

ENOUGH = 5
"""Clients, from which on an average says something about the practice; before it, name the ends of the range."""


class Says(StrEnum):
    EARNS = "earns"  # `number`: what an hour really earns; the lowest and the highest client beside it
    UNPAID = "unpaid"  # `number`: unpaid minutes that a paid hour brings
    HOURS = "hours"  # `number`: hours of work so far, paid by nobody yet
    BROUGHT = "brought"  # `number`: what a client brought so far on average; no work is written down
    FLOOR = "floor"  # `number`: what a sold hour must bring


@dataclass(frozen=True, slots=True)
class Headline:
    """`number` in major units of `currency`, minutes or hours, as `says` says. `clients`: how many it stands on."""

    says: Says
    number: Decimal
    currency: str
    clients: int = 0
    lowest: tuple[UUID, Earned] | None = None
    highest: tuple[UUID, Earned] | None = None

    @property
    def is_early(self) -> bool:
        return self.clients < ENOUGH


def headline(books: Books, floor: Floor | Refusal) -> Headline | Refusal:
    """The most telling of what is known ("list 350, really 212; lowest: one at 96"); refuses only without fee, work and plan."""
    whole, lost = earned(books), unpaid(books)
    if isinstance(whole, Earned):
        clients = [(client, rate) for client, rate in by_client(books).items() if isinstance(rate, Earned)]
        clients.sort(key=lambda pair: pair[1].rate)
        ends = (clients[0], clients[-1]) if clients else (None, None)
        return Headline(Says.EARNS, whole.rate, books.currency, len(clients), *ends)
    if isinstance(lost, Unpaid):
        clients_of_work = len({w.client for w in books.work if w.client is not None})
        if lost.an_hour is not None:
            return Headline(Says.UNPAID, Decimal(lost.an_hour), books.currency, clients_of_work)
        return Headline(Says.HOURS, Decimal(lost.minutes) / 60, books.currency, clients_of_work)
    if books.fees:
        payers = max(books.clients, 1)
        return Headline(Says.BROUGHT, books.kept / payers, books.currency, payers)
    if isinstance(floor, Floor):
        return Headline(Says.FLOOR, floor.sold_hour, floor.currency)
    return Refusal(Reason.NO_WORK, 0, 1)
