"""The free times of a coach, from their hours, rules and sessions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.coaching_session import CoachingSession
from models.free_times import Busy, Timetable
from models.hours import BookingRules, HoursException, WeeklyHours


def timetable(session: Session, coach_id: UUID, zone: ZoneInfo) -> Timetable:
    rules = BookingRules.of(session, coach_id)
    weekly: dict[int, list[tuple[time, time]]] = defaultdict(list)
    for row in session.scalars(
        select(WeeklyHours).where(WeeklyHours.coach_id == coach_id).order_by(WeeklyHours.weekday, WeeklyHours.start)
    ):
        weekly[row.weekday].append((row.start, row.end))
    exceptions: dict[date, list[tuple[time, time]]] = defaultdict(list)
    for day in session.scalars(select(HoursException).where(HoursException.coach_id == coach_id).order_by(HoursException.start)):
        exceptions[day.on] += [(day.start, day.end)] if day.start and day.end else []
    return Timetable(
        zone,
        dict(weekly),
        dict(exceptions),
        notice=timedelta(hours=rules.notice_hours),
        buffer=timedelta(minutes=rules.buffer_minutes),
        horizon_days=rules.horizon_days,
    )


def busy(session: Session, coach_id: UUID, now: datetime, days: int) -> list[Busy]:
    """What is in the coach's calendar from a day ago until `days` ahead."""
    during = CoachingSession.during
    ahead = (func.lower(during) < now + timedelta(days=days + 2)) & (func.upper(during) > now - timedelta(days=1))
    taken = select(func.lower(during), func.upper(during)).where(
        CoachingSession.coach_id == coach_id, CoachingSession.cancelled_at.is_(None), ahead
    )
    return [Busy(start, end) for start, end in session.execute(taken.order_by(func.lower(during)))]


def free_times(session: Session, coach_id: UUID, minutes: int, zone: ZoneInfo, now: datetime, most: int = 40) -> list[datetime]:
    """At most `most` starts in UTC. Needs a session that sees the coach's whole calendar: a reader's does not."""
    table = timetable(session, coach_id, zone)
    return list(islice(table.free(minutes, busy(session, coach_id, now, table.horizon_days), now), most))
