"""What was kept says the same as the whole history, on the day it was kept and on every later one."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from app.charts import goal_chart
from models.progress import (
    SHOWN,
    Assessment,
    BadSeries,
    Cadence,
    Direction,
    Kind,
    Pause,
    Series,
    assess,
    entered_words,
    how_drawn,
    is_changing,
    judge_look,
    keep,
    reach_question,
    recall,
    where_started,
    will_reach,
    written,
)
from tests.models.progress.made import week, weekly

KINDS: list[dict[str, Any]] = [
    {"kind": Kind.NUMBER, "direction": Direction.HIGHER, "target": Decimal(12)},
    {"kind": Kind.COUNT, "direction": Direction.LOWER, "target": Decimal(3)},
    {"kind": Kind.NUMBER, "direction": Direction.WITHIN, "low": Decimal(8), "high": Decimal(12)},
    {"kind": Kind.YES_NO, "direction": Direction.HIGHER},
]


def series_of(random: Random, length: int, **kind: Any) -> Series:
    """A start of twelve, then levels that come and go, weeks without an entry, a pause."""
    level, values = 10.0, []
    for _ in range(12 + length):
        if random.random() < 0.04:
            level = random.choice([6.0, 10.0, 14.0])
        value = round(max(0.0, random.gauss(level, 1.5)), random.choice([0, 1]))
        values.append(int(value > 10) if kind["kind"] == Kind.YES_NO else value)
    skip = sorted(random.sample(range(13, 12 + length), length // 8))
    first = random.randrange(12, 12 + length)
    pauses = (Pause(week(first), week(first + random.randrange(6))),)
    looks = tuple(week(n) for n in sorted(random.sample(range(20, 12 + length), 3)))
    return weekly(values[:12], values[12:], skip=skip, pauses=pauses, looks=looks, **kind)


def as_kept(found: Assessment, kept: str, days: int) -> Assessment:
    """As a measure recalls it: with looks from their rows."""
    whole, today = found.series, found.today + timedelta(days=days)
    held = [judge_look(whole, look.on) for look in assess(whole, today).held]
    recalled = recall(kept, replace(whole, points=()), today, tuple(replace(look, made=0) for look in held))
    assert [look.made for look in recalled.held] == [look.made for look in held]
    return recalled


def said(found: Assessment) -> list[object]:
    signal = found.signal
    return [
        is_changing(found, "Bram"),
        reach_question(found.series),
        will_reach(found),
        where_started(found),
        how_drawn(found),
        entered_words(found.entered, found.series.cadence),
        found.state,
        found.outcome,
        found.next_look,
        found.splits_at,
        found.forecast.reach,
        None if signal is None else (signal.side, signal.hit.rule, signal.length, signal.since, signal.until),
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind['kind']} {kind['direction']}")
@pytest.mark.parametrize("length", [SHOWN - 20, SHOWN, SHOWN + 1, SHOWN + 40, 3 * SHOWN])
def test_what_was_kept_says_the_same_as_the_whole(kind, length):
    random = Random(f"{kind} {length}")
    for _ in range(12):
        series = series_of(random, length, **kind)
        found = assess(series, series.points[-1].period)
        kept = keep(found)
        for days in (0, 1, 6, 30):
            today = assess(series, found.today + timedelta(days=days))
            recalled = as_kept(found, kept, days)
            assert said(recalled) == said(today)
            n = len(recalled.points)
            assert recalled.points == today.points[-n:]
            assert recalled.marks == today.marks[-n:]
            assert n == (SHOWN if len(series.points) > 12 + SHOWN else len(series.points))


def test_a_short_series_is_kept_whole_and_drawn_alike():
    series = series_of(Random("short"), 30, **KINDS[0])
    found = assess(series, series.points[-1].period)
    recalled = as_kept(found, keep(found), 0)
    assert goal_chart(recalled, title="t", uid="g") == goal_chart(found, title="t", uid="g")


def test_a_series_without_a_start_is_kept():
    series = weekly([], [], start_size=6)
    found = assess(series, week(2))
    assert said(as_kept(found, keep(found), 7)) == said(assess(series, week(3)))


def test_what_is_kept_does_not_grow_with_the_history():
    sizes = [len(str(keep(assess(series, week(2000))))) for series in (series_of(Random("long"), n, **KINDS[0]) for n in (200, 800))]
    assert sizes[1] < 1.3 * sizes[0]


def test_a_recalled_series_is_not_judged_again():
    series = series_of(Random("long"), 200, **KINDS[0])
    recalled = as_kept(assess(series, week(250)), keep(assess(series, week(250))), 0)
    assert recalled.series.left_out.n > 0 and recalled.series.cadence == Cadence.WEEKLY
    with pytest.raises(BadSeries):
        assess(recalled.series, week(250))
    with pytest.raises(BadSeries):
        written(recalled.series)
