"""Subscriptions at Stripe: what was wished is carried out, then all of it is read back; one that could not be served is ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import errand
from app.jobs.found import found
from billing import renewing
from billing.answers import Renewal
from billing.checkout import Checkout, Question
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
    """`served`: the subscription that its purchase lives on, which stays."""

    page: Question
    served: str | None


@errand
class UndoSubscription:
    """Paid when the last place had gone, when nothing was to be paid, or a second time: it ends at once, and what was charged goes back."""

    verb = "undo_subscription"

    def prepare(self, session: Session, checkout_id: UUID) -> Unserved | None:
        checkout = found(session, Checkout, checkout_id)
        purchase = checkout.purchase
        if purchase is None or current_app.extensions["gateway"] is None:
            return None
        return Unserved(checkout.question, purchase.subscription_ref if purchase.is_served else None)

    def carry_out(self, unserved: Unserved) -> Sequence[Renewal]:
        gateway: Gateway = current_app.extensions["gateway"]
        page = unserved.page
        surplus = page.ask(gateway).subscription
        if surplus is None or surplus == unserved.served:
            return []
        if gateway.fetch_subscription(page.account, surplus).state != "canceled":
            gateway.end_subscription(page.account, surplus, key=f"end:{page.session_id}")
        return gateway.renewals(page.account, surplus)

    def settle(self, session: Session, checkout_id: UUID, unserved: Unserved, renewals: Sequence[Renewal]) -> None:
        purchase = found(session, Checkout, checkout_id).purchase
        assert purchase is not None
        for one in renewals:
            if one.paid and one.payment_intent:
                if not purchase.is_served:
                    purchase.payment_intent = purchase.payment_intent or one.payment_intent
                Refund.plan_for(
                    purchase,
                    one.amount_minor,
                    account=unserved.page.account,
                    payment_intent=one.payment_intent,
                    currency=one.currency,
                    reason=_why(purchase),
                    by=None,
                    now=now(),
                )


def _why(purchase: Purchase) -> str:
    if purchase.was_too_late:
        return "The last place was taken."
    return "It was paid twice." if purchase.is_served else "It was not asked for any more."
