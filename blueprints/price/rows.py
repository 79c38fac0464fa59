"""The rows behind a number: payments and work, of everybody, of one client, offer, month or cause, or of the last quarter."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import abort, g, render_template, request
from sqlalchemy import select

from app import db, formats
from app.clock import now
from billing import OfferVersion
from billing.counting import since
from billing.earnings import records
from billing.invoice import Invoice
from billing.payment import Payment
from billing.pricing.books import Books, split
from billing.pricing.fee import Fee
from billing.pricing.period import last_quarter, month_of
from billing.pricing.sums import window
from billing.pricing.work import Cause
from billing.pricing.work import Work as Minutes
from blueprints.price import bp
from blueprints.price.words import CAUSES, rate
from models import Client, Work

MOST = 500
Asked = Callable[[Minutes | Fee], bool]


@bp.get("/rows")
def rows() -> Any:
    """The same books as the number came from, and the part of them that it names."""
    about, asked = _asked()
    books, cause = _books(), request.args.get("cause", "")
    work = [w for w in books.work if asked(w)]
    fees = [] if cause else [fee for fee in books.fees if asked(fee)]
    return render_template(
        "price/rows.html",
        work=_work([w.row for w in work]),
        fees=_fees([fee.row for fee in fees]),
        counts=_counts(fees, books.currency),
        minutes=sum(w.unpaid_minutes if cause else w.minutes for w in work),
        kept=rate(sum((fee.kept for fee in fees), Decimal(0)), books.currency) if fees else "",
        more=max(len(work), len(fees)) > MOST,
        about=about,
        causes={cause.value: said.name for cause, said in CAUSES.items()} | {"session": "Session"},
        currency=books.currency,
    )


def _books() -> Books:
    today = g.practice.today(now())
    found = records(db.session(), since(today), g.practice.tz, None if g.membership.owns else g.membership.id)
    all_books, asked = split(found.work, found.fees, g.practice.currency).books, request.args.get("currency", g.practice.currency)[:3]
    books = next((each for each in all_books if each.currency == asked), all_books[0])
    return books.within(last_quarter(today)) if "quarter" in request.args else window(books, today)


def _asked() -> tuple[str, Asked]:
    """What it is called, and which rows belong to it."""
    args = request.args
    if cause := args.get("cause"):
        if cause not in {each.value for each in Cause}:
            abort(404)
        return CAUSES[Cause(cause)].name, lambda row: isinstance(row, Minutes) and bool(row.unpaid_minutes) and row.cause == cause
    if client := _id("client"):
        return _name(select(Client.name).where(Client.id == client)), lambda row: row.client == client
    if offer := _id("offer"):
        return _name(
            select(OfferVersion.name).where(OfferVersion.offer_id == offer).order_by(OfferVersion.n.desc()).limit(1)
        ), lambda row: row.offer == offer
    if month := _month():
        return formats.day(month, g.practice.locale, "month"), lambda row: month_of(row.on) == month
    return ("The last quarter" if "quarter" in args else ""), lambda row: True


def _id(name: str) -> UUID | None:
    try:
        return UUID(typed) if (typed := request.args.get(name)) else None
    except ValueError:
        abort(404)


def _month() -> date | None:
    try:
        return month_of(date.fromisoformat(typed)) if (typed := request.args.get("month")) else None
    except ValueError:
        abort(404)


def _name(asked: Any) -> str:
    return db.session().scalar(asked) or abort(404)


def _counts(fees: list[Fee], currency: str) -> dict[UUID, str]:
    """What of each payment is in the number: of one for a package, the sessions that were held."""
    sums: dict[UUID, Decimal] = {}
    for fee in fees:
        sums[fee.row] = sums.get(fee.row, Decimal(0)) + fee.kept
    return {row: rate(kept, currency) for row, kept in sums.items()}


def _work(ids: list[UUID]) -> Any:
    """(id, on, kind, minutes, client, session_id), the newest first."""
    columns = (Work.id, Work.on, Work.kind, Work.minutes, Client.name.label("client"), Work.session_id)
    asked = select(*columns).outerjoin(Client, Client.id == Work.client_id).where(Work.id.in_(ids)).order_by(Work.on.desc(), Work.id)
    return db.session().execute(asked.limit(MOST)).all() if ids else []


def _fees(ids: list[UUID]) -> Any:
    """(invoice id, payment id, number, at, amount, currency), the newest first."""
    columns = (Invoice.id, Payment.id.label("payment_id"), Invoice.number, Payment.at, Payment.amount_minor, Invoice.currency)
    asked = select(*columns).join(Invoice, Invoice.id == Payment.invoice_id).where(Payment.id.in_(set(ids))).order_by(Payment.at.desc())
    return db.session().execute(asked.limit(MOST)).all() if ids else []
