"""Money that came another way than by card, entered by hand; and a mistake in that, taken back."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for

from app import auth, db, formats
from app.clock import now
from app.tenancy import find
from billing import PricePlan
from billing.invoice import Invoice
from blueprints.forms.invoice_money import PaymentForm, typed_amount
from blueprints.invoices import bp
from blueprints.invoices.issued import WITH_MONEY
from blueprints.seeing import seen_in_words
from models.errors import InvoiceSettled, TooMuchPaid


@bp.get("/<uuid:id>/payments/new")
def new_payment(id: UUID) -> Any:
    invoice = _invoice(id)
    owed = typed_amount(max(invoice.next_part_minor, 0), invoice.currency)
    today = g.practice.today(now())
    form = PaymentForm(formdata=None, currency=invoice.currency, today=today, data={"amount": owed, "paid_on": today})
    return _page(form, invoice)


@bp.post("/<uuid:id>/payments")
def book(id: UUID) -> Any:
    invoice = _invoice(id)
    form = PaymentForm(currency=invoice.currency, today=g.practice.today(now()))
    if not form.validate():
        return _page(form, invoice), 422
    form.spend()
    try:
        payment = invoice.book(form.minor, form.paid_on.data, by=g.membership.id, now=now(), note=form.note.data or "")
    except (InvoiceSettled, TooMuchPaid) as error:
        form.refuse(form.amount, error.sentence)
        return _page(form, invoice), 422
    auth.audit("payment.book", payment.id)
    words = f"{formats.money(payment.amount_minor, invoice.currency, g.practice.locale)} is entered. The receipt leaves in five minutes."
    flash({"words": words, "undo": url_for(".take_back", id=id, payment_id=payment.id)}, "undo")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/payments/<uuid:payment_id>/reversal")
def take_back(id: UUID, payment_id: UUID) -> Any:
    invoice = _invoice(id)
    payment = next((payment for payment in invoice.payments if payment.id == payment_id), None)
    if payment is None:
        abort(404)
    undone = invoice.take_back(payment, by=g.membership.id, now=now())
    PricePlan.weigh(db.session(), now())
    auth.audit("payment.take_back", payment.id)
    flash(f"{formats.money(-undone.amount_minor, invoice.currency, g.practice.locale)} is taken back.")
    return redirect(url_for(".show", id=id), 303)


def _invoice(id: UUID) -> Invoice:
    return find(Invoice, id, *WITH_MONEY)


def _page(form: PaymentForm, invoice: Invoice) -> str:
    form.tell(seen_in_words("invoice", payer=invoice.payer.first_name))
    return render_template("invoices/payment.html", form=form, invoice=invoice)
