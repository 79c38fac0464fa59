from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contract.sharpness import LOOKS, Wording, findings

BRAM = Wording(
    first_name="Bram",
    today=date(2026, 11, 17),
    behaviour="Before people leave the room Bram sums up who does what by when",
    situation="In the Monday leadership meeting",
    why="Faster. Half of the decisions are made twice.",
    measure="Share of the week’s agenda decisions that the minutes show as closed",
    kind="percentage",
    direction="higher",
    unit="%",
    cadence="weekly",
    target=Decimal(70),
    start_mean=Decimal(40),
    start_gathered=False,
    due=date(2027, 2, 26),
    evidence="The minutes, and what five colleagues saw",
)


def codes(wording):
    """The faults, and how grave: what stops the offer has an exclamation mark."""
    return [found.code + ("!" if found.severity == "must" else "") for found in findings(wording) if found.severity != "good"]


def test_a_sharp_goal_is_praised_where_one_can_point_and_faulted_nowhere():
    assert [(found.field, found.severity, found.code) for found in findings(BRAM)] == [
        ("behaviour", "good", "seen"),
        ("why", "good", "says_cost"),
        ("measure", "good", "counted"),
        ("evidence", "good", "others_see"),
    ]


@pytest.mark.parametrize(
    "behaviour",
    [
        "Speaks last",
        "In the Monday meeting Bram lets the others speak first",
        "On the first Monday Dov shows the board his rough forecast, with what he doubts.",
        "Closes every agenda item with a name and a date",
        "Hands over at six",
        "Asks two questions before giving an answer",
        "Delegates the weekly report to Ines by Tuesday noon",
        "Stops interrupting; asks a question instead",
        "Presents to the board without slides",
        "Sleeps before eleven on work days",
        "Gives each of the five a piece of praise, by name, before Friday",
        "Replies to complaints within a day",
        "Thinks aloud while drawing the plan on the board",
    ],
)
def test_what_can_be_seen_done_is_good(behaviour):
    found = findings(replace(BRAM, behaviour=behaviour))[0]
    assert (found.field, found.severity, found.code) == ("behaviour", "good", "seen")


@pytest.mark.parametrize(
    "behaviour",
    [
        "Communicates decisions in writing within a day",
        "Is on time",
        "Raises concerns in the steering group",
        "Meets his team each Monday about the numbers",
    ],
)
def test_where_it_cannot_tell_it_says_nothing(behaviour):
    assert [found.field for found in findings(replace(BRAM, behaviour=behaviour))] == ["why", "measure", "evidence"]


@pytest.mark.parametrize(
    ("behaviour", "fault"),
    [
        ("", "no_behaviour!"),
        ("tbd", "no_behaviour!"),
        (" … ", "no_behaviour!"),
        ("Be more open about the forecast", "no_behaviour!"),
        ("Improve communication", "no_behaviour!"),
        ("Communicates better with the team", "no_behaviour!"),
        ("Bram shows confidence", "no_behaviour!"),
        ("Shows more presence in the board meeting", "no_behaviour!"),
        ("Leadership", "no_behaviour!"),
        ("Better meetings", "no_behaviour!"),
        ("Be a better listener", "no_behaviour!"),
        ("Listens more actively", "no_behaviour!"),
        ("Delegates more", "no_behaviour!"),
        ("Gives better feedback", "no_behaviour!"),
        ("Works on his delegation skills", "no_behaviour!"),
        ("Takes ownership", "no_behaviour!"),
        ("Develop his team", "no_behaviour!"),
        ("Improve reports", "no_behaviour!"),
        ("Feels confident before the board", "no_behaviour!"),
        ("Understands the numbers better", "no_behaviour!"),
        ("Wants to delegate", "no_behaviour!"),
        ("Think more strategically", "no_behaviour!"),
        ("Increase sales by 10 %", "no_behaviour!"),
        ("Cuts costs", "no_behaviour!"),
        ("Reach the sales targets", "no_behaviour!"),
        ("Attends a negotiation training", "a_course"),
        ("Be more decisive: in the Monday meeting he says yes or no", "vague_word"),
        ("I sum up before we leave the room", "first_person"),
        ("Stops interrupting", "only_stops"),
        ("Does not answer mails after six", "only_stops"),
    ],
)
def test_what_cannot_be_seen_done_is_not(behaviour, fault):
    assert codes(replace(BRAM, behaviour=behaviour)) == [fault]


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"situation": "When a supplier calls about a late truck"}, []),
        ({"situation": "Monday stand-up"}, []),
        ({"situation": "", "behaviour": "Speaks last"}, ["no_situation!"]),
        ({"situation": "-", "behaviour": "Speaks last in general"}, ["no_situation!"]),
        ({"situation": ""}, []),
        ({"situation": "", "behaviour": "Speaks last in the Monday meeting"}, []),
        ({"situation": "at work"}, ["no_situation!"]),
        ({"situation": "Always, in all situations."}, ["no_situation!"]),
        ({"situation": "whenever needed"}, ["no_situation!"]),
        ({"situation": "In meetings"}, ["which_ones"]),
        ({"why": ""}, ["no_why"]),
        ({"why": "Because Marta says so"}, []),
        ({"measure": ""}, ["no_measure!"]),
        ({"measure": "?"}, ["no_measure!"]),
        ({"measure": "Progress"}, ["no_measure!"]),
        ({"measure": "General impression"}, ["no_measure!"]),
        ({"measure": "How it goes"}, ["no_measure!"]),
        ({"measure": "Unfinished agenda items"}, []),
        ({"cadence": "monthly", "due": date(2028, 2, 26)}, ["monthly"]),
        ({"cadence": "daily"}, []),
        ({"due": None}, ["no_date!"]),
        ({"due": date(2026, 12, 10)}, ["too_soon"]),
        ({"due": date(2026, 12, 10), "cadence": "daily"}, []),
        ({"due": date(2027, 1, 12)}, []),
        ({"due": date(2027, 1, 11)}, ["too_soon"]),
        ({"due": date(2026, 1, 1)}, []),
        ({"target": None}, ["no_target!"]),
        ({"target": None, "start_mean": None, "start_gathered": True}, ["no_target"]),
        ({"start_mean": None, "start_gathered": True}, []),
        ({"target": Decimal(35)}, ["wrong_side!"]),
        ({"target": Decimal(40)}, ["wrong_side!"]),
        ({"target": Decimal("40.1")}, []),
        ({"direction": "lower"}, ["wrong_side!"]),
        ({"direction": "lower", "target": Decimal(12)}, []),
        ({"scale_min": Decimal(1), "scale_max": Decimal(5)}, ["off_scale!"]),
        ({"scale_min": Decimal(0), "scale_max": Decimal(70)}, []),
        ({"target": None, "direction": "within", "low": Decimal(50), "high": Decimal(60)}, []),
        ({"target": None, "direction": "within", "low": Decimal(30), "high": Decimal(40)}, ["inside_already"]),
        ({"direction": "within", "low": Decimal(0), "high": Decimal(9), "scale_min": Decimal(1), "scale_max": Decimal(9)}, ["off_scale!"]),
        ({"evidence": "Bram’s log"}, ["own_word"]),
        ({"evidence": "his own notes"}, ["own_word"]),
        ({"evidence": "Self-assessment, gut feeling"}, ["own_word"]),
        ({"evidence": ""}, ["own_word"]),
        ({"evidence": "his log, and Marta, his boss"}, []),
        ({"evidence": "Time stamps of the mail server"}, []),
        ({"evidence": "Kitchen wall"}, []),
        ({"evidence": "his own notes", "has_others": False}, []),
        ({"evidence": "", "has_others": False}, []),
    ],
)
def test_the_other_fields(changed, faults):
    assert codes(replace(BRAM, **changed)) == faults


def test_an_empty_form_says_all_that_stops_it():
    assert codes(Wording(first_name="Dana", today=date(2026, 11, 17))) == [
        "no_behaviour!",
        "no_situation!",
        "no_why",
        "no_measure!",
        "no_target",
        "no_date!",
        "own_word",
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"behaviour": "Be more open"}, "Nobody could say on a given day whether this happened. Who does what, when?"),
        ({"behaviour": "Feels calm"}, "This happens inside a person, where nobody sees it. What would Bram do differently?"),
        ({"target": Decimal(35)}, "Higher is better, but 35\u00a0% lies below the 40\u00a0% at which Bram starts."),
        ({"direction": "lower", "unit": ""}, "Lower is better, but 70 lies above the 40 at which Bram starts."),
        (
            {"target": None, "start_mean": Decimal("41.666666")},
            "A number is missing. Bram starts at 41.7\u00a0% on average: what would be enough?",
        ),
        ({"scale_min": Decimal(1), "scale_max": Decimal(5)}, "70 lies outside the scale of 1 to 5."),
        ({"due": date(2026, 11, 20)}, "By then there is room for no entry: too few to see a change. A later date, or more often?"),
        ({"evidence": "his log"}, "Only Bram says so. Who else could see it, or what else records it?"),
        ({"evidence": "", "first_name": " "}, "Who besides the person could see whether it happened?"),
    ],
)
def test_it_speaks_plainly(changed, words):
    assert words in [found.words for found in findings(replace(BRAM, **changed))]


def test_a_better_wording_has_gaps_and_no_invented_facts():
    found = {one.field: one.better for one in findings(Wording(first_name="Dana", today=date(2026, 11, 17))) if one.better}
    assert found["behaviour"] == "When …, Dana …"
    assert all("…" in better for better in found.values())


def test_one_remark_a_field_in_the_order_of_the_form():
    order = [look.__name__ for look in LOOKS]
    found = [one.field for one in findings(replace(BRAM, behaviour="", situation="", due=None, target=None))]
    assert found == sorted(set(found), key=order.index)


@given(st.builds(Wording, first_name=st.text(), today=st.dates(), direction=st.sampled_from(["higher", "lower", "within"]),
                 behaviour=st.text(), situation=st.text(), why=st.text(), measure=st.text(), evidence=st.text(), unit=st.text(),
                 target=st.none() | st.decimals(-(10**12), 10**12, places=3), start_mean=st.none() | st.decimals(-(10**12), 10**12, places=3)))  # fmt: skip
def test_any_words_get_an_answer(wording):
    assert all(found.words for found in findings(wording))


def test_long_junk_is_read_in_one_go():
    for junk in ("." * 20_000 + "a", "in general " * 2_000 + "!", "never " * 3_000, "more better " * 2_000, "all our " * 3_000):
        assert findings(replace(BRAM, behaviour=junk, situation=junk, measure=junk, evidence=junk))
