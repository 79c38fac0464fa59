"""Subscriptions at Stripe: what was wished is carried out, then all of it is read back; one that could not be served is ended."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import errand
from app.jobs.found import found
from billing import renewing
from billing.gateway import Gateway
from billing.purchase import Purchase
from billing.refund import Refund
from billing.subscription import Subscription
from models import Practice


@errand
class SyncSubscription:
    verb = "sync_subscription"

    def prepare(self, session: Session, subscription_id: UUID) -> renewing.Asked | None:
        return renewing.Asked.of(found(session, Subscription, subscription_id)) if current_app.extensions["gateway"] else None

    def carry_out(self, asked: renewing.Asked) -> Any:
        return asked.ask(current_app.extensions["gateway"])

    def settle(self, session: Session, subscription_id: UUID, asked: renewing.Asked, said: Any) -> None:
        practice = session.get_one(Practice, session.info["practice_id"])
        renewing.sync(found(session, Subscription, subscription_id), asked, said, practice, now())


@dataclass(frozen=True)
class Unserved:
    purchase_id: UUID
    account: str
    provider_id: str


@errand
class UndoSubscription:
    """It was paid when the last place had gone, or when nothing was to be paid: it ends at once, and what was charged goes back."""

    verb = "undo_subscription"

    def prepare(self, session: Session, purchase_id: UUID) -> Unserved | None:
        purchase = found(session, Purchase, purchase_id)
        if purchase.is_served or not purchase.account or not purchase.subscription_ref or current_app.extensions["gateway"] is None:
            return None
        return Unserved(purchase.id, purchase.account, purchase.subscription_ref)

    def carry_out(self, unserved: Unserved) -> Any:
        gateway: Gateway = current_app.extensions["gateway"]
        if gateway.fetch_subscription(unserved.account, unserved.provider_id).state != "canceled":
            gateway.end_subscription(unserved.account, unserved.provider_id, key=f"end:{unserved.purchase_id}")
        return gateway.renewals(unserved.account, unserved.provider_id)

    def settle(self, session: Session, purchase_id: UUID, unserved: Unserved, renewals: Any) -> None:
        purchase = found(session, Purchase, purchase_id)
        for one in renewals:
            if one.paid and one.payment_intent:
                purchase.payment_intent = purchase.payment_intent or one.payment_intent
                Refund.plan_for(
                    purchase,
                    one.amount_minor,
                    account=unserved.account,
                    payment_intent=one.payment_intent,
                    currency=one.currency,
                    reason="The last place was taken." if purchase.was_too_late else "It was not asked for any more.",
                    by=None,
                    now=now(),
                )
