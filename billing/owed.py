"""The list of invoices, and what is still owed in each currency. Currencies are never added together."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from billing.bill_line import Instalment
from billing.invoice import Invoice
from models.client import Client
from models.folding import fold

STATES = ("all", "unpaid", "late", "paid")
BUYER = func.coalesce(func.nullif(Invoice.snapshot["buyer"]["organisation"].astext, ""), Invoice.snapshot["buyer"]["name"].astext)


def listed(state: str, today: date, words: str = "") -> Select[UUID, str, str | None, Any, date, str, int, int, int, date | None]:
    """Rows (id, number, client, buyer, issued_on, currency, and a Balance), newest first. `state` is one of STATES; `words` filters by
    number, client or buyer; client is none where it is a company's invoice over several."""
    total, credited, paid, next_due = Invoice.balance_columns()
    columns = (
        Invoice.id,
        Invoice.number,
        Client.name.label("client"),
        BUYER.label("buyer"),
        Invoice.issued_on,
        Invoice.currency,
        total.label("total"),
        credited.label("credited"),
        paid.label("paid"),
        next_due.label("next_due"),
    )
    rows = select(*columns).outerjoin(Client, and_(Client.practice_id == Invoice.practice_id, Client.id == Invoice.client_id))
    return filtered(rows, state, today, words).order_by(Invoice.issued_on.desc(), Invoice.issued_at.desc(), Invoice.id.desc())


def filtered(rows: Select[*tuple[Any, ...]], state: str, today: date, words: str) -> Select[*tuple[Any, ...]]:
    """Of a question that joins Client: only those in that state whose number, client or buyer holds every word."""
    return rows.where(*_in_state(state, today), *(_holds(part) for part in words.split()[:8]))


def _in_state(state: str, today: date) -> list[ColumnElement[bool]]:
    match state:
        case "unpaid":
            return [Invoice.left_minor > 0]
        case "late":
            return [Invoice.left_minor > 0, Invoice.next_due() < today]
        case "paid":
            return [Invoice.left_minor <= 0]
    return []


def _holds(part: str) -> ColumnElement[bool]:
    return or_(
        Invoice.number.contains(part, autoescape=True),
        Client.folded.contains(fold(part), autoescape=True),
        func.lower(BUYER, type_=String).contains(part.lower(), autoescape=True),
    )


class Total(NamedTuple):
    """Of what a list shows, in one currency: minor units."""

    currency: str
    total: int
    owed: int
    late: int


def totals(session: Session, state: str, today: date, words: str = "") -> list[Total]:
    """Over all invoices of a list, not only those of its page; one statement."""
    sums = (func.sum(Invoice.total_minor), func.sum(func.greatest(Invoice.left_minor, 0)), func.sum(late_sum(today)))
    rows = select(Invoice.currency, *sums).outerjoin(
        Client, and_(Client.practice_id == Invoice.practice_id, Client.id == Invoice.client_id)
    )
    asked = filtered(rows, state, today, words).group_by(Invoice.currency).order_by(Invoice.currency)
    return [Total(currency, int(total), int(owed), int(late)) for currency, total, owed, late in session.execute(asked)]


def late_sum(today: date | ColumnElement[date]) -> ColumnElement[int]:
    """What of an invoice should have been paid before today."""
    due = select(func.coalesce(func.max(Instalment.until_minor), 0)).where(Instalment.invoice_id == Invoice.id, Instalment.due_on < today)
    covered = Invoice.total_minor - Invoice.left_minor
    return func.greatest(due.correlate(Invoice).scalar_subquery() - covered, 0)


class Age(NamedTuple):
    """What is owed in one currency, by how long it has been late: minor units."""

    currency: str
    not_due: int
    to_30: int
    to_60: int
    to_90: int
    over: int

    @property
    def owed(self) -> int:
        return sum(self[1:])


def ageing(session: Session, today: date) -> list[Age]:
    """By instalment, in one statement; a row for each currency."""
    missing = func.greatest(func.least(Instalment.amount_minor, Instalment.until_minor - Invoice.total_minor + Invoice.left_minor), 0)
    days = literal(today) - Instalment.due_on
    parts = select(Invoice.currency.label("currency"), missing.label("missing"), days.label("days"))
    each = parts.join(Invoice, Invoice.id == Instalment.invoice_id).where(Invoice.left_minor > 0).subquery()
    bounds = ((None, 0), (1, 30), (31, 60), (61, 90), (91, None))
    columns = [func.coalesce(func.sum(case((_within(each.c.days, low, high), each.c.missing), else_=0)), 0) for low, high in bounds]
    asked = select(each.c.currency, *columns).where(each.c.missing > 0).group_by(each.c.currency).order_by(each.c.currency)
    return [Age(currency, *(int(value) for value in values)) for currency, *values in session.execute(asked)]


def _within(days: ColumnElement[int], low: int | None, high: int | None) -> ColumnElement[bool]:
    return and_(True, *([days >= low] if low is not None else []), *([days <= high] if high is not None else []))
