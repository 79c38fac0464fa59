"""Paying on Stripe's page, whatever it is that is paid. The event is only a hint: what counts is what Stripe answers when asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from billing.answers import Checkout as Answer
from billing.answers import Payment
from billing.gateway import Gateway, GatewayRefused, GatewayUnavailable
from billing.invoice import Invoice
from billing.minor_units import can_ask_for
from billing.payable import Payable
from billing.purchase import Purchase
from models.base import Tenanted, belongs_to, refers_to
from models.due import Due
from models.errors import CannotPayOnline, DomainError, InvoiceSettled


class Checkout(Tenanted):
    """One try to pay one invoice or purchase. `account`: where it was opened, so that it is asked about there."""

    __tablename__ = "checkout"
    KEYS: ClassVar[int] = 5  # how many idempotency keys of one try may hold a stored failure before we give up
    invoice_id: Mapped[UUID | None] = refers_to("invoice")
    purchase_id: Mapped[UUID | None] = refers_to("purchase")
    readers: Mapped[list[UUID]] = mapped_column(default=list)
    try_no: Mapped[int]
    account: Mapped[str]
    session_id: Mapped[str]
    url: Mapped[str | None]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    synced_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]  # when a card was last refused on that page
    declined_last4: Mapped[str | None]
    invoice: Mapped[Invoice | None] = belongs_to("invoice_id")
    purchase: Mapped[Purchase | None] = belongs_to("purchase_id")
    __table_args__ = (
        UniqueConstraint("practice_id", "invoice_id", "try_no", name="checkout_try_once"),
        UniqueConstraint("practice_id", "purchase_id", "try_no", name="checkout_purchase_try_once"),
        UniqueConstraint("practice_id", "session_id", name="checkout_session_once"),
        CheckConstraint("num_nonnulls(invoice_id, purchase_id) = 1", name="for_one_thing"),
        CheckConstraint("state in ('open', 'complete', 'expired')", name="state_known"),
    )

    @classmethod
    def open_for(
        cls,
        session: Session,
        thing: Payable,
        gateway: Gateway,
        payer: Payer,
        *,
        account: str | None,
        now: datetime,
        only_next: bool = False,
    ) -> Checkout:
        """The page to pay on: the one that is open, or a new try. Two tabs, or two presses, get the same one: the key follows from the try.

        It asks for all that is owed; with `only_next` for what is missing of the next instalment. Raises InvoiceSettled, CannotPayOnline.
        """
        if not account:
            raise CannotPayOnline
        thing.lock()
        if thing.is_paid:
            raise InvoiceSettled
        tries = list(session.scalars(select(cls).where(cls._about(thing)).order_by(cls.try_no)))
        last = tries[-1] if tries else None
        amount_minor = thing.next_part_minor if only_next else thing.owed_minor
        if not can_ask_for(amount_minor, thing.currency):
            raise CannotPayOnline
        if last and last.account == account and last.can_be_paid(amount_minor, now):
            return last
        if last and last.state == "open":
            last._close(gateway, now)
            if thing.is_paid:
                raise InvoiceSettled
            amount_minor = thing.next_part_minor if only_next else thing.owed_minor
        try_no = len(tries) + 1
        answer = cls._ask(gateway, thing, amount_minor, payer, try_no, account, now)
        opened = cls(
            **{f"{thing.noun}_id": thing.id, thing.noun: thing},
            readers=list(thing.payers),
            try_no=try_no,
            account=account,
            session_id=answer.id,
            url=answer.url,
            amount_minor=amount_minor,
            currency=thing.currency,
            opened_at=now,
            expires_at=answer.expires_at,
        )
        session.add(opened)
        session.flush()
        for later in (timedelta(minutes=10), timedelta(hours=2), timedelta(hours=25)):  # the webhook may never come
            Due.plan(opened, "sync_checkout", at=now + later)
        return opened

    @classmethod
    def _ask(cls, gateway: Gateway, thing: Payable, amount_minor: int, payer: Payer, try_no: int, account: str, now: datetime) -> Answer:
        """A new page from Stripe. One whose answer was lost is found again by our metadata, never opened twice.

        A key whose failure Stripe has stored answers with that failure for a day: only then, and when nothing was made, the next key asks.
        """
        metadata = {"practice": str(thing.practice_id), thing.noun: str(thing.id), "try": str(try_no)}
        key = f"checkout:{thing.id}:{try_no}:{amount_minor}:{payer.fingerprint}"
        for again in range(cls.KEYS):
            try:
                return gateway.create_checkout(
                    account,
                    key=f"{key}:{again}" if again else key,
                    amount_minor=amount_minor,
                    currency=thing.currency,
                    description=thing.asked_as,
                    email=payer.email,
                    metadata=metadata,
                    success_url=payer.success_url,
                    cancel_url=payer.cancel_url,
                    monthly=thing.is_monthly,
                )
            except GatewayUnavailable as failure:
                if found := cls._lost(gateway, amount_minor, account, metadata, now):
                    return found
                if not failure.replayed:
                    raise
        raise GatewayUnavailable("no_key_left", "Stripe repeats a stored failure for each of our keys")

    @staticmethod
    def _lost(gateway: Gateway, amount_minor: int, account: str, metadata: dict[str, str], now: datetime) -> Answer | None:
        """The open page of this try that was made although its answer never came."""
        lost = gateway.find_checkouts(
            account, metadata=metadata, created_from=now - timedelta(hours=24), created_until=now + timedelta(minutes=5)
        )
        return next((answer for answer in lost if answer.state == "open" and answer.amount_minor == amount_minor), None)

    def can_be_paid(self, amount_minor: int, now: datetime) -> bool:
        return self.state == "open" and self.amount_minor == amount_minor and self.expires_at > now + timedelta(minutes=2)

    def _close(self, gateway: Gateway, now: datetime) -> None:
        """Before a new page replaces this one: two open pages could both be paid. If this one was paid meanwhile, that is booked."""
        try:
            self.sync(gateway.expire_checkout(self.account, self.session_id), now)
        except GatewayRefused:
            self.sync(gateway.fetch_checkout(self.account, self.session_id), now)

    @classmethod
    def _about(cls, thing: Payable) -> ColumnElement[bool]:
        return (cls.invoice_id if thing.noun == "invoice" else cls.purchase_id) == thing.id

    @classmethod
    def of(cls, session: Session, thing: Payable) -> Checkout | None:
        """The newest try to pay it."""
        return session.scalar(select(cls).where(cls._about(thing)).order_by(cls.try_no.desc()).limit(1))

    @classmethod
    def close_open(cls, session: Session, thing: Payable, now: datetime) -> None:
        """Money came another way, so what the open page asks for is no longer owed: plan to close it."""
        for checkout in session.scalars(select(cls).where(cls._about(thing), cls.state == "open")):
            Due.plan(checkout, "close_checkout", at=now)

    def look(self, now: datetime) -> None:
        """Somebody came back from Stripe, which proves nothing: plan to ask. However often the page is loaded, once in ten seconds."""
        if not self.is_settled:
            Due.plan(self, "sync_checkout", at=now.replace(second=now.second // 10 * 10, microsecond=0))

    @property
    def is_settled(self) -> bool:
        """Nothing more can come of it."""
        return self.state == "expired" or (self.state == "complete" and self._has_come)

    @property
    def _has_come(self) -> bool:
        if self.invoice is None:
            return self.thing.is_paid
        came = (p for p in self.invoice.payments if p.how == "stripe" and p.at >= self.opened_at and p.amount_minor == self.amount_minor)
        return any(came)

    @property
    def thing(self) -> Payable:
        found = self.invoice or self.purchase
        assert found is not None
        return found

    @property
    def question(self) -> Question:
        return Question(self.account, self.session_id)

    def sync(self, answer: Answer, now: datetime) -> None:
        """Overwrite our copy with what Stripe says, and book the money once. Raises ForeignAnswer for anything that is not this try's."""
        thing = self.thing
        if (answer.id, answer.metadata.get(thing.noun), answer.metadata.get("practice")) != (
            self.session_id,
            str(thing.id),
            str(self.practice_id),
        ):
            raise ForeignAnswer
        if (answer.amount_minor, answer.currency) != (self.amount_minor, self.currency):
            raise ForeignAnswer(f"Stripe speaks of another sum than {thing.asked_as}.")
        self.state, self.url, self.synced_at = answer.state, answer.url, now
        if answer.paid and (answer.payment_intent or answer.subscription):
            thing.came(
                answer.amount_minor,
                currency=answer.currency,
                account=self.account,
                payment_intent=answer.payment_intent,
                subscription=answer.subscription,
                now=now,
            )
            if self.purchase and answer.subscription and not self.purchase.is_served_by(answer.subscription):
                Due.plan(self, "undo_subscription", at=now)

    def take_in(self, answer: Answer, payment: Payment | None, now: datetime) -> None:
        """What Question.ask_all brought."""
        self.sync(answer, now)
        if payment is not None:
            self.was_declined(payment, now)

    def may_be_asked(self, now: datetime) -> bool:
        """Right now, while somebody waits for their page: once in ten seconds, however often that is loaded."""
        return not self.is_settled and (self.synced_at is None or self.synced_at <= now - timedelta(seconds=10))

    @property
    def was_refused(self) -> bool:
        """A card was declined on its page, and nothing came of it since."""
        return self.state == "open" and self.declined_at is not None

    def was_declined(self, payment: Payment, now: datetime) -> None:
        """A card was refused on its page, which stays open for another."""
        if payment.declined and payment.metadata.get(self.thing.noun) == str(self.thing.id):
            self.declined_at, self.declined_last4 = now, payment.card_last4


@dataclass(frozen=True)
class Payer:
    """Who pays, and where Stripe sends them back to."""

    email: str
    success_url: str
    cancel_url: str

    @property
    def fingerprint(self) -> str:
        """An idempotency key belongs to its parameters: another payer, another key."""
        return hashlib.sha256(f"{self.email}\n{self.success_url}\n{self.cancel_url}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Question:
    """What is asked while no connection to the database is held."""

    account: str
    session_id: str

    def ask(self, gateway: Gateway) -> Answer:
        return gateway.fetch_checkout(self.account, self.session_id)

    def ask_all(self, gateway: Gateway) -> tuple[Answer, Payment | None]:
        """Of a page that is still open, also what was tried on it: a card may have been refused."""
        answer = self.ask(gateway)
        tried = answer.payment_intent if answer.state == "open" else None
        return answer, gateway.fetch_payment(self.account, tried) if tried else None


class ForeignAnswer(DomainError):
    sentence = "Stripe's answer is not about this payment."
