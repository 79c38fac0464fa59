"""An invoice is born issued: a number without gaps, a snapshot that nothing changes. What is still being written is another noun."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from billing.payment import Payment
from billing.series import Series
from billing.tax import LARGEST_MINOR, Line, Sums, sums
from models import seen
from models.base import Tenanted, belongs_to, has_many, refers_to
from models.client import Client
from models.contract.text import number
from models.due import Due
from models.errors import DomainError, InvoiceNotReady, InvoiceSettled, NotTakenBack, Stale, TooMuchPaid
from models.message import Message
from models.organisation import Contact
from models.practice import Practice


class InvoiceDraft(Tenanted):
    """What will be an invoice. One line is enough in this house's first half: the package, and its period."""

    __tablename__ = "invoice_draft"
    client_id: Mapped[UUID] = refers_to("client")
    description: Mapped[str] = mapped_column(default="")
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
    unit_minor: Mapped[int] = mapped_column(default=0)
    tax_percent: Mapped[Decimal] = mapped_column(default=Decimal(0))
    currency: Mapped[str]
    po_number: Mapped[str] = mapped_column(default="")
    buyer_address: Mapped[str] = mapped_column(default="")
    payment_days: Mapped[int] = mapped_column(default=14)
    draft_no: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
    client: Mapped[Client] = belongs_to("client_id")
    __table_args__ = (
        CheckConstraint("quantity > 0 and quantity < 100000", name="quantity_sane"),
        CheckConstraint(f"unit_minor >= 0 and unit_minor <= {LARGEST_MINOR}", name="unit_sane"),
        CheckConstraint("tax_percent >= 0 and tax_percent < 100", name="tax_sane"),
        CheckConstraint("payment_days between 0 and 365", name="days_sane"),
    )

    @property
    def lines(self) -> list[Line]:
        return [Line(self.description, self.quantity, self.unit_minor)]

    @property
    def sums(self) -> Sums:
        return sums(self.lines, self.tax_percent)

    def write(self, version: int, **values: Any) -> None:
        """Change it, by the names of its columns. Stale when it was saved since `version` was read."""
        if version != self.draft_no:
            raise Stale
        for name, value in values.items():
            setattr(self, name, value)
        self.draft_no += 1

    def drop(self, now: datetime) -> None:
        self.dropped_at = now

    def restore(self) -> None:
        """Undo of drop."""
        self.dropped_at = None

    def issue(self, practice: Practice, *, by: UUID, now: datetime) -> Invoice:
        """Number it, freeze it, send it. The draft is gone with the same commit, and the invoice keeps its id: a draft becomes one invoice."""
        session = object_session(self)
        assert session is not None
        if not practice.can_invoice:
            raise InvoiceNotReady
        total = self.sums
        if not self.description.strip() or total.total_minor <= 0:
            raise DomainError("Say what is invoiced, and an amount above zero.")
        today = practice.today(now)
        series_id, numbered = Series.next_number(session, f"{today.year}-")
        payer = self.client.payer
        invoice = Invoice(
            id=self.id,
            series_id=series_id,
            number=numbered,
            client_id=self.client_id,
            payer_id=payer.id,
            payer_kind=payer.kind,
            currency=self.currency,
            snapshot=self.snapshot(practice),
            net_minor=total.net_minor,
            tax_minor=total.tax_minor,
            total_minor=total.total_minor,
            issued_on=today,
            issued_at=now,
            issued_by=by,
            due_on=today + timedelta(days=self.payment_days),
            readers=seen.readers("invoice", self.client),
        )
        session.add(invoice)
        session.delete(self)
        session.flush()
        Due.plan(invoice, "make_invoice_pdf", at=now)  # and with the PDF made, it is announced
        return invoice

    def snapshot(self, practice: Practice) -> dict[str, Any]:
        """What stands on it but its sums and days: seller, buyer, lines, tax. With an invoice it is frozen."""
        payer = self.client.payer
        organisation = self.client.organisation if payer is not self.client else None
        return {
            "seller": {
                "name": practice.legal_name,
                "address": practice.legal_address,
                "tax_number": practice.tax_number,
                "practice": practice.name,
                "pay_to": practice.pay_to,
            },
            "buyer": {
                "name": payer.name,
                "organisation": organisation.name if organisation else "",
                "address": self.buyer_address,
                "po_number": self.po_number,
            },
            "lines": [
                {
                    "description": line.description,
                    "quantity": number(line.quantity),
                    "unit_minor": line.unit_minor,
                    "net_minor": line.net_minor,
                }
                for line in self.lines
            ],
            "tax": {"name": practice.tax_name, "percent": number(self.tax_percent)},
        }


class Invoice(Tenanted):
    """Issued: INSERT and SELECT only, so nothing in it changes. What was paid of it is the sum of its payments."""

    __tablename__ = "invoice"
    SECOND_THOUGHTS: ClassVar[timedelta] = timedelta(minutes=5)
    series_id: Mapped[UUID]
    number: Mapped[str]
    client_id: Mapped[UUID] = refers_to("client")
    payer_id: Mapped[UUID]
    payer_kind: Mapped[str]
    currency: Mapped[str]
    snapshot: Mapped[dict[str, Any]]
    net_minor: Mapped[int]
    tax_minor: Mapped[int]
    total_minor: Mapped[int]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID]
    due_on: Mapped[date]
    readers: Mapped[list[UUID]] = mapped_column(default=list)
    client: Mapped[Client | None] = belongs_to("client_id")
    payments: Mapped[list[Payment]] = has_many("payment.invoice_id", order_by="Payment.at, Payment.id")
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "series_id"], ["series.practice_id", "series.id"], name="invoice_series"),
        UniqueConstraint("practice_id", "number", name="invoice_number_once"),
        Index("invoice_issued_ix", "practice_id", "issued_on"),
        CheckConstraint("net_minor + tax_minor = total_minor and total_minor > 0", name="sums_agree"),
        {"info": {"append_only": True, "updatable": ("readers",)}},
    )

    @property
    def paid_minor(self) -> int:
        return sum(payment.amount_minor for payment in self.payments)

    @property
    def owed_minor(self) -> int:
        return self.total_minor - self.paid_minor

    @property
    def is_paid(self) -> bool:
        return self.owed_minor <= 0

    def state(self, today: date) -> str:
        """paid, late, part paid or open."""
        if self.is_paid:
            return "paid"
        return "late" if self.due_on < today else "part paid" if self.paid_minor else "open"

    def lock(self) -> None:
        """Two payments of one invoice come one after the other."""
        session = object_session(self)
        assert session is not None
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{self.practice_id}:{self.id}", 0))))
        session.refresh(self, ["payments"])

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
        if not self.can_take_back(payment):
            raise NotTakenBack
        undone = payment.reversal(by=by, now=now)
        self.payments.append(undone)
        return undone

    def can_take_back(self, payment: Payment) -> bool:
        return payment.how == "hand" and payment.reverses_id is None and not self.was_taken_back(payment)

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
