"""Something somebody said they would do, by a day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, Select, and_, select
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, belongs_to, refers_to
from models.client import Client


class Action(Tenanted):
    __tablename__ = "action"
    client_id: Mapped[UUID] = refers_to("client", shields=True)
    goal_id: Mapped[UUID | None] = refers_to("goal")
    session_id: Mapped[UUID | None] = refers_to("coaching_session")
    who: Mapped[str] = mapped_column(default="client")  # client | coach
    text: Mapped[str]
    due: Mapped[date | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None]
    dropped_at: Mapped[datetime | None]
    client: Mapped[Client] = belongs_to("client_id")
    __table_args__ = (
        Index("action_open_ix", "practice_id", "due", postgresql_where="done_at is null and dropped_at is null"),
        CheckConstraint("who in ('client', 'coach')", name="who_known"),
        CheckConstraint("char_length(text) between 1 and 500", name="text_length"),
    )

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def tick(self, by: UUID, now: datetime) -> None:
        if not self.is_done:
            self.done_at, self.done_by = now, by

    def untick(self) -> None:
        self.done_at = self.done_by = None

    def drop(self, now: datetime) -> None:
        self.dropped_at = now

    def restore(self) -> None:
        """Undo of drop."""
        self.dropped_at = None

    def is_late(self, today: date) -> bool:
        return not self.is_done and self.due is not None and self.due < today

    @classmethod
    def is_open(cls) -> ColumnElement[bool]:
        return and_(cls.done_at.is_(None), cls.dropped_at.is_(None))

    @classmethod
    def open_for(cls, client_id: UUID) -> Select[Action]:
        return select(cls).where(cls.client_id == client_id, cls.is_open()).order_by(cls.due.nulls_last(), cls.id)
