"""What somebody who was sent a part answers instead of, or before, signing it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, belongs_to, refers_to
from models.contract.part import Part


class Reply(Tenanted):
    """kind: agrees or suggests (the boss, per goal), asks (something to change before it is active), ends (early, with a reason)."""

    __tablename__ = "reply"
    KINDS: ClassVar[tuple[str, ...]] = ("agrees", "suggests", "asks", "ends")
    part_id: Mapped[UUID] = refers_to("part", shields=True)
    who_id: Mapped[UUID]
    who_name: Mapped[str]
    kind: Mapped[str]
    goal_place: Mapped[int | None]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    part: Mapped[Part] = belongs_to("part_id", back_populates="replies")
    __table_args__ = (
        CheckConstraint("kind in ('agrees', 'suggests', 'asks', 'ends')", name="kind_known"),
        CheckConstraint("char_length(words) <= 2000", name="words_length"),
        Index("reply_at_ix", "practice_id", "at"),
        {"info": {"append_only": True}},
    )
