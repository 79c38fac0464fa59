"""What will be an invoice: written and changed freely, until it is issued."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column, object_session

from billing.invoice import Invoice
from billing.series import Series
from billing.tax import LARGEST_MINOR, Line, Sums, sums
from models import seen
from models.base import Tenanted, belongs_to, refers_to
from models.client import Client
from models.contract.text import number
from models.due import Due
from models.errors import DomainError, InvoiceNotReady, Stale
from models.practice import Practice


class InvoiceDraft(Tenanted):
    """What will be an invoice. One line is enough in this house's first half: the package, and its period."""

    __tablename__ = "invoice_draft"
    client_id: Mapped[UUID | None] = refers_to("client")
    organisation_id: Mapped[UUID | None] = refers_to("organisation")
    more_lines: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    instalments: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
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
