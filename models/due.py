"""What must happen later, and once. The only way anything in Plumbline is done outside a request."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session
from sqlalchemy.sql.dml import ReturningUpdate

from models.base import Base, Tenanted, uuid7


class Due(Base):
    """Ids and times only: it is claimed before a practice is entered, and its policy then shows all rows to SELECT and UPDATE."""

    __tablename__ = "due"
    LEASE: ClassVar[timedelta] = timedelta(minutes=2)  # longer than all time-outs of an errand together; tests shorten it
    TRIES: ClassVar[int] = 8

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"), server_default=func.current_practice())
    verb: Mapped[str]
    subject_id: Mapped[UUID]
    at: Mapped[datetime]
    try_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column()
    error: Mapped[str | None]
    __table_args__ = (
        Index("due_open", "try_at", postgresql_where=done_at.is_(None)),
        Index("due_once", "practice_id", "verb", "subject_id", "at", unique=True),
        {"info": {"platform": "claimed before a practice is entered; its own policy stands in its revision"}},
    )

    @classmethod
    def plan(cls, subject: Tenanted, verb: str, *, at: datetime) -> None:
        """Write down what is to be done to `subject`; it commits with whatever made it necessary. The same thing at the same time is one row."""
        session = object_session(subject)
        assert session is not None
        session.flush()  # so that the subject has its id
        cls.plan_for(session, subject.practice_id, subject.id, verb, at=at)

    @classmethod
    def plan_for(cls, session: Session, practice_id: UUID, subject_id: UUID, verb: str, *, at: datetime) -> None:
        """As `plan`, for a row that whoever made it may not read."""
        session.execute(cls._row(practice_id, subject_id, verb, at).on_conflict_do_nothing())
        session.info["wake"] = True

    @classmethod
    def _row(cls, practice_id: UUID, subject_id: UUID, verb: str, at: datetime) -> Insert:
        return insert(cls).values(id=uuid7(), practice_id=practice_id, verb=verb, subject_id=subject_id, at=at, try_at=at, attempts=0)

    @classmethod
    def plan_again(cls, subject: Tenanted, verb: str, *, at: datetime) -> None:
        """As `plan`; where a row for it is still open, that one is used: two open rows could be worked on at the same time."""
        session = object_session(subject)
        assert session is not None
        session.flush()
        mine = [cls.practice_id == subject.practice_id, cls.verb == verb, cls.subject_id == subject.id, cls.done_at.is_(None)]
        moved = session.execute(update(cls).where(*mine).values(try_at=at, attempts=0).returning(cls.id)).first()
        if moved is None:  # one of that very time may be done with: it was moved ahead, and wanted once more
            anew = {"done_at": None, "try_at": at, "attempts": 0, "error": None}
            row = cls._row(subject.practice_id, subject.id, verb, at)
            session.execute(row.on_conflict_do_update(index_elements=["practice_id", "verb", "subject_id", "at"], set_=anew))
        session.info["wake"] = True

    @classmethod
    def answer(cls, subject: Tenanted, verb: str, now: datetime) -> None:
        """What is about to be done answers every open row of it: they are done with it. One that somebody else works on is left to them."""
        session = object_session(subject)
        assert session is not None
        mine = (cls.practice_id == subject.practice_id, cls.verb == verb, cls.subject_id == subject.id, cls.done_at.is_(None))
        free = select(cls.id).where(*mine).with_for_update(skip_locked=True)
        session.execute(update(cls).where(cls.id.in_(free)).values(done_at=now))

    @classmethod
    def claim(cls, session: Session, now: datetime) -> Claimed | None:
        """Take the ripest row for LEASE: whoever dies meanwhile gives it back by doing nothing."""
        found = session.connection().execute(_claim(), {"now": now, "leased_until": now + cls.LEASE}).first()
        return None if found is None else Claimed(*found)

    @classmethod
    def ripe(cls, session: Session, now: datetime) -> bool:
        """Is anything waiting to be done? What the sweep asks before it wakes a worker."""
        waiting = select(cls.id).where(cls.done_at.is_(None), cls.try_at <= now, cls.attempts < cls.TRIES).limit(1)
        return session.scalar(waiting) is not None

    @classmethod
    def hold(cls, session: Session, id: UUID) -> Due | None:
        """Lock the row while its verb runs: claim() skips it even after the lease, and whoever comes second finds it done."""
        return session.scalar(select(cls).where(cls.id == id, cls.done_at.is_(None)).with_for_update())

    def failed(self, error: Exception, now: datetime) -> None:
        """Back off, keep the error where it can be seen. Its type only: an error's words may hold what people wrote."""
        self.error, self.try_at = type(error).__name__, now + timedelta(seconds=15 * 2**self.attempts)

    def postpone(self, until: datetime) -> None:
        """Not an error: the time was not right (quiet hours, a weekend)."""
        self.try_at, self.attempts = until, 0


class Claimed(NamedTuple):
    """A row that is ours for a while."""

    id: UUID
    practice_id: UUID
    verb: str


@cache
def _claim() -> ReturningUpdate[Any]:
    """Of the table, and built once, before a worker forks: each job's process begins with it."""
    due = Due.__table__
    ripest = (
        select(due.c.id)
        .where(due.c.done_at.is_(None), due.c.try_at <= bindparam("now", type_=DateTime(timezone=True)), due.c.attempts < Due.TRIES)
        .order_by(due.c.try_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    leased = bindparam("leased_until", type_=DateTime(timezone=True))
    taken = update(due).where(due.c.id == ripest).values(try_at=leased, attempts=due.c.attempts + 1)  # type: ignore[arg-type]
    return taken.returning(due.c.id, due.c.practice_id, due.c.verb)
