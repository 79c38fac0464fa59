"""Paying an invoice: for whoever it was made for, on Stripe's page or by transfer."""

from typing import Any, cast
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for
from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from app import auth, db
from app.addresses import address
from app.clock import now
from app.tenancy import find
from billing.checkout import Checkout, Payer
from billing.gateway import Gateway, GatewayError
from billing.invoice import Invoice
from billing.minor_units import can_ask_for
from blueprints.at_stripe import ask_about
from blueprints.forms.base import Form
from blueprints.reading import today
from blueprints.serving import serve
from blueprints.standing import instalments, standing
from models import File
from models.errors import CannotPayOnline, InvoiceSettled

bp = Blueprint("pay", __name__, url_prefix="/pay/<slug>")


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    """`back`: from Stripe's page without having paid, says the address. Stripe is asked: was a card refused, or was it paid after all?"""
    return _page(_invoice(id), came_back="back" in request.args)


@bp.post("/<uuid:id>")
def start(id: UUID) -> Any:
    """To Stripe's page: the open one, or a new one. Nothing is written before Stripe has answered."""
    invoice, gateway = _invoice(id), _gateway()
    if gateway is None:
        raise CannotPayOnline
    practice = g.practice
    payer = Payer(
        g.reader.address,
        success_url=address("pay.returned", slug=practice.slug, id=id),
        cancel_url=address("pay.show", slug=practice.slug, id=id, back="yes"),
    )
    try:
        only_next = request.form.get("what") == "next"
        checkout = Checkout.open_for(db.session(), invoice, gateway, payer, account=practice.stripe_account, now=now(), only_next=only_next)
    except InvoiceSettled:  # perhaps only now: what Stripe told on the way is kept
        flash("This invoice is paid already. Nothing was charged again.")
        return redirect(url_for(".show", id=id), 303)
    except GatewayError:
        return _page(invoice, away=True), 503
    auth.audit("invoice.pay", id)
    return redirect(cast(str, checkout.url), 303)


@bp.get("/<uuid:id>/return")
def returned(id: UUID) -> Any:
    """Coming back from Stripe proves nothing: Stripe is asked, and the page shows what it said."""
    invoice = _invoice(id)
    checkout = None if invoice.is_paid else Checkout.of(db.session(), invoice)
    if checkout is None or checkout.state == "expired":
        return redirect(url_for(".show", id=id), 303)
    checkout.look(now())
    return render_template("pay/returned.html", invoice=invoice, waits_for_bank=checkout.state == "complete")


@bp.get("/<uuid:id>/papers/<uuid:paper_id>")
def paper(id: UUID, paper_id: UUID) -> Any:
    """The PDF of the invoice, of a receipt for it, or of a credit note."""
    invoice, file = _invoice(id), find(File, paper_id)
    if file.subject_id not in _papers_of(invoice):
        abort(404)
    return serve(file)


@bp.get("/statements/<uuid:id>")
def statement(id: UUID) -> Any:
    """The PDF of the one that was sent to them."""
    paper = db.session().scalar(select(File).where(File.subject_id == id, File.kind == "statement"))
    return serve(paper or abort(404))


@bp.context_processor
def named() -> dict[str, object]:
    """In the payer's own way of writing. A link from a mail opens this one page, so it leads nowhere else."""
    if not g.get("reader"):
        return {}
    home = "portal.show" if g.reader.kind == "client" else "sponsor.show"
    return {
        "zone": g.reader.zone,
        "locale": g.reader.locale,
        "home_url": url_for(home) if g.sign_in.proof == "mail" else None,
    }


def _invoice(id: UUID) -> Invoice:
    return find(Invoice, id, joinedload(Invoice.payments), joinedload(Invoice.credit_notes), joinedload(Invoice.instalments))


def _gateway() -> Gateway | None:
    found: Gateway | None = current_app.extensions["gateway"]
    return found


def _papers_of(invoice: Invoice) -> list[UUID]:
    return [invoice.id, *(one.id for one in (*invoice.payments, *invoice.credit_notes))]


def _papers_and_try(invoice: Invoice) -> tuple[dict[UUID, UUID], Checkout | None]:
    """Its files by what they are of, and the newest try to pay it by card. One statement."""
    newest = select(func.max(Checkout.try_no)).where(Checkout.invoice_id == invoice.id).scalar_subquery()
    rows = (
        select(Checkout, File.subject_id, File.id)
        .select_from(Invoice)
        .outerjoin(File, File.subject_id.in_(_papers_of(invoice)))
        .outerjoin(Checkout, and_(Checkout.invoice_id == Invoice.id, Checkout.try_no == newest))
        .where(Invoice.id == invoice.id)
        .limit(100)
    )
    found = db.session().execute(rows).all()
    return {subject_id: file_id for _, subject_id, file_id in found if file_id}, found[0][0]


def _page(invoice: Invoice, *, came_back: bool = False, away: bool = False) -> str:
    papers, tried = _papers_and_try(invoice)
    if tried and came_back and not invoice.is_paid:
        ask_about(tried)
    as_here: dict[str, Any] = {"today": today(), "currency": invoice.currency, "locale": g.reader.locale}
    can_pay = _gateway() is not None and g.practice.stripe_account is not None and not invoice.is_paid
    next_minor = invoice.next_part_minor
    return render_template(
        "pay/show.html",
        invoice=invoice,
        form=Form(formdata=None),
        papers=papers,
        standing=standing(invoice.balance, **as_here),
        parts_of=instalments(invoice.parts, **as_here) if len(invoice.instalments) > 1 else [],
        next_minor=next_minor,
        by_card=can_pay and can_ask_for(invoice.owed_minor, invoice.currency),
        next_by_card=can_pay and next_minor < invoice.owed_minor and can_ask_for(next_minor, invoice.currency),
        refused=tried if tried and tried.was_refused else None,
        came_back=came_back and not invoice.is_paid,
        away=away,
    )
