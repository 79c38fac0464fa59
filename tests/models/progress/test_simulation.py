"""The table of science.md 1.8a in small: how often a stable series is called improved, and how often a real change is found.

Fixed seeds; the bounds are the table's values with three standard errors of so few series.
"""

from collections import Counter
from random import Random

import pytest

from models.progress import Verdict, assess
from tests.models.progress.made import week, weekly


def shares(n, shift, grain=None, series=150):
    """The share of each verdict among so many simulated people: n entries, twenty after them, looks after ten and twenty, change over eight."""
    random = Random(f"{n} {shift} {grain}")
    verdicts = Counter()
    for _ in range(series):
        levels = [shift * min(max(week_number - n + 1, 0), 8) / 8 for week_number in range(n + 20)]
        values = [level + random.gauss() for level in levels]
        values = [round(value, 4) if grain is None else min(7, max(1, round(4 + grain * value))) for value in values]
        looks = (week(n + 9), week(n + 19))
        verdicts[assess(weekly(values[:n], values[n:], looks=looks), week(n + 30)).outcome.verdict] += 1 / series
    return verdicts


@pytest.mark.parametrize(("n", "grain"), [(6, None), (6, 1), (12, None)])
def test_a_stable_series_is_rarely_called_improved_or_worse(n, grain):
    found = shares(n, 0, grain)
    assert found[Verdict.IMPROVED] <= 0.04
    assert found[Verdict.GOT_WORSE] <= 0.04
    assert found[Verdict.NO_CHANGE] > 0.8


@pytest.mark.parametrize(("n", "shift", "least", "most"), [(6, 2, 0.6, 0.9), (12, 2, 0.8, 1.0), (6, 1, 0.1, 0.4)])
def test_a_real_change_is_found_as_often_as_published(n, shift, least, most):
    assert least <= shares(n, shift)[Verdict.IMPROVED] <= most


def test_looks_again_after_every_entry_would_signal_far_more_often():
    random = Random("signals")
    fired = sum(bool(assess(weekly([round(random.gauss(), 4) for _ in range(6)], [round(random.gauss(), 4) for _ in range(8)]), week(20)).signals)
                for _ in range(300))  # fmt: skip
    assert 0.18 <= fired / 300 <= 0.34, "one stable person in four: why a signal is not a claim"
