"""What work was done, for whom, how long: evidence, so a correction supersedes and nothing is overwritten."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKeyConstraint, Index, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, object_session

from models.base import Tenanted, belongs_to, refers_to
from models.client import Client
from models.coaching_session import CoachingSession
from models.errors import DomainError


class Work(Tenanted):
    """Rows of a session write themselves (source "session"); 0 minutes say that it did not happen after all."""

    __tablename__ = "work"
    OVERRUN_FROM: ClassVar[int] = 6  # minutes; below that a session that ran on is an ordinary one
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

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """The last of each line of corrections."""
        newer = aliased(cls)
        return ~exists(select(newer.id).where(newer.practice_id == cls.practice_id, newer.supersedes_id == cls.id))

    @classmethod
    def settle(
        cls, session: Session, held: CoachingSession, *, before: int, after: int, is_free: bool, zone: ZoneInfo, now: datetime
    ) -> list[Work]:
        """Make the rows of a session agree with how it ended; what somebody corrected by hand stays. `is_free`: a free first call.

        `before` and `after`: minutes of preparing and of notes, where nobody said otherwise.
        """
        session.execute(select(CoachingSession.id).where(CoachingSession.id == held.id).with_for_update())
        standing = {row.kind: row for row in session.scalars(select(cls).where(cls.session_id == held.id, cls.stands()))}
        wanted = cls._minutes_of(held, before, after, is_free)
        made = []
        for kind in [*wanted, *(kind for kind in standing if kind not in wanted)]:
            minutes, row = wanted.get(kind, 0), standing.get(kind)
            if (row.minutes if row else 0) == minutes or (row and row.source == "hand" and minutes):
                continue
            made.append(
                cls(
                    member_id=held.coach_id,
                    client_id=held.client_id,
                    session_id=held.id,
                    kind=kind,
                    minutes=minutes,
                    on=held.start.astimezone(zone).date(),
                    source="session",
                    at=now,
                    supersedes_id=row.id if row else None,
                )
            )
        session.add_all(made)
        session.flush()
        return made

    @classmethod
    def _minutes_of(cls, held: CoachingSession, before: int, after: int, is_free: bool) -> dict[str, int]:
        planned, kind = held.planned_minutes, "free_call" if is_free else "session"
        if held.held_at:
            real = held.minutes or planned
            over = real - planned if real - planned >= cls.OVERRUN_FROM else 0
            return {kind: real - over, "overrun": over, "preparation": before, "notes": after}
        return {"no_show": planned, "preparation": before} if held.missed_at else {}

    @classmethod
    def log(
        cls, session: Session, member_id: UUID, kind: str, minutes: int, on: date, *, client_id: UUID | None, note: str, now: datetime
    ) -> Work:
        """Work that no session tells of, by hand."""
        row = cls(
            member_id=member_id, kind=kind, minutes=minutes, on=on, client_id=client_id, note=note, source="hand", at=now, by_id=member_id
        )
        session.add(row)
        session.flush()
        return row

    def correct(self, minutes: int, *, by: UUID, now: datetime) -> Work:
        """A row of its own that stands from now on; this one stays readable. The database refuses a second correction of the same row."""
        session = object_session(self)
        assert session is not None
        if not 0 <= minutes <= 1440:
            raise DomainError("Between 0 and 1,440 minutes.")
        same = {name: getattr(self, name) for name in ("member_id", "client_id", "session_id", "kind", "on", "note")}
        row = Work(**same, minutes=minutes, source="hand", at=now, by_id=by, supersedes_id=self.id)
        session.add(row)
        session.flush()
        return row
