"""Former colleagues: how you know them, and two names a day. The mail is written in the coach's own program; there is no second by itself."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, refers_to


class Colleague(Tenanted):
    """Of one member. `shown_on`: the day on which it was one of the two."""

    __tablename__ = "colleague"
    member_id: Mapped[UUID] = refers_to("membership")
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    known_from: Mapped[str] = mapped_column(default="")
    last_word_on: Mapped[date | None]
    draft: Mapped[str] = mapped_column(default="")
    shown_on: Mapped[date | None]
    wrote_at: Mapped[datetime | None]
    skipped_at: Mapped[datetime | None]
    enquiry_id: Mapped[UUID | None] = refers_to("enquiry")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        UniqueConstraint("practice_id", "member_id", "name", "address", name="colleague_once"),
        Index("colleague_turn_ix", "practice_id", "member_id", "wrote_at"),
        CheckConstraint("char_length(name) between 1 and 200 and char_length(address) <= 320", name="who_length"),
        CheckConstraint("char_length(known_from) <= 500 and char_length(draft) <= 4000", name="texts_length"),
    )
