"""One way from an offer to a client: details, terms, pay, book. Nothing is held before it is paid, nothing paid is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from billing.offer import Offer, OfferVersion
from billing.refund import Refund
from models.audit import Audit
from models.base import Tenanted, belongs_to, refers_to
from models.due import Due
from models.errors import BoughtAlready, NotForSale, TermsChanged
from models.folding import clean_line, fold_address


@dataclass(frozen=True)
class Buyer:
    """Who somebody says they are."""

    name: str
    address: str
    zone: str
    locale: str
    company: str = ""


class Purchase(Tenanted):
    """The buyer's door enters as this row, so they see it and nothing else. Once it is paid, a job makes client, invoice and package of it."""

    __tablename__ = "purchase"
    kind: ClassVar[str] = "buyer"
    noun: ClassVar[str] = "purchase"
    is_at_organisation: ClassVar[bool] = False
    KEPT: ClassVar[timedelta] = timedelta(days=7)  # how long what was agreed to may be paid at its price after the offer was changed
    QUIET: ClassVar[timedelta] = timedelta(minutes=30)  # after that a mail brings back the page that was closed
    offer_id: Mapped[UUID] = refers_to("offer")
    version_id: Mapped[UUID] = refers_to("offer_version")
    name: Mapped[str]
    address: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str]
    company: Mapped[str] = mapped_column(default="")
    on_invoice: Mapped[bool] = mapped_column(default=False)
    is_first_call: Mapped[bool] = mapped_column(default=False)
    by_instalments: Mapped[bool] = mapped_column(default=False)
    net_minor: Mapped[int]
    tax_minor: Mapped[int]
    currency: Mapped[str]
    agreed_at: Mapped[datetime | None]
    agreed_sha256: Mapped[str | None]  # of the terms as they were read
    agreed_ip: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="begun")
    created_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    client_id: Mapped[UUID | None] = refers_to("client")
    account: Mapped[str | None]  # where it was paid
    payment_intent: Mapped[str | None]
    subscription_ref: Mapped[str | None]  # Stripe's subscription that its payment began
    offer: Mapped[Offer] = belongs_to("offer_id")
    version: Mapped[OfferVersion] = belongs_to("version_id")
    __table_args__ = (
        UniqueConstraint("practice_id", "payment_intent", name="purchase_payment_once"),
        UniqueConstraint("practice_id", "subscription_ref", name="purchase_subscription_once"),
        Index("purchase_address_ix", "practice_id", "address"),
        Index("purchase_created_ix", "practice_id", "created_at"),
        Index(
            "purchase_first_call_once",
            "practice_id",
            "address",
            unique=True,
            postgresql_where="is_first_call and state in ('paid', 'settled')",
        ),
        CheckConstraint("state in ('begun', 'agreed', 'paid', 'settled', 'sold out', 'given back')", name="state_known"),
        CheckConstraint("(agreed_at is null) = (agreed_sha256 is null)", name="agreed_to_a_text"),
        CheckConstraint("net_minor >= 0 and tax_minor >= 0", name="sums_sane"),
        CheckConstraint("char_length(name) between 1 and 200 and char_length(address) between 3 and 320", name="who_length"),
        {"info": {"reader": "self"}},
    )

    @classmethod
    def begin(cls, session: Session, offer: Offer, *, id: UUID, buyer: Buyer, today: date, now: datetime) -> Purchase:
        """Somebody said who they are: name, address, zone, locale, company. All amounts are the offer's own. Raises NotForSale."""
        offer.check_for_sale(today)
        assert offer.current is not None
        begun = cls(id=id, offer_id=offer.id, offer=offer, created_at=now, is_first_call=offer.is_first_call, state="begun")
        begun._take(offer.current, by_instalments=False)
        begun._say(buyer)
        session.add(begun)
        session.flush()
        return begun

    def change(self, buyer: Buyer) -> None:
        """Who they are, once more, as long as nothing was paid. Of a first call the address stays the one that its link was mailed to."""
        self.lock()
        self._check_open()
        self._say(replace(buyer, address=self.address) if self.is_first_call else buyer)

    def _say(self, buyer: Buyer) -> None:
        self.name, self.address, self.company = clean_line(buyer.name), fold_address(buyer.address), clean_line(buyer.company)
        self.zone, self.locale = buyer.zone, buyer.locale

    def _take(self, version: OfferVersion, *, by_instalments: bool) -> None:
        total = version.sums(by_instalments=by_instalments)
        self.version_id, self.version, self.by_instalments = version.id, version, by_instalments
        self.net_minor, self.tax_minor, self.currency = total.net_minor, total.tax_minor, version.currency

    def agree(self, fingerprint: str, *, ip: str, today: date, now: datetime) -> None:
        """To the text that was read. What costs nothing is bought with it. Raises TermsChanged, NotForSale, BoughtAlready."""
        self.lock()
        self._check_open()
        self.offer.check_for_sale(today)
        newest = self.offer.current
        assert newest is not None
        if fingerprint != newest.fingerprint:
            raise TermsChanged
        self._take(newest, by_instalments=False)
        self.state, self.agreed_at, self.agreed_sha256, self.agreed_ip = "agreed", now, fingerprint, ip
        if self.total_minor == 0:
            self._paid(now)
        else:
            Due.plan(self, "bring_back", at=now + self.QUIET)

    def read_again(self) -> None:
        """The offer was changed too long ago: back to the terms."""
        self.lock()
        self._check_open()
        self.state, self.agreed_at, self.agreed_sha256 = "begun", None, None

    def choose(self, *, by_instalments: bool, today: date, now: datetime) -> None:
        """How it is paid, right before it is. Raises BoughtAlready, TermsChanged, NotForSale."""
        self.lock()
        self._check_payable(today, now)
        self._take(self.version, by_instalments=by_instalments and self.version.instalments > 1)

    def order(self, company: str, *, today: date, now: datetime) -> None:
        """A company pays on invoice: the practice looks at the order, and what is bought begins when it issues the invoice."""
        self.lock()
        self._check_payable(today, now)
        if not self.version.on_invoice:
            raise NotForSale("This is paid by card. Ask for an invoice in a message.")
        self.company, self.on_invoice = clean_line(company), True
        Due.plan(self, "take_order", at=now)

    def invoiced(self, now: datetime) -> None:
        """The order on invoice was accepted: its invoice is issued."""
        self.lock()
        if self.is_ordered:
            self._paid(now)

    def _check_payable(self, today: date, now: datetime) -> None:
        self._check_open()
        if self.state != "agreed" or (self.version.n != self.offer.n and (self.agreed_at or now) < now - self.KEPT):
            raise TermsChanged
        self.offer.check_for_sale(today)

    def _check_open(self) -> None:
        if self.is_paid:
            raise BoughtAlready

    def _paid(self, now: datetime) -> None:
        self.state, self.paid_at = "paid", now
        self.note("paid", now)
        Due.plan(self, "settle_purchase", at=now)

    def give_back(self, now: datetime) -> None:
        """All its money went back: its place is free, once."""
        self.lock()
        if self.is_settled:
            self.state = "given back"
            self.note("given_back", now)
            self.offer.free_place()

    def keep(self, now: datetime) -> None:
        """Its money did not go back after all. Whoever took the place since keeps it too."""
        self.lock()
        if self.state == "given back":
            self.state = "settled"
            self.note("kept", now)
            self.offer.take_place()

    def note(self, what: str, now: datetime) -> None:
        """For the audit: nobody pressed anything here."""
        session = object_session(self)
        assert session is not None
        Audit.write(session, actor_id=None, act=f"purchase.{what}", object_id=self.id, at=now, ip="")

    # What a page of Stripe's asks money for (billing/payable.py).

    @property
    def asked_as(self) -> str:
        return self.version.name

    @property
    def is_monthly(self) -> bool:
        return self.offer.kind == "subscription"

    @property
    def payers(self) -> list[UUID]:
        return [self.id]

    @property
    def is_paid(self) -> bool:
        """Nothing more is asked for."""
        return self.state not in ("begun", "agreed") or self.on_invoice

    @property
    def due_minor(self) -> int:
        """What is paid at once: all of it, or the first part."""
        return self.version.parts(by_instalments=self.by_instalments)[0]

    @property
    def owed_minor(self) -> int:
        return 0 if self.is_paid else self.due_minor

    @property
    def next_part_minor(self) -> int:
        return self.owed_minor

    def lock(self) -> None:
        session = object_session(self)
        assert session is not None
        session.flush()  # a refresh forgets what was not sent yet
        session.refresh(self, with_for_update=True)

    def came(
        self, amount_minor: int, *, currency: str, account: str, payment_intent: str | None, subscription: str | None, now: datetime
    ) -> None:
        """Paid, once. Money that came a second time, from another page, or for other terms than were agreed to since, goes back."""
        self.lock()
        twice = not self.waits_for_money
        if not twice and self._takes(amount_minor, currency):
            self.account, self.payment_intent, self.subscription_ref = account, payment_intent, subscription
            self._paid(now)
        elif payment_intent and payment_intent != self.payment_intent:
            Refund.plan_for(
                self,
                amount_minor,
                account=account,
                payment_intent=payment_intent,
                currency=currency,
                reason="It was paid twice." if twice else "It was paid at a price that holds no more.",
                by=None,
                now=now,
            )

    def is_served_by(self, subscription: str) -> bool:
        """Of a subscription at Stripe that was paid: is it the one that this purchase lives on?"""
        return self.is_served and self.subscription_ref == subscription

    def _takes(self, amount_minor: int, currency: str) -> bool:
        """Is that what is asked for? How it is paid is what its page asked for, whatever was pressed in another tab since."""
        ways = (self.by_instalments, not self.by_instalments) if self.version.instalments > 1 else (False,)
        way = next((way for way in ways if self.version.parts(by_instalments=way)[0] == amount_minor), None)
        if way is None or currency != self.currency:
            return False
        self._take(self.version, by_instalments=way)
        return True

    @property
    def total_minor(self) -> int:
        return self.net_minor + self.tax_minor

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def waits_for_terms(self) -> bool:
        return self.state == "begun"

    @property
    def waits_for_money(self) -> bool:
        return self.state == "agreed" and not self.on_invoice

    @property
    def is_ordered(self) -> bool:
        """On invoice, and the practice has not issued it yet."""
        return self.state == "agreed" and self.on_invoice

    @property
    def is_settled(self) -> bool:
        return self.state == "settled"

    @property
    def is_served(self) -> bool:
        """What was paid for it is kept."""
        return self.state in ("paid", "settled")

    @property
    def was_too_late(self) -> bool:
        """It was paid when the last place had gone: the money goes back."""
        return self.state == "sold out"
