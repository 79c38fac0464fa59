"""Free times for people from outside, and taking one. They cannot see the coach's calendar, so a session of its own looks, and hands back times only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g
from sqlalchemy.exc import IntegrityError

from app import db
from app.clock import now
from models.bookable import diary
from models.errors import TimeTaken

LONGEST = 40  # characters of a moment


@dataclass(frozen=True)
class Day:
    on: date
    times: tuple[datetime, ...]


@dataclass(frozen=True)
class Free:
    """`place`: where the coach said their booked sessions take place."""

    days: tuple[Day, ...]
    place: str

    def pick(self, typed: str | None) -> datetime:
        """The time that was pressed, if it is still free. Raises TimeTaken."""
        try:
            wanted = datetime.fromisoformat((typed or "")[:LONGEST]).astimezone(UTC)
        except (ValueError, OverflowError):
            raise TimeTaken from None
        if not any(wanted in day.times for day in self.days):
            raise TimeTaken
        return wanted


def free(coach_id: UUID, minutes: int, zone: str, last: date | None = None) -> Free:
    """By day on clocks in `zone`; none after the `last` one."""
    with db.transaction(g.practice.id) as session:
        found = diary(session, coach_id, g.practice.tz, now())
    there = ZoneInfo(zone)
    days = groupby(found.free(minutes, now()), lambda at: at.astimezone(there).date())
    return Free(tuple(Day(on, tuple(times)) for on, times in days if last is None or on <= last), found.place)


def take(act: Callable[[], object]) -> None:
    """Do it. Raises TimeTaken when somebody else had the hour a moment before."""
    try:
        with db.session().begin_nested():
            act()
    except IntegrityError as error:
        if "no_overlap" not in str(error.orig):
            raise
        raise TimeTaken from None
