"""Which entries were due, and which two entries follow each other."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.progress.series import Cadence, Pause

DAYS = {Cadence.DAILY: 1, Cadence.WEEKLY: 7, Cadence.FORTNIGHTLY: 14}
MONTH = 30.44
"""Mean days of a month; only ever rounded to whole months."""


@dataclass(frozen=True, slots=True)
class Entered:
    """How many of the entries due were made. Pauses are not due."""

    made: int
    due: int

    @property
    def complete(self) -> bool:
        """At least nine of ten; below that the sentence says so (science.md 1.8a, Entered)."""
        return self.made * 10 >= self.due * 9

    @property
    def enough(self) -> bool:
        """At least seven of ten, what a claim needs (science.md 1.8a)."""
        return self.made * 10 >= self.due * 7


def on_grid(anchor: date, cadence: Cadence, index: int) -> date:
    """The due date number `index` counted from `anchor`; months keep the anchor's day, or end earlier when they are shorter."""
    if cadence != Cadence.MONTHLY:
        return anchor + timedelta(days=DAYS[cadence] * index)
    years, month = divmod(anchor.year * 12 + anchor.month - 1 + index, 12)
    return date(years, month + 1, min(anchor.day, monthrange(years, month + 1)[1]))


def grid(anchor: date, cadence: Cadence, start: date) -> Iterator[date]:
    """Due dates from the first one on or after `start`, without end. `anchor` may lie before or after it."""
    months = (start.year - anchor.year) * 12 + start.month - anchor.month
    index = months if cadence == Cadence.MONTHLY else -((anchor - start).days // DAYS[cadence])
    while on_grid(anchor, cadence, index) < start:
        index += 1
    while True:
        yield on_grid(anchor, cadence, index)
        index += 1


def due_dates(anchor: date, cadence: Cadence, start: date, end: date, pauses: Sequence[Pause] = ()) -> tuple[date, ...]:
    """All due dates from `start` to `end`, both included, without those in a pause."""
    dates = []
    for day in grid(anchor, cadence, start):
        if day > end:
            break
        if not any(pause.covers(day) for pause in pauses):
            dates.append(day)
    return tuple(dates)


def last_due(anchor: date, cadence: Cadence, end: date, count: int, pauses: Sequence[Pause] = ()) -> list[date]:
    """The last due dates from `anchor` to `end`, both included, the newest first; at most `count`, without those in a pause."""
    months = (end.year - anchor.year) * 12 + end.month - anchor.month
    index = months if cadence == Cadence.MONTHLY else (end - anchor).days // DAYS[cadence]
    dates: list[date] = []
    while index >= 0 and len(dates) < count:
        day = on_grid(anchor, cadence, index)
        if day <= end and not any(pause.covers(day) for pause in pauses):
            dates.append(day)
        index -= 1
    return dates


def entered(due: Sequence[date], periods: Sequence[date]) -> Entered:
    """Counts the due dates that have an entry; an entry between two due dates answers the later one."""
    answered = {bisect_left(due, period) for period in periods}
    return Entered(len(answered & set(range(len(due)))), len(due))


def steps(earlier: date, later: date, cadence: Cadence) -> int:
    """Whole periods between two entries. A history that is dated beside the grid is not punished for it: the distance is rounded."""
    return round((later - earlier).days / DAYS.get(cadence, MONTH))


def gaps(periods: Sequence[date], cadence: Cadence) -> frozenset[int]:
    """Indices of entries before which at least one period is empty, be it missed or paused (science.md 1.4, item 8)."""
    return frozenset(i for i in range(1, len(periods)) if steps(periods[i - 1], periods[i], cadence) > 1)
