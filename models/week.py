"""A week of appointments as a table of half hours. Pure: moments and a zone go in, rows of cells come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

HALVES = 48
OPENS, CLOSES = 16, 36  # 8:00 and 18:00, in half hours: shown also when nothing is planned


class Appointment(Protocol):
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...


A = TypeVar("A", bound=Appointment)


@dataclass(frozen=True)
class Cell(Generic[A]):
    """One place of the table: empty, or appointments that begin here and take `span` half hours. Those that touch share a cell."""

    span: int = 1
    entries: tuple[A, ...] = ()


@dataclass(frozen=True)
class Row(Generic[A]):
    """One half hour. `cells`: what begins in it or stays empty, day by day; a cell that reaches into it from above is not said again."""

    clock: time
    is_half: bool
    cells: tuple[Cell[A], ...]


@dataclass(frozen=True)
class Day(Generic[A]):
    on: date
    entries: tuple[A, ...]


@dataclass(frozen=True)
class Week(Generic[A]):
    monday: date
    days: tuple[Day[A], ...]
    rows: tuple[Row[A], ...]

    @property
    def last(self) -> date:
        return self.days[-1].on


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def lay_out(entries: Sequence[A], monday: date, zone: ZoneInfo) -> Week[A]:
    """Monday to Friday, and to Sunday where something is planned on a weekend."""
    blocks: dict[date, list[tuple[int, int, A]]] = {monday + timedelta(days=n): [] for n in range(7)}
    for entry in sorted(entries, key=lambda entry: entry.start):
        for on, first, last in _halves(entry, zone):
            if on in blocks:
                blocks[on].append((first, last, entry))
    shown = [on for on in blocks if on.weekday() < 5 or any(blocks[later] for later in blocks if later >= on)]
    columns = {on: _cells(blocks[on]) for on in shown}
    taken = [edge for on in shown for first, last, _ in blocks[on] for edge in (first, last)]
    opens, closes = min([OPENS, *taken]) // 2 * 2, -(-max([CLOSES, *taken]) // 2) * 2
    rows = tuple(_row(half, shown, columns) for half in range(opens, closes))
    days = tuple(Day(on, tuple(dict.fromkeys(entry for _, _, entry in blocks[on]))) for on in shown)
    return Week(monday, days, rows)


def far_zone(entries: Sequence[tuple[datetime, str]], zone: ZoneInfo) -> str | None:
    """The zone that most of these moments are read in elsewhere, if it shows another time than `zone`."""
    others = Counter(name for at, name in entries if at.astimezone(ZoneInfo(name)).utcoffset() != at.astimezone(zone).utcoffset())
    return min(others, key=lambda name: (-others[name], name)) if others else None


def city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _halves(entry: Appointment, zone: ZoneInfo) -> list[tuple[date, int, int]]:
    """The half hours it touches on each day of the wall clock; an hour that comes twice is drawn once."""
    start, end = entry.start.astimezone(zone), entry.end.astimezone(zone)
    found = []
    for n in range(min((end.date() - start.date()).days, 7) + 1):
        on = start.date() + timedelta(days=n)
        first = _half(start) if n == 0 else 0
        last = -(-(end.hour * 60 + end.minute) // 30) if on == end.date() else HALVES
        if on == start.date() or last > 0:
            found.append((on, first, min(HALVES, max(first + 1, last))))
    return found


def _half(at: datetime) -> int:
    return at.hour * 2 + at.minute // 30


def _cells(blocks: Sequence[tuple[int, int, A]]) -> dict[int, Cell[A]]:
    """By the half hour in which they begin; what overlaps is one cell."""
    merged: list[tuple[int, int, list[A]]] = []
    for first, last, entry in blocks:
        if merged and first < merged[-1][1]:
            begins, ends, together = merged[-1]
            merged[-1] = (begins, max(ends, last), [*together, entry])
        else:
            merged.append((first, last, [entry]))
    return {first: Cell(last - first, tuple(together)) for first, last, together in merged}


def _row(half: int, shown: Sequence[date], columns: dict[date, dict[int, Cell[A]]]) -> Row[A]:
    cells = [
        columns[on].get(half, Cell()) for on in shown if not any(first < half < first + cell.span for first, cell in columns[on].items())
    ]
    return Row(time(half // 2, half % 2 * 30), bool(half % 2), tuple(cells))
