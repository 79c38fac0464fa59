"""All invoices of the practice, newest first, and what is still owed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import g, render_template, request, url_for
from sqlalchemy import Row, select

from app import db, formats
from app.clock import now
from billing import owed
from billing.draft import InvoiceDraft
from blueprints.invoices import bp
from blueprints.paging import page_asked, pager
from blueprints.standing import Standing, standing
from models import Client
from models.folding import clean_line

SIZE = 50
LONG = 10  # from this many rows on, a search field helps
TABS = (("all", "All"), ("unpaid", "Not paid"), ("late", "Late"), ("paid", "Paid"), ("drafts", "Drafts"))
EMPTY = {
    "all": ("No invoices yet", "A package becomes an invoice in a minute: it gets the next number, a PDF, and a mail to whoever pays."),
    "unpaid": ("Everything is paid", "What waits for its money stands here."),
    "late": ("Nothing is late", "Invoices that are past their day stand here, with how many days."),
    "paid": ("Nothing is paid yet", "Payments by card book themselves; money that comes another way you enter on the invoice."),
    "drafts": ("No drafts", "An invoice that is not issued yet waits here. It has no number, and may be changed or dropped."),
}


@dataclass(frozen=True)
class Line:
    id: UUID
    number: str
    client: str
    buyer: str
    issued_on: date
    total: str
    standing: Standing


@bp.get("")
def index() -> Any:
    state = request.args.get("state", "all")
    state = state if state in EMPTY else "all"
    words, page = clean_line(request.args.get("q", ""))[:100], page_asked(request.args.get("page"))
    if state == "drafts":
        lines, more = [], False
        drafts = list(db.session().execute(_drafts().limit(SIZE)))
    else:
        found = owed.listed(state, g.practice.today(now()), words).limit(SIZE + 1).offset((page - 1) * SIZE)
        rows = db.session().execute(found).all()
        lines, more, drafts = [_line(row) for row in rows[:SIZE]], len(rows) > SIZE, []
    earlier, later = pager(page, more=more, address=lambda n: url_for(".index", state=state, q=words or None, page=n))
    return render_template(
        "invoices/index.html",
        state=state,
        tabs=TABS,
        empty=EMPTY[state],
        words=words,
        searches=bool(words) or page > 1 or len(lines) > LONG,
        lines=lines,
        drafts=drafts,
        earlier=earlier,
        later=later,
        owed=_owed(),
    )


def _line(row: Row[Any]) -> Line:
    how = standing(
        row.total_minor,
        row.paid_minor,
        row.due_on,
        today=g.practice.today(now()),
        currency=row.currency,
        locale=g.practice.locale,
    )
    total = formats.money(row.total_minor, row.currency, g.practice.locale)
    return Line(row.id, row.number, row.client, row.buyer, row.issued_on, total, how)


def _drafts() -> Any:
    columns = (InvoiceDraft.id, InvoiceDraft.description, InvoiceDraft.created_at, Client.name.label("client"))
    drafts = select(*columns).join(Client, (Client.practice_id == InvoiceDraft.practice_id) & (Client.id == InvoiceDraft.client_id))
    return drafts.where(InvoiceDraft.dropped_at.is_(None)).order_by(InvoiceDraft.id.desc())


def _owed() -> str:
    """€5,808.00 to come, €1,936.00 of it late; CHF 300.00 to come. Each currency by itself."""
    said = []
    for currency, all_of_it, late in owed.open_sums(db.session(), g.practice.today(now())):
        words = f"{formats.money(all_of_it, currency, g.practice.locale)} to come"
        said.append(f"{words}, {formats.money(late, currency, g.practice.locale)} of it late" if late else words)
    return "; ".join(said) + "." if said else ""
