"""An invoice before it is one: written, changed, looked at, issued or dropped."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing.draft import InvoiceDraft
from billing.invoice import Invoice
from blueprints.forms.invoice import DraftForm, IssueForm, NewInvoiceForm, begun, written
from blueprints.forms.invoice_lines import LinesForm
from blueprints.invoices import bp
from blueprints.invoices.writing import (
    WITH_PEOPLE,
    Bill,
    draft_of,
    edit_page,
    for_client,
    for_company,
    new_page,
    of_draft,
    offers,
    stale_page,
)
from models import Client
from models.errors import Stale
from models.folding import clean_line


@bp.get("/new")
def new() -> Any:
    """First for whom, then what."""
    if "client" not in request.args:
        words = clean_line(request.args.get("q", ""))[:100]
        people = db.session().execute(Client.called(words, 50).with_only_columns(Client.id, Client.name)).all()
        return render_template("invoices/choose.html", people=people, words=words)
    bill = for_client(request.args["client"])
    assert bill.client is not None
    last = select(Invoice.snapshot).where(Invoice.client_id == bill.client.id).order_by(Invoice.issued_at.desc()).limit(1)
    data = begun(g.practice, bill.client, db.session().scalar(last))
    return new_page(NewInvoiceForm(formdata=None, currency=g.practice.currency, offers=offers(), data=data), bill), 200


@bp.post("")
def create() -> Any:
    bill = _bill_posted()
    form = NewInvoiceForm(currency=g.practice.currency, offers=offers(), people=bill.people)
    if form.asks_for_more:
        form.add_line()
        return new_page(form, bill)
    if not form.validate():
        return new_page(form, bill), 422
    form.spend()
    whose = (
        {"client": bill.client, "client_id": bill.client.id} if bill.client else {"organisation": bill.organisation, "contact": bill.payer}
    )
    if bill.organisation:
        whose |= {"organisation_id": bill.organisation.id, "payer_id": bill.payer.id}
    draft = InvoiceDraft(currency=g.practice.currency, created_at=now(), **whose, **form.columns)
    db.session().add(draft)
    db.session().flush()
    auth.audit("invoice_draft.create", draft.id)
    return redirect(url_for(".show", id=draft.id), 303)


def _bill_posted() -> Bill:
    if request.form.get("company"):
        return for_company(request.form.get("company"), request.form.get("payer"))
    return for_client(request.form.get("client_id"))


@bp.post("/total")
def total() -> Any:
    """What the numbers in the form make so far: the form asks while they are typed."""
    currency = request.args.get("currency", "")
    known = currency if currency.isascii() and currency.isalpha() and len(currency) == 3 else g.practice.currency
    form = LinesForm(currency=known, offers=offers(), meta={"csrf": False})
    return render_template("invoices/_total.html", form=form, is_valid=form.validate())


@bp.get("/<uuid:id>/edit")
def edit(id: UUID) -> Any:
    draft = draft_of(id)
    data = {**written(draft, g.practice), "version": draft.draft_no}
    form = DraftForm(formdata=None, currency=draft.currency, offers=offers(draft), people=of_draft(draft).people, data=data)
    return edit_page(form, draft)


@bp.post("/<uuid:id>/edit")
def update(id: UUID) -> Any:
    draft = draft_of(id, lock=True)
    form = DraftForm(currency=draft.currency, offers=offers(draft), people=of_draft(draft).people)
    if form.asks_for_more:
        form.add_line()
        return edit_page(form, draft)
    if not form.validate():
        return edit_page(form, draft), 422
    try:
        draft.write(form.version.data, **form.columns)
    except Stale:
        return stale_page(form, draft)
    auth.audit("invoice_draft.update", id)
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/issue")
def issue(id: UUID) -> Any:
    """Of twenty identical posts one issues; the others find the invoice and show it."""
    draft = db.session().get(InvoiceDraft, (g.practice.id, id), options=WITH_PEOPLE, with_for_update={"of": InvoiceDraft})
    if draft is None or draft.dropped_at:
        find(Invoice, id)
        return redirect(url_for(".show", id=id), 303)
    form = IssueForm()
    if not form.validate() or form.version.data != draft.draft_no:
        flash("Somebody changed the draft meanwhile. This is the newest one: look at it once more, then issue it.", "stays")
        return redirect(url_for(".show", id=id), 303)
    invoice = draft.issue(g.practice, by=g.membership.id, now=now())
    auth.audit("invoice.issue", invoice.id)
    flash(f"Invoice {invoice.number} is issued, and on its way to {invoice.payer.address}.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/removal")
def remove(id: UUID) -> Any:
    draft = draft_of(id, lock=True)
    draft.drop(now())
    auth.audit("invoice_draft.drop", id)
    flash({"words": "The draft is dropped.", "undo": url_for(".restore", id=id)}, "undo")
    return redirect(url_for(".index", state="drafts"), 303)


@bp.post("/<uuid:id>/restoration")
def restore(id: UUID) -> Any:
    find(InvoiceDraft, id).restore()
    auth.audit("invoice_draft.restore", id)
    return redirect(url_for(".show", id=id), 303)


def draft_page(draft: InvoiceDraft) -> Any:
    """The draft as the document it will be."""
    whole = sum(share.weight for share in draft.shares)
    parts = [
        {"days": share.days, "share": round(share.weight * 100 / whole, 1), "amount_minor": amount}
        for share, amount in zip(draft.shares, draft.parts, strict=True)
    ]
    return render_template(
        "invoices/draft.html",
        draft=draft,
        snapshot=draft.snapshot(g.practice),
        parts_of=parts if len(parts) > 1 else [],
        payer=draft.payer,
        form=IssueForm(formdata=None, version=draft.draft_no),
        ready=g.practice.can_invoice and draft.is_ready,
    )
