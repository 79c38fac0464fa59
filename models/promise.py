"""What the boss promises, tracked like an action."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, belongs_to, refers_to
from models.organisation import Contact


class Promise(Tenanted):
    __tablename__ = "promise"
    contract_id: Mapped[UUID] = refers_to("contract")
    contact_id: Mapped[UUID] = refers_to("contact")
    place: Mapped[int]
    text: Mapped[str]
    due: Mapped[date | None]
    readers: Mapped[list[UUID]] = mapped_column(default=list)
    kept_at: Mapped[datetime | None]
    kept_by: Mapped[UUID | None]
    contact: Mapped[Contact] = belongs_to("contact_id")
    __table_args__ = (
        UniqueConstraint("practice_id", "contract_id", "place", name="promise_place_once"),
        CheckConstraint("place in (1, 2)", name="two_promises"),
        Index("promise_open_ix", "practice_id", "due", postgresql_where="kept_at is null"),
    )

    @property
    def is_kept(self) -> bool:
        return self.kept_at is not None

    def keep(self, by: UUID, now: datetime) -> None:
        self.kept_at, self.kept_by = now, by

    def reopen(self) -> None:
        self.kept_at = self.kept_by = None
