"""A coaching session: planned, then held, missed or cancelled."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, CheckConstraint, ColumnElement, Computed, Index, Select, and_, func, select
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, object_session

from models.base import Tenanted, belongs_to, refers_to
from models.client import Client
from models.due import Due
from models.errors import SessionOver
from models.message import Message

Moment = datetime | BindParameter[datetime]
LONGEST = timedelta(days=1)


def _no_end(*ends: Any) -> ColumnElement[bool]:
    return and_(*(end.is_(None) for end in ends))


class CoachingSession(Tenanted):
    __tablename__ = "coaching_session"
    coach_id: Mapped[UUID] = refers_to("membership")
    client_id: Mapped[UUID] = refers_to("client", shields=True)
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    begins_at: Mapped[datetime] = mapped_column(Computed("lower(during)", persisted=True))  # the two ends once more, as plain moments:
    ends_at: Mapped[datetime] = mapped_column(
        Computed("upper(during)", persisted=True)
    )  # behind a wall no index answers what a range is asked
    place: Mapped[str] = mapped_column(default="")
    held_at: Mapped[datetime | None] = mapped_column()
    minutes: Mapped[int | None]  # its real length
    missed_at: Mapped[datetime | None] = mapped_column()
    cancelled_at: Mapped[datetime | None] = mapped_column()
    cancelled_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    client: Mapped[Client] = belongs_to("client_id")
    __table_args__ = (
        ExcludeConstraint(
            ("practice_id", "="),
            ("coach_id", "="),
            ("during", "&&"),
            using="gist",
            where=cancelled_at.is_(None),
            name="coaching_session_no_overlap",
        ),
        CheckConstraint("not isempty(during) and not lower_inf(during) and not upper_inf(during)", name="has_a_length"),
        CheckConstraint("num_nonnulls(held_at, missed_at, cancelled_at) <= 1", name="one_end"),
        CheckConstraint("ends_at - begins_at <= interval '1 day'", name="a_day_at_most"),
        CheckConstraint("minutes between 1 and 1440", name="minutes_sane"),
        Index("coaching_session_begins_ix", "practice_id", "begins_at"),
        Index(
            "coaching_session_open_ix", "practice_id", "client_id", "ends_at", postgresql_where=_no_end(held_at, missed_at, cancelled_at)
        ),
        Index("coaching_session_client_ix2", "practice_id", "client_id", "begins_at"),
    )

    @classmethod
    def plan(cls, client: Client, start: datetime, minutes: int, *, place: str, now: datetime) -> CoachingSession:
        """Put it in the calendar and tell the client, unless it is over. Two sessions of one coach cannot overlap: the database refuses."""
        session = object_session(client)
        assert session is not None
        planned = cls(
            client=client, client_id=client.id, coach_id=client.coach_id, during=_range(start, minutes), place=place, created_at=now
        )
        session.add(planned)
        session.flush()
        planned._tell("session_planned", now)
        return planned

    @property
    def start(self) -> datetime:
        assert self.during.lower is not None
        return self.during.lower

    @property
    def end(self) -> datetime:
        assert self.during.upper is not None
        return self.during.upper

    @property
    def planned_minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)

    @property
    def state(self) -> str:
        return "held" if self.held_at else "missed" if self.missed_at else "cancelled" if self.cancelled_at else "planned"

    @property
    def is_planned(self) -> bool:
        return self.state == "planned"

    def move(self, start: datetime, minutes: int, place: str, now: datetime) -> None:
        self._require_planned()
        self.during, self.place = _range(start, minutes), place
        self._flush()
        self._tell("session_planned", now)

    def hold(self, minutes: int, now: datetime) -> None:
        """It took place."""
        self._require_planned()
        self.held_at, self.minutes = now, minutes
        self._settle(now)

    def miss(self, now: datetime) -> None:
        self._require_planned()
        self.missed_at = now
        self._settle(now)

    def cancel(self, by: UUID, now: datetime) -> None:
        self._require_planned()
        self.cancelled_at, self.cancelled_by = now, by
        self._tell("session_cancelled", now)
        self._settle(now)

    def reopen(self, now: datetime) -> None:
        """Undo of held, missed or cancelled; if its hour was given away meanwhile, the database refuses."""
        was_cancelled = self.cancelled_at is not None
        self.held_at = self.missed_at = self.cancelled_at = self.cancelled_by = self.minutes = None
        self._flush()
        if was_cancelled:
            self._tell("session_planned", now)
        self._settle(now)

    def tell_coach(self, now: datetime) -> None:
        """The client booked, moved or cancelled it themselves."""
        Due.plan(self, "tell_of_booking", at=now)

    def _settle(self, now: datetime) -> None:
        """What follows from how it ended: whether it was taken from a package, and the work it was."""
        Due.plan(self, "settle_session", at=now)

    def _tell(self, kind: str, now: datetime) -> None:
        if self.end > now:
            Message.plan(self.client, kind, subject=self, occasion=f"{self.id}:{now.isoformat()}", at=now)

    def place_in_line(self) -> tuple[int, datetime | None]:
        """Which one of this client's sessions it is, from 1, and when the last one before it was held."""
        session = object_session(self)
        assert session is not None
        begins = CoachingSession.begins_at
        earlier = select(func.count(), func.max(begins).filter(CoachingSession.held_at.is_not(None))).where(
            CoachingSession.client_id == self.client_id,
            CoachingSession.cancelled_at.is_(None),
            CoachingSession.missed_at.is_(None),
            begins < self.start,
        )
        before, last = session.execute(earlier).one()
        return before + 1, last

    def _require_planned(self) -> None:
        if not self.is_planned:
            raise SessionOver

    def _flush(self) -> None:
        session = object_session(self)
        assert session is not None
        session.flush()

    @classmethod
    def between(cls, start: Moment, end: Moment) -> Select[CoachingSession]:
        """Those of which any part lies in it, in their order. Two moments, or parameters for them."""
        began = cls.begins_at.between(start - LONGEST, end)  # so that an index finds them without reading all that ever were
        return select(cls).where(began, cls.begins_at < end, cls.ends_at > start, cls.cancelled_at.is_(None)).order_by(cls.begins_at)

    @classmethod
    def has_no_end(cls) -> ColumnElement[bool]:
        """Neither held, missed nor cancelled: it is to come, or nobody has said yet what became of it."""
        return _no_end(cls.held_at, cls.missed_at, cls.cancelled_at)


def _range(start: datetime, minutes: int) -> Range[datetime]:
    return Range(start, start + timedelta(minutes=minutes), bounds="[)")
