"""Money that came. A mistake is undone by a row of its own, never by changing one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Date, Index, UniqueConstraint, cast, func
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, refers_to


class Payment(Tenanted):
    """how: stripe or hand. `reverses_id`: a booking by hand that was a mistake, taken back with its negative."""

    __tablename__ = "payment"
    invoice_id: Mapped[UUID] = refers_to("invoice", shields=True)
    amount_minor: Mapped[int]
    how: Mapped[str]
    provider_id: Mapped[str | None]
    at: Mapped[datetime]  # when it was booked
    paid_on: Mapped[date | None]  # when it came, where somebody says so
    by_id: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(default="")
    reverses_id: Mapped[UUID | None] = refers_to("payment")
    refunds_id: Mapped[UUID | None] = refers_to("payment")  # money of that payment that went back to the payer
    __table_args__ = (
        UniqueConstraint("practice_id", "provider_id", name="payment_provider_once"),
        UniqueConstraint("practice_id", "reverses_id", name="payment_reversed_once"),
        Index("payment_at_ix", "practice_id", "at"),
        CheckConstraint("how in ('stripe', 'hand')", name="how_known"),
        CheckConstraint(
            "(amount_minor > 0) = (num_nonnulls(reverses_id, refunds_id) = 0) and amount_minor <> 0 and num_nonnulls(reverses_id, refunds_id) <= 1",
            name="sign",
        ),
        {"info": {"append_only": True}},
    )

    @property
    def came(self) -> date | datetime:
        """When the money came, as far as we know."""
        return self.paid_on or self.at

    @classmethod
    def day_in(cls, zone: str) -> ColumnElement[date]:
        """The day of `came` on that zone's calendar, for a column."""
        return func.coalesce(cls.paid_on, cast(func.timezone(zone, cls.at), Date))

    @property
    def came_back(self) -> bool:
        """A refund that the bank returned: no payment of its own at Stripe."""
        return self.how == "stripe" and self.amount_minor > 0 and self.provider_id is None

    def reversal(self, *, by: UUID, now: datetime) -> Payment:
        return Payment(
            invoice_id=self.invoice_id,
            amount_minor=-self.amount_minor,
            how=self.how,
            at=now,
            by_id=by,
            reverses_id=self.id,
            note="taken back",
        )
