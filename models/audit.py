"""Who did what to what, when, from where. Ids, not names; written and read, never changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Tenanted, uuid7


class Audit(Tenanted):
    __tablename__ = "audit"
    actor_id: Mapped[UUID | None]
    act: Mapped[str]
    object_id: Mapped[UUID | None]
    at: Mapped[datetime]
    ip: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        Index("audit_at_ix", "practice_id", "at"),
        Index("audit_object_ix", "practice_id", "object_id", "at"),
        {"info": {"reader": "letterbox", "append_only": True}},
    )

    @classmethod
    def write(cls, session: Session, *, actor_id: UUID | None, act: str, object_id: UUID | None, at: datetime, ip: str) -> None:
        """A letterbox: whoever may not read the audit can still put a line in, so nothing is returned."""
        line = insert(cls).inline().values(id=uuid7(), actor_id=actor_id, act=act, object_id=object_id, at=at, ip=ip)
        session.execute(line)


class Once(Tenanted):
    """The one-time key of a create form, written with the row it guards: of twenty identical posts one makes a row."""

    __tablename__ = "once"
    at: Mapped[datetime]
    __table_args__ = ({"info": {"reader": "letterbox", "append_only": True}},)

    @classmethod
    def spend(cls, session: Session, key: UUID, at: datetime) -> None:
        session.execute(insert(cls).inline().values(id=key, at=at))
