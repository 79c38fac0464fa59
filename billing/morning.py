"""What Today says of money: invoices that are late, payments that came, and the month so far."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Label, Select, Uuid, bindparam, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from billing.bill_line import Instalment, InvoiceLine
from billing.glance import Glance
from billing.invoice import Invoice
from billing.owed import BUYER, late_sum
from billing.payment import Payment
from billing.price_plan import PricePlan
from billing.reminding import paused
from models.inbound import Inbound
from models.message import Message
from models.today import NOW, SINCE, TODAY, ago, columns, first, whose


def late(mine: bool) -> Select[Any]:
    """A Need for each invoice with a part that is past its day: `words` is its number, `more` who is to pay, `amount` what should have come."""
    amount, client = late_sum(TODAY), whose(mine)
    found = select(
        Invoice.id,
        Invoice.number,
        BUYER.label("buyer"),
        Invoice.currency,
        amount.label("amount"),
        Invoice.next_due().label("due"),
        _whose().label("whose"),
    )
    late_ones = first(found.where(Invoice.left_minor > 0, amount > 0), "late")
    one = late_ones.c
    what = columns("late", one.id, words=one.number, more=one.buyer, on=one.due, amount=one.amount, currency=one.currency, of=client.c)
    return select(*what).select_from(late_ones).join(client, client.c.client_id == one.whose).order_by(one.due)


def answered(mine: bool) -> Select[Any]:
    """A Need for each invoice whose payer wrote back within a month and whose reminders rest: `words` is its number, `more` who answered."""
    client = whose(mine)
    heard = (
        select(Invoice.id, Invoice.number, BUYER.label("buyer"), Inbound.at, _whose().label("whose"))
        .select_from(Inbound)
        .join(Message, Message.id == Inbound.message_id)
        .outerjoin(Instalment, Instalment.id == Message.subject_id)
        .join(Invoice, (Invoice.id == func.coalesce(Instalment.invoice_id, Message.subject_id)) & (Invoice.payer_id == Inbound.writer_id))
        .where(Inbound.at > ago(30), ~Inbound.is_automatic, Inbound.goes_on_at.is_(None), ~paused(), Invoice.left_minor > 0)
        .ext(distinct_on(Invoice.id))
        .order_by(Invoice.id, Inbound.at.desc())
        .cte("answered")
    )
    what = columns("answered", heard.c.id, words=heard.c.number, more=heard.c.buyer, at=heard.c.at, of=client.c)
    return select(*what).select_from(heard).join(client, client.c.client_id == heard.c.whose).order_by(heard.c.at)


def paid(mine: bool) -> Select[Any]:
    """News of payments: `id` and `words` are the invoice's."""
    client = whose(mine)
    return (
        select(
            *columns(
                "paid", Invoice.id, words=Invoice.number, at=Payment.at, amount=Payment.amount_minor, currency=Invoice.currency, of=client.c
            )
        )
        .select_from(Payment)
        .join(Invoice, Invoice.id == Payment.invoice_id)
        .join(client, client.c.client_id == _whose())
        .where(Payment.at.between(SINCE, NOW), Payment.amount_minor > 0)
        .order_by(Payment.at.desc())
    )


def _whose() -> ColumnElement[UUID]:
    """The client of an invoice; of a company's, the one of its first line that names one."""
    named = select(InvoiceLine.client_id).where(InvoiceLine.invoice_id == Invoice.id, InvoiceLine.client_id.is_not(None))
    first = named.order_by(InvoiceLine.n).limit(1).correlate(Invoice).scalar_subquery()
    return func.coalesce(Invoice.client_id, first)


class Month(NamedTuple):
    """In minor units of one currency: what came since the month began, what is owed and not yet late, what is late."""

    currency: str
    received: int
    due: int
    late: int

    @property
    def whole(self) -> int:
        return self.received + self.due + self.late


def month(session: Session, begun: datetime, now: datetime, today: date) -> tuple[list[Month], Glance | None]:
    """One statement: a row for each currency in which there is anything, never added together; and what an hour earns, once that was counted."""
    found = session.execute(_month(), {"begun": begun, NOW.key: now, TODAY.key: today}).all()
    months = [Month(currency, *(int(value) for value in values)) for currency, *values, _ in found if currency]
    return months, Glance.read(found[0].glance)


@cache
def _month() -> Select[Any]:
    came = (
        select(Invoice.currency, func.sum(Payment.amount_minor).label("received"), _zero("due"), _zero("late"))
        .join(Payment, Payment.invoice_id == Invoice.id)
        .where(Payment.at.between(bindparam("begun", type_=DateTime(timezone=True)), NOW))
        .group_by(Invoice.currency)
    )
    unpaid = first(select(Invoice.currency, Invoice.left_minor, late_sum(TODAY).label("late")).where(Invoice.left_minor > 0), "unpaid").c
    open_ = select(unpaid.currency, _zero("received"), func.sum(unpaid.left_minor - unpaid.late), func.sum(unpaid.late)).group_by(
        unpaid.currency
    )
    none = select(literal(""), _zero("received"), _zero("due"), _zero("late"))  # a row also where there is no money yet
    each = union_all(came, open_, none).subquery()
    glance = select(PricePlan.glance).limit(1).scalar_subquery().label("glance")
    sums = select(each.c.currency, *(func.sum(each.c[name]) for name in ("received", "due", "late")), glance).group_by(each.c.currency)
    return sums.order_by(each.c.currency)


def _zero(name: str) -> Label[int]:
    return literal(0).label(name)


class Account(NamedTuple):
    """What was invoiced for one client and not credited, in minor units of one currency, and what of it was paid; `late` counts invoices of
    which a part is past its day. Without what stands on a company's invoice over several."""

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
    late = func.count().filter(late_sum(TODAY) > 0)
    of_client = Invoice.client_id == bindparam("client_id", type_=Uuid())
    sums = select(Invoice.currency, func.sum(Invoice.total_minor - Invoice.credited_sum()), func.sum(Invoice.paid_sum()), late).where(
        of_client
    )
    return sums.group_by(Invoice.currency).order_by(Invoice.currency)
