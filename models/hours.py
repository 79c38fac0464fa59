"""When a coach can be booked: hours of the week, exceptions by date, and the rules around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Tenanted, refers_to
from models.errors import HoursOverlap, Stale


class WeeklyHours(Tenanted):
    """In the practice's zone. weekday 0 is Monday."""

    __tablename__ = "weekly_hours"
    coach_id: Mapped[UUID] = refers_to("membership")
    weekday: Mapped[int]
    start: Mapped[time]
    end: Mapped[time]
    __table_args__ = (
        UniqueConstraint("practice_id", "coach_id", "weekday", "start", name="weekly_hours_once"),
        CheckConstraint("weekday between 0 and 6", name="weekday_known"),
        CheckConstraint('start < "end"', name="in_order"),
    )

    @classmethod
    def set_week(cls, session: Session, coach_id: UUID, hours: Sequence[tuple[int, time, time]]) -> None:
        """The whole week anew, as (weekday, start, end). Raises HoursOverlap."""
        ordered = sorted(hours)
        for (day, _, end), (next_day, start, _) in pairwise(ordered):
            if day == next_day and start < end:
                raise HoursOverlap
        session.execute(delete(cls).where(cls.coach_id == coach_id))
        session.add_all(cls(coach_id=coach_id, weekday=day, start=start, end=end) for day, start, end in ordered)


class HoursException(Tenanted):
    """On that date other hours hold; without a start and an end, none."""

    __tablename__ = "hours_exception"
    coach_id: Mapped[UUID] = refers_to("membership")
    on: Mapped[date]
    start: Mapped[time | None]
    end: Mapped[time | None]
    __table_args__ = (
        Index("hours_exception_on_ix", "practice_id", "coach_id", "on"),
        CheckConstraint('(start is null) = ("end" is null) and (start is null or start < "end")', name="in_order"),
    )


class BookingRules(Tenanted):
    """Of one coach: how long before, how much air between, how far ahead, and where it takes place."""

    __tablename__ = "booking_rules"
    coach_id: Mapped[UUID] = refers_to("membership")
    notice_hours: Mapped[int] = mapped_column(default=24)
    buffer_minutes: Mapped[int] = mapped_column(default=15)
    horizon_days: Mapped[int] = mapped_column(default=28)
    place: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        UniqueConstraint("practice_id", "coach_id", name="booking_rules_once"),
        CheckConstraint(
            "notice_hours between 0 and 720 and buffer_minutes between 0 and 240 and horizon_days between 1 and 180", name="sane"
        ),
        CheckConstraint("char_length(place) <= 200", name="place_length"),
    )

    @classmethod
    def usual(cls, coach_id: UUID) -> BookingRules:
        return cls(coach_id=coach_id, notice_hours=24, buffer_minutes=15, horizon_days=28, place="", version=1)

    @classmethod
    def of(cls, session: Session, coach_id: UUID) -> BookingRules:
        """Theirs, or the usual ones, not yet stored."""
        return session.scalar(select(cls).where(cls.coach_id == coach_id)) or cls.usual(coach_id)

    def write(self, version: int, *, notice_hours: int, buffer_minutes: int, horizon_days: int, place: str) -> None:
        if version != self.version:
            raise Stale
        self.notice_hours, self.buffer_minutes, self.horizon_days, self.place = notice_hours, buffer_minutes, horizon_days, place
        self.version += 1
