"""Due dates, gaps and pauses."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.progress.periods import Entered, due_dates, entered, gaps, on_grid, steps
from models.progress.series import Cadence, Pause

FIRST = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        (Cadence.DAILY, [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2)]),
        (Cadence.WEEKLY, [date(2026, 1, 31), date(2026, 2, 7), date(2026, 2, 14)]),
        (Cadence.FORTNIGHTLY, [date(2026, 1, 31), date(2026, 2, 14), date(2026, 2, 28)]),
        (Cadence.MONTHLY, [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]),
    ],
)
def test_dates_of_each_cadence(cadence, days):
    assert list(due_dates(FIRST, cadence, FIRST, days[-1])) == days


def test_dates_before_the_anchor_keep_its_day():
    assert due_dates(FIRST, Cadence.WEEKLY, date(2026, 1, 15), date(2026, 1, 25)) == (date(2026, 1, 17), date(2026, 1, 24))
    assert on_grid(FIRST, Cadence.MONTHLY, -2) == date(2025, 11, 30)


def test_a_pause_is_not_due():
    pauses = [Pause(date(2026, 2, 7), date(2026, 2, 14)), Pause(date(2026, 3, 1))]
    assert due_dates(FIRST, Cadence.WEEKLY, FIRST, date(2026, 4, 1), pauses) == (FIRST, date(2026, 2, 21), date(2026, 2, 28))


def test_an_entry_between_two_dates_answers_the_later_one():
    due = due_dates(FIRST, Cadence.WEEKLY, FIRST, date(2026, 2, 21))
    assert entered(due, [FIRST, date(2026, 2, 5), date(2026, 2, 7), date(2026, 3, 1)]) == Entered(made=2, due=4)


def test_gaps_are_missing_periods_not_days_off_the_grid():
    assert gaps([FIRST, FIRST + timedelta(days=9), FIRST + timedelta(days=15), FIRST + timedelta(days=29)], Cadence.WEEKLY) == {3}
    assert steps(date(2026, 2, 28), date(2026, 3, 31), Cadence.MONTHLY) == 1
    assert steps(date(2026, 1, 31), date(2026, 3, 31), Cadence.MONTHLY) == 2


@pytest.mark.parametrize(("made", "enough", "complete"), [(13, False, False), (14, True, False), (17, True, False), (18, True, True)])
def test_shares_that_count(made, enough, complete):
    assert (Entered(made, 20).enough, Entered(made, 20).complete) == (enough, complete)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(Cadence), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_due_dates_follow_each_other_without_a_gap(anchor, cadence, start):
    days = due_dates(anchor, cadence, start, start + timedelta(days=200))
    assert days[0] >= start
    assert list(days) == sorted(set(days))
    assert all(steps(a, b, cadence) == 1 for a, b in pairwise(days))
    assert (days[0] - start).days <= 31
