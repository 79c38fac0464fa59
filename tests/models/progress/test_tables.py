"""The published tables: our arithmetic must give the numbers in the books (science.md 0)."""

from decimal import Decimal
from math import pi, sqrt
from statistics import NormalDist

import pytest

from models.progress.rules import Rule, find, near, outside, runs
from models.progress.xmr import AVERAGE, MEDIAN, Factors, Limits, limits, moving_ranges
from tests.models.progress.made import column

NIST = Factors(3 / Decimal("1.128"), Decimal("3.267"))


def drawn(values: list[Decimal], factors: Factors = AVERAGE) -> Limits:
    return limits(values, [step for step in moving_ranges(values) if step is not None], factors)


def rounded(*numbers: Decimal, to: str = "0.01") -> list[str]:
    return [str(number.quantize(Decimal(to))) for number in numbers]


def beyond_steps(values: list[Decimal], line: Limits) -> list[int]:
    return [i + 1 for i, step in enumerate(moving_ranges(values)) if step is not None and step > line.step_top]


def test_wheelers_set_for_verifying_software():
    values = column("xmr_wheeler_verify_software.csv", "x")
    line = drawn(values)
    assert rounded(line.average, line.step, line.lower, line.upper, line.step_top) == ["4135.50", "355.93", "3188.72", "5082.28", "1163.19"]
    assert [hit.marked for hit in outside(values, line.lower, line.upper)] == [(15,)]
    assert beyond_steps(values, line) == [16]


def test_nist_flow_rate_with_its_own_constant():
    values = column("xmr_nist_flow_rate.csv", "x")
    line = drawn(values, NIST)
    assert rounded(line.average, line.step, line.upper, line.lower, to="0.0001") == ["50.8100", "1.8778", "55.8041", "45.8159"]
    line = drawn(values)
    assert rounded(line.upper, line.lower, to="0.0001") == ["55.8049", "45.8151"]


def test_peak_flow_and_its_window_of_rule_three():
    values = column("xmr_wheeler_peak_flow.csv", "x")
    line = drawn(values)
    assert rounded(line.average, line.step, line.upper, line.lower, line.step_top) == ["183.06", "52.35", "322.31", "43.80", "171.09"]
    [hit] = near(values, line.inner_lower, line.inner_upper)
    assert [i + 1 for i in hit.marked] == [9, 10, 11, 12], "the entries that qualify"
    assert (hit.first + 1, hit.last + 1, hit.side) == (8, 13, 1), "the window they were found in"
    assert beyond_steps(values, line) == [9]


def test_median_moving_range():
    values = column("xmr_wheeler_median_mr.csv", "x")
    line = drawn(values, MEDIAN)
    assert rounded(line.average, to="0.001") == ["7.467"]
    assert rounded(line.step, line.upper, line.lower, line.step_top) == ["2.10", "14.07", "0.86", "8.12"]
    mean = drawn(values)
    assert rounded(mean.upper, mean.lower) == ["22.48", "-7.55"]


def test_two_groups_against_each_others_limits():
    a, b = (column("xmr_wheeler_accident_rates.csv", group) for group in ("group_a", "group_b"))
    of_a, of_b = drawn(a), drawn(b)
    assert rounded(of_a.lower, of_a.upper, of_b.lower, of_b.upper, to="0.1") == ["25.6", "43.9", "18.0", "39.3"]
    assert [hit.first + 1 for hit in outside(a, of_b.lower, of_b.upper)] == [1, 2]
    assert [hit.first + 1 for hit in outside(b, of_a.lower, of_a.upper)] == [8, 9, 11, 12]


def test_run_of_eight():
    values = column("xmr_wheeler_smoking.csv", "pct")
    line = drawn(values)
    [run] = runs(values, line.average)
    assert [i + 1 for i in run.marked] == list(range(7, 15))
    assert run.side == -1
    [window] = near(values, line.inner_lower, line.inner_upper)
    assert [i + 1 for i in window.marked] == [1, 3, 4]
    assert [hit.rule for hit in find(values, line)] == [Rule.NEAR, Rule.RUN]


def test_tabulated_factors_are_the_exact_ones_rounded():
    d2, d3, d4 = 2 / sqrt(pi), sqrt(2 - 4 / pi), sqrt(2) * NormalDist().inv_cdf(0.75)
    exact = {3 / d2: AVERAGE.reach, 1 + 3 * d3 / d2: AVERAGE.top, 3 / d4: MEDIAN.reach, (d2 + 3 * d3) / d4: MEDIAN.top}
    assert [round(value, 6) for value in exact] == [2.658681, 3.266532, 3.145074, 3.864129]
    assert all(abs(value - float(tabulated)) < 0.0015 for value, tabulated in exact.items())


def test_limits_need_values_that_follow_each_other():
    with pytest.raises(ValueError, match="at least two values"):
        limits([Decimal(5)], [])
