"""What the price page counts, from rows to values: work, fees, quotes and prices in one statement, whatever there is of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
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
from billing.minor_units import major
from billing.offer import Offer, OfferVersion
from billing.package import Package
from billing.payment import Payment
from billing.pricing.fee import Bought, Fee, spread_in_turn
from billing.pricing.flags import PriceSet, Quote, Sale
from billing.pricing.price import Price
from billing.pricing.work import Kind
from billing.pricing.work import Work as Minutes
from billing.refund import CardCost
from models.client import Client
from models.enquiry import Enquiry
from models.work import Work


@dataclass(frozen=True)
class Ahead:
    """Paid for a package and not yet worked for, in major units."""

    package_id: UUID
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Records:
    """`prices`: of every offer that is not ended; `moves`: the first of them all, and each that took the place of another."""

    work: tuple[Minutes, ...]
    fees: tuple[Fee, ...]
    quotes: tuple[Quote, ...]
    sales: tuple[Sale, ...]
    prices: tuple[PriceSet, ...]
    moves: tuple[PriceSet, ...]
    ahead: tuple[Ahead, ...]


def records(session: Session, since: date, zone: ZoneInfo, coach_id: UUID | None = None) -> Records:
    """From `since` on; of one coach and their clients where `coach_id` says so, else of the practice.

    A session is paid for when it was taken from a package that somebody paid, or, where there is no package, when its client was invoiced. A
    payment is net of tax and of what went back of it, and dealt out over the lines of its invoice. One for a package is earned session by
    session: over all that were ever taken from it, so that what was earned before `since` is neither earned again nor still to come.
    """
    values = {"since": since, "before": since - timedelta(days=1), "zone": zone.key, "coach_id": coach_id}
    rows = defaultdict(list)
    for row in session.execute(_everything(coach_id is not None), values):
        rows[row.what].append(row)
    used: dict[UUID, list[date]] = defaultdict(list)
    for row in rows["used"]:
        used[row.package_id] += [row.on] * row.n
    work = tuple(Minutes(r.id, r.n, Kind(r.kind), r.on, r.client_id, r.other_id, paid_for=bool(r.flag)) for r in rows["work"])
    fees, ahead = _fees(rows["fee"], used)
    rows["price"].sort(key=lambda r: r.on)
    prices = tuple(PriceSet(r.on, Price(major(r.n, r.kind), r.kind)) for r in rows["price"])
    return Records(
        work=work,
        fees=tuple(fee for fee in fees if fee.on >= since),
        quotes=tuple(Quote(r.on, accepted=bool(r.flag)) for r in rows["quote"]),
        sales=tuple(Sale(r.on, major(r.whole, r.kind), major(r.part, r.kind), r.kind) for r in rows["sale"]),
        prices=prices,
        moves=prices[:1] + tuple(price for price, r in zip(prices[1:], rows["price"][1:], strict=True) if r.flag),
        ahead=tuple(ahead),
    )


def _fees(rows: list[Any], used: dict[UUID, list[date]]) -> tuple[list[Fee], list[Ahead]]:
    found, ahead = list[Fee](), list[Ahead]()
    bought: dict[UUID, dict[UUID, Bought]] = defaultdict(dict)
    for r in sorted(rows, key=lambda r: (r.line_id or r.id, r.on)):
        share = Decimal(r.part) / r.whole if r.whole else Decimal(1)
        amount, cost, back = (major(minor or 0, r.kind) * share for minor in (r.n, r.flag, r.back))
        fee = Fee(r.id, amount, r.kind, r.on, r.client_id, r.other_id, card_cost=cost, refunded=back)
        if r.package_id and r.sessions:
            lines = bought[r.package_id]
            lines[r.line_id] = Bought(r.sessions, (*(lines[r.line_id].fees if r.line_id in lines else ()), fee))
        else:
            found.append(fee)
    for package_id, lines in bought.items():
        dealt = spread_in_turn(lines.values(), used.get(package_id, []))
        found += dealt.earned
        if dealt.ahead:
            ahead.append(Ahead(package_id, dealt.ahead, next(iter(lines.values())).fees[0].currency))
    return found, ahead


_SHAPE: dict[str, Any] = {
    "id": Uuid(), "on": Date(), "n": BigInteger(), "kind": Text(), "client_id": Uuid(), "other_id": Uuid(), "flag": BigInteger(),
    "part": BigInteger(), "whole": BigInteger(), "back": BigInteger(), "sessions": BigInteger(), "package_id": Uuid(), "line_id": Uuid(),
}  # fmt: skip


def _row(what: str, **columns: Any) -> Select[Any]:
    return select(literal(what).label("what"), *(cast(columns.get(name, null()), type_).label(name) for name, type_ in _SHAPE.items()))


@cache
def _everything(mine: bool) -> CompoundSelect[Any]:
    """`mine`: of one coach."""
    since, coach = bindparam("since", type_=Date()), bindparam("coach_id", type_=Uuid())
    work, fee, used = _work().where(Work.on >= since), _fee(), _used()
    fee = fee.where(or_(_paid_on() >= since, _package().is_not(None)))
    quotes = _row("quote", on=_day(Enquiry.quoted_at), flag=case((Enquiry.stage == "won", 1), else_=0))
    quotes = quotes.where(Enquiry.quoted_at.is_not(None), Enquiry.closed_at.is_not(None))
    hours = func.nullif(OfferVersion.sessions * OfferVersion.minutes, 0)
    an_hour = OfferVersion.price_minor * 60 / hours
    prices = _row(
        "price",
        on=_day(OfferVersion.published_at),
        n=an_hour,
        kind=OfferVersion.currency,
        flag=case((OfferVersion.n > 1, 1), else_=0),
    )
    prices = prices.join(Offer, Offer.id == OfferVersion.offer_id).where(OfferVersion.price_minor > 0, Offer.ended_at.is_(None))
    sales = _sales().where(_day(Invoice.issued_at) >= since)
    if mine:
        work = work.where(Work.member_id == coach)
        theirs = Client.id == func.coalesce(InvoiceLine.client_id, Invoice.client_id)
        fee, sales = (rows.join(Client, theirs).where(Client.coach_id == coach) for rows in (fee, sales))
    return union_all(work, fee, used, quotes, sales, prices)


def _day(at: Any) -> ColumnElement[date]:
    """On the practice's calendar."""
    return cast(func.timezone(bindparam("zone", type_=Text()), at), Date)


def _sales() -> Select[Any]:
    """A line of an invoice: `whole` as it was listed, `part` as it was agreed."""
    listed = case((InvoiceLine.discount_percent == 0, InvoiceLine.net_minor), else_=InvoiceLine.quantity * InvoiceLine.unit_minor)
    rows = _row("sale", on=_day(Invoice.issued_at), kind=Invoice.currency, whole=listed, part=InvoiceLine.net_minor)
    return rows.join(Invoice, Invoice.id == InvoiceLine.invoice_id).where(InvoiceLine.net_minor >= 0)


def _used() -> Select[Any]:
    """What was taken from packages and not given back, or ran out. `n`: how many on that day; those of before `since` on one day."""
    back = aliased(Credit)
    came_back = exists().where(
        back.package_id == Credit.package_id, back.session_id == Credit.session_id, back.kind == "returned", back.seq > Credit.seq
    )
    on = func.greatest(_day(Credit.at), bindparam("before", type_=Date())).label("on")
    each = select(Credit.package_id, on, -Credit.n)
    each = each.where(or_(Credit.kind.in_(("used", "expired")), and_(Credit.kind == "changed", Credit.n < 0)), ~came_back)
    day = each.subquery().c
    return _row("used", package_id=day[0], on=day[1], n=func.sum(day[2])).group_by(day[0], day[1])


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


def _paid_on() -> ColumnElement[date]:
    return func.coalesce(Payment.paid_on, _day(Payment.at))


def _package() -> ColumnElement[UUID | None]:
    """What a line sold: of a subscription each month's invoice stands by itself, and all of them fill one package."""
    of_client = func.coalesce(InvoiceLine.client_id, Invoice.client_id)
    again = select(Package.id).where(
        Package.subscription_id.is_not(None),
        Package.version_id == InvoiceLine.version_id,
        Package.client_id == of_client,
        Package.created_at <= Invoice.issued_at,
    )
    bought = Package.purchase_id.in_((Invoice.purchase_id, Invoice.id))  # an order that was paid on invoice has its purchase's id
    sold = select(Package.id).where(bought, Package.version_id == InvoiceLine.version_id)
    newest = again.order_by(Package.created_at.desc()).limit(1)
    found = (asked.correlate(Invoice, InvoiceLine).scalar_subquery() for asked in (sold, newest))
    return func.coalesce(*found)


def _fee() -> Select[Any]:
    """A payment and its part of one line: amount × line / total, which is net of tax because lines are. `back`: what of it was given back."""
    back, undone = aliased(Payment), aliased(Payment)
    taken_back = exists().where(undone.reverses_id == Payment.id)
    went = select(func.sum(-back.amount_minor)).where(back.refunds_id == Payment.id, ~exists().where(undone.reverses_id == back.id))
    rows = _row(
        "fee",
        id=Payment.id,
        on=_paid_on(),
        n=Payment.amount_minor,
        kind=Invoice.currency,
        client_id=func.coalesce(InvoiceLine.client_id, Invoice.client_id),
        other_id=OfferVersion.offer_id,
        flag=CardCost.amount_minor,
        part=func.coalesce(InvoiceLine.net_minor, Invoice.net_minor),
        whole=Invoice.total_minor,
        back=went.scalar_subquery(),
        sessions=OfferVersion.sessions,
        package_id=_package(),
        line_id=InvoiceLine.id,
    )
    rows = (
        rows.join(Invoice, Invoice.id == Payment.invoice_id)
        .outerjoin(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .outerjoin(OfferVersion, OfferVersion.id == InvoiceLine.version_id)
        .outerjoin(CardCost, and_(CardCost.payment_id == Payment.id, CardCost.currency == Invoice.currency))
    )
    return rows.where(Payment.amount_minor > 0, Payment.reverses_id.is_(None), ~taken_back)
