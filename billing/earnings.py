"""What the price page counts, from rows to values: work, fees, quotes and prices in one statement, whatever there is of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Date,
    DateTime,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from billing.bill_line import InvoiceLine
from billing.credit import Booking, Credit
from billing.invoice import Invoice
from billing.offer import Offer, OfferVersion
from billing.package import Package
from billing.payment import Payment
from billing.pricing.fee import Fee, spread
from billing.pricing.flags import PriceSet, Quote
from billing.pricing.price import Price
from billing.pricing.work import Kind
from billing.pricing.work import Work as Minutes
from billing.refund import CardCost
from models.client import Client
from models.enquiry import Enquiry
from models.work import Work


@dataclass(frozen=True)
class Records:
    """`prices`: of every offer that is not ended; `moves`: the first of them all, and each that took the place of another. `ahead`: paid and
    not yet worked for, by currency, in major units."""

    work: tuple[Minutes, ...]
    fees: tuple[Fee, ...]
    quotes: tuple[Quote, ...]
    prices: tuple[PriceSet, ...]
    moves: tuple[PriceSet, ...]
    ahead: dict[str, Decimal]


def major(minor: int | Decimal, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-get_currency_precision(currency))


def records(session: Session, since: date, zone: ZoneInfo, coach_id: UUID | None = None) -> Records:
    """From `since` on; of one coach and their clients where `coach_id` says so, else of the practice.

    A session is paid for when it was taken from a package that somebody paid, or, where there is no package, when its client was invoiced. A
    payment is net of tax and dealt out over the lines of its invoice; one for a package is earned session by session.
    """
    values = {"since": since, "begun": datetime.combine(since, datetime.min.time(), zone), "coach_id": coach_id}
    rows = defaultdict(list)
    for row in session.execute(_everything(coach_id is not None), values):
        rows[row.what].append(row)
    used: dict[UUID, list[date]] = defaultdict(list)
    for row in rows["used"]:
        used[row.other_id] += [row.on] * row.n
    work = tuple(Minutes(r.id, r.n, Kind(r.kind), r.on, r.client_id, r.other_id, paid_for=bool(r.flag)) for r in rows["work"])
    fees, ahead = _fees(rows["fee"], used)
    rows["price"].sort(key=lambda r: r.on)
    prices = tuple(PriceSet(r.id, r.on, Price(major(r.n, r.kind), r.kind)) for r in rows["price"])
    return Records(
        work=work,
        fees=fees,
        quotes=tuple(Quote(r.id, r.on, accepted=bool(r.flag)) for r in rows["quote"]),
        prices=prices,
        moves=prices[:1] + tuple(price for price, r in zip(prices[1:], rows["price"][1:], strict=True) if r.flag),
        ahead=ahead,
    )


def _fees(rows: list[Any], used: dict[UUID, list[date]]) -> tuple[tuple[Fee, ...], dict[str, Decimal]]:
    found: list[Fee] = []
    ahead: dict[str, Decimal] = defaultdict(Decimal)
    for r in rows:
        share = Decimal(r.part) / r.whole if r.whole else Decimal(1)
        fee = Fee(r.id, major(r.n, r.kind) * share, r.kind, r.on, r.client_id, r.other_id, card_cost=major(r.flag or 0, r.kind) * share)
        if r.sessions and (r.sessions > 1 or r.package_id) and fee.amount > 0:
            dealt = spread(fee, r.sessions, used.get(r.package_id, []))
            found += dealt.earned
            ahead[r.kind] += dealt.ahead
        else:
            found.append(fee)
    return tuple(found), {currency: amount for currency, amount in ahead.items() if amount}


_SHAPE: dict[str, Any] = {
    "id": Uuid(), "on": Date(), "n": BigInteger(), "kind": Text(), "client_id": Uuid(), "other_id": Uuid(), "flag": BigInteger(),
    "part": BigInteger(), "whole": BigInteger(), "sessions": BigInteger(), "package_id": Uuid(),
}  # fmt: skip


def _row(what: str, **columns: Any) -> Select[Any]:
    return select(literal(what).label("what"), *(cast(columns.get(name, null()), type_).label(name) for name, type_ in _SHAPE.items()))


@cache
def _everything(mine: bool) -> CompoundSelect[Any]:
    """`mine`: of one coach."""
    since, begun = bindparam("since", type_=Date()), bindparam("begun", type_=DateTime(timezone=True))
    coach = bindparam("coach_id", type_=Uuid())
    work, fee = _work().where(Work.on >= since), _fee()
    paid_on = func.coalesce(Payment.paid_on, cast(Payment.at, Date))
    fee = fee.where(or_(paid_on >= since, Package.id.is_not(None)))
    used = _used().where(Credit.at >= begun)
    quotes = _row("quote", id=Enquiry.id, on=cast(Enquiry.quoted_at, Date), flag=case((Enquiry.stage == "won", 1), else_=0))
    quotes = quotes.where(Enquiry.quoted_at.is_not(None), Enquiry.closed_at.is_not(None))
    hours = func.nullif(OfferVersion.sessions * OfferVersion.minutes, 0)
    an_hour = OfferVersion.price_minor * 60 / hours
    prices = _row(
        "price",
        id=OfferVersion.id,
        on=cast(OfferVersion.published_at, Date),
        n=an_hour,
        kind=OfferVersion.currency,
        flag=case((OfferVersion.n > 1, 1), else_=0),
    )
    prices = prices.join(Offer, Offer.id == OfferVersion.offer_id).where(OfferVersion.price_minor > 0, Offer.ended_at.is_(None))
    if mine:
        work = work.where(Work.member_id == coach)
        fee = fee.join(Client, Client.id == func.coalesce(InvoiceLine.client_id, Invoice.client_id)).where(Client.coach_id == coach)
    return union_all(work, fee, used, quotes, prices)


def _used() -> Select[Any]:
    """What was taken from packages and not given back, or ran out. `n`: how many."""
    back = aliased(Credit)
    came_back = exists().where(
        back.package_id == Credit.package_id, back.session_id == Credit.session_id, back.kind == "returned", back.seq > Credit.seq
    )
    rows = _row("used", id=Credit.id, other_id=Credit.package_id, on=cast(Credit.at, Date), n=-Credit.n)
    return rows.where(Credit.kind.in_(("used", "expired")), ~came_back)


def _work() -> Select[Any]:
    """`flag`: somebody pays for it; `other_id`: the offer it belongs to."""
    was_taken = exists().where(Credit.session_id == Work.session_id, Credit.kind == "used")
    invoiced = exists().where(InvoiceLine.client_id == Work.client_id)
    paid = case(
        (Work.kind.not_in(("session", "no_show")), 0),
        (Package.id.is_not(None), case((and_(Package.source != "given", was_taken), 1), else_=0)),
        (and_(Work.kind == "session", invoiced), 1),
        else_=0,
    )
    rows = _row(
        "work", id=Work.id, on=Work.on, n=Work.minutes, kind=Work.kind, client_id=Work.client_id, other_id=OfferVersion.offer_id, flag=paid
    )
    joined = rows.outerjoin(Booking, Booking.session_id == Work.session_id).outerjoin(Package, Package.id == Booking.package_id)
    return joined.outerjoin(OfferVersion, OfferVersion.id == Package.version_id).where(Work.stands(), Work.minutes > 0)


def _fee() -> Select[Any]:
    """A payment and its part of one line: amount × line / total, which is net of tax because lines are."""
    paid_on = func.coalesce(Payment.paid_on, cast(Payment.at, Date))
    rows = _row(
        "fee",
        id=Payment.id,
        on=paid_on,
        n=Payment.amount_minor,
        kind=Invoice.currency,
        client_id=func.coalesce(InvoiceLine.client_id, Invoice.client_id),
        other_id=OfferVersion.offer_id,
        flag=CardCost.amount_minor,
        part=func.coalesce(InvoiceLine.net_minor, Invoice.net_minor),
        whole=Invoice.total_minor,
        sessions=OfferVersion.sessions,
        package_id=Package.id,
    )
    return (
        rows.join(Invoice, Invoice.id == Payment.invoice_id)
        .outerjoin(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .outerjoin(OfferVersion, OfferVersion.id == InvoiceLine.version_id)
        .outerjoin(Package, and_(Package.purchase_id == Invoice.purchase_id, Package.version_id == InvoiceLine.version_id))
        .outerjoin(CardCost, and_(CardCost.payment_id == Payment.id, CardCost.currency == Invoice.currency))
    )
