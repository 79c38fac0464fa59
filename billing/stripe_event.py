"""What Stripe tells by itself is a hint: it is stored once, and then Stripe is asked about whatever of ours it may concern."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import DateTime, Text, UniqueConstraint, Uuid, bindparam, exists, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from billing.answers import Event
from billing.checkout import Checkout
from billing.payment import Payment
from billing.refund import Refund
from billing.subscription import Subscription
from models.base import Tenanted, uuid7
from models.due import Due

FAMILIES = ("checkout.session.", "customer.subscription.", "invoice.", "charge.dispute.", "charge.refund", "refund.")


class StripeEvent(Tenanted):
    """That an event came, once. Nothing is read from it but what to ask about."""

    __tablename__ = "stripe_event"
    event_id: Mapped[str]
    type: Mapped[str]
    object_id: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("practice_id", "event_id", name="stripe_event_once"),)

    @classmethod
    def take_in(cls, session: Session, event: Event, now: datetime) -> bool:
        """Store it and plan to ask, in one statement; False when it came before, or is not about anything of ours."""
        verb, named = _about(event)
        given = {
            "row_id": uuid7(), "event": event.id, "what": event.type, "about": event.object_id or "", "moment": now, "due_id": uuid7(), "named": named,
        }  # fmt: skip
        is_ours = session.connection().execute(_taking_in(verb), given).first() is not None
        session.info["wake"] = session.info.get("wake") or is_ours
        return is_ours


def concerns_us(event: Event) -> bool:
    return event.type.startswith(FAMILIES)


MOVED: Final = ("refund.updated", "refund.failed", "charge.refund.updated")
"""A refund that exists became something else: its object is the refund. Of the others of its families, the payment is asked about."""
SUBJECTS: Final = {
    "sync_checkout": (Checkout.id, Checkout.session_id),
    "sync_subscription": (Subscription.id, Subscription.provider_id),
    "sync_disputes": (Payment.id, Payment.provider_id),
    "sync_refunds": (Payment.id, Payment.provider_id),
    "refund_payment": (Refund.id, Refund.provider_id),
}
"""Which row of ours each verb asks about: its id, and the column in which Stripe's name for it stands."""


def _about(event: Event) -> tuple[str, str | None]:
    """The verb that asks, and Stripe's name for the row of ours."""
    if event.type.startswith("checkout.session."):
        return "sync_checkout", event.object_id
    if event.type.startswith("customer.subscription."):
        return "sync_subscription", event.object_id
    if event.type.startswith("invoice."):
        return "sync_subscription", event.subscription
    if event.type in MOVED:
        return "refund_payment", event.object_id
    return ("sync_disputes" if event.type.startswith("charge.dispute.") else "sync_refunds"), event.payment_intent


@cache
def _taking_in(verb: str) -> Any:
    """Built once of each kind: that takes longer than to send it."""
    at = bindparam("moment", type_=DateTime(timezone=True))
    table: Any = StripeEvent.__table__
    row = insert(table).values(
        id=bindparam("row_id", type_=Uuid()),
        event_id=bindparam("event", type_=Text()),
        type=bindparam("what", type_=Text()),
        object_id=bindparam("about", type_=Text()),
        at=at,
    )
    taken = row.on_conflict_do_nothing(constraint="stripe_event_once").returning(table.c.id).cte("taken")
    id, name = SUBJECTS[verb]
    found = select(bindparam("due_id", type_=Uuid()), literal(verb), id, at, at, literal(0))
    found = found.where(name == bindparam("named", type_=Text()), exists(select(taken.c.id)))
    due: Any = Due.__table__
    planned = insert(due).from_select(["id", "verb", "subject_id", "at", "try_at", "attempts"], found)
    return planned.on_conflict_do_nothing().returning(due.c.id)
