"""What happens to a package: entries that are only ever added, sessions that are taken from it, and changes that both agreed to."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, belongs_to, refers_to

if TYPE_CHECKING:
    from billing.package import Package


class Booking(Tenanted):
    """Which package a session is taken from. Whether it was, its credits say."""

    __tablename__ = "booking"
    package_id: Mapped[UUID] = refers_to("package", shields=True)
    session_id: Mapped[UUID] = refers_to("coaching_session")
    booked_by: Mapped[str]  # coach | client
    at: Mapped[datetime]
    package: Mapped[Package] = belongs_to("package_id")
    __table_args__ = (
        UniqueConstraint("practice_id", "session_id", name="booking_of_session_once"),
        CheckConstraint("booked_by in ('coach', 'client')", name="booked_by_known"),
    )


class Credit(Tenanted):
    """One entry: `n` added or taken, `balance` after it. Entries of a package are numbered, so two at once collide instead of both counting."""

    __tablename__ = "credit"
    KINDS: ClassVar[tuple[str, ...]] = ("bought", "given", "third_party", "used", "returned", "expired", "refunded", "changed")
    package_id: Mapped[UUID] = refers_to("package", shields=True)
    seq: Mapped[int]
    kind: Mapped[str]
    n: Mapped[int]
    balance: Mapped[int]
    session_id: Mapped[UUID | None] = refers_to("coaching_session")
    cause_id: Mapped[UUID | None]  # the purchase, period, refund or change that made it: once each
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    why: Mapped[str] = mapped_column(default="")
    package: Mapped[Package] = belongs_to("package_id", back_populates="credits")
    __table_args__ = (
        UniqueConstraint("practice_id", "package_id", "seq", name="credit_in_order"),
        Index("credit_cause_once", "practice_id", "package_id", "kind", "cause_id", unique=True, postgresql_where="cause_id is not null"),
        CheckConstraint(
            "kind in ('bought', 'given', 'third_party', 'used', 'returned', 'expired', 'refunded', 'changed')", name="kind_known"
        ),
        CheckConstraint("balance >= 0", name="never_below_zero"),
        CheckConstraint("n <> 0 and ((kind in ('bought', 'given', 'third_party', 'returned')) = (n > 0) or kind = 'changed')", name="sign"),
        CheckConstraint("(kind in ('used', 'returned')) = (session_id is not null)", name="for_a_session"),
        CheckConstraint("char_length(why) <= 500", name="why_length"),
        {"info": {"append_only": True}},
    )


class PackageChange(Tenanted):
    """More or fewer sessions, another end: proposed by the practice, in force when the client says yes."""

    __tablename__ = "package_change"
    package_id: Mapped[UUID] = refers_to("package", shields=True)
    sessions: Mapped[int] = mapped_column(default=0)  # added, or taken when negative
    expires_on: Mapped[date | None]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    agreed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("sessions between -1000 and 1000", name="sessions_sane"),
        CheckConstraint("num_nonnulls(agreed_at, declined_at) <= 1", name="one_answer"),
        CheckConstraint("char_length(reason) between 1 and 500", name="reason_length"),
    )

    @property
    def is_open(self) -> bool:
        return self.agreed_at is None and self.declined_at is None

    @classmethod
    def waits(cls) -> ColumnElement[bool]:
        return and_(cls.agreed_at.is_(None), cls.declined_at.is_(None))
