"""Money that goes back, what a bank questions, and what a card cost: asked of Stripe while no connection is held."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import Wait, errand, verb
from app.jobs.found import found
from app.jobs.sessions import SOON
from billing import PricePlan, given_back, refunding
from billing.gateway import Gateway
from billing.payment import Payment
from billing.refund import Refund

BOOKED_BY = timedelta(days=7)  # Stripe knows by then what a payment cost, or never will


@errand
class RefundPayment:
    verb = "refund_payment"

    def prepare(self, session: Session, refund_id: UUID) -> refunding.Back | None:
        refund = found(session, Refund, refund_id)
        return refunding.Back.of(refund) if refund.state != "failed" and _gateway() else None

    def carry_out(self, back: refunding.Back) -> Any:
        return back.ask(_the_gateway())

    def settle(self, session: Session, refund_id: UUID, back: refunding.Back, answer: Any) -> None:
        refunding.settle(found(session, Refund, refund_id), answer, now())


@verb
def book_given_back(session: Session, refund_id: UUID) -> None:
    given_back.settle(found(session, Refund, refund_id), now())


@dataclass(frozen=True)
class About:
    account: str
    payment_intent: str


class OfPayment:
    """What is asked about one payment by card."""

    def prepare(self, session: Session, payment_id: UUID) -> About | None:
        payment = found(session, Payment, payment_id)
        account = refunding.account_of(payment)
        if payment.how != "stripe" or not payment.provider_id or not account or _gateway() is None:
            return None
        return About(account, payment.provider_id)


@errand
class SyncRefunds(OfPayment):
    verb = "sync_refunds"

    def carry_out(self, about: About) -> Any:
        return _the_gateway().refunds_of(about.account, about.payment_intent)

    def settle(self, session: Session, payment_id: UUID, about: About, made: Any) -> None:
        refunding.sync(found(session, Payment, payment_id), made, now())


@errand
class SyncDisputes(OfPayment):
    verb = "sync_disputes"

    def carry_out(self, about: About) -> Any:
        return _the_gateway().disputes_of(about.account, about.payment_intent)

    def settle(self, session: Session, payment_id: UUID, about: About, disputes: Any) -> None:
        refunding.note_disputes(found(session, Payment, payment_id), disputes, now())


@errand
class NoteCardCost(OfPayment):
    verb = "note_card_cost"

    def carry_out(self, about: About) -> Any:
        return _the_gateway().fetch_payment(about.account, about.payment_intent)

    def settle(self, session: Session, payment_id: UUID, about: About, said: Any) -> Wait | None:
        payment = found(session, Payment, payment_id)
        PricePlan.weigh(session, now() + SOON)
        if refunding.note_card_cost(payment, said, now()) or payment.at < now() - BOOKED_BY:
            return None
        return Wait(now() + timedelta(hours=1))


def _gateway() -> Gateway | None:
    gateway: Gateway | None = current_app.extensions["gateway"]
    return gateway


def _the_gateway() -> Gateway:
    gateway = _gateway()
    assert gateway is not None
    return gateway
