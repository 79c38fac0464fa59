"""A coaching practice: the tenant. Everything else of Plumbline belongs to one."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, uuid7
from models.errors import Stale

INSTALLATION = UUID("00000000-0000-7000-8000-000000000001")  # the reserved practice "-": sign-in, reset and sign-up mails are its own


class Practice(Base):
    __tablename__ = "practice"
    WHO_PAYS: ClassVar[tuple[str, ...]] = ("companies", "people", "both")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    who_pays: Mapped[str] = mapped_column(default="both")
    niche: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(default="EUR")
    zone: Mapped[str] = mapped_column(default="UTC")
    locale: Mapped[str] = mapped_column(default="en")
    legal_name: Mapped[str] = mapped_column(default="")
    legal_address: Mapped[str] = mapped_column(default="")
    tax_number: Mapped[str] = mapped_column(default="")
    tax_name: Mapped[str] = mapped_column(default="VAT")
    tax_rate: Mapped[Decimal] = mapped_column(default=Decimal(0))  # percent
    payment_days: Mapped[int] = mapped_column(default=14)
    pay_to: Mapped[str] = mapped_column(default="", server_default="")  # the account for transfers, as it stands on invoices
    stripe_account: Mapped[str | None] = mapped_column(unique=True)  # "acct_…", or "own" for the key's own account
    vault_key: Mapped[bytes | None]  # the data key of private notes, wrapped by the installation's master key
    version: Mapped[int] = mapped_column(default=1, server_default="1")  # of the settings
    created_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("who_pays in ('companies', 'people', 'both')", name="who_pays_known"),
        CheckConstraint("slug ~ '^([a-z0-9][a-z0-9-]{1,62}|-)$'", name="slug_shape"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_shape"),
        CheckConstraint("tax_rate >= 0 and tax_rate < 100", name="tax_rate_sane"),
        CheckConstraint("char_length(name) between 1 and 200", name="name_length"),
        CheckConstraint("payment_days between 0 and 365", name="payment_days_sane"),
        {"info": {"platform": "found by its slug before it is entered"}},
    )

    @property
    def has_sponsors(self) -> bool:
        """Where people pay for themselves, no word about bosses appears."""
        return self.who_pays != "people"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def can_invoice(self) -> bool:
        return bool(self.legal_name and self.legal_address)

    def set(self, version: int, **settings: Any) -> None:
        """Change settings, by their names. Stale when they were saved since `version` was read."""
        if version != self.version:
            raise Stale
        for name, value in settings.items():
            setattr(self, name, value)
        self.version += 1

    def today(self, now: datetime) -> date:
        return now.astimezone(self.tz).date()
