"""What the messages of invoices are about: what is to be paid, what came, what was credited, what is late, and all of it together."""

from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import formats
from app.addresses import address
from app.jobs.occasion import Occasion, about, get, moot, object_link
from app.jobs.occasions_recipes import dressed
from app.storage import Storage
from billing import reminding
from billing.bill_line import Instalment
from billing.credit_note import CreditNote
from billing.invoice import Invoice
from billing.payment import Payment
from billing.statement import Statement
from models import File, Message


@about("invoice")
def _invoice(session: Session, message: Message, occasion: Occasion) -> None:
    invoice = get(session, Invoice, message.subject_id)
    assert invoice is not None
    object_link(session, message, occasion, "invoice", message.recipient_id)
    occasion.facts = _sums(invoice, occasion)
    if len(invoice.instalments) > 1:
        occasion.facts["parts"] = [(_money(part.amount_minor, invoice, occasion), _day(part, occasion)) for part in invoice.instalments]
    _attach(session, occasion, invoice.id)


@about("receipt")
def _receipt(session: Session, message: Message, occasion: Occasion) -> None:
    payment = get(session, Payment, message.subject_id)
    invoice = get(session, Invoice, payment.invoice_id) if payment else None
    assert payment is not None
    assert invoice is not None
    occasion.url = address("reader_sign_in.show", slug=occasion.practice.slug)
    occasion.facts = {**_sums(invoice, occasion), "paid": _money(payment.amount_minor, invoice, occasion)}
    _attach(session, occasion, payment.id)
    if invoice.purchase_id or invoice.provider_id:  # it was paid before it was written, so no mail asked for its money
        _attach(session, occasion, invoice.id)


@about("credit_note")
def _credit_note(session: Session, message: Message, occasion: Occasion) -> None:
    note = get(session, CreditNote, message.subject_id)
    invoice = get(session, Invoice, note.invoice_id) if note else None
    assert note is not None
    assert invoice is not None
    object_link(session, message, occasion, "invoice", message.recipient_id, invoice.id)
    sums = {"credited": _money(note.total_minor, invoice, occasion), "owed": _money(max(invoice.owed_minor, 0), invoice, occasion)}
    occasion.facts = {**_sums(invoice, occasion), **sums, "note": note.number, "reason": note.reason}
    _attach(session, occasion, note.id)


@about("statement")
def _statement(session: Session, message: Message, occasion: Occasion) -> None:
    statement = get(session, Statement, message.subject_id)
    assert statement is not None
    object_link(session, message, occasion, "statement", message.recipient_id)
    amounts = [
        (
            "Still open" if one["balance_minor"] >= 0 else "Too much was paid",
            formats.money(abs(one["balance_minor"]), one["currency"], occasion.locale),
        )
        for one in statement.snapshot["accounts"]
    ]
    occasion.facts = {"day": formats.day(statement.on, occasion.locale), "amounts": amounts}
    _attach(session, occasion, statement.id)


@dressed(reminding.KIND, button="Pay or look at it")
def _reminder(session: Session, message: Message, occasion: Occasion) -> None:
    instalment = get(session, Instalment, message.subject_id)
    assert instalment is not None
    object_link(session, message, occasion, "invoice", message.recipient_id, instalment.invoice_id)
    _attach(session, occasion, instalment.invoice_id)


@moot("invoice")
def _paid(session: Session, message: Message) -> str:
    invoice = get(session, Invoice, message.subject_id)
    return "it is paid" if invoice is not None and invoice.is_paid else ""


def _sums(invoice: Invoice, occasion: Occasion) -> dict[str, Any]:
    return {
        "number": invoice.number,
        "total": _money(invoice.total_minor, invoice, occasion),
        "due": formats.day(invoice.due_on, occasion.locale),
    }


def _money(minor: int, invoice: Invoice, occasion: Occasion) -> str:
    return formats.money(minor, invoice.currency, occasion.locale)


def _day(instalment: Instalment, occasion: Occasion) -> str:
    return formats.day(instalment.due_on, occasion.locale)


def _attach(session: Session, occasion: Occasion, subject_id: UUID) -> None:
    """The PDF, where the mail does not go to an employer's server."""
    file = session.scalar(select(File).where(File.subject_id == subject_id))
    if file and not occasion.neutral:
        storage: Storage = current_app.extensions["storage"]
        occasion.attachments += ((file.name, storage.read(file.path)),)
