"""An invoice is born issued: a number without gaps, a snapshot that nothing changes. What is still being written is another noun."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Select, UniqueConstraint, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from billing.payment import Payment
from billing.tax import LARGEST_MINOR, Line, sums
from models import seen
from models.base import Tenanted, belongs_to, has_many, refers_to
from models.client import Client
from models.contract.text import number
from models.due import Due
from models.errors import DomainError, InvoiceNotReady
from models.message import Message
from models.organisation import Contact
from models.practice import Practice


class Series(Tenanted):
    """The counter of one run of numbers, locked in the transaction that issues: numbers have no gaps."""

    __tablename__ = "series"
    prefix: Mapped[str]
    last: Mapped[int] = mapped_column(default=0)
    __table_args__ = (UniqueConstraint("practice_id", "prefix", name="series_prefix_once"),)

    @classmethod
    def next_number(cls, session: Session, prefix: str) -> tuple[UUID, str]:
        session.execute(insert(cls).values(prefix=prefix, last=0).on_conflict_do_nothing(constraint="series_prefix_once"))
        taken = update(cls).where(cls.prefix == prefix).values(last=cls.last + 1).returning(cls.id, cls.last)
        id, last = session.execute(taken).one()
        return id, f"{prefix}{last:03d}"


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

    def issue(self, practice: Practice, *, by: UUID, now: datetime) -> Invoice:
        """Number it, freeze it, send it. The draft is gone with the same commit."""
        session = object_session(self)
        assert session is not None
        if not practice.can_invoice:
            raise InvoiceNotReady
        total = sums(self.lines, self.tax_percent)
        if not self.description.strip() or total.total_minor <= 0:
            raise DomainError("Say what is invoiced, and an amount above zero.")
        today = practice.today(now)
        series_id, numbered = Series.next_number(session, f"{today.year}-")
        payer = self.client.payer
        invoice = Invoice(
            series_id=series_id,
            number=numbered,
            client_id=self.client_id,
            payer_id=payer.id,
            payer_kind=payer.kind,
            currency=self.currency,
            snapshot=self._snapshot(practice, payer.name),
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

    def _snapshot(self, practice: Practice, payer: str) -> dict[str, Any]:
        organisation = self.client.organisation if self.client.payer is not self.client else None
        return {
            "seller": {
                "name": practice.legal_name,
                "address": practice.legal_address,
                "tax_number": practice.tax_number,
                "practice": practice.name,
            },
            "buyer": {
                "name": payer,
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
    __tablename__ = "invoice"
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
    payments: Mapped[list[Payment]] = has_many("payment.invoice_id", order_by="Payment.at")
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
        self, amount_minor: int, *, how: str, now: datetime, by: UUID | None = None, provider_id: str | None = None, note: str = ""
    ) -> Payment | None:
        """Book a payment, in full or in part. None when this provider's payment is booked already. The payer gets a receipt."""
        session = object_session(self)
        assert session is not None
        self.lock()
        if provider_id and any(p.provider_id == provider_id for p in self.payments):
            return None
        payment = Payment(invoice_id=self.id, amount_minor=amount_minor, how=how, provider_id=provider_id, at=now, by_id=by, note=note)
        self.payments.append(payment)
        session.flush()
        Due.plan(payment, "make_receipt_pdf", at=now)
        return payment

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

    def thank(self, payment: Payment, now: datetime) -> None:
        """The receipt of a payment that came through Stripe or was booked by hand, once."""
        if payment.amount_minor > 0:
            Message.plan(self.payer, "receipt", subject=payment, occasion=str(payment.id), at=now)

    @classmethod
    def listed(cls) -> Select[tuple[Invoice, int]]:
        """Newest first, each with what was paid of it, in one statement."""
        paid = select(func.coalesce(func.sum(Payment.amount_minor), 0)).where(Payment.invoice_id == cls.id).scalar_subquery()
        return select(cls, paid).order_by(cls.issued_on.desc(), cls.number.desc())
