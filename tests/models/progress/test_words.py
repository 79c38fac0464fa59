"""What the numbers say, in words."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.progress import (
    Cadence,
    Direction,
    Entered,
    Kind,
    Tone,
    assess,
    claim,
    entered_words,
    how_drawn,
    is_changing,
    judge_look,
    look_sentence,
    reach_question,
    where_started,
    will_reach,
)
from models.progress.phrases import month, number, quantity, span
from tests.models.progress.made import DECISIONS, bram, week, weekly

TODAY = date(2026, 11, 17)
LOOKS = (date(2026, 11, 6), date(2027, 2, 26))
LAST = week(25)
SIX = (10, 12, 9, 13, 11, 12)
TWELVE = (10, 12, 9, 13, 10, 12, 11, 8, 12, 10, 13, 9)


def changing(*args, who="you", **given):
    return is_changing(assess(weekly(*args, **given), week(60)), who)


def test_bram_inside():
    found = assess(bram(looks=LOOKS, splits=(week(14),)), TODAY)
    said = is_changing(found, "Bram")
    assert said.tone == Tone.BETTER
    assert said.text == "Signal, for the better: ten entries in a row above where Bram started."
    assert "26 February" in said.why
    assert reach_question(found.series) == "Will it reliably reach 70\u202f% if nothing changes?"
    assert will_reach(found).text == "Not every week. Expect anything from 49 to 85\u202f%."
    assert will_reach(found).why == "Four of the last ten weeks reached the target. The range comes from few entries."
    assert where_started(found) == "Where you started: 40\u202f% on average, usually between 15 and 65\u202f%."
    assert (
        "12 entries, 5 June to 21 August, fixed on 24 August. Average 40\u202f%, average step from one entry to the next 9.4"
        in how_drawn(found)
    )
    assert "The level since 11 September rests on 10 entries, 11 September to 13 November." in how_drawn(found)


def test_bram_outside():
    found = assess(bram(looks=LOOKS), TODAY)
    assert claim(found).text == "Improved since August."
    assert claim(found).why == "Said at the look of 6 November."
    assert will_reach(found).text == "The level is moving: no forecast yet."


def test_worse():
    said = changing(TWELVE, [3] * 8)
    assert (said.tone, said.text) == (Tone.CONCERN, "Signal, for the worse: eight entries in a row below where you started.")


def test_possible_signal_from_few_entries():
    said = changing(SIX, [30])
    assert said.tone == Tone.EARLY
    assert (
        said.text
        == "Possible signal, from few entries, for the better: the entry of 17 July lies above the usual range of where you started."
    )


def test_near_the_end_of_the_range_and_neither_better_nor_worse():
    found = assess(weekly(TWELVE, [11, 17, 10, 17, 17], direction=Direction.WITHIN, low=Decimal(0), high=Decimal(90)), week(60))
    assert (
        is_changing(found, "it").text
        == "Signal: three entries up to 25 September lie near the upper end of the usual range of where it started."
    )
    assert is_changing(found, "it").tone == Tone.SAME


def test_against_the_own_level():
    found = assess(weekly(TWELVE, [*[value + 30 for value in TWELVE], *[36] * 8], splits=(week(12),)), week(60))
    assert is_changing(found).text == "Signal, for the worse: eight entries in a row below the level since 28 August."


@pytest.mark.parametrize(
    ("before", "after", "given", "text"),
    [
        ([], [], {"sealed_on": None}, "Too early to say: 0 of 6."),
        (SIX[:4], [], {"sealed_on": None}, "Too early to say: 4 of 6."),
        (SIX[:4], [], {"sealed_on": None, "start_size": 12}, "Too early to say: 4 of 12."),
        (SIX, [], {}, "Too early to say: 0 of 8."),
        (SIX, [11, 12, 10, 12], {}, "Too early to say: 4 of 8."),
        (SIX[:4], [11], {}, "Too early to say: 4 of 6."),
        (TWELVE, TWELVE, {}, "No signal: ordinary weeks."),
        ([5] * 6, [5], {}, "No variation yet."),
        ([4, 5, 4, 5, 4, 5], [5], {}, "Scale too coarse to judge."),
        (SIX, [5], {"skip": [1, 3]}, "Too many gaps to judge."),
        ([0, 0, 1, 0, 0, 1], [1, 0, 1], {"kind": Kind.YES_NO}, "Yes in 2 of 3 since the start."),
    ],
)
def test_states_in_words(before, after, given, text):
    assert changing(before, after, **given).text == text


def test_an_old_signal_is_named_with_its_date():
    assert changing(TWELVE, [30, *TWELVE]).why == "The last signal was on 28 August."


def test_will_it_reach():
    def said(before=TWELVE, **given):
        return will_reach(assess(weekly(before, **given), week(60))).text

    assert said() == "No target yet."
    assert said(target=Decimal(1)) == "Yes, every week. Expect anything from 3.3 to 18."
    assert said(target=Decimal(40), cadence=Cadence.DAILY) == "Too early to say.", (
        "weekly entries of a daily measure do not follow each other"
    )
    assert said(target=Decimal(40)) == "Not as things are. Expect anything from 3.3 to 18."
    assert (
        said([2, 0, 4, 1, 3, 0], kind=Kind.COUNT, direction=Direction.LOWER, target=Decimal(2), unit="h")
        == "Not every week. Expect anything up to 9.1 h."
    )
    assert said([6, 6.5, 5, 6, 7, 6.2], scale_max=Decimal(7), target=Decimal(6)) == "Not every week. Expect anything from 3.6 up."


def test_question_of_a_wanted_range():
    series = weekly(TWELVE, direction=Direction.WITHIN, low=Decimal(8), high=Decimal(14), unit="h")
    assert reach_question(series) == "Will it reliably stay between 8 and 14 h if nothing changes?"
    assert reach_question(weekly(TWELVE)) == ""


def test_before_the_first_look_outside_says_how_far_it_is():
    def said(*args, **given):
        return claim(assess(weekly(*args, looks=(week(30),), **given), week(12))).text

    assert said(SIX, [11, 12, 10, 12]) == "Too early to say: 4 of 8. Next look 1 January."
    assert said(SIX[:4], sealed_on=None) == "Too early to say: 4 of 6. Next look 1 January."
    assert said(SIX, TWELVE) == "Too early to say. Next look 1 January."


def test_looks_in_words():
    def said(after, skip=(), on=LAST):
        series = weekly(SIX, after, skip=skip, looks=(on,))
        return look_sentence(series, judge_look(series, on))

    up = [14, 17, 15, 18, 16, 14, 18, 15]
    assert said([24 - value for value in up], on=week(13)).text == "Got worse since July."
    assert said(up[:4]).text == "Too early to say: 4 of 8."
    assert said(up).text == "Too early to say: entered 8 of 20 weeks."
    assert said(range(14, 34)).text == "Too alike from week to week to say."
    assert said(()).text == "Not measured."
    assert said(SIX[::-1] * 3, skip=[9, 11]).text == "No change found."
    assert said([*up, *up, 14], skip=[9, 11, 13]).why == "Said at the look of 27 November. Entered: 17 of 20 weeks."
    assert "Entered" not in said([*up, *up, 14, 17], skip=[9, 11]).why


def test_a_claim_not_borne_out_keeps_its_date():
    series = weekly(SIX, [14, 17, 15, 18, 16, 14, 18, 15, 12, 10, 13, 9, 11, 12, 10, 13], looks=(week(13), week(21)))
    said = claim(assess(series, week(40)))
    assert said.text == "No change found."
    assert said.why == "Said at the look of 30 October. “Improved since July”, said on 4 September, was not borne out on 30 October."


def test_the_year_is_said_when_it_is_another():
    assert month(date(2026, 8, 24), date(2027, 2, 26)) == "August 2026"
    assert month(date(2026, 8, 24), date(2026, 11, 13)) == "August"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("67.2", "%", "67\u202f%"),
        ("9.44", "", "9.4"),
        ("8", "h", "8 h"),
        ("0.25", "", "0.25"),
        ("1450", "€", "€1,450"),
        ("-3.5", "", "−3.5"),
        ("0", "h", "0 h"),
    ],
)
def test_numbers_as_people_write_them(value, unit, words):
    assert quantity(Decimal(value), unit) == words


def test_a_span_says_its_unit_once():
    assert span(Decimal(15), Decimal(65), "%") == "15 to 65\u202f%"
    assert span(Decimal(15), Decimal(65), "€") == "€15 to €65"


def test_entries_due_and_made():
    assert entered_words(Entered(17, 20), Cadence.WEEKLY) == "17 of 20 weeks"
    assert entered_words(Entered(1, 1), Cadence.MONTHLY) == "1 of 1 month"


FORBIDDEN = re.compile(r"observer|sealed|process behaviour|natural limits|reading|amendment|verdict|baseline|because|significant|!", re.I)


@given(st.lists(st.integers(0, 20), min_size=0, max_size=20), st.integers(0, 12), st.sampled_from(Kind), st.booleans(), st.booleans())
def test_every_series_finds_its_words(values, start, kind, fixed, target):
    given = {"kind": kind, "target": Decimal(9) if target else None, "looks": (week(16), week(20))}
    if not fixed:
        values = values[:start]
    series = weekly(values[:start], values[start:], **given, **({} if fixed and start and values else {"sealed_on": None}))
    found = assess(series, week(40))
    for text in (
        is_changing(found).text,
        is_changing(found).why,
        will_reach(found).text,
        claim(found).text,
        where_started(found),
        how_drawn(found),
    ):
        assert not FORBIDDEN.search(text)
        assert "None" not in text
        assert "  " not in text
    assert number(Decimal(len(values))) in ("0", *map(str, range(1, 21)))


def test_demo_numbers_are_those_of_the_design():
    limits = assess(bram(), TODAY).start.limits
    assert [round(value) for value in (limits.lower, limits.average, limits.upper)] == [15, 40, 65]
    assert DECISIONS[-1] == 73
