"""All the money of an invoice went back: so do the sessions that nobody used, and the place. And the other way round, when a bank returns it."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from billing.credit import Credit
from billing.invoice import Invoice
from billing.package import Package
from billing.purchase import Purchase
from billing.refund import Refund
from billing.subscription import Subscription


def take_back(session: Session, invoice: Invoice, refund: Refund, now: datetime) -> None:
    """Of a subscription only the sessions of that month: its place is free when it ends."""
    if invoice.provider_id:
        _take_back_month(session, invoice, refund, now)
    elif purchase := _purchase(session, invoice):
        if package := session.scalar(select(Package).where(Package.purchase_id == purchase.id)):
            package.take_back(package.left, cause_id=refund.id, now=now)
        purchase.give_back(now)


def undo(session: Session, invoice: Invoice, now: datetime) -> None:
    """Money of it is here after all: what was taken back is theirs again, once, whichever of its refunds was the last to go."""
    refunds = select(Refund.id).where(Refund.payment_id.in_([payment.id for payment in invoice.payments]))
    for taken in session.scalars(select(Credit).where(Credit.kind == "refunded", Credit.cause_id.in_(refunds))).all():
        package = session.get_one(Package, (taken.practice_id, taken.package_id))
        package.enter("given", -taken.n, now=now, cause_id=taken.cause_id, why="The money did not go back.")
    if invoice.paid_minor > 0 and (purchase := _purchase(session, invoice)):
        purchase.keep(now)


def _purchase(session: Session, invoice: Invoice) -> Purchase | None:
    """What was bought with it. An order and its invoice share their id."""
    return session.get(Purchase, (invoice.practice_id, invoice.purchase_id or invoice.id))


def _take_back_month(session: Session, invoice: Invoice, refund: Refund, now: datetime) -> None:
    theirs = session.scalars(select(Subscription.id).where(Subscription.client_id == invoice.client_id))
    causes = [uuid5(id, str(invoice.provider_id)) for id in theirs]
    bought = session.scalar(select(Credit).where(Credit.kind == "bought", Credit.cause_id.in_(causes)))
    if bought is not None:
        session.get_one(Package, (bought.practice_id, bought.package_id)).take_back(bought.n, cause_id=refund.id, now=now)
