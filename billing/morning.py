"""What Today says of money: invoices that are late, payments that came, and the month so far."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Label, Select, Uuid, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from billing.invoice import Invoice
from billing.payment import Payment
from models.client import Client
from models.today import SINCE, TODAY, clients, columns


def late(mine: bool) -> Select[Any]:
    """A Need for each invoice that is past its day: `words` is its number, `more` who is to pay, `amount` what is still owed."""
    buyer = func.coalesce(func.nullif(Invoice.snapshot["buyer"]["organisation"].astext, ""), Invoice.snapshot["buyer"]["name"].astext)
    owed = Invoice.total_minor - Invoice.paid_sum()
    return (
        select(*columns("late", Invoice.id, words=Invoice.number, more=buyer, on=Invoice.due_on, amount=owed, currency=Invoice.currency))
        .select_from(Invoice)
        .join(Client, Client.id == Invoice.client_id)
        .where(*clients(mine), owed > 0, Invoice.due_on < TODAY)
        .order_by(Invoice.due_on)
    )


def paid(mine: bool) -> Select[Any]:
    """News of payments: `id` and `words` are the invoice's."""
    return (
        select(*columns("paid", Invoice.id, words=Invoice.number, at=Payment.at, amount=Payment.amount_minor, currency=Invoice.currency))
        .select_from(Payment)
        .join(Invoice, Invoice.id == Payment.invoice_id)
        .join(Client, Client.id == Invoice.client_id)
        .where(*clients(mine), Payment.at >= SINCE, Payment.amount_minor > 0)
        .order_by(Payment.at.desc())
    )


class Month(NamedTuple):
    """In minor units of one currency: what came since the month began, what is owed and not yet late, what is late."""

    currency: str
    received: int
    due: int
    late: int

    @property
    def whole(self) -> int:
        return self.received + self.due + self.late


def month(session: Session, begun: datetime, today: date) -> list[Month]:
    """One statement; a row for each currency in which there is anything, never added together."""
    found = session.execute(_month(), {"begun": begun, "today": today})
    return [Month(currency, *(int(value) for value in values)) for currency, *values in found]


@cache
def _month() -> Select[Any]:
    came = (
        select(Invoice.currency, func.sum(Payment.amount_minor).label("received"), _zero("due"), _zero("late"))
        .join(Payment, Payment.invoice_id == Invoice.id)
        .where(Payment.at >= bindparam("begun", type_=DateTime(timezone=True)))
        .group_by(Invoice.currency)
    )
    owed = Invoice.total_minor - Invoice.paid_sum()
    open_ = (
        select(
            Invoice.currency,
            _zero("received"),
            func.coalesce(func.sum(owed).filter(Invoice.due_on >= TODAY), 0),
            func.coalesce(func.sum(owed).filter(Invoice.due_on < TODAY), 0),
        )
        .where(owed > 0)
        .group_by(Invoice.currency)
    )
    each = union_all(came, open_).subquery()
    sums = select(each.c.currency, *(func.sum(each.c[name]) for name in ("received", "due", "late"))).group_by(each.c.currency)
    return sums.order_by(each.c.currency)


def _zero(name: str) -> Label[int]:
    return literal(0).label(name)


class Account(NamedTuple):
    """What was invoiced for one client, in minor units of one currency, and what of it was paid; `late` counts invoices past their day."""

    currency: str
    invoiced: int
    paid: int
    late: int


def account(session: Session, client_id: UUID, today: date) -> list[Account]:
    """One statement; a row for each currency."""
    found = session.execute(_account(), {"client_id": client_id, "today": today})
    return [Account(currency, int(invoiced), int(came), late_ones) for currency, invoiced, came, late_ones in found]


@cache
def _account() -> Select[str, int, int, int]:
    paid = Invoice.paid_sum()
    late = func.count().filter(paid < Invoice.total_minor, Invoice.due_on < TODAY)
    of_client = Invoice.client_id == bindparam("client_id", type_=Uuid())
    sums = select(Invoice.currency, func.sum(Invoice.total_minor), func.sum(paid), late).where(of_client)
    return sums.group_by(Invoice.currency).order_by(Invoice.currency)
