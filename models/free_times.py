"""When somebody can come: hours of the week, exceptions, and what is taken already. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.errors import NoSuchTime
from models.local_time import moment_of

STEP = timedelta(minutes=30)
Hours = Sequence[tuple[time, time]]


@dataclass(frozen=True)
class Busy:
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Timetable:
    """Hours by weekday (0 is Monday), on clocks in `zone`; on a day in `exceptions` those hold instead, and none of them closes the day."""

    zone: ZoneInfo
    weekly: Mapping[int, Hours]
    exceptions: Mapping[date, Hours] = field(default_factory=dict)
    notice: timedelta = timedelta(hours=24)
    buffer: timedelta = timedelta(minutes=15)
    horizon_days: int = 28

    def on(self, day: date) -> Hours:
        return self.exceptions[day] if day in self.exceptions else self.weekly.get(day.weekday(), ())

    def hours_between(self, first: date, last: date) -> timedelta:
        """How much time is offered from `first` to `last`, both included."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return sum((end - start for day in days for start, end in self._spans(day)), timedelta())

    def free(self, minutes: int, busy: Sequence[Busy], now: datetime) -> Iterator[datetime]:
        """Starts, in UTC, in order: far enough ahead, whole within the hours, with air on both sides of what is taken.

        Of an hour that comes twice the first is offered; one that is left out is not.
        """
        length, earliest = timedelta(minutes=minutes), now + self.notice
        today = now.astimezone(self.zone).date()
        for day in (today + timedelta(days=n) for n in range(self.horizon_days + 1)):
            for opens, closes in self._spans(day):
                for start in self._steps(day, opens, closes):
                    if start >= earliest and start + length <= closes and not self._touches(start, start + length, busy):
                        yield start

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """In UTC: an hour that the clocks leave out is not open."""
        return [(_utc(day, start, self.zone), _utc(day, end, self.zone)) for start, end in self.on(day)]

    def _steps(self, day: date, opens: datetime, closes: datetime) -> Iterator[datetime]:
        """Every half hour that clocks show from the opening on."""
        clock = opens.astimezone(self.zone).replace(tzinfo=None)
        last = closes.astimezone(self.zone).replace(tzinfo=None)
        while clock < last:
            with suppress(NoSuchTime):
                yield moment_of(clock.date(), clock.time(), self.zone)
            clock += STEP

    def _touches(self, start: datetime, end: datetime, busy: Sequence[Busy]) -> bool:
        return any(taken.start - self.buffer < end and start < taken.end + self.buffer for taken in busy)


def _utc(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
