"""A series written down is the same series when it is read."""

import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from models.progress import Direction, Kind, Pause, Point, assess, digest, read, written
from tests.models.progress.made import bram, week, weekly

amounts = st.decimals(-1000, 1000, places=3)


@given(st.lists(amounts, max_size=9), st.lists(amounts, max_size=9), st.sampled_from(Kind), amounts)
def test_what_is_written_can_be_read(before, after, kind, bound):
    given = {
        "direction": Direction.WITHIN,
        "low": bound,
        "high": bound + 1,
        "looks": (week(20),),
        "pauses": (Pause(week(1)), Pause(week(2), week(3))),
    }
    series = weekly(before, after if before else [], kind=kind, **given)
    body = json.loads(json.dumps(written(series)))
    assert read(body) == series
    assert digest(read(body)) == digest(series)


def test_a_picture_of_the_moment_draws_the_same():
    series = bram(splits=(week(14),), looks=(week(22), week(40)))
    assert assess(read(written(series, notes=False)), week(25)) == assess(series, week(25))


def test_notes_stay_at_home_and_do_not_change_the_digest():
    series = bram()
    first = replace(series.points[0], note="private")
    noted = replace(series, points=(first, *series.points[1:]))
    assert "private" not in json.dumps(written(noted, notes=False))
    assert read(written(noted)) == noted
    assert digest(noted) == digest(series)
    assert digest(replace(series, points=(Point(week(0), Decimal(1), True), *series.points[1:]))) != digest(series)
