"""What an assessment found, written down when an entry comes, so that a page says it again without reading the history: only the day is new.

    kept = keep(assess(series, on))              text, JSON
    recall(kept, blank, today, held)             as assess(series, today, held), however long the history; `blank` is the series without entries

Nothing but the counts of entries due, the looks and the dates ahead depends on the day; those are reckoned again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from models.progress.assess import Assessment, Mark, Side, Signal, count_entered, forecast, share_of_yes, state_of
from models.progress.claim import GRACE, LookResult, due_after, outcome
from models.progress.periods import Entered, entered, gaps
from models.progress.phases import phases
from models.progress.rules import Hit, Rule
from models.progress.series import LeftOut, Point, Series

SHOWN = 60
"""Entries on a chart: more than a year of weeks. Of the older ones the start is kept, the rest is counted."""


def keep(found: Assessment, **more: Any) -> str:
    """What no later day changes, and `more` beside it. `found` judged the whole series."""
    series = found.series
    points, n = series.points, len(series.before)
    first = len(points) - SHOWN if len(points) - SHOWN > n else 0  # index of the first point shown
    day = points[first].period if first else None
    kept = {
        "start": [_pair(point) for point in series.before],
        "after": [_pair(point) for point in points[max(n, first) :]],
        "left_out": [0, 0, 0, 0] if day is None else _left_out(series, points[n:first], day),
        "looks": {} if day is None else {on.isoformat(): _entered(series, points[n:], on).made for on in series.looks if on < day},
        "marks": [[i, mark.side, *mark.rules] for i, mark in enumerate(found.marks[first:]) if mark.rules],
        "signal": None if found.signal is None else _signal(found.signal, first),
        "last": None if not found.signals else _signal(found.signals[-1], first),
        "moving_since": None if found.splits_at is None else found.splits_at.isoformat(),
    }
    return json.dumps({**kept, **more}, separators=(",", ":"))


@lru_cache(maxsize=256)
def read_kept(text: str) -> Mapping[str, Any]:
    """What was kept, as it was said. Shared by all who ask, so nobody writes into it."""
    return json.loads(text)  # type: ignore[no-any-return]


def periods_of(text: str) -> frozenset[date]:
    kept = read_kept(text)
    return frozenset(date.fromisoformat(on) for key in ("start", "after") for on, _ in kept[key])


def _made_by(series: Series, kept: Mapping[str, Any], on: date) -> int:
    """Of the entries due from the start to a look's date, those that are there."""
    if (made := kept["looks"].get(on.isoformat())) is not None:
        return int(made)
    return series.left_out.made + _entered(series, series.after, on).made


@lru_cache(maxsize=256)
def recall(text: str, blank: Series, today: date, held: tuple[LookResult, ...]) -> Assessment:
    """`held`: the looks held so far, oldest first; what of it was made is counted here. Remembered: a goal is looked at far more often than
    it gets an entry, and who asks alike gets the very same answer, by which its drawings are found again."""
    kept = read_kept(text)
    points = ((on, value, key == "start") for key in ("start", "after") for on, value in kept[key])
    entries = tuple(Point(date.fromisoformat(on), Decimal(value), baseline=first) for on, value, first in points)
    series = replace(blank, points=entries, left_out=LeftOut(*kept["left_out"]))
    looks = tuple(replace(look, made=_made_by(series, kept, look.on)) for look in held)
    drawn = phases(series)
    signal, last, moving = _recalled(kept["signal"]), _recalled(kept["last"]), kept["moving_since"]
    marks = {i: Mark(tuple(Rule(rule) for rule in rules), Side(side)) for i, side, *rules in kept["marks"]}
    return Assessment(
        series=series,
        today=today,
        state=state_of(series, drawn[0], signal),
        phases=drawn,
        broken=gaps([point.period for point in series.shown], series.cadence),
        marks=tuple(marks.get(i, Mark()) for i in range(len(series.shown))),
        signals=() if last is None else (last,),
        signal=signal,
        forecast=forecast(series, drawn, moving is not None),
        entered=count_entered(series, today),
        held=looks,
        outcome=outcome(series, looks),
        next_look=next((on for on in series.looks if on + GRACE > today), None),
        splits_at=None if moving is None else date.fromisoformat(moving),
    )


def _pair(point: Point) -> list[str]:
    return [point.period.isoformat(), str(point.value)]


def _left_out(series: Series, points: tuple[Point, ...], shown: date) -> list[int]:
    here = _entered(series, points, shown - timedelta(days=1))
    return [len(points), share_of_yes(points)[0], here.made, here.due]


def _entered(series: Series, after: Sequence[Point], until: date) -> Entered:
    return entered(due_after(series, until), [point.period for point in after if point.period <= until])


def _signal(signal: Signal, first: int) -> list[Any]:
    """Of its entries only those that are shown, counted from the first of them."""
    marked = [i - first for i in signal.hit.marked if i >= first]
    since, until = signal.since.isoformat(), signal.until.isoformat()
    return [signal.hit.rule, signal.hit.side, marked, signal.side, signal.against, signal.trial, since, until, signal.length]


def _recalled(kept: list[Any] | None) -> Signal | None:
    if kept is None:
        return None
    rule, above, marked, side, against, trial, since, until, length = kept
    hit = Hit(Rule(rule), above, min(marked, default=-1), max(marked, default=-1), tuple(marked))
    return Signal(hit, Side(side), against, trial, date.fromisoformat(since), date.fromisoformat(until), length)
