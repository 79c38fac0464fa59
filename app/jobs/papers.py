"""PDFs: each is made once, by a due row, and stored."""

import hashlib
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.addresses import address
from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from app.jobs.sessions import SOON
from app.storage import Storage
from billing.credit_note import CreditNote
from billing.invoice import Invoice
from billing.payment import Payment
from billing.price_plan import PricePlan
from billing.purchase import Purchase
from billing.statement import Statement
from models import File, Practice, Version


@verb
def make_agreement_pdf(session: Session, version_id: UUID) -> None:
    version = found(session, Version, version_id)
    practice = session.get(Practice, version.practice_id)
    assert practice is not None
    check_url = address("check.show", slug=practice.slug, id=version.id)
    name = f"{version.part.name} version {version.n}.pdf"
    store(
        session,
        version.id,
        "agreement",
        name,
        version.part.readers,
        "pdf/agreement.html",
        version=version,
        text=version.content,
        part=version.part,
        practice=practice,
        check_url=check_url,
    )


@verb
def make_invoice_pdf(session: Session, invoice_id: UUID) -> None:
    invoice = found(session, Invoice, invoice_id)
    practice = session.get(Practice, invoice.practice_id)
    store(
        session,
        invoice.id,
        "invoice",
        f"Invoice {invoice.number}.pdf",
        invoice.readers,
        "pdf/invoice.html",
        invoice=invoice,
        practice=practice,
    )
    invoice.announce(now())
    if order := session.get(Purchase, (invoice.practice_id, invoice.id)):
        order.invoiced(now())


@verb
def make_receipt_pdf(session: Session, payment_id: UUID) -> None:
    payment = found(session, Payment, payment_id)
    invoice = found(session, Invoice, payment.invoice_id)
    if invoice.was_taken_back(payment):
        return
    practice = session.get(Practice, invoice.practice_id)
    name = f"Receipt for invoice {invoice.number}.pdf"
    store(session, payment.id, "receipt", name, invoice.readers, "pdf/receipt.html", invoice=invoice, payment=payment, practice=practice)
    invoice.thank(payment, now())
    PricePlan.weigh(session, now() + SOON)


@verb
def make_credit_note_pdf(session: Session, note_id: UUID) -> None:
    note = found(session, CreditNote, note_id)
    invoice = found(session, Invoice, note.invoice_id)
    practice = session.get(Practice, invoice.practice_id)
    name = f"Credit note {note.number}.pdf"
    store(session, note.id, "credit_note", name, invoice.readers, "pdf/credit_note.html", note=note, practice=practice)
    note.announce(invoice, now())
    PricePlan.weigh(session, now() + SOON)


@verb
def make_statement_pdf(session: Session, statement_id: UUID) -> None:
    asked = found(session, Statement, statement_id)
    practice = session.get(Practice, asked.practice_id)
    name = f"Statement {asked.on}.pdf"
    readers = [asked.payer.id] if asked.payer else []
    store(session, asked.id, "statement", name, readers, "pdf/statement.html", statement=asked, practice=practice)
    asked.announce(now())


def store(session: Session, subject_id: UUID, kind: str, name: str, readers: list[UUID], template: str, **values: Any) -> None:
    """Render, write, note down. A job that runs twice finds the first file."""
    if session.scalar(select(File.id).where(File.subject_id == subject_id, File.kind == kind)):
        return
    from app import pdf  # here, because a web process knows the verbs too, never draws a paper, and would hold 48 MB for it

    body = pdf.render(template, **values)
    storage: Storage = current_app.extensions["storage"]
    path = storage.put(session.info["practice_id"], body, ".pdf")
    session.add(
        File(
            subject_id=subject_id,
            kind=kind,
            name=name,
            media_type="application/pdf",
            path=path,
            size=len(body),
            sha256=hashlib.sha256(body).hexdigest(),
            made_at=now(),
            readers=readers,
        )
    )
    session.flush()
