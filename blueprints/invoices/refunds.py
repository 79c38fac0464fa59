"""Giving money back that came by card: how much, and why. It asks for the password again."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for

from app import auth, formats
from app.clock import now
from app.tenancy import find
from billing import refunding
from billing.invoice import Invoice
from billing.payment import Payment
from blueprints.forms.invoice_money import RefundForm, typed_amount
from blueprints.invoices import bp
from blueprints.invoices.issued import WITH_MONEY
from blueprints.seeing import seen_in_words
from models.errors import NotRefunded


@bp.get("/<uuid:id>/refunds/new")
def new_refund(id: UUID) -> Any:
    invoice = find(Invoice, id, *WITH_MONEY)
    left = refunding.left(invoice, "stripe")
    first = next(iter(left), None)
    form = RefundForm(formdata=None, currency=invoice.currency, payments=choices(invoice, left))
    if first:
        form.amount.data = typed_amount(left[first], invoice.currency)
    return auth.require_fresh() or _page(form, invoice)


@bp.post("/<uuid:id>/refunds")
def refund(id: UUID) -> Any:
    """Planned here, asked of Stripe by a job, and booked with a credit note when Stripe says that it is done."""
    if answer := auth.require_fresh(url_for(".new_refund", id=id)):
        return answer
    invoice = find(Invoice, id, *WITH_MONEY)
    left = refunding.left(invoice, "stripe")
    form = RefundForm(currency=invoice.currency, payments=choices(invoice, left))
    if not form.validate():
        return _page(form, invoice), 422
    payment = next((one for one in left if str(one.id) == form.payment.data), None) or abort(404)
    form.spend()
    try:
        planned = refunding.ask(payment, form.minor, reason=form.reason.data, by=g.membership.id, now=now())
    except NotRefunded as refused:
        form.refuse(form.amount, refused.sentence)
        return _page(form, invoice), 422
    auth.audit("refund.ask", planned.id)
    amount = formats.money(form.minor, invoice.currency, g.practice.locale)
    flash(f"{amount} goes back to the card it came from. The credit note follows when Stripe has done it.")
    return redirect(url_for(".show", id=id), 303)


def choices(invoice: Invoice, left: dict[Payment, int]) -> dict[str, str]:
    """Payments to choose from: how much, and on which day."""
    locale, zone = g.practice.locale, g.practice.tz
    days = {one: one.paid_on or one.at.astimezone(zone).date() for one in left}
    return {
        str(one.id): f"{formats.money(one.amount_minor, invoice.currency, locale)}, {formats.day(day, locale)}" for one, day in days.items()
    }


def _page(form: RefundForm, invoice: Invoice) -> str:
    form.tell(seen_in_words("invoice", payer=invoice.payer.first_name))
    return render_template("invoices/refund.html", form=form, invoice=invoice)
