"""One invoice to a company, over several of its people: what is not invoiced yet, as lines that say package and period and no more."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import g, render_template, request
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from app import db, formats
from app.clock import now
from billing.bill_line import InvoiceLine
from billing.invoice import Invoice
from billing.package import Package
from blueprints.forms.invoice import NewInvoiceForm, asked
from blueprints.invoices import bp
from blueprints.invoices.writing import Bill, for_company, new_page, offers
from models import Client, CoachingSession, Organisation, Sponsorship


@dataclass
class Company:
    """A company and somebody who pays there, with the names of those they pay for."""

    id: UUID
    name: str
    payer_id: UUID
    payer: str
    people: list[str]


@dataclass(frozen=True)
class Work:
    """What of a client is not invoiced yet: the newest package, and the days of the sessions since the last invoice."""

    client_id: UUID
    package: str | None
    first: date | None
    last: date | None

    @property
    def is_open(self) -> bool:
        return self.package is not None or self.first is not None


@bp.get("/companies")
def companies() -> Any:
    """For which company, and who pays there."""
    whom = Client.live().join(Organisation, Organisation.id == Client.organisation_id)
    options = (selectinload(Client.sponsorships).joinedload(Sponsorship.contact), selectinload(Client.organisation))
    found: dict[tuple[UUID, UUID], Company] = {}
    for client in db.session().scalars(whom.options(*options)):
        if client.organisation and client.payer is not client:
            new = Company(client.organisation.id, client.organisation.name, client.payer.id, client.payer.name, [])
            found.setdefault((new.id, new.payer_id), new).people.append(client.name)
    return render_template("invoices/companies.html", companies=sorted(found.values(), key=lambda company: company.name.casefold()))


@bp.get("/new/company")
def new_company() -> Any:
    bill = for_company(request.args.get("company"), request.args.get("payer"))
    assert bill.organisation is not None
    work = [one for one in not_invoiced(bill) if one.is_open]
    data = asked(g.practice, [_line(one) for one in work] or [f"Coaching, {_period(None, None)}"])
    for line, one in zip(data["lines"], work, strict=False):
        line["client_id"] = str(one.client_id)
    last = select(Invoice.snapshot).where(Invoice.organisation_id == bill.organisation.id).order_by(Invoice.issued_at.desc()).limit(1)
    before = db.session().scalar(last)
    data |= {
        "company": str(bill.organisation.id),
        "payer": str(bill.payer.id),
        "buyer_address": before["buyer"]["address"] if before else "",
    }
    form = NewInvoiceForm(formdata=None, currency=g.practice.currency, offers=offers(), people=bill.people, data=data)
    return new_page(form, bill)


def not_invoiced(bill: Bill) -> list[Work]:
    """Of each of these people, in the order of their names, in one statement. What the session was about, or who came, is not asked."""
    since = _invoiced_until()
    held = (CoachingSession.client_id == Client.id, CoachingSession.held_at > func.coalesce(since, Client.created_at))
    days = (func.min(CoachingSession.held_at), func.max(CoachingSession.held_at))
    bought = (Package.client_id == Client.id, Package.purchase_id.is_(None), Package.created_at > func.coalesce(since, Client.created_at))
    package = select(Package.name).where(*bought).order_by(Package.created_at.desc()).limit(1).correlate(Client).scalar_subquery()
    first, last = (select(day).where(*held).correlate(Client).scalar_subquery() for day in days)
    rows = select(Client.id, package, first, last).where(Client.id.in_(bill.people)).order_by(Client.folded)
    return [Work(id, name, _day(start), _day(end)) for id, name, start, end in db.session().execute(rows)]


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(g.practice.tz).date() if moment else None


def _invoiced_until() -> ColumnElement[Any]:
    last = select(func.max(Invoice.issued_at)).join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
    return last.where(InvoiceLine.client_id == Client.id).correlate(Client).scalar_subquery()


def _line(work: Work) -> str:
    return f"{work.package or 'Coaching package'}, {_period(work.first, work.last)}"


def _period(first: date | None, last: date | None) -> str:
    """September 2026, or September to November 2026: months, never days."""
    today = g.practice.today(now())
    begun, ended = (formats.day(day or today, g.practice.locale, "month") for day in (first, last))
    return begun if begun == ended else f"{begun} to {ended}"
