"""What a clock on the wall says, as a moment. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from models.errors import NoSuchTime


def moment_of(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which clocks in `zone` show this day and time. Of an hour that comes twice, the first.

    Raises NoSuchTime for an hour that is left out when the clocks go forward.
    """
    said = datetime.combine(day, clock, zone)
    moment = said.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != said.replace(tzinfo=None):
        raise NoSuchTime
    return moment


def comes_twice(moment: datetime, zone: ZoneInfo) -> bool:
    """Do clocks in `zone` show this time twice that day, because they go back?"""
    said = moment.astimezone(zone)
    return said.replace(fold=0).utcoffset() != said.replace(fold=1).utcoffset()


def years_on(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)
