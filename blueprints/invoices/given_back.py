"""Money that went back another way than by card, entered by hand; and a mistake in that, taken back."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for

from app import auth, formats
from app.clock import now
from app.tenancy import find
from billing import given_back, refunding
from billing.invoice import Invoice
from billing.refund import Refund
from blueprints.forms.invoice_money import GivenBackForm, typed_amount
from blueprints.invoices import bp
from blueprints.invoices.issued import WITH_MONEY
from blueprints.invoices.refunds import choices
from blueprints.seeing import seen_in_words
from models.errors import NotRefunded


@bp.get("/<uuid:id>/given-back/new")
def new_given_back(id: UUID) -> Any:
    invoice = find(Invoice, id, *WITH_MONEY)
    left = refunding.left(invoice, "hand")
    today = g.practice.today(now())
    form = GivenBackForm(formdata=None, currency=invoice.currency, payments=choices(invoice, left), today=today, data={"given_on": today})
    form.amount.data = typed_amount(next(iter(left.values()), 0), invoice.currency)
    return _page(form, invoice)


@bp.post("/<uuid:id>/given-back")
def enter_given_back(id: UUID) -> Any:
    """Entered here; the money is booked in five minutes, with its credit note."""
    invoice = find(Invoice, id, *WITH_MONEY)
    left = refunding.left(invoice, "hand")
    form = GivenBackForm(currency=invoice.currency, payments=choices(invoice, left), today=g.practice.today(now()))
    if not form.validate():
        return _page(form, invoice), 422
    payment = next((one for one in left if str(one.id) == form.payment.data), None) or abort(404)
    form.spend()
    how, reason = form.note.data or "", form.reason.data
    try:
        entered = given_back.enter(payment, form.minor, form.given_on.data, how=how, reason=reason, by=g.membership.id, now=now())
    except NotRefunded as refused:
        form.refuse(form.amount, refused.sentence)
        return _page(form, invoice), 422
    auth.audit("refund.enter", entered.id)
    words = f"{formats.money(form.minor, invoice.currency, g.practice.locale)} is entered. The credit note leaves in five minutes."
    flash({"words": words, "undo": url_for(".take_back_given", id=id, refund_id=entered.id)}, "undo")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/given-back/<uuid:refund_id>/reversal")
def take_back_given(id: UUID, refund_id: UUID) -> Any:
    invoice, entered = find(Invoice, id, *WITH_MONEY), find(Refund, refund_id)
    if entered.payment_id not in {payment.id for payment in invoice.payments}:
        abort(404)
    given_back.take_back(entered)
    auth.audit("refund.take_back", entered.id)
    flash(f"{formats.money(entered.amount_minor, invoice.currency, g.practice.locale)} is taken back: it did not go to the payer.")
    return redirect(url_for(".show", id=id), 303)


def _page(form: GivenBackForm, invoice: Invoice) -> str:
    form.tell(seen_in_words("invoice", payer=invoice.payer.first_name))
    return render_template("invoices/given_back.html", form=form, invoice=invoice)
