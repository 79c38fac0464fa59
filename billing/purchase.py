"""One way from an offer to a client: details, terms, pay, book. Nothing is held before it is paid, nothing paid is lost."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from billing.offer import Offer, OfferVersion
from models.base import Tenanted, belongs_to, refers_to


class Purchase(Tenanted):
    """The buyer's door enters as this row, so they see it and nothing else. Once it is paid, a job makes client, invoice and package of it."""

    __tablename__ = "purchase"
    kind: ClassVar[str] = "buyer"
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
    offer: Mapped[Offer] = belongs_to("offer_id")
    version: Mapped[OfferVersion] = belongs_to("version_id")
    __table_args__ = (
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

    @property
    def total_minor(self) -> int:
        return self.net_minor + self.tax_minor
