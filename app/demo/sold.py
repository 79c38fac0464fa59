"""What was sold: two single sessions by card, one still to be booked; a package on a company's invoice, half used; three months of a subscription."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.demo.stage import Stage
from billing import CardCost, Offer, Package, Subscription, answers, renewing, settling
from billing.draft import InvoiceDraft
from billing.gateway import OWN
from billing.invoice import Invoice
from billing.payment import Payment
from billing.purchase import Buyer, Purchase
from models import Client, Due
from models.base import uuid7

EVENING = time(17, 30)
MONTH = timedelta(days=30)
SINGLES = (("Judith Bramhall", 58), ("Rutger Zwaan", 6))
HABIT, MONTHLY, DAYS, MONTHS = "Theo Brandvold", "Saoirse Mulvane", 84, (70, 40, 10)
USED = {"Judith Bramhall": (6,), HABIT: (11, 9, 7, 5, 3)}
USED_MONTHLY = ((8,), (4, 2), ())
"""Weeks ago of the sessions that were taken from what each bought, and from each month."""


def told(session: Session, stage: Stage) -> list[tuple[int, Callable[[datetime], None]]]:
    """What writes an invoice, by the days ago on which it does: they come in the order of their numbers."""
    singles = [(days, lambda at, who=name: _single(session, stage, who, at)) for name, days in SINGLES]  # type: ignore[misc]
    months = [(days, lambda at, n=n: _month(session, stage, n, at)) for n, days in enumerate(MONTHS)]  # type: ignore[misc]
    return [*singles, (DAYS, lambda at: _package(session, stage, at)), *months]


def _use(session: Session, stage: Stage, client_id: UUID | None, weeks: Iterable[int]) -> None:
    package = session.scalars(select(Package).where(Package.client_id == client_id)).one()
    for week in weeks:
        start = stage.work_day(weeks=week, back=2, at=EVENING)
        held = package.book(start, place="video", by="client", now=start - timedelta(days=5))
        held.hold(package.minutes, held.end)
        package.settle(held, held.end)


def _bought(session: Session, stage: Stage, kind: str, who: str, at: datetime) -> Purchase:
    """As far as the terms."""
    client = session.scalars(select(Client).where(Client.name == who)).one()
    offer = session.scalars(select(Offer).where(Offer.kind == kind, Offer.ended_at.is_(None))).one()
    today = stage.practice.today(at)
    purchase = Purchase.begin(
        session, offer, id=uuid7(), buyer=Buyer(client.name, client.address, client.zone, "en_GB"), today=today, now=at
    )
    purchase.agree(purchase.version.fingerprint, ip="192.0.2.1", today=today, now=at)
    return purchase


def _came(purchase: Purchase, stage: Stage, at: datetime, **ids: str | None) -> None:
    sent = {"payment_intent": None, "subscription": None, **ids}
    purchase.came(purchase.due_minor, currency=purchase.currency, account=OWN, now=at, **sent)
    settling.settle(purchase, stage.practice, at)


def _single(session: Session, stage: Stage, who: str, at: datetime) -> None:
    purchase = _bought(session, stage, "single", who, at)
    _came(purchase, stage, at, payment_intent=f"pi_demo_{purchase.id.hex}")
    _by_card(session, session.scalars(select(Invoice).where(Invoice.purchase_id == purchase.id)).one(), at)
    _use(session, stage, purchase.client_id, USED.get(who, ()))


def _package(session: Session, stage: Stage, at: datetime) -> None:
    """Ordered on invoice, in four parts, of which the days of three have come."""
    purchase = _bought(session, stage, "package", HABIT, at)
    purchase.choose(by_instalments=True, today=stage.practice.today(at), now=at)
    purchase.order("Larkfield Practice", today=stage.practice.today(at), now=at)
    settling.take_order(purchase, stage.practice, at)
    invoice = session.get_one(InvoiceDraft, (purchase.practice_id, purchase.id)).issue(stage.practice, by=stage.coach.id, now=at)
    invoice.announce(at)
    purchase.invoiced(at)
    settling.settle(purchase, stage.practice, at)
    for n, part in enumerate(invoice.instalments[:3]):
        paid_at = min(at + MONTH * n + timedelta(days=4), stage.today)
        payment = invoice.book(part.amount_minor, stage.practice.today(paid_at), by=stage.coach.id, now=paid_at, note="bank transfer")
        invoice.thank(payment, paid_at)
    _use(session, stage, purchase.client_id, USED[HABIT])


def _month(session: Session, stage: Stage, n: int, at: datetime) -> None:
    """Of the subscription: the first one begins it."""
    if n == 0:
        _came(_bought(session, stage, "subscription", MONTHLY, at), stage, at, subscription="sub_demo")
    mine = session.scalars(select(Subscription)).one()
    purchase = session.get_one(Purchase, (mine.practice_id, mine.purchase_id))
    mark = {"purchase": str(purchase.id), "practice": str(purchase.practice_id)}
    renewal = answers.Renewal(
        f"in_demo_{n}", mine.provider_id, paid=True, failed=False, amount_minor=purchase.total_minor, currency=purchase.currency,
        payment_intent=f"pi_demo_month_{n}", created=at,
    )  # fmt: skip
    state = answers.Subscription(mine.provider_id, "active", False, at + MONTH, None, None, mark)
    renewing.sync(mine, renewing.Asked.of(mine), renewing.Said(state, (renewal,)), stage.practice, at)
    _by_card(session, session.scalars(select(Invoice).where(Invoice.provider_id == renewal.id)).one(), at)
    _use(session, stage, mine.client_id, USED_MONTHLY[n])


def _by_card(session: Session, invoice: Invoice, at: datetime) -> None:
    """Its receipt left, and Stripe said what the card cost: one and a half per cent and 25 cents."""
    payment = session.scalars(select(Payment).where(Payment.invoice_id == invoice.id)).one()
    invoice.announce(at)
    invoice.thank(payment, at)
    session.add(CardCost(payment_id=payment.id, amount_minor=payment.amount_minor * 15 // 1000 + 25, currency=invoice.currency, at=at))
    asked = update(Due).where(Due.verb.in_(("note_card_cost", "sync_subscription")), Due.done_at.is_(None))
    session.execute(asked.values(done_at=at))  # nobody asks Stripe about what it never had
