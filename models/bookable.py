"""The free times of a coach, from their hours, rules and sessions: one statement, whatever there is of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice, takewhile
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Date,
    DateTime,
    Select,
    Text,
    Time,
    Uuid,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from models.coaching_session import LONGEST, CoachingSession
from models.free_times import Busy, Timetable
from models.hours import BookingRules, HoursException, WeeklyHours

FARTHEST = timedelta(days=182)  # what BookingRules allow, and a little


@dataclass(frozen=True)
class Diary:
    """What a coach offers, and what is in their calendar. `place`: where sessions that others book take place."""

    table: Timetable
    busy: tuple[Busy, ...]
    place: str

    def free(self, minutes: int, now: datetime, most: int = 40) -> list[datetime]:
        """At most `most` starts in UTC."""
        return list(islice(self.table.free(minutes, self.busy, now), most))

    def stretches(self, minutes: int, monday: date, now: datetime) -> list[tuple[datetime, datetime]]:
        """From when to when, in UTC, a session of `minutes` can be booked in the week that begins on `monday`."""
        begins, ends = (datetime.combine(monday + timedelta(days=n), time(), self.table.zone) for n in (0, 7))
        found: list[tuple[datetime, datetime]] = []
        for start in takewhile(lambda at: at < ends, self.table.free(minutes, self.busy, now)):
            end = start + timedelta(minutes=minutes)
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], end)
            elif start >= begins:
                found.append((start, end))
        return found

    def week(self, monday: date) -> tuple[int, int]:
        """Minutes offered and minutes booked in the week that begins on `monday`."""
        begins = datetime.combine(monday, time(), self.table.zone)
        ends = datetime.combine(monday + timedelta(days=7), time(), self.table.zone)
        booked = sum(
            (
                (min(each.end, ends) - max(each.start, begins)).total_seconds()
                for each in self.busy
                if each.start < ends and begins < each.end
            ),
            0.0,
        )
        return int(self.table.hours_between(monday, monday + timedelta(days=6)).total_seconds() // 60), int(booked // 60)


def diary(session: Session, coach_id: UUID, zone: ZoneInfo, now: datetime, back: timedelta = timedelta(days=1)) -> Diary:
    """From `back` ago on. Needs a session that sees the coach's whole calendar: a reader's does not."""
    weekly: dict[int, list[tuple[time, time]]] = defaultdict(list)
    exceptions: dict[date, list[tuple[time, time]]] = defaultdict(list)
    rules, busy = BookingRules.usual(coach_id), []
    found = session.execute(_everything(), {"coach_id": coach_id, "since": now - back, "until": now + FARTHEST})
    for row in sorted(found, key=lambda row: (row.opens or time(), row.kind)):
        match row.kind:
            case "week":
                weekly[row.n].append((row.opens, row.closes))
            case "day":
                exceptions[row.on] += [(row.opens, row.closes)] if row.opens else []
            case "rules":
                rules.notice_hours, rules.buffer_minutes, rules.horizon_days, rules.place = row.n, row.buffer, row.horizon, row.place
            case _:
                busy.append(Busy(row.start, row.end))
    table = Timetable(
        zone, dict(weekly), dict(exceptions),
        notice=timedelta(hours=rules.notice_hours), buffer=timedelta(minutes=rules.buffer_minutes), horizon_days=rules.horizon_days,
    )  # fmt: skip
    return Diary(table, tuple(busy), rules.place)


@cache
def _everything() -> CompoundSelect[Any]:
    coach_id = bindparam("coach_id", type_=Uuid())
    since, until = (bindparam(name, type_=DateTime(timezone=True)) for name in ("since", "until"))
    week = _row("week", n=WeeklyHours.weekday, opens=WeeklyHours.start, closes=WeeklyHours.end).where(WeeklyHours.coach_id == coach_id)
    day = _row("day", on=HoursException.on, opens=HoursException.start, closes=HoursException.end)
    rules = _row(
        "rules",
        n=BookingRules.notice_hours,
        buffer=BookingRules.buffer_minutes,
        horizon=BookingRules.horizon_days,
        place=BookingRules.place,
    )
    taken = _row("busy", start=CoachingSession.begins_at, end=CoachingSession.ends_at).where(
        CoachingSession.coach_id == coach_id,
        CoachingSession.cancelled_at.is_(None),
        CoachingSession.begins_at > since - LONGEST,
        CoachingSession.ends_at > since,
        CoachingSession.begins_at < until,
    )
    return union_all(week, day.where(HoursException.coach_id == coach_id), rules.where(BookingRules.coach_id == coach_id), taken)


_COLUMNS: dict[str, Any] = {
    "n": BigInteger(), "on": Date(), "opens": Time(), "closes": Time(), "start": DateTime(timezone=True), "end": DateTime(timezone=True),
    "buffer": BigInteger(), "horizon": BigInteger(), "place": Text(),
}  # fmt: skip


def _row(kind: str, **columns: Any) -> Select[Any]:
    """One shape for all four, so that they come in one answer."""
    return select(literal(kind).label("kind"), *(cast(columns.get(name, null()), type_).label(name) for name, type_ in _COLUMNS.items()))
