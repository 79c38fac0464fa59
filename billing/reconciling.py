"""Once a day our rows are compared with Stripe's objects of the last days: what we missed is asked about, what we do not know is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from billing import answers
from billing.checkout import Checkout
from billing.gateway import Gateway
from billing.payment import Payment
from billing.reconciliation import Reconciliation
from billing.refund import Refund
from billing.refunding import state_of
from billing.subscription import Subscription
from models.base import uuid7
from models.due import Due
from models.practice import Practice

DAYS: Final = timedelta(days=3)
MOST_PAYMENTS: Final = 200
"""Whose refunds and disputes are asked about one by one: the newest."""


@dataclass(frozen=True)
class Asked:
    """What is asked while no connection is held."""

    practice_id: UUID
    account: str
    since: datetime
    until: datetime
    payment_intents: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    checkouts: Sequence[answers.Checkout]
    subscriptions: Sequence[answers.Subscription]
    refunds: Sequence[answers.Refund]
    disputes: Sequence[answers.Dispute]

    @property
    def n(self) -> int:
        return len(self.checkouts) + len(self.subscriptions) + len(self.refunds) + len(self.disputes)


def prepare(session: Session, practice: Practice, now: datetime) -> Asked | None:
    """None where no account is connected."""
    if not practice.stripe_account:
        return None
    newest = select(Payment.provider_id).where(Payment.how == "stripe", Payment.amount_minor > 0, Payment.provider_id.is_not(None))
    intents = session.scalars(newest.order_by(Payment.at.desc()).limit(MOST_PAYMENTS))
    return Asked(
        practice.id, practice.stripe_account, now - DAYS, now + timedelta(minutes=5), tuple(intent for intent in intents if intent)
    )


def carry_out(asked: Asked, gateway: Gateway) -> Found:
    mark = {"practice": str(asked.practice_id)}
    checkouts = gateway.find_checkouts(asked.account, metadata=mark, created_from=asked.since, created_until=asked.until)
    subscriptions = [one for one in gateway.all_subscriptions(asked.account) if mark.items() <= one.metadata.items()]
    ours = set(asked.payment_intents)
    refunds = [one for one in gateway.recent_refunds(asked.account, asked.since) if one.payment_intent in ours]
    disputes = [one for one in gateway.recent_disputes(asked.account, asked.since) if one.payment_intent in ours]
    return Found(checkouts, subscriptions, refunds, disputes)


def settle(session: Session, practice: Practice, found: Found, now: datetime) -> Reconciliation:
    """Plan to ask about each that differs, and write down what was seen. Nothing is believed: the verbs that ask compare once more."""
    unknown: list[str] = []
    behind = [*_checkouts(session, found.checkouts, unknown), *_subscriptions(session, found.subscriptions, unknown)]
    behind += [*_refunds(session, found.refunds), *_disputes(session, found.disputes)]
    for missed, verb in behind:
        Due.plan(missed, verb, at=now)
    row = insert(Reconciliation).values(
        id=uuid7(), day=practice.today(now), at=now, compared=found.n, mended=len(behind), unknown=len(unknown)
    )
    again = {name: row.excluded[name] for name in ("at", "compared", "mended", "unknown")}
    kept: Reconciliation | None = session.scalar(
        row.on_conflict_do_update(constraint="reconciliation_once", set_=again).returning(Reconciliation)
    )
    assert kept is not None
    return kept


Behind = tuple[Checkout | Subscription | Payment | Refund, str]


def _checkouts(session: Session, told: Iterable[answers.Checkout], unknown: list[str]) -> list[Behind]:
    """A page that was paid or closed, and we think that it is open; or paid, and the money is not booked."""
    said = {one.id: one for one in told}
    rows = {row.session_id: row for row in session.scalars(select(Checkout).where(Checkout.session_id.in_(said)))}
    unknown += [id for id, one in said.items() if id not in rows and one.paid]
    return [(row, "sync_checkout") for id, row in rows.items() if row.state != said[id].state or (said[id].paid and not row.is_settled)]


def _subscriptions(session: Session, told: Iterable[answers.Subscription], unknown: list[str]) -> list[Behind]:
    """All that run are asked about: a month may have been paid that nobody told of."""
    said = {one.id: one for one in told}
    rows = {row.provider_id: row for row in session.scalars(select(Subscription).where(Subscription.provider_id.in_(said)))}
    unknown += [id for id, one in said.items() if id not in rows and one.ended_at is None and one.state == "active"]
    moved = [row for id, row in rows.items() if row.state != "cancelled" and row.period_end != said[id].period_end]
    ended = [row for id, row in rows.items() if row.state != "cancelled" and said[id].ended_at is not None]
    return [(row, "sync_subscription") for row in {row.id: row for row in (*moved, *ended)}.values()]


def _refunds(session: Session, told: Iterable[answers.Refund]) -> list[Behind]:
    """Ours that became something else there, and those that nobody here asked for."""
    said = {one.id: one for one in told}
    rows = {row.provider_id: row for row in session.scalars(select(Refund).where(Refund.provider_id.in_(said), Refund.given_on.is_(None)))}
    moved: list[Behind] = [(row, "refund_payment") for id, row in rows.items() if id and row.state not in ("failed", state_of(said[id]))]
    intents = {one.payment_intent for id, one in said.items() if id not in rows and state_of(one) != "failed"}
    return [*moved, *((row, "sync_refunds") for row in session.scalars(select(Payment).where(Payment.provider_id.in_(intents))))]


def _disputes(session: Session, told: Iterable[answers.Dispute]) -> list[Behind]:
    intents = {one.payment_intent for one in told}
    return [(row, "sync_disputes") for row in session.scalars(select(Payment).where(Payment.provider_id.in_(intents)))]
