"""The list of invoices, and what is still owed in each currency. Currencies are never added together."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, func, or_, select
from sqlalchemy.orm import Session

from billing.invoice import Invoice
from models.client import Client
from models.folding import fold

STATES = ("all", "unpaid", "late", "paid")

_paid = Invoice.paid_sum()


def listed(state: str, today: date, words: str = "") -> Select[UUID, str, str, Any, date, date, str, int, int]:
    """Rows (id, number, client, buyer, issued_on, due_on, currency, total_minor, paid_minor), newest first. `state` is one of STATES;
    `words` filters by number, client or buyer."""
    buyer = func.coalesce(func.nullif(Invoice.snapshot["buyer"]["organisation"].astext, ""), Invoice.snapshot["buyer"]["name"].astext)
    columns = (
        Invoice.id,
        Invoice.number,
        Client.name.label("client"),
        buyer.label("buyer"),
        Invoice.issued_on,
        Invoice.due_on,
        Invoice.currency,
        Invoice.total_minor,
        _paid.label("paid_minor"),
    )
    rows = select(*columns).join(Client, and_(Client.practice_id == Invoice.practice_id, Client.id == Invoice.client_id))
    rows = rows.where(*_in_state(state, today), *(_holds(part, buyer) for part in words.split()[:8]))
    return rows.order_by(Invoice.issued_on.desc(), Invoice.issued_at.desc(), Invoice.id.desc())


def _in_state(state: str, today: date) -> list[ColumnElement[bool]]:
    match state:
        case "unpaid":
            return [_paid < Invoice.total_minor]
        case "late":
            return [_paid < Invoice.total_minor, Invoice.due_on < today]
        case "paid":
            return [_paid >= Invoice.total_minor]
    return []


def _holds(part: str, buyer: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(
        Invoice.number.contains(part, autoescape=True),
        Client.folded.contains(fold(part), autoescape=True),
        func.lower(buyer, type_=String).contains(part.lower(), autoescape=True),
    )


def open_sums(session: Session, today: date) -> list[tuple[str, int, int]]:
    """(currency, owed_minor, of which late) over all invoices that are not paid in full."""
    owed = Invoice.total_minor - _paid
    late = func.coalesce(func.sum(owed).filter(Invoice.due_on < today), 0)
    asked = select(Invoice.currency, func.sum(owed), late).where(owed > 0).group_by(Invoice.currency).order_by(Invoice.currency)
    return [(currency, int(all_of_it), int(late_of_it)) for currency, all_of_it, late_of_it in session.execute(asked)]
