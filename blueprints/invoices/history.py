"""What happened to an invoice, in the order it happened: issued, mailed, paid, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g, url_for

from app import formats
from billing.credit_note import CreditNote
from billing.invoice import Invoice
from billing.payment import Payment
from models import Message

MAILED = {
    "planned": "Will be mailed to {}",
    "sending": "Is being mailed to {}",
    "sent": "Mailed to {}",
    "perhaps sent": "Perhaps mailed to {}",
    "held": "Not mailed to {} yet",
    "failed": "Could not be mailed to {}",
    "stopped": "Not mailed to {}",
}
NAMES = {"invoice": "Invoice", "receipt": "Receipt", "credit_note": "Credit note", "invoice_reminder": "Reminder"}
"""The mails that belong to an invoice. One that was ordered shares its id with the order, whose mails tell of other things."""


@dataclass(frozen=True)
class Event:
    """`paper` is the address of a receipt or credit note, `undo` where a booking by hand is taken back."""

    at: datetime
    when: str
    words: str
    kind: str = ""
    paper: str | None = None
    undo: str | None = None
    paper_is: str = "Receipt"


def history(invoice: Invoice, mails: Sequence[Message], papers: Mapping[UUID, UUID]) -> list[Event]:
    """`papers` maps the id of an invoice, payment or credit note to that of its file."""
    issued = "Issued. From here on nothing in it changes; a mistake is mended by a credit note."
    events = [Event(invoice.issued_at, _day(invoice.issued_at), issued, "seal")]
    events += [_credited(invoice, note, papers) for note in invoice.credit_notes]
    events += [_mailed(mail) for mail in mails]
    events += [_paid(invoice, payment, papers) for payment in invoice.payments]
    return sorted(events, key=lambda event: event.at)


def _day(moment: datetime) -> str:
    return formats.moment(moment, g.practice.zone, g.practice.locale)


def _mailed(mail: Message) -> Event:
    at = mail.sent_at or mail.planned_for
    words = MAILED[mail.state].format(mail.address)
    words = f"{words}: {mail.why}" if mail.why else words
    return Event(at, _day(at), f"{NAMES[mail.kind]}. {words}")


def _credited(invoice: Invoice, note: CreditNote, papers: Mapping[UUID, UUID]) -> Event:
    amount = formats.money(note.total_minor, invoice.currency, g.practice.locale)
    paper = url_for("files.show", id=papers[note.id]) if note.id in papers else None
    return Event(
        note.issued_at, _day(note.issued_at), f"{amount} credited, {note.number}: {note.reason}", "seal", paper, paper_is="Credit note"
    )


def _paid(invoice: Invoice, payment: Payment, papers: Mapping[UUID, UUID]) -> Event:
    amount = formats.money(abs(payment.amount_minor), invoice.currency, g.practice.locale)
    if payment.refunds_id:
        on = formats.day(payment.paid_on, g.practice.locale) if payment.paid_on else _day(payment.at)
        return Event(payment.at, on, f"{amount} went back to the payer" + (f", {payment.note}" if payment.how == "hand" else ""))
    if payment.reverses_id:
        return Event(payment.at, _day(payment.at), f"{amount} taken back: it was entered by mistake")
    if payment.came_back:
        return Event(payment.at, _day(payment.at), f"{amount} came back: the bank did not take it")
    when = formats.day(payment.paid_on, g.practice.locale) if payment.paid_on else _day(payment.at)
    how = "by card" if payment.how == "stripe" else payment.note or "entered by hand"
    undo = url_for("invoices.take_back", id=invoice.id, payment_id=payment.id) if invoice.can_take_back(payment) else None
    paper = url_for("files.show", id=papers[payment.id]) if payment.id in papers else None
    return Event(payment.at, when, f"{amount}, {how}", "signal", paper, undo)
