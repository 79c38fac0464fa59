"""An issued invoice: the document on the desk, what happened to it, and its mail once more."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing.draft import InvoiceDraft
from billing.invoice import Invoice
from blueprints.invoices import bp
from blueprints.invoices.drafts import _WITH_PEOPLE, draft_page
from blueprints.invoices.history import history
from blueprints.standing import standing
from models import File, Message


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    """A draft and the invoice it becomes share their address."""
    options = [selectinload(Invoice.payments), joinedload(Invoice.client)]
    invoice = db.session().get(Invoice, (g.practice.id, id), options=options)
    if invoice is not None:
        return invoice_page(invoice)
    draft = find(InvoiceDraft, id, *_WITH_PEOPLE)
    if draft.dropped_at:
        abort(404)
    return draft_page(draft)


@bp.post("/<uuid:id>/message")
def again(id: UUID) -> Any:
    invoice = find(Invoice, id, selectinload(Invoice.payments))
    invoice.announce_again(now())
    auth.audit("invoice.announce", id)
    flash(f"It goes to {invoice.payer.address} once more.")
    return redirect(url_for(".show", id=id), 303)


def invoice_page(invoice: Invoice) -> Any:
    session, papers_of = db.session(), [invoice.id, *(payment.id for payment in invoice.payments)]
    mails = select(Message).where(Message.subject_id.in_(papers_of)).order_by(Message.planned_for).limit(50)
    files = select(File.subject_id, File.id).where(File.subject_id.in_(papers_of)).limit(100)
    papers = dict(session.execute(files).all())
    today = g.practice.today(now())
    return render_template(
        "invoices/show.html",
        invoice=invoice,
        paper=papers.get(invoice.id),
        history=history(invoice, list(session.scalars(mails)), papers, today),
        standing=standing(
            invoice.total_minor, invoice.paid_minor, invoice.due_on, today=today, currency=invoice.currency, locale=g.practice.locale
        ),
    )
