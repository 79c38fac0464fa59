"""A mistake in an issued invoice, mended by a credit note."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for

from app import auth, formats
from app.clock import now
from app.tenancy import find
from billing.credit_note import CreditNote
from billing.invoice import Invoice
from blueprints.forms.invoice_money import CreditForm, typed_amount
from blueprints.invoices import bp
from blueprints.invoices.issued import WITH_MONEY
from blueprints.seeing import seen_in_words
from models.errors import TooMuchCredited


@bp.get("/<uuid:id>/credit-notes/new")
def new_credit(id: UUID) -> Any:
    invoice = find(Invoice, id, *WITH_MONEY)
    data = {"amount": typed_amount(max(invoice.owed_minor, 0), invoice.currency)}
    return _page(CreditForm(formdata=None, currency=invoice.currency, words=_words(invoice), data=data), invoice)


@bp.post("/<uuid:id>/credit-notes")
def credit(id: UUID) -> Any:
    invoice = find(Invoice, id, *WITH_MONEY)
    form = CreditForm(currency=invoice.currency, words=_words(invoice))
    if not form.validate():
        return _page(form, invoice), 422
    form.spend()
    try:
        note = CreditNote.issue(invoice, **form.what, reason=form.reason.data, by=g.membership.id, now=now())
    except TooMuchCredited as error:
        form.refuse(form.amount, error.sentence)
        return _page(form, invoice), 422
    auth.audit("credit_note.issue", note.id)
    amount = formats.money(note.total_minor, invoice.currency, g.practice.locale)
    flash(f"Credit note {note.number} over {amount} is issued, and on its way to {invoice.payer.address}.")
    return redirect(url_for(".show", id=id), 303)


def _words(invoice: Invoice) -> list[str]:
    """Its lines, each with its net."""
    return [f"{line.description}, {formats.money(line.net_minor, invoice.currency, g.practice.locale)} net" for line in invoice.lines]


def _page(form: CreditForm, invoice: Invoice) -> str:
    form.tell(seen_in_words("invoice", payer=invoice.payer.first_name))
    return render_template("invoices/credit.html", form=form, invoice=invoice)
