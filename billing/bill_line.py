"""The lines of an issued invoice, and the days on which its parts are to be paid: as rows, for all that counts over invoices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, refers_to


class InvoiceLine(Tenanted):
    """`net_minor` is after the discount. `client_id`: for whom, which on a company's invoice differs line by line."""

    __tablename__ = "invoice_line"
    invoice_id: Mapped[UUID] = refers_to("invoice", shields=True)
    n: Mapped[int]
    client_id: Mapped[UUID | None] = refers_to("client")
    version_id: Mapped[UUID | None] = refers_to("offer_version")
    description: Mapped[str]
    quantity: Mapped[Decimal]
    unit_minor: Mapped[int]
    discount_percent: Mapped[Decimal] = mapped_column(default=Decimal(0))
    net_minor: Mapped[int]
    tax_percent: Mapped[Decimal]
    __table_args__ = (
        UniqueConstraint("practice_id", "invoice_id", "n", name="invoice_line_once"),
        CheckConstraint("discount_percent >= 0 and discount_percent <= 100", name="discount_sane"),
        CheckConstraint("tax_percent >= 0 and tax_percent < 100", name="tax_sane"),
        {"info": {"append_only": True}},
    )


class Instalment(Tenanted):
    """An invoice has at least one; together they are its total. `until_minor`: the sum of all up to and with this one."""

    __tablename__ = "instalment"
    invoice_id: Mapped[UUID] = refers_to("invoice", shields=True)
    n: Mapped[int]
    due_on: Mapped[date]
    amount_minor: Mapped[int]
    until_minor: Mapped[int]
    __table_args__ = (
        UniqueConstraint("practice_id", "invoice_id", "n", name="instalment_once"),
        CheckConstraint("amount_minor > 0", name="amount_above_zero"),
        CheckConstraint("until_minor >= amount_minor", name="until_holds_it"),
        {"info": {"append_only": True}},
    )
