"""The sixteen edge cases on which implementations disagree, as decided (science.md 1.4)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from models.progress import BadSeries, Direction, Kind, NoRange, Pause, Point, Reach, Rule, Side, State, assess, share_of_yes
from models.progress.rules import near, outside, runs
from models.progress.xmr import Factors, limits, moving_ranges
from tests.models.progress.made import DECISIONS, bram, decimals, week, weekly

SIX = (10, 12, 9, 13, 10, 12)
TWELVE = (10, 12, 9, 13, 10, 12, 11, 8, 12, 10, 13, 9)
LATER = week(60)


def found(*args, **given):
    return assess(weekly(*args, **given), LATER)


def test_1_a_value_on_the_average_neither_counts_nor_breaks():
    values = decimals([6, 6, 6, 6, 5, 6, 6, 6, 6])
    [run] = runs(values, Decimal(5))
    assert run.marked == (0, 1, 2, 3, 5, 6, 7, 8)
    assert runs(values[:-1], Decimal(5)) == []


def test_2_a_value_on_a_limit_is_inside_it():
    assert outside(decimals([5, 15]), Decimal(5), Decimal(15)) == []
    assert [hit.side for hit in outside(decimals(["4.99", "15.01"]), Decimal(5), Decimal(15))] == [-1, 1]


def test_2_limits_are_compared_unrounded():
    values = decimals([0, 1, 0, 1, 1, 0, 1])
    line = limits(values, [step for step in moving_ranges(values) if step is not None])
    assert line.upper == (Decimal(4) * 6 + Decimal("2.660") * 5 * 7) / 42, "one division, at the end"
    thirds = limits(decimals([1, 1, 2]), decimals([0, 1, 1]), Factors(Decimal("2.5"), Decimal(1)))
    assert thirds.upper == 3, "4/3 + 5/3 is 3, although neither can be written down"
    assert outside([Decimal(3)], thirds.lower, thirds.upper) == []


def test_3_the_window_is_named_and_only_qualifying_values_are_marked():
    [hit] = near(decimals([0, 8, 0, 8, 8, 0]), Decimal(-5), Decimal(5))
    assert (hit.first, hit.last, hit.marked) == (1, 4, (1, 3, 4))
    assert near(decimals([8, 0, -8, 8]), Decimal(-5), Decimal(5)) == [], "one side only"
    assert near(decimals([5, 5, 5, 5]), Decimal(-5), Decimal(5)) == [], "on the inner line is not beyond it"


def test_4_all_rules_of_an_entry_are_kept():
    marks = assess(bram(), LATER).marks
    assert marks[13].rules == ()
    assert marks[14].rules == (Rule.RUN, Rule.NEAR)
    assert marks[16].rules == (Rule.OUTSIDE, Rule.RUN, Rule.NEAR)
    assert {mark.side for mark in marks[14:]} == {Side.BETTER}


def test_5_no_variation_no_range():
    case = found([5] * 6, [5, 6, 7])
    assert (case.state, case.start.why_none, case.start.average) == (State.NO_RANGE, NoRange.SAME, 5)
    assert case.signals == ()


def test_6_a_limit_past_the_end_of_the_scale_is_not_drawn_and_cannot_be_passed():
    case = found([2, 0, 4, 1, 3, 0], [0] * 8, kind=Kind.COUNT)
    assert case.start.limits.lower < 0
    assert case.start.lower is None
    assert case.start.upper is not None
    assert [signal.hit.rule for signal in case.signals] == [Rule.RUN]
    rating = found([6.3, 6.5, 5.9, 6.4, 6.9, 6.2], [7] * 3, kind=Kind.RATING, scale_min=Decimal(1), scale_max=Decimal(7))
    assert (rating.start.upper, rating.start.lower is None) == (None, False)
    assert not any(signal.hit.rule == Rule.OUTSIDE for signal in rating.signals)


def test_6_arithmetic_is_not_clamped():
    assert found([2, 0, 4, 1, 3, 0], kind=Kind.COUNT).start.limits == found([2, 0, 4, 1, 3, 0]).start.limits


@pytest.mark.parametrize(
    ("n", "state", "why", "trial"),
    [(0, State.EMPTY, NoRange.FEW, True), (1, State.GATHERING, NoRange.FEW, True), (5, State.GATHERING, NoRange.FEW, True)],
)
def test_7_no_entry_is_a_state_and_few_have_no_range(n, state, why, trial):
    case = found(TWELVE[:n], sealed_on=None)
    assert (case.state, case.start.why_none, case.start.trial) == (state, why, trial)
    assert (case.start.average is None) == (n == 0)


@pytest.mark.parametrize(("n", "trial"), [(6, True), (11, True), (12, False)])
def test_7_trial_limits_up_to_eleven_entries(n, trial):
    case = found(TWELVE[:n])
    assert case.start.limits is not None
    assert case.start.trial is trial


def test_7_limits_need_four_moving_ranges():
    assert found(SIX, skip=[1]).start.limits is not None, "five entries in a row and one apart: four ranges"
    assert found(SIX, skip=[1, 4]).start.why_none == NoRange.GAPS


def test_8_no_moving_range_over_a_gap_but_a_run_passes_over_it():
    assert moving_ranges(decimals([1, 5, 2]), {2}) == (None, 4, None)
    case = found(SIX, [20] * 8, skip=[9, 10])
    assert case.broken == {9}
    [run] = [signal for signal in case.signals if signal.hit.rule == Rule.RUN]
    assert run.length == 8


def test_8_a_pause_is_a_gap_and_not_due():
    weeks = [9, 10]
    without, paused = (
        found(SIX, [11, 12, 9, 10, 12, 11], skip=weeks, pauses=pauses) for pauses in ((), (Pause(week(9), week(10)), Pause(week(14))))
    )
    assert paused.broken == without.broken == {9}
    assert without.start.limits == paused.start.limits
    assert (paused.entered.made, paused.entered.due) == (6, 6)
    assert without.entered.due > 8


def test_9_one_entry_a_period_in_the_order_of_periods():
    one, two = Point(week(0), Decimal(1), True), Point(week(1), Decimal(2), True)
    series = weekly([1, 2], sealed_on=None)
    assert type(series)(**{**fields(series), "points": (two, one)}).points == (one, two)
    with pytest.raises(BadSeries, match="one entry"):
        type(series)(**{**fields(series), "points": (one, Point(week(0), Decimal(3)))})


def fields(series):
    return {name: getattr(series, name) for name in series.__slots__}


def test_10_to_12_no_trend_no_screening():
    rising = found(range(1, 13))
    assert rising.start.why_none == NoRange.COARSE, "a straight line is no range to judge by"
    wild = [*TWELVE[:11], 90]
    assert found(wild).start.average == Decimal(sum(wild)) / 12, "a wild value stays in"


@pytest.mark.parametrize(
    ("start", "coarse"),
    [([4, 5, 4, 4, 5, 4], True), ([4, 5, 3, 4, 4, 6], True), ([4, 6, 5, 5, 3, 4], True), ([3, 6, 5, 5, 3, 4], False)],
)
def test_13_ranges_of_at_least_three_sizes(start, coarse):
    case = found(start, [5] * 8, kind=Kind.RATING, target=Decimal(6))
    assert (case.start.why_none == NoRange.COARSE) is coarse
    assert case.start.average is not None
    if coarse:
        assert (case.state, case.signals, case.forecast.reach) == (State.NO_RANGE, (), Reach.UNKNOWN)


def test_13_yes_or_no_shows_the_share():
    case = found([0, 0, 1, 0, 0, 1], [1, 1, 0, 1], kind=Kind.YES_NO)
    assert (case.state, case.start.why_none, case.signals) == (State.SHARE, NoRange.YES_NO, ())
    assert (share_of_yes(case.series.before), share_of_yes(case.series.after)) == ((2, 6), (3, 4))


def test_14_the_start_is_frozen_and_only_later_entries_are_judged():
    wild = (10, 12, 9, 13, 10, 40, 11, 8, 12, 10, 13, 9)
    case = found(wild, [value + 3 for value in TWELVE])
    assert case.signals == (), "the wild one is part of the start, and is not judged"
    assert case.start.limits == found(wild).start.limits
    assert found(TWELVE, sealed_on=None).signals == ()


def test_14_no_run_reaches_over_the_start():
    start = (8, 8, 9, 13, 14, 12, 13)
    case = found(start, [12] * 7)
    assert not any(signal.hit.rule == Rule.RUN for signal in case.signals), "four before and seven after are no run"
    assert [signal.length for signal in found(start, [12] * 8).signals if signal.hit.rule == Rule.RUN] == [8]


def test_14_no_run_reaches_over_a_split():
    after = [13] * 4 + [14] * 6
    assert any(signal.hit.rule == Rule.RUN for signal in found(TWELVE, after).signals)
    assert not any(signal.hit.rule == Rule.RUN for signal in found(TWELVE, after, splits=(week(16),)).signals)


def test_15_the_forecast_comes_from_the_latest_range():
    split = assess(bram(splits=(week(14),)), LATER)
    assert [round(phase.limits.average) for phase in split.phases] == [40, 67]
    assert split.forecast.phase == split.phases[1]
    assert (round(split.forecast.phase.lower), round(split.forecast.phase.upper)) == (49, 85)
    assert (split.forecast.reach, split.forecast.reached, split.forecast.of) == (Reach.NOT_EVERY, 4, 10)
    early = assess(bram(splits=(week(21),)), LATER)
    assert early.phases[1].why_none == NoRange.FEW
    assert early.forecast.phase == early.phases[0]


def test_15_no_forecast_while_a_run_stands_unsplit():
    case = assess(bram(), LATER)
    assert (case.forecast.reach, case.splits_at) == (Reach.MOVING, week(14))
    over = assess(weekly(DECISIONS[:12], [*DECISIONS[12:], 30], target=Decimal(70)), LATER)
    assert (over.forecast.reach, over.splits_at) == (Reach.NEVER, None)


@pytest.mark.parametrize(
    ("direction", "target", "reach"),
    [
        ("higher", 20, Reach.NEVER), ("higher", 1, Reach.ALWAYS), ("higher", 11, Reach.NOT_EVERY), ("higher", None, Reach.NO_TARGET),
        ("lower", 20, Reach.ALWAYS), ("lower", 1, Reach.NEVER), ("lower", 11, Reach.NOT_EVERY),
    ],
)  # fmt: skip
def test_15_the_target_against_the_range(direction, target, reach):
    given = {"direction": Direction(direction), "target": target if target is None else Decimal(target)}
    assert found(TWELVE, **given).forecast.reach == reach


def test_15_a_target_on_a_limit_is_not_every_week():
    limit = found(TWELVE).start.limits
    assert found(TWELVE, target=limit.upper).forecast.reach == Reach.NOT_EVERY
    assert found(TWELVE, target=limit.lower).forecast.reach == Reach.NOT_EVERY
    assert found(TWELVE, target=limit.lower - Decimal("0.001")).forecast.reach == Reach.ALWAYS


@pytest.mark.parametrize(
    ("direction", "values", "side"),
    [
        ("higher", [20] * 8, Side.BETTER), ("higher", [2] * 8, Side.WORSE), ("lower", [20] * 8, Side.WORSE), ("lower", [2] * 8, Side.BETTER),
        ("within", [20] * 8, Side.BETTER), ("within", [50] * 8, Side.WORSE), ("within", [2] * 8, Side.WORSE), ("within", [25] * 8, Side.BETTER),
    ],
)  # fmt: skip
def test_16_direction_says_what_better_is(direction, values, side):
    case = found(TWELVE, values, direction=Direction(direction), low=Decimal(18), high=Decimal(30))
    assert case.signal.side == side
    assert {mark.side for mark in case.marks[12:]} == {side}


def test_16_another_level_within_the_wanted_range_is_neither():
    case = found(TWELVE, [15] * 8, direction=Direction.WITHIN, low=Decimal(5), high=Decimal(30))
    assert (case.state, case.signal.side) == (State.SIGNAL, Side.NONE)


@pytest.mark.parametrize(("low", "high", "reach"), [(0, 40, Reach.ALWAYS), (9, 12, Reach.NOT_EVERY), (30, 40, Reach.NEVER)])
def test_16_the_wanted_range_against_the_usual_one(low, high, reach):
    case = found(TWELVE, direction=Direction.WITHIN, low=Decimal(low), high=Decimal(high))
    assert case.forecast.reach == reach


def test_an_end_of_the_scale_cannot_be_missed():
    case = found([2, 0, 4, 1, 3, 0], kind=Kind.COUNT, direction=Direction.WITHIN, low=Decimal(0), high=Decimal(20))
    assert case.forecast.reach == Reach.ALWAYS


def test_a_later_phase_is_frozen_at_twelve_entries_and_judges_those_that_follow():
    higher = [value + 30 for value in TWELVE]
    series = weekly(TWELVE, [*higher, *[36] * 8], splits=(week(12),))
    case = assess(series, LATER)
    assert case.phases[1].base == 12
    assert (case.signal.against, case.signal.side, case.signal.hit.rule) == (1, Side.WORSE, Rule.RUN)
    assert case.signal.since == week(24)
    assert case.marks[20].side == Side.BETTER
    assert case.marks[31].side == Side.WORSE, "the own level is newer news than the start"
    assert case.splits_at == week(24)


def test_a_signal_is_spoken_of_while_it_is_recent():
    assert found(TWELVE, [30, 11, 10, 12]).signal.until == week(12)
    old = found(TWELVE, [30, 11, 10, 12, 9, 11, 12, 10])
    assert (old.signal, old.state) == (None, State.ORDINARY)
    assert old.marks[12].side == Side.BETTER, "it stays in the chart"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"direction": Direction.WITHIN}, "two bounds"),
        ({"direction": Direction.WITHIN, "low": Decimal(4), "high": Decimal(3)}, "two bounds"),
        ({"looks": (week(9), week(9))}, "looks"),
        ({"looks": tuple(week(i) for i in range(4))}, "looks"),
        ({"start_size": 5}, "six"),
        ({"splits": (week(2),)}, "after the start"),
        ({"splits": (week(12),), "sealed_on": None}, "after the start"),
    ],
)
def test_values_that_contradict_each_other(given, sentence):
    with pytest.raises(BadSeries, match=sentence):
        weekly(SIX, [11], **given)


def test_the_start_comes_first():
    points = (Point(week(0), Decimal(1)), Point(week(1), Decimal(1), baseline=True))
    with pytest.raises(BadSeries, match="before all others"):
        type(weekly([1]))(**{**fields(weekly([1])), "points": points})
    with pytest.raises(BadSeries, match="no wanted range"):
        _ = weekly([1]).bounds


def test_entries_due_today_count_once_they_are_made():
    series = weekly(SIX, [11, 12])
    assert (assess(series, week(7)).entered.made, assess(series, week(7)).entered.due) == (2, 2)
    assert assess(series, week(8)).entered.due == 2
    assert assess(series, week(8) + timedelta(days=1)).entered.due == 3
