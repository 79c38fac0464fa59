"""A mistake in an issued invoice is mended by a credit note: a number of its own, a snapshot, and the invoice stays as it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base import Tenanted, refers_to


class CreditNote(Tenanted):
    """Sums are above zero and lower what is owed of the invoice."""

    __tablename__ = "credit_note"
    invoice_id: Mapped[UUID] = refers_to("invoice", shields=True)
    series_id: Mapped[UUID]
    number: Mapped[str]
    snapshot: Mapped[dict[str, Any]]
    net_minor: Mapped[int]
    tax_minor: Mapped[int]
    total_minor: Mapped[int]
    reason: Mapped[str]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID | None]
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "series_id"], ["series.practice_id", "series.id"], name="credit_note_series"),
        UniqueConstraint("practice_id", "number", name="credit_note_number_once"),
        CheckConstraint("net_minor + tax_minor = total_minor and total_minor > 0", name="sums_agree"),
        CheckConstraint("char_length(reason) between 1 and 500", name="reason_length"),
        {"info": {"append_only": True}},
    )
