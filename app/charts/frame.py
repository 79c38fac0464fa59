"""Where things stand on a chart: time from left to right, values from bottom to top, both to scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from math import ceil, floor, log10
from typing import SupportsFloat

from models.progress import Assessment, Direction, Kind, Phase
from models.progress.periods import DAYS, MONTH, grid


@dataclass(frozen=True, slots=True)
class Width:
    """One drawing of a chart: size in px, and the class under which the page's CSS shows it. A page shows one of several."""

    width: int
    height: int
    cls: str = ""


PAGE = (Width(940, 358, "over-50"), Width(620, 330, "from-30-to-50"), Width(358, 290, "under-30"))
PORTAL = (Width(620, 300, "over-30"), Width(358, 270, "under-30"))
PAPER = (Width(760, 320),)
LEAD = (Width(560, 150, "over-30"), Width(358, 150, "under-30"))
SMALL = (Width(420, 150, "over-24"), Width(358, 150, "under-24"))
PHONE = (Width(358, 140),)


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing area in px, the days and the values it shows."""

    left: float
    right: float
    top: float
    bottom: float
    first: date
    last: date
    low: float
    high: float

    def x(self, day: date) -> float:
        return self.left + 8 + (self.right - self.left - 16) * (day - self.first).days / max(1, (self.last - self.first).days)

    def y(self, value: SupportsFloat) -> float:
        """Values beyond the scale are drawn at its end."""
        share = (min(self.high, max(self.low, float(value))) - self.low) / (self.high - self.low)
        return self.bottom - (self.bottom - self.top) * share

    def places(self, entries: Iterable[tuple[date, SupportsFloat]]) -> list[tuple[float, float]]:
        """x and y of each: as above, with what is the same for all of them reckoned once."""
        left, wide, first = self.left + 8, self.right - self.left - 16, self.first.toordinal()
        days, low, high = max(1, self.last.toordinal() - first), self.low, self.high
        bottom, tall, span = self.bottom, self.bottom - self.top, self.high - self.low
        return [
            (left + wide * (day.toordinal() - first) / days, bottom - tall * ((min(high, max(low, float(value))) - low) / span))
            for day, value in entries
        ]


def targets(found: Assessment) -> list[SupportsFloat]:
    """The values at which a target line is drawn: one, two for a wanted range, or none."""
    series = found.series
    if series.direction == Direction.WITHIN:
        return list(series.bounds)
    return [] if series.target is None else [series.target]


def shown_values(found: Assessment, with_targets: bool = True) -> list[float]:
    """All that must fit on the scale."""
    values: list[SupportsFloat] = [point.value for point in found.points]
    for phase in found.phases:
        values += [value for value in (phase.lower, phase.upper) if value is not None]
    return [float(value) for value in [*values, *(targets(found) if with_targets else ())]]


def tight(found: Assessment, with_targets: bool = True) -> tuple[float, float]:
    """A scale that just holds everything, with a little air; without entries the target stands in its upper half."""
    values = shown_values(found, with_targets) or [0.0]
    if not found.points:
        return min(values) - 3, max(values) + 1
    air = (max(values) - min(values)) * 0.08 or 1.0
    return min(values) - air, max(values) + air


COUNTED = (Kind.COUNT, Kind.FREQUENCY)


def ticks(found: Assessment) -> list[float]:
    """At most five round values that hold everything: the whole scale where the measure has one, and 0 where it is near."""
    values = shown_values(found) or [0.0, 1.0]
    low, high = min(values), max(values)
    least, most = (None if end is None else float(end) for end in (found.series.floor, found.series.ceiling))
    if found.series.unit == "%" and most is None and low >= 0 and 50 < high <= 100:
        least, most = 0.0, 100.0
    if least is not None and most is not None and least <= low and high <= most:
        for pieces in (4, 3, 2, 1):
            if (most - least) % pieces == 0:
                return [least + i * (most - least) / pieces for i in range(pieces + 1)]
    if least is not None and (low == high or low - least < (high - least) / 2):
        low = min(low, least)
    return round_ticks(low, high if high > low else low + 1, whole=found.series.kind in COUNTED)


def round_ticks(low: float, high: float, *, whole: bool = False) -> list[float]:
    """At most five values a round step apart, the first at or below `low`, the last at or above `high`; `high` is above `low`. `whole`: there
    is no half of what is counted."""
    power = 10.0 ** floor(log10((high - low) / 4))
    if whole:
        power = max(power, 1.0)
    for step in (power, power * 2, *([] if whole and power == 1 else [power * 2.5]), power * 5, power * 10, power * 20):
        first, last = floor(low / step), ceil(high / step)
        if last - first <= 4:
            break
    return [round(number * step, 9) for number in range(first, last + 1)]


def period_days(found: Assessment) -> float:
    return DAYS.get(found.series.cadence, MONTH)


def missing(found: Assessment) -> tuple[date, ...]:
    """Days on which the entries that still make the start are due, the next ones first; none once it is fixed."""
    series = found.series
    if series.sealed_on is not None:
        return ()
    after = found.points[-1].period + timedelta(days=1) if found.points else series.first_period
    return tuple(islice(grid(series.first_period, series.cadence, after), max(0, series.start_size - len(found.points))))


def days_shown(found: Assessment, ahead: float) -> tuple[date, date]:
    """First and last day on the chart: all entries and today, and `ahead` as a share of that span beyond it."""
    known = [point.period for point in found.points] or [found.series.first_period]
    awaited = missing(found)
    first, last = known[0], max([known[-1], *awaited] if awaited else [known[-1], found.today])
    if found.series.sealed_on:
        last = max(last, found.series.sealed_on)
    return first, last + timedelta(days=round(max((last - first).days * ahead, period_days(found) * 0.6)))


def is_today_shown(found: Assessment) -> bool:
    return bool(found.points) and not missing(found)


def boundary(found: Assessment, frame: Frame, phase: Phase) -> float:
    """Where a phase begins: halfway between its first entry and the one before."""
    if phase.first == 0:
        return frame.left
    return (frame.x(found.points[phase.first - 1].period) + frame.x(found.points[phase.first].period)) / 2


def fixed_at(found: Assessment, frame: Frame) -> float | None:
    """Where the brass line hangs: the day on which the start was fixed, between the entries it parts. Nowhere once those are not shown."""
    series = found.series
    if series.sealed_on is None or series.left_out.n:
        return None
    x = frame.x(min(max(series.sealed_on, frame.first), frame.last))
    before, after = series.before, series.after
    if before:
        x = max(x, frame.x(before[-1].period) + 4)
    if before and after and x > frame.x(after[0].period) - 4:
        x = (frame.x(before[-1].period) + frame.x(after[0].period)) / 2
    return x


def date_ticks(found: Assessment, frame: Frame, room: float = 64) -> Sequence[date]:
    """Due dates with room for their words, from the first entry on."""
    each = max(1.0, (frame.x(frame.last) - frame.x(frame.first)) / max(1.0, (frame.last - frame.first).days / period_days(found)))
    every = ceil(room / each)
    last = min(frame.last, max([point.period for point in found.points] + list(missing(found)), default=frame.last))
    days = []
    for number, day in enumerate(grid(found.series.first_period, found.series.cadence, frame.first)):
        if day > last:
            break
        if number % every == 0:
            days.append(day)
    return days
