"""An invoice before it is one: written, changed, looked at, issued or dropped."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app import auth, db, formats
from app.clock import now
from app.tenancy import find
from billing.draft import InvoiceDraft
from billing.invoice import Invoice
from blueprints import saving
from blueprints.forms.invoice import DraftForm, IssueForm, NewInvoiceForm, SumForm, begun, written
from blueprints.invoices import bp
from blueprints.seeing import seen
from models import Client, Membership, Sponsorship
from models.errors import Stale
from models.folding import clean_line


@bp.get("/new")
def new() -> Any:
    """First for whom, then what."""
    if "client" not in request.args:
        words = clean_line(request.args.get("q", ""))[:100]
        people = db.session().execute(Client.called(words, 50).with_only_columns(Client.id, Client.name)).all()
        return render_template("invoices/choose.html", people=people, words=words)
    client = _client(request.args["client"])
    last = select(Invoice.snapshot).where(Invoice.client_id == client.id).order_by(Invoice.issued_at.desc()).limit(1)
    form = NewInvoiceForm(formdata=None, currency=g.practice.currency, data=begun(g.practice, client, db.session().scalar(last)))
    return _new_page(form, client), 200


@bp.post("")
def create() -> Any:
    form = NewInvoiceForm(currency=g.practice.currency)
    client = _client(form.client_id.data or "")
    if not form.validate():
        return _new_page(form, client), 422
    form.spend()
    draft = InvoiceDraft(client_id=client.id, client=client, currency=g.practice.currency, created_at=now(), **form.columns)
    db.session().add(draft)
    db.session().flush()
    auth.audit("invoice_draft.create", draft.id)
    return redirect(url_for(".show", id=draft.id), 303)


@bp.get("/total")
def total() -> Any:
    """What the numbers in the form make so far: the form asks while they are typed."""
    currency = request.args.get("currency", "")
    form = SumForm(
        request.args, currency=currency if currency.isalpha() and len(currency) == 3 else g.practice.currency, meta={"csrf": False}
    )
    return render_template("invoices/_total.html", form=form, is_valid=form.validate())


@bp.get("/<uuid:id>/edit")
def edit(id: UUID) -> Any:
    draft = _draft(id)
    form = DraftForm(formdata=None, currency=draft.currency, data={**written(draft, g.practice), "version": draft.draft_no})
    return _edit_page(form, draft)


@bp.post("/<uuid:id>/edit")
def update(id: UUID) -> Any:
    draft = _draft(id, lock=True)
    form = DraftForm(currency=draft.currency)
    if not form.validate():
        return _edit_page(form, draft), 422
    try:
        draft.write(form.version.data, **form.columns)
    except Stale:
        standing, page = written(draft, g.practice), url_for(".edit", id=id)
        return saving.stale(form, standing, version=draft.draft_no, what="a draft of an invoice", who="The other", address=page)
    auth.audit("invoice_draft.update", id)
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/issue")
def issue(id: UUID) -> Any:
    """Of twenty identical posts one issues; the others find the invoice and show it."""
    draft = db.session().get(InvoiceDraft, (g.practice.id, id), options=_WITH_PEOPLE, with_for_update={"of": InvoiceDraft})
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
    draft = _draft(id, lock=True)
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
    return render_template(
        "invoices/draft.html",
        draft=draft,
        snapshot=draft.snapshot(g.practice),
        payer=draft.client.payer,
        form=IssueForm(formdata=None, version=draft.draft_no),
        ready=g.practice.can_invoice and draft.sums.total_minor > 0,
    )


def _client(typed: str) -> Client:
    try:
        return find(Client, UUID(typed), *_of_client())
    except ValueError:
        abort(404)


def _draft(id: UUID, *, lock: bool = False) -> InvoiceDraft:
    draft = find(InvoiceDraft, id, *_WITH_PEOPLE, lock=lock)
    if draft.dropped_at:
        abort(404)
    return draft


def _of_client(through: Any = None) -> list[ORMOption]:
    """The client's coach, company, and who may pay."""
    base = through.joinedload if through else joinedload
    many = through.selectinload if through else selectinload
    return [
        base(Client.coach).joinedload(Membership.person),
        base(Client.organisation),
        many(Client.sponsorships).joinedload(Sponsorship.contact),
    ]


_WITH_PEOPLE = _of_client(joinedload(InvoiceDraft.client))


def _new_page(form: NewInvoiceForm, client: Client) -> str:
    return render_template("invoices/new.html", form=form, client=client, **_frame(form, client, g.practice.currency))


def _edit_page(form: DraftForm, draft: InvoiceDraft) -> str:
    return render_template("invoices/edit.html", form=form, draft=draft, client=draft.client, **_frame(form, draft.client, draft.currency))


def _frame(form: NewInvoiceForm | DraftForm, client: Client, currency: str) -> dict[str, Any]:
    """What the fields' surroundings need: who pays, who sees it, how a sum is written, and the sum so far."""
    total_form = SumForm(formdata=None, data=form.data, currency=currency, meta={"csrf": False})
    return {
        "payer": client.payer,
        "seen": seen("invoice", client),
        "currency": currency,
        "like": formats.number(1234, g.practice.locale, formats.digits(currency)),
        "total_form": total_form,
        "total_valid": total_form.validate(),
    }
