"""What work was done, for whom, how long: evidence, so a correction supersedes and nothing is overwritten."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, belongs_to, refers_to
from models.client import Client


class Work(Tenanted):
    """Rows of a session write themselves (source "session"); 0 minutes say that it did not happen after all."""

    __tablename__ = "work"
    KINDS: ClassVar[tuple[str, ...]] = (
        "session",
        "overrun",
        "no_show",
        "preparation",
        "notes",
        "messages",
        "free_call",
        "administration",
        "travel",
        "marketing",
    )
    member_id: Mapped[UUID] = refers_to("membership")
    client_id: Mapped[UUID | None] = refers_to("client")
    session_id: Mapped[UUID | None] = refers_to("coaching_session")
    kind: Mapped[str]
    minutes: Mapped[int]
    on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="hand")  # hand | session | call
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    supersedes_id: Mapped[UUID | None] = mapped_column()
    client: Mapped[Client | None] = belongs_to("client_id")
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "supersedes_id"], ["work.practice_id", "work.id"], name="work_corrects"),
        UniqueConstraint("practice_id", "supersedes_id", name="work_superseded_once"),
        Index(
            "work_of_session_once",
            "practice_id",
            "session_id",
            "kind",
            unique=True,
            postgresql_where="session_id is not null and supersedes_id is null",
        ),
        Index("work_on_ix", "practice_id", "on"),
        CheckConstraint(
            "kind in ('session', 'overrun', 'no_show', 'preparation', 'notes', 'messages', 'free_call', 'administration', 'travel', 'marketing')",
            name="kind_known",
        ),
        CheckConstraint("minutes between 0 and 1440", name="minutes_sane"),
        CheckConstraint("char_length(note) <= 500", name="note_length"),
        {"info": {"append_only": True}},
    )
