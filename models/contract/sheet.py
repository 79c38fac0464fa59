"""Sentences of an agreed text as its sheets say them, on a page and on paper. Pure: each takes one goal of a text in the form of compose.goal_text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from models.progress import phrases
from models.progress.phases import phase
from models.progress.series import Cadence, Direction, Kind, Point, Series

OFTEN = {Cadence.DAILY: "each day", Cadence.WEEKLY: "each week", Cadence.FORTNIGHTLY: "every two weeks", Cadence.MONTHLY: "each month"}
BETTER = {Direction.HIGHER: "higher is better", Direction.LOWER: "lower is better", Direction.WITHIN: "inside the range is better"}


def first_name(name: str) -> str:
    return (name.split() or [""])[0]


def counted(goal: Mapping[str, Any]) -> str:
    """What is counted, which way is better, who enters it, how often and when."""
    measure = goal["measure"]
    who = f"{measure['recorded_by']} enters it" if measure["recorded_by"] else "Entered"
    cue = f", {measure['cue']}" if measure["cue"] else ""
    return f"{measure['name'].rstrip('.')}, {BETTER[Direction(measure['direction'])]}. {who} {OFTEN[Cadence(measure['cadence'])]}{cue}."


def kind(goal: Mapping[str, Any]) -> str:
    """What sort of number it is, its unit, and the ends of its scale if it has any."""
    measure = goal["measure"]
    words = measure["kind"].replace("yes_no", "yes or no")
    unit = f", in {measure['unit']}" if measure["unit"] else ""
    scale = f", from {measure['scale_min']} to {measure['scale_max']}" if measure["scale_min"] and measure["scale_max"] else ""
    return f"{words.capitalize()}{unit}{scale}"


def aimed(goal: Mapping[str, Any]) -> str:
    """The target, without its date; that it is still open when there is none."""
    measure = goal["measure"]
    unit = measure["unit"]
    if measure["direction"] == Direction.WITHIN and measure["low"] and measure["high"]:
        return f"Between {phrases.span(Decimal(measure['low']), Decimal(measure['high']), unit, 'and')}"
    if measure["target"]:
        return _exactly(measure["target"], unit)
    return "Open until it is known where it started. It comes as a change you all agree."


def started(goal: Mapping[str, Any]) -> str:
    """The starting point: average and usual range of the history that was entered, or from how many entries it will come."""
    start, measure = goal["start"], goal["measure"]
    if not start["history"]:
        return f"Known after the first {phrases.count(int(start['entries_needed']))} entries, and fixed with them."
    series = _series(measure, start["history"])
    found = phase(series, 0, len(series.points), len(series.points))
    _, many = phrases.PERIODS[series.cadence]
    words = f"{phrases.quantity(found.average or Decimal(0), series.unit)} on average over {len(series.points)} {many}"
    usual = phrases.usually(found, series.unit)
    return f"{words}{', ' + usual if usual else ''}. From: {start['source']}"


def history(goal: Mapping[str, Any]) -> list[tuple[date, str]]:
    """The entries behind the start, (day, value with its unit), oldest first."""
    unit = goal["measure"]["unit"]
    return [(date.fromisoformat(entry["on"]), _exactly(entry["value"], unit)) for entry in goal["start"]["history"]]


def _series(measure: Mapping[str, Any], entries: list[dict[str, str]]) -> Series:
    """For average and usual range, which know no better and worse."""
    points = tuple(Point(date.fromisoformat(entry["on"]), Decimal(entry["value"]), baseline=True) for entry in entries)
    return Series(
        kind=Kind(measure["kind"]),
        direction=Direction.HIGHER,
        cadence=Cadence(measure["cadence"]),
        points=points,
        first_period=points[0].period,
        unit=measure["unit"],
        scale_min=Decimal(measure["scale_min"]) if measure["scale_min"] else None,
        scale_max=Decimal(measure["scale_max"]) if measure["scale_max"] else None,
    )


def _exactly(written: str, unit: str) -> str:
    """A value as it was agreed, with all its digits."""
    if unit in phrases.BEFORE_NUMBER:
        return f"{unit}{written}"
    return f"{written}\u202f%" if unit == "%" else f"{written} {unit}".rstrip()
