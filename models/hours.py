"""When a coach can be booked: hours of the week, exceptions by date, and the rules around them."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, refers_to


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
