"""Money that goes back, and money that a bank holds back: a refund is planned, asked of Stripe once, and booked when it is done."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, and_, func, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from models.base import Tenanted, refers_to
from models.due import Due

if TYPE_CHECKING:
    from billing.invoice import Invoice
    from billing.payment import Payment
    from billing.purchase import Purchase


class Refund(Tenanted):
    """Of a payment, or of a purchase that was paid and could not be served. state: planned → done or failed, and a bank may yet fail what was
    done. Planned with a `provider_id`: Stripe has taken it on, and the bank has not moved it yet.

    One that went by hand names no account and no `payment_intent`; it may be taken back while it is planned. Of a purchase there is no invoice
    to book it on: the one that a card refused is done with the day on which it went another way.
    """

    __tablename__ = "refund"
    payment_id: Mapped[UUID | None] = refers_to("payment")
    purchase_id: Mapped[UUID | None] = refers_to("purchase")
    account: Mapped[str]
    payment_intent: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="planned")
    provider_id: Mapped[str | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    done_at: Mapped[datetime | None]
    given_on: Mapped[date | None]  # by hand: the day, as somebody says
    note: Mapped[str] = mapped_column(default="")  # and how it went
    __table_args__ = (
        UniqueConstraint("practice_id", "provider_id", name="refund_provider_once"),
        CheckConstraint("num_nonnulls(payment_id, purchase_id) = 1", name="of_one_thing"),
        CheckConstraint("amount_minor > 0", name="amount_above_zero"),
        CheckConstraint("state in ('planned', 'done', 'failed', 'taken back')", name="state_known"),
    )

    @classmethod
    def plan_for(
        cls,
        paid: Payment | Purchase,
        amount_minor: int,
        *,
        account: str,
        payment_intent: str,
        currency: str,
        reason: str,
        by: UUID | None,
        now: datetime,
    ) -> Refund:
        """Ask for it once; of a purchase that could not be served, the same payment goes back once."""
        session = object_session(paid)
        assert session is not None
        whose = {"payment_id": paid.id} if paid.__tablename__ == "payment" else {"purchase_id": paid.id}
        if "purchase_id" in whose:
            same = select(cls).where(cls.purchase_id == paid.id, cls.payment_intent == payment_intent)
            if found := session.scalar(same):
                return found
        planned = cls(
            account=account,
            payment_intent=payment_intent,
            amount_minor=amount_minor,
            currency=currency,
            reason=reason,
            at=now,
            by_id=by,
            **whose,
        )
        session.add(planned)
        Due.plan(planned, "refund_payment", at=now)
        return planned

    @property
    def is_by_hand(self) -> bool:
        return self.given_on is not None

    @classmethod
    def refused_purchases(cls) -> ColumnElement[bool]:
        """Of purchases, what a card did not take back, and nobody gave back another way since."""
        return and_(cls.purchase_id.is_not(None), cls.state == "failed")

    @classmethod
    def asked_of(cls, *payments: Payment) -> dict[UUID, int]:
        """Of each of one invoice's payments, by its id: minor units that went back, or will. Those of which nothing does are left out."""
        session = object_session(payments[0]) if payments else None
        if session is None:
            return {}
        mine = (cls.payment_id.in_([payment.id for payment in payments]), cls.state.not_in(("failed", "taken back")))
        asked = select(cls.payment_id, func.sum(cls.amount_minor)).where(*mine).group_by(cls.payment_id)
        return {payment_id: int(amount) for payment_id, amount in session.execute(asked) if payment_id}

    @classmethod
    def refused_of(cls, invoice: Invoice) -> set[UUID]:
        """Ids of an invoice's payments of which something was to go back to the card, and did not."""
        session = object_session(invoice)
        assert session is not None
        mine = (cls.payment_id.in_([payment.id for payment in invoice.payments]), cls.state == "failed")
        return {id for id in session.scalars(select(cls.payment_id).where(*mine)) if id}


class Dispute(Tenanted):
    """A bank questions a payment. While it is open nobody is reminded of that invoice."""

    __tablename__ = "dispute"
    payment_id: Mapped[UUID] = refers_to("payment")
    provider_id: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    state: Mapped[str]  # open | won | lost
    reason: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("practice_id", "provider_id", name="dispute_provider_once"),
        CheckConstraint("state in ('open', 'won', 'lost')", name="state_known"),
    )


class CardCost(Tenanted):
    """What taking a payment by card cost, as Stripe booked it."""

    __tablename__ = "card_cost"
    payment_id: Mapped[UUID] = refers_to("payment")
    amount_minor: Mapped[int]
    currency: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("practice_id", "payment_id", name="card_cost_once"), {"info": {"append_only": True}})
