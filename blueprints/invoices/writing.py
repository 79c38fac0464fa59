"""The form of an invoice that is not issued yet: what it is filled with, and what stands around it."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from flask import abort, g, render_template, url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption
from wtforms import Field

from app import db, formats
from app.tenancy import find
from billing.draft import InvoiceDraft
from billing.offer import Offer, OfferVersion
from blueprints import saving
from blueprints.forms.invoice import DraftForm, NewInvoiceForm, written
from blueprints.forms.invoice_lines import LinesForm
from blueprints.seeing import seen, seen_in_words
from models import Client, Contact, Membership, Organisation, Sponsorship
from models.seen import SeenBy


class Bill(NamedTuple):
    """Whom an invoice is for: a client, or a company with those of its people this contact pays for."""

    payer: Client | Contact
    client: Client | None = None
    organisation: Organisation | None = None
    people: Mapping[UUID, str] = {}

    @property
    def name(self) -> str:
        return self.client.name if self.client else self.organisation.name if self.organisation else ""

    @property
    def seen(self) -> SeenBy:
        once = "you issue it"
        if self.client:
            return seen("invoice", self.client, once=once)
        return seen_in_words("invoice", payer=self.payer.first_name, once=once)


def of_client(through: Any = None) -> list[ORMOption]:
    """The client's coach, company, and who may pay."""
    base = through.joinedload if through else joinedload
    many = through.selectinload if through else selectinload
    return [
        base(Client.coach).joinedload(Membership.person),
        base(Client.organisation),
        many(Client.sponsorships).joinedload(Sponsorship.contact),
    ]


WITH_PEOPLE = [*of_client(joinedload(InvoiceDraft.client)), joinedload(InvoiceDraft.organisation), joinedload(InvoiceDraft.contact)]


def for_client(typed: str | None) -> Bill:
    client = find(Client, _id(typed), *of_client())
    return Bill(client.payer, client)


def for_company(company: str | None, payer: str | None) -> Bill:
    both = select(Organisation, Contact).join(Contact, Contact.practice_id == Organisation.practice_id)
    both = both.where(Organisation.id == _id(company), Contact.id == _id(payer))
    found = db.session().execute(both).one_or_none()
    people = paid_for(_id(company), _id(payer)) if found else {}
    if found is None or not people:
        abort(404)
    return Bill(found[1], None, found[0], people)


def of_draft(draft: InvoiceDraft) -> Bill:
    if draft.organisation is None:
        return Bill(draft.payer, draft.client)
    people = paid_for(draft.organisation.id, draft.payer.id)
    return Bill(draft.payer, None, draft.organisation, people)


def paid_for(organisation_id: UUID, contact_id: UUID) -> dict[UUID, str]:
    """Ids and names of the company's clients for whom that contact pays: who reads their invoice may know each of them."""
    whom = Client.live().where(Client.organisation_id == organisation_id)
    clients = db.session().scalars(whom.options(joinedload(Client.sponsorships).joinedload(Sponsorship.contact))).unique()
    return {client.id: client.name for client in clients if client.payer.id == contact_id}


def draft_of(id: UUID, *, lock: bool = False) -> InvoiceDraft:
    draft = find(InvoiceDraft, id, *WITH_PEOPLE, lock=lock)
    if draft.dropped_at:
        abort(404)
    return draft


def offers(draft: InvoiceDraft | None = None) -> list[OfferVersion]:
    """What is for sale, and what the draft was taken from before."""
    kept = [line.version_id for line in draft.written if line.version_id] if draft else []
    now_sold = (OfferVersion.n == Offer.n) & Offer.ended_at.is_(None)
    rows = select(OfferVersion).join(Offer, OfferVersion.offer_id == Offer.id)
    return list(db.session().scalars(rows.where(or_(now_sold, OfferVersion.id.in_(kept))).order_by(OfferVersion.name).limit(100)))


def new_page(form: NewInvoiceForm, bill: Bill) -> str:
    return render_template("invoices/new.html", form=form, bill=bill, **frame(form, bill, g.practice.currency))


def edit_page(form: DraftForm, draft: InvoiceDraft) -> str:
    bill = of_draft(draft)
    return render_template("invoices/edit.html", form=form, draft=draft, bill=bill, **frame(form, bill, draft.currency))


def frame(form: NewInvoiceForm | DraftForm, bill: Bill, currency: str) -> dict[str, Any]:
    """What the fields' surroundings need: who pays, who sees it, how a sum is written, and the sum so far."""
    form.tell(bill.seen)
    total_form = LinesForm(
        formdata=None, data=form.data, currency=currency, offers=list(form.offers.values()), people=form.people, meta={"csrf": False}
    )
    return {
        "payer": bill.payer,
        "currency": currency,
        "like": formats.number(1234, g.practice.locale, formats.digits(currency)),
        "total_form": total_form,
        "total_valid": total_form.validate(),
    }


def stale_page(form: DraftForm, draft: InvoiceDraft) -> Any:
    """Both versions, field by field: a line that one of them has not is empty there."""
    standing = DraftForm(formdata=None, currency=draft.currency, data=written(draft, g.practice))
    while len(form.lines) < len(standing.lines):
        form.lines.append_entry()
    theirs, mine = _flat(standing), _flat(form)
    both = {name: theirs[name].data if name in theirs else "" for name in mine}
    named = {"what": "a draft of an invoice", "who": "The other", "address": url_for(".edit", id=draft.id)}
    return saving.stale(mine, both, version=draft.draft_no, **named)  # type: ignore[arg-type]


def _flat(form: DraftForm) -> dict[str, Field]:
    """Its fields and those of its lines and parts, by the names they are posted under."""
    fields = {name: form[name] for name in ("plan", "payment_days", "po_number", "buyer_address")}
    for rows, what in ((form.lines, "Line"), (form.parts, "Part")):
        for n, entry in enumerate(rows, 1):
            for field in entry.form:
                field.label.text = f"{what} {n}: {field.label.text}"
                fields[field.name] = field
    return fields


def _id(typed: str | None) -> UUID:
    try:
        return UUID(typed or "")
    except ValueError:
        abort(404)
