"""Money that went back another way than by card: entered by hand, and booked with its credit note when there was time to take it back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session, object_session

from billing import refunding
from billing.invoice import Invoice
from billing.payment import Payment
from billing.refund import Refund
from models.due import Due
from models.errors import DomainError, GivenBackAlready, NotRefunded


def enter(payment: Payment, amount_minor: int, given_on: date, *, how: str, reason: str, by: UUID, now: datetime) -> Refund:
    """Of one payment that came by hand, or that a card did not take back, in full or in part: never more than is left of it. Raises
    NotRefunded, DomainError.

    `reason` stands on the credit note, `how` stays with the practice.
    """
    session = object_session(payment)
    assert session is not None
    invoice = session.get_one(Invoice, (payment.practice_id, payment.invoice_id))
    invoice.lock()
    if payment.how != "hand" and payment.id not in Refund.refused_of(invoice):
        raise DomainError("Only what came by hand, or what the card did not take, goes back by hand.")
    if not 0 < amount_minor <= refunding.left(invoice, "hand").get(payment, 0):
        raise NotRefunded
    entered = Refund(
        payment_id=payment.id,
        account="",
        payment_intent="",
        amount_minor=amount_minor,
        currency=invoice.currency,
        reason=reason,
        at=now,
        by_id=by,
        given_on=given_on,
        note=how,
    )
    session.add(entered)
    Due.plan(entered, "book_given_back", at=now + Invoice.SECOND_THOUGHTS)
    return entered


def take_back(entered: Refund) -> None:
    """It was a mistake: as long as no credit note says otherwise. Raises GivenBackAlready."""
    _locked(entered)
    if entered.state != "planned" or not entered.is_by_hand:
        raise GivenBackAlready
    entered.state = "taken back"


def mend(refused: Refund, given_on: date, *, by: UUID, now: datetime) -> None:
    """Money of a purchase that a card did not take back went another way: it was never booked, so there is nothing to book. Raises DomainError."""
    _locked(refused)
    if refused.purchase_id is None or refused.state != "failed":
        raise DomainError("It went back already.")
    refused.state, refused.done_at, refused.given_on, refused.by_id = "done", now, given_on, by
    refunding.follow(refused)


def unmend(mended: Refund) -> None:
    """That was a mistake. Raises DomainError."""
    _locked(mended)
    if mended.purchase_id is None or not mended.is_by_hand:
        raise DomainError("It did not go back another way.")
    mended.state, mended.done_at, mended.given_on, mended.by_id = "failed", None, None, None
    refunding.follow(mended)


def settle(entered: Refund, now: datetime) -> None:
    """A payment of its own below zero, a credit note over it, and what follows for what was bought; once."""
    session = _locked(entered)
    if entered.state == "planned":
        entered.state, entered.done_at = "done", now
        refunding.book(session.get_one(Payment, (entered.practice_id, entered.payment_id)), entered, now)


def _locked(refund: Refund) -> Session:
    session = object_session(refund)
    assert session is not None
    session.refresh(refund, with_for_update=True)
    return session
