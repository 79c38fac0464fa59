"""An issued invoice: the document on the desk, what happened to it, what is coming, and its mail once more."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing.ahead import ahead
from billing.draft import InvoiceDraft
from billing.going_back import unsettled
from billing.invoice import Invoice
from blueprints.invoices import bp
from blueprints.invoices.drafts import draft_page
from blueprints.invoices.history import NAMES, history
from blueprints.invoices.writing import WITH_PEOPLE
from blueprints.standing import instalments, standing
from models import File, Message

WITH_MONEY = (joinedload(Invoice.payments), joinedload(Invoice.credit_notes), joinedload(Invoice.instalments))
"""Few rows each, so they come with the invoice in one statement."""


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    """A draft and the invoice it becomes share their address."""
    options = [*WITH_MONEY, joinedload(Invoice.client)]
    invoice = db.session().get(Invoice, (g.practice.id, id), options=options)
    if invoice is not None:
        return invoice_page(invoice)
    draft = find(InvoiceDraft, id, *WITH_PEOPLE)
    if draft.dropped_at:
        abort(404)
    return draft_page(draft)


@bp.post("/<uuid:id>/message")
def again(id: UUID) -> Any:
    invoice = find(Invoice, id, *WITH_MONEY)
    invoice.announce_again(now())
    auth.audit("invoice.announce", id)
    flash(f"It goes to {invoice.payer.address} once more.")
    return redirect(url_for(".show", id=id), 303)


def invoice_page(invoice: Invoice) -> Any:
    session = db.session()
    papers_of = [invoice.id, *(one.id for one in (*invoice.payments, *invoice.credit_notes))]
    mails_of = [*papers_of, *(part.id for part in invoice.instalments)]
    mails = select(Message).where(Message.subject_id.in_(mails_of), Message.kind.in_(NAMES)).order_by(Message.planned_for).limit(100)
    files = select(File.subject_id, File.id).where(File.subject_id.in_(papers_of)).limit(100)
    papers = dict(session.execute(files).all())
    disputed, going_back = unsettled(session, invoice)
    as_here = {"today": g.practice.today(now()), "currency": invoice.currency, "locale": g.practice.locale}
    return render_template(
        "invoices/show.html",
        invoice=invoice,
        paper=papers.get(invoice.id),
        history=history(invoice, list(session.scalars(mails)), papers),
        standing=standing(invoice.balance, **as_here),
        parts_of=instalments(invoice.parts, **as_here) if len(invoice.instalments) > 1 else [],
        ahead=ahead(session, invoice, now()),
        goes_back={payment.how for payment in invoice.payments if payment.amount_minor > 0 and not invoice.was_taken_back(payment)}
        | {"hand" for one in going_back if one.was_refused and invoice.paid_minor > 0},
        disputed=disputed,
        going_back=going_back,
    )
