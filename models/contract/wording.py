"""A goal as it is being written: raw strings, saved as they are typed, and the typed values they make. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from models.progress.series import FEWEST, Cadence, Direction, Kind

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
LARGEST = Decimal(10) ** 12
E = TypeVar("E", bound=StrEnum)
GAINS = ("faster", "safer", "more profitable", "quality", "retention", "satisfaction", "wellbeing")
FIELDS = (
    "title",
    "behaviour",
    "situation",
    "why",
    "gain",
    "measure",
    "kind",
    "direction",
    "low",
    "high",
    "unit",
    "scale_min",
    "scale_max",
    "cadence",
    "target",
    "due",
    "evidence",
    "recorded_by",
    "cue",
    "start_from",
    "start_size",
    "history",
    "source",
)


@dataclass(frozen=True)
class Entry:
    on: date
    value: Decimal


def as_number(raw: str) -> Decimal | None:
    """A finite decimal below 10^12, point or comma; None when it is none."""
    try:
        value = Decimal(raw.strip().replace("\u202f", "").replace("\u00a0", "").replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < LARGEST and value.as_tuple().exponent >= -6 else None  # type: ignore[operator]


def as_date(raw: str) -> date | None:
    try:
        found = date.fromisoformat(raw.strip())
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def as_history(raw: str) -> tuple[tuple[Entry, ...], str | None]:
    """Lines of a date and a number ("2026-06-05  38"), and the sentence that says which line is not one."""
    entries: list[Entry] = []
    for number, line in enumerate((line for line in raw.splitlines() if line.strip()), 1):
        parts = re.split(r"[\s;]+", line.strip(), maxsplit=1)
        on, value = as_date(parts[0]), as_number(parts[1]) if len(parts) == 2 else None
        if on is None or value is None:
            return tuple(entries), f"Line {number} should be a date and a number, as in 2026-06-05 38."
        if any(entry.on == on for entry in entries):
            return tuple(entries), f"Line {number}: that date is there twice."
        entries.append(Entry(on, value))
    if len(entries) > 400:
        return tuple(entries[:400]), "Four hundred entries are enough to show where it started."
    return tuple(sorted(entries, key=lambda entry: entry.on)), None


@dataclass(frozen=True)
class GoalWording:
    """A goal's words and numbers. `problems` names the fields that cannot be understood, each with a sentence."""

    place: int
    title: str
    behaviour: str
    situation: str
    why: str
    gain: str
    measure: str
    kind: Kind
    direction: Direction
    low: Decimal | None
    high: Decimal | None
    unit: str
    scale_min: Decimal | None
    scale_max: Decimal | None
    cadence: Cadence
    target: Decimal | None
    due: date | None
    evidence: str
    recorded_by: str
    cue: str
    start_size: int
    history: tuple[Entry, ...]
    source: str
    problems: Mapping[str, str]

    @property
    def is_begun(self) -> bool:
        """Somebody has typed what is to be seen, where, or what is counted."""
        return bool(self.behaviour or self.situation or self.measure)

    @property
    def is_from_history(self) -> bool:
        return bool(self.history)

    @property
    def start_mean(self) -> Decimal | None:
        return sum((e.value for e in self.history), Decimal(0)) / len(self.history) if self.history else None

    @classmethod
    def read(cls, raw: Mapping[str, Any], place: int, today: date) -> GoalWording:
        text = {name: str(raw.get(name) or "").strip() for name in FIELDS}
        problems: dict[str, str] = {}

        def numeric(name: str) -> Decimal | None:
            if not text[name]:
                return None
            value = as_number(text[name])
            if value is None:
                problems[name] = "This should be a number, as in 70 or 2.5."
            return value

        kind = _one_of(Kind, text["kind"], Kind.NUMBER)
        direction = _one_of(Direction, text["direction"], Direction.HIGHER)
        low, high, target = numeric("low"), numeric("high"), numeric("target")
        scale_min, scale_max = numeric("scale_min"), numeric("scale_max")
        if direction == Direction.WITHIN and (low is None or high is None or low > high):
            problems.setdefault("low", "Say both ends of the range, the lower one first.")
        due = as_date(text["due"]) if text["due"] else None
        if text["due"] and due is None:
            problems["due"] = "This should be a date between 1900 and 2200."
        elif due and due <= today:
            problems["due"] = "The date should lie ahead."
        history = _history(text, today, problems) if text["start_from"] == "history" else ()
        size = as_number(text["start_size"] or str(FEWEST))
        if size is None or size != int(size) or not FEWEST <= size <= 60:
            problems["start_size"] = f"Between {FEWEST} and 60 entries make a start."
            size = Decimal(FEWEST)
        words = ("title", "behaviour", "situation", "why", "gain", "measure", "unit", "evidence", "recorded_by", "cue", "source")
        return cls(
            place=place,
            kind=kind,
            direction=direction,
            low=low,
            high=high,
            scale_min=scale_min,
            scale_max=scale_max,
            cadence=_one_of(Cadence, text["cadence"], Cadence.WEEKLY),
            target=target,
            due=due,
            start_size=int(size),
            history=history,
            problems=problems,
            **{name: text[name] for name in words},
        )


def _history(text: Mapping[str, str], today: date, problems: dict[str, str]) -> tuple[Entry, ...]:
    """Dated entries from before, as the start; what is wrong with them goes into `problems`."""
    history, problem = as_history(text["history"])
    if problem:
        problems["history"] = problem
    elif any(entry.on > today for entry in history):
        problems["history"] = "Entries from before today only: the start is what was."
    elif len(history) < FEWEST:
        problems["history"] = f"At least {FEWEST} entries show where it started; there are {len(history)}."
    elif not text["source"]:
        problems["source"] = "Say where these numbers come from, so that others can look."
    return history


def _one_of(kinds: type[E], raw: str, default: E) -> E:
    try:
        return kinds(raw)
    except ValueError:
        return default
