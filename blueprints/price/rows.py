"""The rows behind a number: payments and work, of everybody, of one client, or of one cause."""

from typing import Any
from uuid import UUID

from flask import abort, g, render_template, request
from sqlalchemy import select

from app import db
from billing.invoice import Invoice
from billing.payment import Payment
from billing.pricing.period import last_twelve_months
from billing.pricing.work import Cause
from blueprints.price import bp
from blueprints.price.loading import load
from blueprints.price.words import CAUSES
from models import Client, Work

MOST = 500


@bp.get("/rows")
def rows() -> Any:
    found, client, cause = load(), _id(request.args.get("client", "")), request.args.get("cause", "")
    if cause and cause not in {each.value for each in Cause}:
        abort(404)
    books = found.books(request.args.get("currency", g.practice.currency)[:3])
    year = last_twelve_months(found.today)
    work = [w for w in books.work if (not client or w.client == client) and (not cause or (w.unpaid_minutes and w.cause == cause))]
    work = [w for w in work if w.on in year] or work
    fees = [] if cause else [fee for fee in books.fees if not client or fee.client == client]
    fees = [fee for fee in fees if fee.on in year] or fees
    return render_template(
        "price/rows.html",
        work=_work([w.row for w in work][:MOST]),
        fees=_fees([fee.row for fee in fees][:MOST]),
        minutes=sum(w.minutes for w in work),
        more=max(len(work), len(fees)) > MOST,
        about=_about(client, cause),
        causes={cause.value: said.name for cause, said in CAUSES.items()} | {"session": "Session"},
        currency=books.currency,
    )


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        abort(404)


def _about(client: UUID | None, cause: str) -> str:
    if client:
        return db.session().scalar(select(Client.name).where(Client.id == client)) or abort(404)
    return CAUSES[Cause(cause)].name if cause else ""


def _work(ids: list[UUID]) -> Any:
    """(id, on, kind, minutes, client, session_id), the newest first."""
    columns = (Work.id, Work.on, Work.kind, Work.minutes, Client.name.label("client"), Work.session_id)
    asked = select(*columns).outerjoin(Client, Client.id == Work.client_id).where(Work.id.in_(ids)).order_by(Work.on.desc(), Work.id)
    return db.session().execute(asked).all() if ids else []


def _fees(ids: list[UUID]) -> Any:
    """(invoice id, number, at, amount, currency), the newest first."""
    columns = (Invoice.id, Invoice.number, Payment.at, Payment.amount_minor, Invoice.currency)
    asked = select(*columns).join(Invoice, Invoice.id == Payment.invoice_id).where(Payment.id.in_(set(ids))).order_by(Payment.at.desc())
    return db.session().execute(asked).all() if ids else []
