"""A monthly subscription at Stripe, as we last read it there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base import Tenanted, refers_to


class Subscription(Tenanted):
    """Its renewals are Stripe's invoices: each that is paid becomes one of ours, once, with the credits of one month."""

    __tablename__ = "subscription"
    purchase_id: Mapped[UUID] = refers_to("purchase")
    client_id: Mapped[UUID] = refers_to("client", shields=True)
    version_id: Mapped[UUID] = refers_to("offer_version")
    account: Mapped[str]
    provider_id: Mapped[str]
    state: Mapped[str]
    period_end: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    cancel_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    synced_at: Mapped[datetime | None]
    wish: Mapped[str | None]  # pause | resume | cancel | keep: asked for here, and not yet carried out there
    wished_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("practice_id", "provider_id", name="subscription_provider_once"),
        UniqueConstraint("practice_id", "purchase_id", name="subscription_of_purchase_once"),
        CheckConstraint("state in ('active', 'past_due', 'paused', 'cancelled')", name="state_known"),
        CheckConstraint("wish in ('pause', 'resume', 'cancel', 'keep')", name="wish_known"),
    )
