"""Charts: one string of SVG that is well formed, escaped, to scale, and says in words and shapes what the numbers say."""

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.charts import LEAD, PAGE, PAPER, PHONE, PORTAL, SMALL, Width, goal_chart, shared_chart, small_chart, spark
from app.charts.frame import Frame, round_ticks, ticks
from app.charts.ink import Label, spread
from app.charts.price import hour
from app.charts.wording import letter_of
from models.progress import Direction, Kind, assess
from tests.models.progress.made import bram, week, weekly

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 11, 17)
TWELVE = (10, 12, 9, 13, 10, 12, 11, 8, 12, 10, 13, 9)
WIDE = PAGE[:1]
DOUBTFUL = 'Ends </title><script>alert("1")</script> & so on'


def drawn(text):
    """The drawings of a chart, parsed; fails when one is not well formed."""
    return list(ET.fromstring(f'<div xmlns="http://www.w3.org/2000/svg">{text}</div>'))


def marks(text, cls):
    return [mark for mark in drawn(text)[0].iter() if cls in mark.get("class", "").split()]


def words(text):
    return ["".join(mark.itertext()) for mark in drawn(text)[0].iter(f"{SVG}text")]


def chart(series=None, today=TODAY, **given):
    return goal_chart(assess(series or bram(splits=(week(14),)), today), **{"title": "Decisions", "uid": "g", "widths": WIDE, **given})


def test_a_drawing_for_each_width_with_ids_of_its_own():
    drawings = drawn(chart(widths=PAGE))
    assert [drawing.get("class") for drawing in drawings] == ["over-50", "from-30-to-50", "under-30"]
    assert [drawing.get("viewBox") for drawing in drawings] == ["0 0 940 358", "0 0 620 330", "0 0 358 290"]
    ids = [mark.get("id") for drawing in drawings for mark in drawing.iter() if mark.get("id")]
    assert ids == ["g-t", "g-d", "g2-t", "g2-d", "g3-t", "g3-d"]
    assert [drawing.get("aria-labelledby") for drawing in drawings] == ["g-t g-d", "g2-t g2-d", "g3-t g3-d"]
    assert {drawing.get("role") for drawing in drawings} == {"img"}


def test_what_people_wrote_is_escaped():
    text = chart(weekly(TWELVE, unit='"><b>', target=Decimal(9)), title=DOUBTFUL, desc=DOUBTFUL, uid='u"><i>')
    assert "<script" not in text
    assert "<b>" not in text
    assert drawn(text)[0].find(f"{SVG}title").text == DOUBTFUL
    assert drawn(text)[0].find(f"{SVG}desc").text == DOUBTFUL
    assert 'Target 9 "><b>' in words(text)


def test_no_styles_no_scripts_and_colours_for_print_on_every_mark():
    for text in (chart(), shared_chart(assess(bram(), TODAY), title="T", uid="s"), small_chart(assess(bram(), TODAY), title="T", uid="m")):
        assert "style" not in text
        assert "script" not in text
        for drawing in drawn(text):
            for mark in drawing.iter():
                if mark.tag[len(SVG) :] in ("line", "rect", "circle", "path", "polyline", "text"):
                    assert mark.get("fill") or mark.get("stroke")
                    assert mark.get("class") or mark.tag == f"{SVG}circle"


def test_levels_stand_where_the_numbers_are():
    text = chart()
    old, new = marks(text, "c-band")
    assert "c-band-new" in new.get("class")
    top, bottom, height = 34, 358 - 34, 358 - 68
    assert float(new.get("y")) == pytest.approx(bottom - height * 0.848, abs=1)
    assert float(old.get("y")) + float(old.get("height")) == pytest.approx(bottom - height * 0.15, abs=2)
    [target] = marks(text, "c-target")
    assert float(target.get("y1")) == pytest.approx(top + height * 0.3, abs=0.1)
    assert float(old.get("x")) + float(old.get("width")) == pytest.approx(float(new.get("x")), abs=0.2)


def test_words_at_the_edge_are_the_numbers():
    said = words(chart())
    for label in ("Usually below 85\u202f%", "Target 70\u202f%", "Average 67\u202f%", "Usually above 49\u202f%"):
        assert label in said
    assert "Where it started, fixed 24 Aug" in said
    assert "New level since 11 Sep" in said
    assert "if nothing changes" in said
    assert [tick for tick in said if tick.isdigit()] == ["0", "25", "50", "75", "100"]


def test_signals_have_shape_and_colour():
    text = chart()
    assert (len(marks(text, "c-better")), len(marks(text, "c-point")), len(marks(text, "c-concern"))) == (10, 14, 0)
    worse = chart(weekly(TWELVE, [2] * 8), today=week(20))
    assert (len(marks(worse, "c-concern")), len(marks(worse, "c-better"))) == (8, 0)
    assert "Moving since 28 Aug" in words(worse)


def test_what_is_shared_colours_no_signal_and_has_no_notes():
    found = assess(bram(splits=(week(14),), looks=(date(2026, 11, 6),)), TODAY)
    text = shared_chart(found, title="Decisions", uid="s", widths=WIDE)
    assert len(marks(text, "c-point")) == 24
    assert not re.search("better|concern|worse|c-note|c-band-new", text)
    assert not re.search("[Ss]ignal|in a row", text)
    assert "Improved since August." in drawn(text)[0].find(f"{SVG}desc").text
    unsplit = shared_chart(assess(bram(), TODAY), title="Decisions", uid="s", widths=PORTAL)
    assert "Moving" not in unsplit
    assert "Too early to say." in drawn(unsplit)[0].find(f"{SVG}desc").text


def test_what_is_heard_are_the_numbers():
    heard = drawn(chart())[0].find(f"{SVG}desc").text
    assert heard.startswith("24 entries from 5 June to 13 November, the last 73\u202f%. Where it started: 40\u202f% on average")
    assert heard.endswith("Target 70\u202f%. Signal, for the better: ten entries in a row above where it started.")


def test_the_line_hangs_where_the_start_was_fixed():
    text = chart()
    [plumb] = marks(text, "c-plumb")
    points = [float(mark.get("cx")) for mark in drawn(text)[0].iter(f"{SVG}circle")]
    points.sort()
    assert points[11] < float(plumb.get("x1")) < points[12]
    assert len(marks(text, "c-bob")) == 1
    assert marks(chart(weekly(TWELVE, sealed_on=None, start_size=20), today=week(12)), "c-plumb") == []


def test_notes_are_letters_that_do_not_cover_each_other():
    text = chart(notes=(week(12), week(14), week(14), week(40)))
    notes = marks(text, "c-note")
    assert ["".join(note.itertext()) for note in notes] == ["A", "B", "C", "D"]
    places = [(float(note[0].get("cx")), float(note[0].get("cy"))) for note in notes]
    assert places[1][0] == places[2][0]
    assert abs(places[1][1] - places[2][1]) >= 18
    assert [letter_of(i) for i in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_a_range_from_few_entries_has_dashed_edges():
    assert len(marks(chart(weekly(TWELVE[:11])), "c-trial")) == 2
    assert marks(chart(weekly(TWELVE)), "c-trial") == []


def test_a_limit_past_the_end_of_the_scale_is_not_named():
    said = words(chart(weekly([2, 0, 4, 1, 3, 0], kind=Kind.COUNT)))
    assert any(label.startswith("Usually below") for label in said)
    assert not any(label.startswith("Usually above") for label in said)


def test_the_thread_breaks_where_a_period_is_empty():
    assert len(marks(chart(weekly(TWELVE, skip=[3, 8])), "c-line")) == 3


def test_too_few_entries_leave_rings_and_no_band():
    text = chart(weekly([9, 7, 11, 8], sealed_on=None, unit="h"), today=week(4))
    assert (len(marks(text, "c-await")), len(marks(text, "c-point")), marks(text, "c-band"), marks(text, "c-now")) == (2, 4, [], [])
    assert "Where it starts: 4 of 6" in words(text)


def test_no_entry_yet_is_a_chart_too():
    series = weekly([], sealed_on=None, unit="h", target=Decimal(4))
    text = chart(series, today=week(0))
    assert len(marks(text, "c-await")) == 6
    assert words(text) == [*[label for label in words(text) if re.match(r"\d", label)], "Where it starts: 0 of 6", "Target 4 h"]
    assert drawn(text)[0].find(f"{SVG}desc").text == "Too early to say: 0 of 6."
    assert spark(assess(series, week(0))) == ""
    small = small_chart(assess(series, week(0)), title="T", uid="s", widths=SMALL[:1])
    assert len({mark.get("cy") for mark in marks(small, "c-await")} | {mark.get("y1") for mark in marks(small, "c-target")}) == 2


def test_no_range_still_shows_average_and_target():
    text = chart(weekly([4, 5, 4, 4, 5, 4], [5, 5], kind=Kind.RATING, scale_min=Decimal(1), scale_max=Decimal(7), target=Decimal(6)))
    assert (len(marks(text, "c-centre")), len(marks(text, "c-target")), marks(text, "c-band")) == (1, 1, [])
    assert [tick for tick in words(text) if tick.isdigit()] == ["1", "3", "5", "7"]


def test_yes_and_no_are_words():
    text = chart(weekly([0, 0, 1, 0, 0, 1], [1, 1], kind=Kind.YES_NO))
    assert {"Yes", "No", "Average 33\u202f% yes"} <= set(words(text))
    small = small_chart(assess(weekly([0, 0, 1], [1], kind=Kind.YES_NO), TODAY), title="T", uid="s", widths=SMALL)
    assert "last yes" in words(small)


def test_a_wanted_range_has_two_lines():
    text = chart(weekly(TWELVE, direction=Direction.WITHIN, low=Decimal(8), high=Decimal(14), unit="h"))
    assert len(marks(text, "c-target")) == 2
    assert {"Wanted from 8 h", "Wanted up to 14 h"} <= set(words(text))


def test_long_charts_name_years():
    said = words(chart(weekly(TWELVE, [11] * 60), today=week(73)))
    assert "Jun 2026" in said


@pytest.mark.parametrize("widths", [LEAD, SMALL, PHONE])
def test_small_charts_share_the_anatomy(widths):
    text = small_chart(assess(bram(splits=(week(14),)), TODAY), title="Decisions", uid="s", widths=widths)
    assert len(drawn(text)) == len(widths)
    assert (len(marks(text, "c-better")), len(marks(text, "c-band")), len(marks(text, "c-plumb"))) == (10, 2, 1)
    assert any("70\u202f%" in label for label in words(text))
    grey = small_chart(assess(bram(splits=(week(14),)), TODAY), title="Decisions", uid="s", widths=widths, coloured=False)
    assert not re.search("better|concern|c-band-new|[Ss]ignal", grey)


def test_a_spark_is_hidden_and_shows_the_last_shape():
    [tiny] = drawn(spark(assess(bram(), TODAY)))
    assert (tiny.get("class"), tiny.get("aria-hidden"), tiny.get("role")) == ("spark", "true", None)
    assert len(marks(spark(assess(bram(), TODAY)), "c-better")) == 1
    assert len(marks(spark(assess(weekly(TWELVE), TODAY)), "c-point")) == 1
    assert len(marks(spark(assess(weekly(TWELVE, [1] * 8), TODAY)), "c-concern")) == 1


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 100, [0, 25, 50, 75, 100]), (0, 1, [0, 0.25, 0.5, 0.75, 1]), (3, 18, [0, 5, 10, 15, 20]), (-3, 3, [-4, -2, 0, 2, 4]),
        (1000, 1450, [1000, 1200, 1400, 1600]), (7, 11, [7, 8, 9, 10, 11]), (0.02, 0.05, [0.02, 0.03, 0.04, 0.05]),
    ],
)  # fmt: skip
def test_round_numbers_on_the_scale(low, high, marks):
    assert round_ticks(low, high) == marks


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6))
def test_the_scale_holds_everything_in_at_most_five_lines(low, width):
    marks = round_ticks(low, low + width)
    assert 2 <= len(marks) <= 5
    assert marks[0] <= low + 1e-6
    assert marks[-1] >= low + width - 1e-6


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [(0, 1, [0, 1]), (1, 2, [1, 2]), (0, 2.4, [0, 1, 2, 3]), (0, 9, [0, 5, 10]), (5, 5.0003, [5, 6]), (2, 40, [0, 10, 20, 30, 40])],
)
def test_what_is_counted_has_no_halves(low: float, high: float, marks: list[float]) -> None:
    assert round_ticks(low, high, whole=True) == marks


@given(st.lists(st.floats(0, 300), max_size=8), st.floats(1, 30))
def test_labels_never_overlap(places, gap):
    placed = spread([Label(y, "x") for y in places], gap)
    assert len(placed) == len(places)
    assert all(b.y - a.y >= gap - 1e-9 for a, b in pairwise(placed))
    assert all(new.y >= old for new, old in zip(placed, sorted(places), strict=True))


values = st.lists(st.decimals(-50, 200, places=1), max_size=30)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(values, st.integers(0, 14), st.sampled_from(Kind), st.sampled_from(Direction), st.booleans())
def test_every_series_can_be_drawn_within_its_picture(numbers, start, kind, direction, fixed):
    before, after = numbers[:start], (numbers[start:] if fixed and start else [])
    given = {"low": Decimal(3), "high": Decimal(9), "target": Decimal(20), "kind": kind, "direction": direction}
    series = weekly(before, after, **given, **({} if fixed and before else {"sealed_on": None}))
    found = assess(series, week(len(numbers) + 1))
    text = goal_chart(found, title="T", uid="u", widths=(Width(620, 330),), notes=(week(2),)) + small_chart(
        found, title="T", uid="v", widths=PHONE
    )
    for drawing in drawn(text + spark(found)):
        width, height = float(drawing.get("width")), float(drawing.get("height"))
        for mark in drawing.iter():
            across = [float(mark.get(name)) for name in ("x1", "x2", "cx") if mark.get(name)]
            down = [float(mark.get(name)) for name in ("y1", "y2", "cy") if mark.get(name)]
            assert all(-0.1 <= x <= width + 0.1 for x in across)
            assert all(-40 <= y <= height + 0.1 for y in down)
    assert "nan" not in text.lower().replace("nano", "")


def test_everything_in_a_period_lies_between_its_ends():
    frame = Frame(10, 110, 0, 100, week(0), week(10), 0, 10)
    assert (frame.x(week(0)), frame.x(week(10)), frame.y(Decimal(0)), frame.y(10)) == (18, 102, 100, 0)
    assert (frame.y(-5), frame.y(50)) == (100, 0), "beyond the scale is drawn at its end"
    assert ticks(assess(weekly([5] * 6), TODAY))[0] <= 5 <= ticks(assess(weekly([5] * 6), TODAY))[-1]


def test_words_over_a_small_unpaid_part_do_not_run_over_the_edge():
    parts, words = [(15, "Preparing"), (10, "Notes")], ("Paid: 60 minutes", "Unpaid: 25 minutes")
    phone = hour(parts, width=358, uid="h", cls="under-30", words=words)
    assert re.search(r'x="358.0" y="16.0"[^>]*text-anchor="end"[^>]*>Unpaid: 25 minutes<', phone)
    wide = hour(parts, width=1000, uid="h", cls="over-30", words=words)
    assert re.search(r'text-anchor="start"[^>]*>Unpaid: 25 minutes<', wide)


def test_the_paper_has_one_drawing_without_a_class():
    [drawing] = drawn(chart(widths=PAPER))
    assert drawing.get("class") is None
