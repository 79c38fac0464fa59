"""What the reminders of invoices rest on: what keeps one back, the coach's pause and a payer's answer. The recipe plans them (billing/invoice_late.py)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, UniqueConstraint, delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, object_session

from billing.invoice import Invoice
from billing.payment import Payment
from billing.refund import Dispute
from models.base import Tenanted, refers_to, uuid7
from models.errors import DomainError, InvoiceSettled
from models.inbound import Inbound
from models.message import BY_HAND, Message

RECIPE: Final = "invoice_late"
KIND: Final = "invoice_reminder"
PAUSED: Final = "you paused the reminders of this invoice"
DISPUTED: Final = "a bank questions a payment of it"


class ReminderPause(Tenanted):
    """The coach said: no reminders of this invoice by themselves. Gone when they go on."""

    __tablename__ = "reminder_pause"
    invoice_id: Mapped[UUID] = refers_to("invoice")
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    __table_args__ = (UniqueConstraint("practice_id", "invoice_id", name="reminder_pause_once"),)


def remind_now(invoice: Invoice, now: datetime) -> None:
    """Because somebody pressed a button: whatever the recipe says; twice within a minute is one mail. Raises InvoiceSettled, and in a dispute DomainError."""
    session = _session(invoice)
    covered = invoice.total_minor - invoice.owed_minor
    instalment = next((part for part in invoice.instalments if part.until_minor > covered), None)
    if instalment is None:
        raise InvoiceSettled
    if session.scalar(select(disputed()).select_from(Invoice).where(Invoice.id == invoice.id)):
        raise DomainError(f"No reminder now: {DISPUTED}.")
    Message.plan(invoice.payer, KIND, subject=instalment, occasion=f"{BY_HAND} {instalment.id} {now:%Y-%m-%dT%H:%M}", at=now)


def pause(invoice: Invoice, *, by: UUID, now: datetime) -> None:
    """No reminders of it by themselves until `resume`. Pausing twice is one pause."""
    row = insert(ReminderPause).values(id=uuid7(), invoice_id=invoice.id, at=now, by_id=by)
    _session(invoice).execute(row.on_conflict_do_nothing(constraint="reminder_pause_once"))


def resume(invoice: Invoice, now: datetime) -> None:
    """They go on: the pause is over, and what the payer wrote about it stops them no more."""
    session = _session(invoice)
    session.execute(delete(ReminderPause).where(ReminderPause.invoice_id == invoice.id))
    answers = select(Message.id).where(Message.subject_id.in_(about(invoice)), Message.recipient_id == invoice.payer_id)
    session.execute(update(Inbound).where(Inbound.message_id.in_(answers), Inbound.goes_on_at.is_(None)).values(goes_on_at=now))


def about(invoice: Invoice) -> frozenset[UUID]:
    """What mails about it are about: a payer who answers one of them has answered about the invoice."""
    return frozenset({invoice.id, *(part.id for part in invoice.instalments)})


def disputed() -> ColumnElement[bool]:
    return exists().where(Dispute.payment_id == Payment.id, Payment.invoice_id == Invoice.id, Dispute.state == "open")


def paused() -> ColumnElement[bool]:
    return exists().where(ReminderPause.invoice_id == Invoice.id)


def _session(invoice: Invoice) -> Session:
    session = object_session(invoice)
    assert session is not None
    return session
