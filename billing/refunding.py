"""Giving money back: asked for once, and booked with a credit note when Stripe says that it is done. What a bank questions, and what cards cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from billing import answers, undoing
from billing.checkout import Checkout
from billing.credit_note import CreditNote
from billing.gateway import Gateway, GatewayRefused, GatewayUnavailable
from billing.invoice import Invoice
from billing.payment import Payment
from billing.purchase import Purchase
from billing.refund import CardCost, Dispute, Refund
from billing.subscription import Subscription
from models.audit import Audit
from models.client import Client
from models.due import Due
from models.errors import NotRefunded
from models.membership import Membership
from models.message import Message
from models.practice import Practice

KEYS: Final = 5  # idempotency keys that may hold a stored failure before we give up
GONE: Final = ("failed", "canceled")
BY_HAND: Final = "Given back at Stripe."


def ask(payment: Payment, amount_minor: int, *, reason: str, by: UUID, now: datetime) -> Refund:
    """Of one payment by card, in full or in part. Raises NotRefunded for more than is left of it."""
    invoice = _invoice(payment)
    invoice.lock()
    account = account_of(payment)
    if payment.how != "stripe" or payment.amount_minor <= 0 or not payment.provider_id or not account:
        raise NotRefunded("Only what came by card goes back by card. Enter the rest as it goes.")
    if not 0 < amount_minor <= left_of(payment):
        raise NotRefunded
    return Refund.plan_for(
        payment,
        amount_minor,
        account=account,
        payment_intent=payment.provider_id,
        currency=invoice.currency,
        reason=reason,
        by=by,
        now=now,
    )


def left(invoice: Invoice, how: str) -> dict[Payment, int]:
    """What came that way, and how many minor units of it can still go back. By hand also what a card did not take back."""
    refused = Refund.refused_of(invoice) if how == "hand" else set()
    came = [
        one
        for one in invoice.payments
        if (one.how == how or one.id in refused) and one.amount_minor > 0 and not one.came_back and not invoice.was_taken_back(one)
    ]
    asked = Refund.asked_of(*came)
    return {one: left for one in came if (left := one.amount_minor - asked.get(one.id, 0)) > 0}


def left_of(payment: Payment) -> int:
    """Minor units of it that can still go back."""
    return payment.amount_minor - Refund.asked_of(payment).get(payment.id, 0)


def account_of(payment: Payment) -> str | None:
    """The account at Stripe it came to: where its page was opened, or its subscription lives; else the practice's."""
    session, invoice = _session(payment), _invoice(payment)
    opened = select(Checkout.account).where(Checkout.invoice_id == invoice.id, Checkout.state == "complete")
    bought = select(Purchase.account).where(Purchase.id == invoice.purchase_id)
    renewed = select(Subscription.account).where(Subscription.client_id == invoice.client_id).limit(1)
    ways = [opened.order_by(Checkout.try_no.desc()).limit(1), bought, *([renewed] if invoice.provider_id else [])]
    found = next((account for way in ways if (account := session.scalar(way))), None)
    return found or session.get_one(Practice, payment.practice_id).stripe_account


@dataclass(frozen=True)
class Back:
    """What is asked of Stripe while no connection is held: the same however often it is asked."""

    id: UUID
    practice_id: UUID
    account: str
    payment_intent: str
    amount_minor: int
    currency: str

    provider_id: str | None

    @classmethod
    def of(cls, refund: Refund) -> Back:
        money = (refund.account, refund.payment_intent, refund.amount_minor, refund.currency)
        return cls(refund.id, refund.practice_id, *money, refund.provider_id)

    def ask(self, gateway: Gateway) -> answers.Refund | None:
        """None when Stripe refuses for good. One that it has taken on is looked at, and one whose answer was lost found again: never made twice."""
        mark = {"practice": str(self.practice_id), "refund": str(self.id)}
        if self.provider_id:
            made = gateway.refunds_of(self.account, self.payment_intent)
            return next((one for one in made if one.id == self.provider_id), None)
        for again in range(KEYS):
            key = f"refund:{self.id}:{again}" if again else f"refund:{self.id}"
            how = {"key": key, "amount_minor": self.amount_minor, "currency": self.currency, "metadata": mark}
            try:
                return gateway.refund(self.account, self.payment_intent, **how)  # type: ignore[arg-type]
            except GatewayRefused:
                return self._lost(gateway, mark)
            except GatewayUnavailable as failure:
                if lost := self._lost(gateway, mark):
                    return lost
                if not failure.replayed:
                    raise
        raise GatewayUnavailable("no_key_left", "Stripe repeats a stored failure for each of our keys")

    def _lost(self, gateway: Gateway, mark: dict[str, str]) -> answers.Refund | None:
        made = gateway.refunds_of(self.account, self.payment_intent)
        return next((one for one in made if mark.items() <= one.metadata.items()), None)


def state_of(answer: answers.Refund) -> str:
    """Stripe's word in ours."""
    return "failed" if answer.state in GONE else "done" if answer.state == "succeeded" else "planned"


def settle(refund: Refund, answer: answers.Refund | None, now: datetime) -> None:
    """What Stripe said is written down, each change once. One that waits for the bank is looked at every day, should nobody tell of it."""
    session = _session(refund)
    session.refresh(refund, with_for_update=True)
    if refund.state == "failed" or refund.is_by_hand or (answer is None and refund.provider_id):
        return
    if answer is None:
        _fail(refund, now)
        return
    if (answer.payment_intent, answer.amount_minor, answer.currency) != (refund.payment_intent, refund.amount_minor, refund.currency):
        raise NotRefunded("Stripe's answer is not about this refund.")
    refund.provider_id = answer.id
    match state_of(answer), refund.state:
        case "failed", _:
            _fail(refund, now)
        case "done", "planned":
            _finish(refund, now)
        case "planned", "planned":
            Due.plan(refund, "refund_payment", at=datetime.combine(now.date() + timedelta(days=1), time(5), UTC))


def sync(payment: Payment, made: Sequence[answers.Refund], now: datetime) -> None:
    """What became of each that is known; and what went back without us, by hand at Stripe, is booked too."""
    session, account = _session(payment), account_of(payment) or ""
    known = session.scalars(select(Refund).where(Refund.payment_intent == payment.provider_id)).all()
    rows = {name: one for one in known for name in (one.provider_id, str(one.id)) if name}  # what was refused has no name there
    for one in made:
        if one.payment_intent != payment.provider_id:
            continue
        refund = rows.get(one.id) or rows.get(one.metadata.get("refund", ""))
        if refund is None and state_of(one) == "failed":
            continue
        if refund is None:
            refund = Refund(
                payment_id=payment.id,
                account=account,
                payment_intent=payment.provider_id,
                amount_minor=one.amount_minor,
                currency=one.currency,
                reason=BY_HAND,
                at=now,
            )
            session.add(refund)
            session.flush()
        settle(refund, one, now)


def _finish(refund: Refund, now: datetime) -> None:
    """The money as a payment of its own below zero, and a credit note over it; of a purchase that could not be served, its coach is told."""
    session = _session(refund)
    refund.state, refund.done_at = "done", now
    Audit.write(session, actor_id=refund.by_id, act="refund.done", object_id=refund.id, at=now, ip="")
    if refund.payment_id is not None:
        book(session.get_one(Payment, (refund.practice_id, refund.payment_id)), refund, now)
        return
    follow(refund)
    tell(refund, now)


def _fail(refund: Refund, now: datetime) -> None:
    """It stays here, or came back from the bank after it had gone: then what followed from it is undone."""
    session, was_done = _session(refund), refund.state == "done"
    refund.state, refund.done_at = "failed", None
    Audit.write(session, actor_id=refund.by_id, act="refund.failed", object_id=refund.id, at=now, ip="")
    if was_done and refund.payment_id is not None:
        payment = session.get_one(Payment, (refund.practice_id, refund.payment_id))
        _invoice(payment).bounced(refund.amount_minor, how=payment.how, now=now)
        undoing.undo(session, _invoice(payment), now)
    elif was_done:
        follow(refund)
    tell(refund, now)


def follow(refund: Refund) -> None:
    """A purchase that came too late says whether its money is with its buyer."""
    purchase = _session(refund).get_one(Purchase, (refund.practice_id, refund.purchase_id))
    if purchase.state in ("sold out", "given back") and purchase.payment_intent == refund.payment_intent:
        purchase.state = "given back" if refund.state == "done" else "sold out"


def tell(refund: Refund, now: datetime) -> None:
    """Whoever coaches them: money went back by itself, or did not go back."""
    session = _session(refund)
    paid = session.get_one(Payment, (refund.practice_id, refund.payment_id)) if refund.payment_id else None
    invoice = _invoice(paid) if paid else None
    purchase = session.get(Purchase, (refund.practice_id, refund.purchase_id)) if refund.purchase_id else None
    id = invoice.client_id if invoice else purchase.client_id if purchase else None
    client = session.get(Client, (refund.practice_id, id)) if id else None
    by = invoice.issued_by if invoice else purchase.version.by_id if purchase else None
    member = client.coach if client else session.get(Membership, (refund.practice_id, by))
    if member is not None:
        Message.plan(member, "money_back", subject=refund, occasion=f"{refund.id} {refund.state}", at=now, session=session)


def book(payment: Payment, refund: Refund, now: datetime) -> None:
    """The money, and a credit note over it; what is not owed any more, as of a refund that bounced, goes back without one."""
    invoice, by = _invoice(payment), refund.by_id
    note, given_on = refund.note or "given back", refund.given_on
    how = "hand" if refund.is_by_hand else payment.how
    invoice.give_back(payment, refund.amount_minor, how=how, provider_id=refund.provider_id, by=by, now=now, note=note, given_on=given_on)
    if (credited := min(refund.amount_minor, invoice.owed_minor)) > 0:
        CreditNote.issue(invoice, amount_minor=credited, reason=refund.reason or "Given back.", by=by, now=now)
    if invoice.paid_minor <= 0:
        undoing.take_back(_session(payment), invoice, refund, now)


def note_disputes(payment: Payment, found: Iterable[answers.Dispute], now: datetime) -> None:
    """As the bank says: while one is open, nobody is reminded of that invoice."""
    session = _session(payment)
    known = {one.provider_id: one for one in session.scalars(select(Dispute).where(Dispute.payment_id == payment.id))}
    for one in found:
        if one.payment_intent != payment.provider_id:
            continue
        row = known.get(one.id)
        if row is None:
            row = Dispute(
                payment_id=payment.id,
                provider_id=one.id,
                amount_minor=one.amount_minor,
                currency=one.currency,
                reason=one.reason,
                state="open",
                opened_at=one.created,
            )
            session.add(row)
            Audit.write(session, actor_id=None, act="payment.disputed", object_id=payment.id, at=now, ip="")
        state = {"won": "won", "warning_closed": "won", "prevented": "won", "lost": "lost"}.get(one.state, "open")
        if state not in ("open", row.state):
            Audit.write(session, actor_id=None, act=f"payment.dispute_{state}", object_id=payment.id, at=now, ip="")
        row.closed_at = None if state == "open" else row.closed_at or now
        row.state = state


def note_card_cost(payment: Payment, said: answers.Payment, now: datetime) -> bool:
    """What taking it cost, once; False while Stripe has not booked it."""
    session = _session(payment)
    if session.scalar(select(CardCost.id).where(CardCost.payment_id == payment.id)):
        return True
    if said.fee_minor is None or said.fee_currency is None:
        return False
    session.add(CardCost(payment_id=payment.id, amount_minor=said.fee_minor, currency=said.fee_currency, at=now))
    return True


def _invoice(payment: Payment) -> Invoice:
    return _session(payment).get_one(Invoice, (payment.practice_id, payment.invoice_id))


def _session(row: Payment | Refund) -> Session:
    session = object_session(row)
    assert session is not None
    return session
