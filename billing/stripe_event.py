"""What Stripe tells by itself is a hint: it is stored once, and then Stripe is asked about whatever of ours it may concern."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Select, UniqueConstraint, Uuid, exists, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from billing.answers import Event
from billing.checkout import Checkout
from billing.payment import Payment
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
        verb, subject = _about(event)
        row = insert(cls).values(id=uuid7(), event_id=event.id, type=event.type, object_id=event.object_id or "", at=now)
        taken = row.on_conflict_do_nothing(constraint="stripe_event_once").returning(cls.id).cte("taken")
        fields = ["id", "verb", "subject_id", "at", "try_at", "attempts"]
        moment = literal(now, DateTime(timezone=True))
        due = subject.add_columns(moment.label("at"), moment.label("try_at"), literal(0)).where(exists(select(taken.c.id)))
        found = due.with_only_columns(literal(uuid7(), Uuid), literal(verb), *due.selected_columns)
        planned = insert(Due).from_select(fields, found)
        is_ours = session.scalar(planned.on_conflict_do_nothing().returning(Due.id)) is not None
        session.info["wake"] = session.info.get("wake") or is_ours
        return is_ours


def concerns_us(event: Event) -> bool:
    return event.type.startswith(FAMILIES)


def _about(event: Event) -> tuple[str, Select[UUID]]:
    """The verb that asks, and of which row of ours."""
    if event.type.startswith("checkout.session."):
        return "sync_checkout", select(Checkout.id).where(Checkout.session_id == event.object_id)
    if event.type.startswith("customer.subscription."):
        return "sync_subscription", select(Subscription.id).where(Subscription.provider_id == event.object_id)
    if event.type.startswith("invoice."):
        return "sync_subscription", select(Subscription.id).where(Subscription.provider_id == event.subscription)
    of_payment = select(Payment.id).where(Payment.provider_id == event.payment_intent)
    return ("sync_disputes" if event.type.startswith("charge.dispute.") else "sync_refunds"), of_payment
