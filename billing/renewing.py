"""A subscription as Stripe has it: our copy follows, and each month that was paid becomes one invoice and its sessions, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from billing import answers
from billing.draft import InvoiceDraft
from billing.gateway import Gateway
from billing.invoice import Invoice
from billing.offer import OfferVersion
from billing.package import Package
from billing.purchase import Purchase
from billing.subscription import Subscription
from billing.tax import Line
from models.client import Client
from models.due import Due
from models.errors import DomainError
from models.message import Message
from models.practice import Practice

STATES = {
    "active": "active",
    "trialing": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "incomplete": "past_due",
    "paused": "paused",
}


class ForeignSubscription(DomainError):
    sentence = "Stripe's answer is not about this subscription."


@dataclass(frozen=True)
class Asked:
    """What is asked of Stripe while no connection is held. `wish`: carried out first, the same key however often."""

    id: UUID
    account: str
    provider_id: str
    wish: str | None
    wished_at: datetime | None

    @classmethod
    def of(cls, subscription: Subscription) -> Asked:
        return cls(subscription.id, subscription.account, subscription.provider_id, subscription.wish, subscription.wished_at)

    def ask(self, gateway: Gateway) -> Said:
        if self.wish and self.wished_at:
            key = f"subscription:{self.id}:{self.wish}:{self.wished_at.timestamp():.0f}"
            gateway.change_subscription(self.account, self.provider_id, self.wish, key=key)
        found = gateway.fetch_subscription(self.account, self.provider_id)
        return Said(found, tuple(gateway.renewals(self.account, self.provider_id)))


@dataclass(frozen=True)
class Said:
    subscription: answers.Subscription
    renewals: Sequence[answers.Renewal]


def wish(subscription: Subscription, what: str, now: datetime) -> None:
    """pause, resume, cancel or keep: carried out at Stripe, then read back. Asked twice it is one."""
    if subscription.state == "cancelled":
        raise DomainError("This subscription has ended.")
    subscription.wish, subscription.wished_at = what, now
    Due.plan(subscription, "sync_subscription", at=now)


def sync(subscription: Subscription, asked: Asked, said: Said, practice: Practice, now: datetime) -> None:
    """Overwrite our copy; book each paid month once. Raises ForeignSubscription for anything that is not this one's."""
    session = _session(subscription)
    session.refresh(subscription, with_for_update=True)
    told = said.subscription
    if (told.id, told.metadata.get("purchase"), told.metadata.get("practice")) != (
        subscription.provider_id,
        str(subscription.purchase_id),
        str(subscription.practice_id),
    ):
        raise ForeignSubscription
    was_over = subscription.state == "cancelled"
    state = STATES.get(told.state, "cancelled")
    subscription.state = "paused" if told.paused and state == "active" else state
    subscription.paused_at = (subscription.paused_at or now) if told.paused else None
    subscription.period_end, subscription.cancel_at, subscription.ended_at = told.period_end, told.cancel_at, told.ended_at
    subscription.synced_at = now
    if (subscription.wish, subscription.wished_at) == (asked.wish, asked.wished_at):
        subscription.wish = subscription.wished_at = None
    for renewal in said.renewals:
        if renewal.paid and renewal.amount_minor:
            _book(subscription, renewal, practice, now)
        elif renewal.failed:
            _tell(subscription, renewal, now)
    if subscription.state == "cancelled" and not was_over:
        purchase = session.get_one(Purchase, (subscription.practice_id, subscription.purchase_id))
        purchase.note("ended", now)
        purchase.offer.free_place()


def _book(subscription: Subscription, renewal: answers.Renewal, practice: Practice, now: datetime) -> None:
    """One invoice of ours for one of Stripe's, with the money that came; and the sessions of that month."""
    session = _session(subscription)
    version = session.get_one(OfferVersion, (subscription.practice_id, subscription.version_id))
    issued = session.scalar(select(Invoice).where(Invoice.provider_id == renewal.id))
    if issued is None:
        if (renewal.amount_minor, renewal.currency) != (version.sums().total_minor, version.currency):
            raise ForeignSubscription("Stripe speaks of another sum than this subscription costs.")
        issued = _issue(subscription, version, renewal, practice, now)
    if renewal.payment_intent:
        issued.receive(renewal.amount_minor, how="stripe", now=now, provider_id=renewal.payment_intent)
    Package.renew(subscription, version, uuid5(subscription.id, renewal.id), now)


def _issue(subscription: Subscription, version: OfferVersion, renewal: answers.Renewal, practice: Practice, now: datetime) -> Invoice:
    session = _session(subscription)
    client = session.get_one(Client, (subscription.practice_id, subscription.client_id))
    purchase = session.get_one(Purchase, (subscription.practice_id, subscription.purchase_id))
    month = f"{renewal.created.astimezone(practice.tz):%Y-%m-%d}"
    line = Line(
        f"{version.name}, month from {month}", Decimal(1), version.price_minor, tax_percent=version.tax_percent, version_id=version.id
    )
    draft = InvoiceDraft(
        client_id=client.id,
        client=client,
        currency=version.currency,
        buyer_address=purchase.company,
        lines=[line.kept],
        instalments=[],
        payment_days=0,
        created_at=now,
    )
    draft.for_themselves = True
    session.add(draft)
    session.flush()
    first = session.scalar(select(Invoice.id).where(Invoice.purchase_id == purchase.id)) is None
    return draft.issue(practice, by=version.by_id, now=now, purchase_id=purchase.id if first else None, provider_id=renewal.id)


def _tell(subscription: Subscription, renewal: answers.Renewal, now: datetime) -> None:
    """A month could not be charged: the client is told once; Stripe tries again by itself."""
    session = _session(subscription)
    client = session.get_one(Client, (subscription.practice_id, subscription.client_id))
    Message.plan(client, "subscription_failed", subject=subscription, occasion=f"{subscription.id} {renewal.id}", at=now)


def _session(subscription: Subscription) -> Session:
    session = object_session(subscription)
    assert session is not None
    return session
