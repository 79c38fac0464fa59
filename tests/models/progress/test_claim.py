"""The claim rule: what may be said outside, at the looks agreed beforehand (science.md 1.8a)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.progress import Direction, Kind, Pause, TooEarly, UnplannedLook, Verdict, assess, judge_look
from models.progress.claim import is_kept, likeness
from tests.models.progress.made import bram, decimals, week, weekly

SIX = (10, 12, 9, 13, 11, 12)
UP = (14, 17, 15, 18, 16, 14, 18, 15)
SAME = (12, 10, 13, 9, 11, 12, 10, 13)
LOOK = week(13)


def look(before=SIX, after=UP, on=LOOK, **given):
    return judge_look(weekly(before, after, looks=(on,), **given), on)


def test_improved_with_the_least_chance_six_below_eight_can_have():
    found = look()
    assert (found.verdict, found.n_before, found.n_after, found.made, found.due) == (Verdict.IMPROVED, 6, 8, 8, 8)
    assert found.p == Decimal(1) / 3003


def test_got_worse_is_the_mirror():
    assert look(after=[24 - value for value in UP]).verdict == Verdict.GOT_WORSE
    assert look(direction=Direction.LOWER).verdict == Verdict.GOT_WORSE
    assert look(direction=Direction.LOWER).p == Decimal(1) / 3003
    assert look(after=[24 - value for value in UP], direction=Direction.LOWER).verdict == Verdict.IMPROVED


def test_no_change():
    found = look(after=SAME)
    assert found.verdict == Verdict.NO_CHANGE
    assert found.p > Decimal("0.025")


def test_a_claim_needs_no_usual_range():
    yes = look([0, 1, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1, 1, 1], kind=Kind.YES_NO)
    assert yes.verdict == Verdict.IMPROVED
    assert look([0, 0, 1, 0, 0, 0], [1, 1, 0, 1, 1, 1, 1, 0], kind=Kind.YES_NO).verdict == Verdict.NO_CHANGE, ".0513"


@pytest.mark.parametrize(
    ("direction", "after", "verdict"),
    [("inside", [22, 25, 30, 20, 24, 26, 21, 28], Verdict.IMPROVED), ("beyond", [50, 55, 53, 51, 58, 52, 56, 54], Verdict.GOT_WORSE)],
)
def test_within_counts_the_distance_to_the_nearer_bound(direction, after, verdict):
    assert look(after=after, direction=Direction.WITHIN, low=Decimal(20), high=Decimal(30)).verdict == verdict, direction


def test_the_three_gates_of_number():
    assert look(before=SIX[:5]).verdict == Verdict.NOT_MEASURED
    assert look(after=()).verdict == Verdict.NOT_MEASURED
    assert look(sealed_on=None).verdict == Verdict.NOT_MEASURED
    few = look(after=UP[:7])
    assert (few.verdict, few.too_early, few.n_after, few.p) == (Verdict.TOO_EARLY, TooEarly.FEW, 7, None)


@pytest.mark.parametrize(("due", "verdict"), [(11, Verdict.IMPROVED), (12, Verdict.TOO_EARLY)])
def test_seven_of_ten_entries_due_must_be_there(due, verdict):
    skipped = list(range(8, 8 + due - 8))
    found = look(on=week(5 + due), skip=skipped)
    assert (found.verdict, found.made, found.due) == (verdict, 8, due)
    assert found.too_early == (TooEarly.MISSING if verdict == Verdict.TOO_EARLY else None)
    paused = look(on=week(5 + due), skip=skipped, pauses=(Pause(week(8), week(7 + due - 8)),))
    assert (paused.verdict, paused.due) == (Verdict.IMPROVED, 8)


def test_entries_after_the_look_do_not_count():
    late = weekly(SIX, [*SAME, *[30] * 8], looks=(LOOK,))
    assert judge_look(late, LOOK) == look(after=SAME)


def test_too_alike_from_week_to_week():
    found = look(after=range(14, 38, 3))
    assert (found.verdict, found.too_early) == (Verdict.TOO_EARLY, TooEarly.ALIKE)
    assert found.r > Decimal("0.5")


def test_likeness_is_taken_within_each_phase():
    series = weekly([1, -1] * 3, [101, 99] * 4)
    assert likeness(series, (series.before, series.after)) == Fraction(-(5 + 7), 14), "a change of level is not likeness"
    flat = weekly([5] * 6, [5] * 8)
    assert likeness(flat, (flat.before, flat.after)) == 0
    gap = weekly([1, -1] * 3, [101, 99] * 4, skip=[8])
    assert likeness(gap, (gap.before, gap.after)) == Fraction(-(5 + 6), 14), "no product over a gap"


def test_three_quarters_of_the_later_half():
    before = decimals([1, 3])
    assert is_kept(before, decimals([0, 0, 0, 0, 3, 3, 3, 0]))
    assert not is_kept(before, decimals([9, 9, 9, 9, 3, 3, 2, 0])), "on the average is not better"
    assert is_kept(before, decimals([0, 3, 3])), "of three entries the later two"
    assert not is_kept(before, decimals([3, 0, 3]))


def test_a_change_that_was_not_kept_is_none():
    found = look(SIX, [25, 28, 26, 29, 25, 27, 26, 11, 27, 12], on=week(15))
    assert found.p <= Decimal("0.025")
    assert found.verdict == Verdict.IMPROVED
    fallen = look(SIX, [25, 28, 26, 29, 25, 27, 11, 11, 27, 12], on=week(15))
    assert fallen.p <= Decimal("0.025")
    assert fallen.verdict == Verdict.NO_CHANGE


def test_looks_share_the_chance_allowed():
    after = (11, 12, 15, 13, 15, 12, 13, 14)
    assert look(after=after).p == Decimal(75) / 3003, "between .0125 and .025"
    assert look(after=after).verdict == Verdict.IMPROVED
    two = weekly(SIX, after, looks=(LOOK, week(30)))
    assert judge_look(two, LOOK).verdict == Verdict.NO_CHANGE


def test_only_looks_that_were_agreed():
    with pytest.raises(UnplannedLook):
        judge_look(weekly(SIX, UP, looks=(LOOK,)), week(12))


def test_a_look_is_held_a_week_after_its_date_and_the_last_one_decides():
    looks = (week(13), week(21))
    series = weekly(SIX, [*UP, *SAME], looks=looks)
    before = assess(series, week(14) - (week(1) - week(0)))
    assert (before.held, before.next_look, before.outcome.verdict) == ((), week(13), Verdict.TOO_EARLY)
    first = assess(series, week(14))
    assert [held.on for held in first.held] == [week(13)]
    assert (first.outcome.verdict, first.next_look) == (Verdict.IMPROVED, week(21))
    second = assess(series, week(22))
    assert (second.outcome.verdict, second.outcome.look.on, second.outcome.earlier.on) == (Verdict.NO_CHANGE, week(21), week(13))
    assert second.next_look is None
    assert second.look == second.held[1]


def test_looks_that_were_kept_are_not_judged_again():
    series = weekly(SIX, UP, looks=(LOOK,))
    kept = replace(judge_look(series, LOOK), verdict=Verdict.NO_CHANGE)
    assert assess(series, week(20), held=[kept]).outcome.verdict == Verdict.NO_CHANGE
    assert assess(series, week(20)).outcome.verdict == Verdict.IMPROVED


def test_an_earlier_claim_that_still_holds_is_not_named():
    series = weekly(SIX, [*UP, *UP], looks=(week(13), week(21)))
    held = assess(series, week(30)).outcome
    assert (held.verdict, held.earlier) == (Verdict.IMPROVED, None)


def test_nothing_to_judge_is_not_measured():
    assert assess(weekly(SIX, looks=(LOOK,)), week(30)).outcome.verdict == Verdict.NOT_MEASURED
    assert assess(weekly(SIX[:5], UP), week(30)).outcome.verdict == Verdict.NOT_MEASURED


def test_bram_improved_at_his_first_look():
    found = judge_look(bram(looks=(date(2026, 11, 13), date(2027, 2, 26))), date(2026, 11, 13))
    assert (found.verdict, found.n_before, found.n_after, found.due) == (Verdict.IMPROVED, 12, 12, 12)


values = st.lists(st.integers(0, 6).map(Decimal), min_size=8, max_size=12)


@given(values, values)
def test_mirrored_values_mirror_the_claim(before, after):
    series = weekly(before, after, looks=(week(40),), cadence="monthly", first_period=week(0))
    series = replace(series, points=tuple(series.points))
    mirror = {Verdict.IMPROVED: Verdict.GOT_WORSE, Verdict.GOT_WORSE: Verdict.IMPROVED}
    there, back = judge_look(series, week(40)), judge_look(replace(series, direction=Direction.LOWER), week(40))
    assert mirror.get(there.verdict, there.verdict) == back.verdict
    assert (there.r, there.due) == (back.r, back.due)
