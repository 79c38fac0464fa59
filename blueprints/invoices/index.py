"""All invoices of the practice, newest first, and what is still owed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import g, render_template, request, url_for
from sqlalchemy import Row, and_, func, select

from app import db, formats
from app.clock import now
from billing import owed
from billing.balance import Balance
from billing.draft import InvoiceDraft
from billing.tax import Line as Line
from blueprints.compared import compared
from blueprints.forms.invoice import words_of
from blueprints.invoices import bp
from blueprints.paging import page_asked, pager
from blueprints.standing import Standing, standing
from models import Client, Organisation
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
class Listed:
    id: UUID
    number: str
    client: str | None
    buyer: str
    issued_on: date
    total: str
    standing: Standing


@bp.get("")
def index() -> Any:
    state = request.args.get("state", "all")
    state = state if state in EMPTY else "all"
    words, page = clean_line(request.args.get("q", ""))[:100], page_asked(request.args.get("page"))
    lines, more = [], False
    if state != "drafts":
        found = owed.listed(state, g.practice.today(now()), words).limit(SIZE + 1).offset((page - 1) * SIZE)
        rows = db.session().execute(found).all()
        lines, more = [_line(row) for row in rows[:SIZE]], len(rows) > SIZE
    earlier, later = pager(page, more=more, address=lambda n: url_for(".index", state=state, q=words or None, page=n))
    return render_template(
        "invoices/index.html",
        state=state,
        tabs=TABS,
        empty=EMPTY[state],
        words=words,
        searches=bool(words) or page > 1 or len(lines) > LONG,
        lines=lines,
        drafts=_drafts() if state == "drafts" or (state == "all" and not lines and not words) else [],  # the first one is soon lost else
        earlier=earlier,
        later=later,
        totals=[] if state == "drafts" else _totals(state, words),
        compared=compared(),
    )


def _line(row: Row[Any]) -> Listed:
    balance = Balance(row.total, row.credited, row.paid, row.next_due)
    how = standing(balance, today=g.practice.today(now()), currency=row.currency, locale=g.practice.locale)
    return Listed(row.id, row.number, row.client, row.buyer, row.issued_on, _money(row.total, row.currency), how)


@dataclass(frozen=True)
class Draft:
    id: UUID
    words: str
    whose: str
    created_at: datetime


def _drafts() -> list[Draft]:
    whose = func.coalesce(Client.name, Organisation.name)
    drafts = select(InvoiceDraft.id, InvoiceDraft.lines, whose, InvoiceDraft.created_at)
    drafts = drafts.outerjoin(Client, and_(Client.practice_id == InvoiceDraft.practice_id, Client.id == InvoiceDraft.client_id))
    of_company = and_(Organisation.practice_id == InvoiceDraft.practice_id, Organisation.id == InvoiceDraft.organisation_id)
    drafts = drafts.outerjoin(Organisation, of_company).where(InvoiceDraft.dropped_at.is_(None)).order_by(InvoiceDraft.id.desc())
    rows = db.session().execute(drafts.limit(SIZE))
    return [Draft(id, words_of(Line.read(kept) for kept in lines), name, at) for id, lines, name, at in rows]


def _totals(state: str, words: str) -> list[str]:
    """Of the whole list, each currency by itself: €12,100.00 in all, €5,808.00 to come, €1,936.00 of it late."""
    return [_sum(total) for total in owed.totals(db.session(), state, g.practice.today(now()), words)]


def _sum(total: owed.Total) -> str:
    said = f"{_money(total.total, total.currency)} in all"
    if total.owed:
        said = f"{said}, {_money(total.owed, total.currency)} to come"
    return f"{said}, {_money(total.late, total.currency)} of it late" if total.late else said


def _money(minor: int, currency: str) -> str:
    return formats.money(minor, currency, g.practice.locale)
