"""When, in the reader's own zone. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from models.gate import Habits, next_morning

MORNING, AFTERNOON, EVENING = time(9), time(15), time(18)
PARTS: Final = {"morning": MORNING, "afternoon": AFTERNOON}


def on_day(day: date, clock: time, zone: str) -> datetime:
    """That time of day there. In the hour that spring leaves out it is the hour after; of the hour that comes twice it is the first."""
    there = ZoneInfo(zone)
    return datetime.combine(day, clock, there).astimezone(ZoneInfo("UTC"))


def days_after(moment: datetime, days: int, clock: time, zone: str) -> datetime:
    """That many days later by the calendar there, at a time of day."""
    return on_day(moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=days), clock, zone)


def same_time_before(moment: datetime, days: int, zone: str) -> datetime:
    """The same time of day, that many days earlier by the calendar there: also across a night in which clocks change."""
    here = moment.astimezone(ZoneInfo(zone))
    return on_day(here.date() - timedelta(days=days), here.time().replace(tzinfo=None), zone)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    ahead = day.year * 12 + day.month - 1 + months
    year, month = divmod(ahead, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def settle(at: datetime, habits: Habits, *, is_earlier: bool) -> datetime:
    """The moment itself, if by day on a working day of theirs; else the next such, or the one before when it must not come later."""
    later = next_morning(habits, at, workdays=True)
    if later == at or not is_earlier:
        return later
    day = at.astimezone(ZoneInfo(habits.zone)).date()
    for back in range(10):
        for clock in (EVENING, time(12)):
            early = on_day(day - timedelta(days=back), clock, habits.zone)
            if early < at and next_morning(habits, early, workdays=True) == early:
                return early
    return later
