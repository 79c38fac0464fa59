"""Asking Stripe what became of a payment, and closing pages that ask for what is no longer owed."""

from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import errand, verb
from app.jobs.found import found
from billing.checkout import Checkout, Question
from billing.gateway import Gateway, GatewayRefused
from billing.invoice import Invoice


@verb
def close_pages(session: Session, invoice_id: UUID) -> None:
    Checkout.close_open(session, found(session, Invoice, invoice_id), now())


@errand
class SyncCheckout:
    """Of a page that is still open, also whether a card was refused on it."""

    verb = "sync_checkout"

    def prepare(self, session: Session, checkout_id: UUID) -> Question | None:
        checkout = found(session, Checkout, checkout_id)
        return None if checkout.is_settled else checkout.question

    def carry_out(self, question: Question) -> Any:
        gateway: Gateway | None = current_app.extensions["gateway"]
        if gateway is None:
            return None
        return question.ask_all(gateway)

    def settle(self, session: Session, checkout_id: UUID, question: Question, answer: Any) -> None:
        if answer is not None:
            found(session, Checkout, checkout_id).take_in(*answer, now())


@errand
class CloseCheckout(SyncCheckout):
    """Whatever Stripe answers is written down: it may have been paid a moment before."""

    verb = "close_checkout"

    def carry_out(self, question: Question) -> Any:
        gateway: Gateway | None = current_app.extensions["gateway"]
        if gateway is None:
            return None
        try:
            return gateway.expire_checkout(question.account, question.session_id), None
        except GatewayRefused:
            return question.ask(gateway), None
