"""A named colleague or the boss says by one link whether the figures are right. A result is not shown on somebody's own log alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, refers_to


class Confirmation(Tenanted):
    """The door of whoever is asked enters as this row. `body` is what they are shown, `sha256` of it what they confirm."""

    __tablename__ = "confirmation"
    kind: ClassVar[str] = "confirmer"
    goal_id: Mapped[UUID] = refers_to("goal")
    client_id: Mapped[UUID] = refers_to("client")
    name: Mapped[str]
    address: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str]
    relation: Mapped[str]  # boss | colleague
    body: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    asked_at: Mapped[datetime]
    by_id: Mapped[UUID]
    answered_at: Mapped[datetime | None]
    confirmed: Mapped[bool | None]
    words: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        Index("confirmation_goal_ix2", "practice_id", "goal_id", "asked_at"),
        CheckConstraint("relation in ('boss', 'colleague')", name="relation_known"),
        CheckConstraint("(answered_at is null) = (confirmed is null)", name="answered_is_yes_or_no"),
        CheckConstraint("char_length(name) between 1 and 200 and char_length(address) between 3 and 320", name="who_length"),
        CheckConstraint("char_length(words) <= 500", name="words_length"),
        {"info": {"reader": "self"}},
    )
