"""An invoice is born issued: a number without gaps, a snapshot that nothing changes. What is still being written is another noun."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ColumnElement, ForeignKeyConstraint, Index, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from billing.balance import Balance
from billing.bill_line import Instalment
from billing.credit_note import CreditNote
from billing.instalments import Part, standing
from billing.payment import Payment
from billing.refund import Refund
from billing.tax import Line, Tax
from models.base import Tenanted, belongs_to, has_many, refers_to
from models.client import Client
from models.due import Due
from models.errors import InvoiceSettled, NotTakenBack, TooMuchPaid
from models.message import Message
from models.organisation import Contact


class Invoice(Tenanted):
    """Issued: INSERT and SELECT only, so nothing in it changes. What is owed is its total less what was credited and paid.

    `due_on` is the day of its last instalment.
    """

    __tablename__ = "invoice"
    noun: ClassVar[str] = "invoice"
    is_monthly: ClassVar[bool] = False
    SECOND_THOUGHTS: ClassVar[timedelta] = timedelta(minutes=5)
    series_id: Mapped[UUID]
    number: Mapped[str]
    client_id: Mapped[UUID | None] = refers_to("client")  # none on a company's invoice over several: its lines say for whom
    organisation_id: Mapped[UUID | None] = refers_to("organisation")
    purchase_id: Mapped[UUID | None] = refers_to("purchase")
    provider_id: Mapped[str | None]  # of a subscription: Stripe's invoice it stands for
    payer_id: Mapped[UUID]
    payer_kind: Mapped[str]
    currency: Mapped[str]
    snapshot: Mapped[dict[str, Any]]
    net_minor: Mapped[int]
    tax_minor: Mapped[int]
    total_minor: Mapped[int]
    left_minor: Mapped[int] = mapped_column(server_default="0", deferred=True)  # what is owed, for lists: the database keeps it
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID]
    due_on: Mapped[date]
    readers: Mapped[list[UUID]] = mapped_column(default=list)
    client: Mapped[Client | None] = belongs_to("client_id")
    payments: Mapped[list[Payment]] = has_many("payment.invoice_id", order_by="Payment.at, Payment.id")
    credit_notes: Mapped[list[CreditNote]] = has_many("credit_note.invoice_id", order_by="CreditNote.issued_at, CreditNote.id")
    instalments: Mapped[list[Instalment]] = has_many("instalment.invoice_id", order_by="Instalment.n")
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "series_id"], ["series.practice_id", "series.id"], name="invoice_series"),
        UniqueConstraint("practice_id", "number", name="invoice_number_once"),
        UniqueConstraint("practice_id", "provider_id", name="invoice_provider_once"),
        Index("invoice_issued_ix", "practice_id", "issued_on"),
        Index("invoice_open_ix", "practice_id", postgresql_where="left_minor > 0"),
        CheckConstraint("net_minor + tax_minor = total_minor and total_minor > 0", name="sums_agree"),
        {"info": {"append_only": True, "updatable": ("readers",)}},
    )

    @property
    def paid_minor(self) -> int:
        return sum(payment.amount_minor for payment in self.payments)

    @property
    def credited_minor(self) -> int:
        return sum(note.total_minor for note in self.credit_notes)

    @property
    def owed_minor(self) -> int:
        return self.total_minor - self.credited_minor - self.paid_minor

    @property
    def is_paid(self) -> bool:
        """Nothing is owed any more."""
        return self.owed_minor <= 0

    @property
    def taxes(self) -> list[Tax]:
        return [Tax.read(kept) for kept in self.snapshot["taxes"]]

    @property
    def lines(self) -> list[Line]:
        return [Line.read(kept) for kept in self.snapshot["lines"]]

    @property
    def parts(self) -> list[Part]:
        """Its instalments in order, and how each stands: what is paid or credited covers them one after another."""
        came = [(payment.at, payment.came, payment.amount_minor) for payment in self.payments]
        came += [(note.issued_at, note.issued_on, note.total_minor) for note in self.credit_notes]
        return standing(
            ((part.due_on, part.amount_minor) for part in self.instalments),
            ((when, amount) for _, when, amount in sorted(came, key=lambda event: event[0])),
        )

    @property
    def next_part_minor(self) -> int:
        """What is missing of the instalment that is to be paid next."""
        return next((part.open_minor for part in self.parts if not part.is_covered), 0)

    @property
    def balance(self) -> Balance:
        due = next((part.due_on for part in self.parts if not part.is_covered), None)
        return Balance(self.total_minor, self.credited_minor, self.paid_minor, due)

    def state(self, today: date) -> str:
        """credited, paid, late, part paid or open."""
        return self.balance.state(today)

    @property
    def asked_as(self) -> str:
        return f"Invoice {self.number}"

    @property
    def payers(self) -> list[UUID]:
        return self.readers

    def came(
        self, amount_minor: int, *, currency: str, account: str, payment_intent: str | None, subscription: str | None, now: datetime
    ) -> None:
        """Paid on a page of Stripe's: booked once (billing/payable.py)."""
        if payment_intent:
            self.receive(amount_minor, how="stripe", now=now, provider_id=payment_intent)

    def lock(self) -> None:
        """Two payments or credit notes of one invoice come one after the other."""
        session = object_session(self)
        assert session is not None
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{self.practice_id}:{self.id}", 0))))
        session.refresh(self, ["payments", "credit_notes"])

    def receive(
        self,
        amount_minor: int,
        *,
        how: str,
        now: datetime,
        by: UUID | None = None,
        provider_id: str | None = None,
        note: str = "",
        paid_on: date | None = None,
    ) -> Payment | None:
        """Book a payment, in full or in part. None when this provider's payment is booked already. The payer gets a receipt,
        of one entered by hand only when there was time to take it back."""
        session = object_session(self)
        assert session is not None
        self.lock()
        if provider_id and any(p.provider_id == provider_id for p in self.payments):
            return None
        payment = Payment(
            invoice_id=self.id,
            amount_minor=amount_minor,
            how=how,
            provider_id=provider_id,
            at=now,
            paid_on=paid_on,
            by_id=by,
            note=note,
        )
        self.payments.append(payment)
        session.flush()
        Due.plan(payment, "make_receipt_pdf", at=now if provider_id else now + self.SECOND_THOUGHTS)
        if how == "stripe":
            Due.plan(payment, "note_card_cost", at=now)
        return payment

    def book(self, amount_minor: int, paid_on: date, *, by: UUID, now: datetime, note: str = "") -> Payment:
        """Money that came another way, entered by hand: above zero, and not more than is owed. Raises InvoiceSettled, TooMuchPaid."""
        self.lock()
        if self.is_paid:
            raise InvoiceSettled
        if not 0 < amount_minor <= self.owed_minor:
            raise TooMuchPaid
        payment = self.receive(amount_minor, how="hand", now=now, by=by, note=note, paid_on=paid_on)
        assert payment is not None
        Due.plan(self, "close_pages", at=now)  # what an open page of Stripe's asks for is no longer owed
        return payment

    def take_back(self, payment: Payment, *, by: UUID, now: datetime) -> Payment:
        """Undo a booking by hand, with a row of its own. Raises NotTakenBack."""
        self.lock()
        if not self.can_take_back(payment) or Refund.asked_of(payment):
            raise NotTakenBack
        undone = payment.reversal(by=by, now=now)
        self.payments.append(undone)
        return undone

    def give_back(
        self,
        payment: Payment,
        amount_minor: int,
        *,
        how: str,
        provider_id: str | None,
        by: UUID | None,
        now: datetime,
        note: str = "given back",
        given_on: date | None = None,
    ) -> Payment | None:
        """Money of that payment went back to the payer, in full or in part; None when this is booked already."""
        self.lock()
        if provider_id and any(p.provider_id == provider_id for p in self.payments):
            return None
        back = Payment(
            invoice_id=self.id,
            amount_minor=-amount_minor,
            how=how,
            provider_id=provider_id,
            at=now,
            paid_on=given_on,
            by_id=by,
            refunds_id=payment.id,
            note=note,
        )
        self.payments.append(back)
        session = object_session(self)
        assert session is not None
        session.flush()
        return back

    def bounced(self, amount_minor: int, *, how: str, now: datetime) -> None:
        """A bank returned what had gone back to the payer: it is here, and still theirs."""
        session = object_session(self)
        assert session is not None
        self.lock()
        self.payments.append(Payment(invoice_id=self.id, amount_minor=amount_minor, how=how, at=now, note="returned by the bank"))
        session.flush()

    def can_take_back(self, payment: Payment) -> bool:
        """Not of what went back to the payer, nor of a payment of which something did."""
        told = any(payment.id in (p.reverses_id, p.refunds_id) for p in self.payments)
        return payment.how == "hand" and payment.amount_minor > 0 and not told

    def was_taken_back(self, payment: Payment) -> bool:
        return any(p.reverses_id == payment.id for p in self.payments)

    @property
    def payer(self) -> Client | Contact:
        session = object_session(self)
        assert session is not None
        key = (self.practice_id, self.payer_id)
        payer: Client | Contact | None = session.get(Client, key) if self.payer_kind == "client" else session.get(Contact, key)
        assert payer is not None
        return payer

    def announce(self, now: datetime) -> None:
        """Tell the payer, once."""
        Message.plan(self.payer, "invoice", subject=self, occasion=str(self.id), at=now)

    def announce_again(self, now: datetime) -> None:
        """The same mail once more, because somebody pressed a button; twice within a minute is one mail. Raises InvoiceSettled."""
        if self.is_paid:
            raise InvoiceSettled
        Message.plan(self.payer, "invoice", subject=self, occasion=f"{self.id} again {now:%Y-%m-%dT%H:%M}", at=now)

    def thank(self, payment: Payment, now: datetime) -> None:
        """The receipt of a payment that came through Stripe or was booked by hand, once."""
        if payment.amount_minor > 0 and not self.was_taken_back(payment):
            Message.plan(self.payer, "receipt", subject=payment, occasion=str(payment.id), at=now)

    @classmethod
    def paid_sum(cls) -> ColumnElement[int]:
        """What was paid of it, for a column of a list."""
        paid = select(func.coalesce(func.sum(Payment.amount_minor), 0).cast(BigInteger)).where(Payment.invoice_id == cls.id)
        return paid.correlate(cls).scalar_subquery()

    @classmethod
    def credited_sum(cls) -> ColumnElement[int]:
        credited = select(func.coalesce(func.sum(CreditNote.total_minor), 0).cast(BigInteger)).where(CreditNote.invoice_id == cls.id)
        return credited.correlate(cls).scalar_subquery()

    @classmethod
    def next_due(cls) -> ColumnElement[date]:
        """The day of the first instalment that is not covered; null when there is none."""
        open_part = (Instalment.invoice_id == cls.id, Instalment.until_minor > cls.total_minor - cls.left_minor)
        return select(func.min(Instalment.due_on)).where(*open_part).correlate(cls).scalar_subquery()

    @classmethod
    def balance_columns(cls) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int], ColumnElement[date]]:
        """What Balance is made of, in its order."""
        return cls.total_minor + 0, cls.credited_sum(), cls.paid_sum(), cls.next_due()

    @classmethod
    def listed(cls) -> Select[Invoice, int, int, int, date | None]:
        """Newest first, each with its balance, in one statement: `for invoice, *balance in ...: Balance(*balance)`."""
        return select(cls, *cls.balance_columns()).order_by(cls.issued_on.desc(), cls.issued_at.desc(), cls.id.desc())
