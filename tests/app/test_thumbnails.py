"""The thumbnail of a list, and the bar of a month's money."""

import re

import pytest

from app.charts import bar, trail

ENTRIES = [["2026-11-06", 3.0], ["2026-11-13", 5.0], ["2026-11-20", 9.0]]


def test_without_entries_nothing_is_drawn() -> None:
    assert trail([], None, None, "early") == ""


@pytest.mark.parametrize(("tone", "mark"), [("better", "c-better"), ("concern", "c-concern"), ("same", "c-point"), ("early", "c-point")])
def test_the_last_entry_carries_the_tone(tone: str, mark: str) -> None:
    drawn = trail(ENTRIES, 2.0, 4.0, tone)
    assert drawn.count(f'class="{mark}"') == 1 and 'aria-hidden="true"' in drawn


def test_a_range_is_drawn_where_there_is_one_and_open_ends_reach_the_edge() -> None:
    assert "c-band" not in trail(ENTRIES, None, None, "same")
    [height] = re.findall(r'c-band"[^>]* height="([0-9.]+)"', trail(ENTRIES, None, 4.0, "same"))
    [whole] = re.findall(r'c-band"[^>]* height="([0-9.]+)"', trail(ENTRIES, 3.5, 4.0, "same"))
    assert float(height) > float(whole)


def test_entries_that_never_vary_stand_in_the_frame() -> None:
    drawn = trail([["2026-11-06", 5.0], ["2026-11-13", 5.0]], None, None, "same")
    assert "nan" not in drawn and re.search(r'points="[0-9. ,]+"', drawn)
    assert trail([["2026-11-06", -1e12]], None, None, "same").count("<circle") == 1


def test_a_large_one_shows_each_entry() -> None:
    assert trail(ENTRIES, None, None, "better", width=420, height=110).count('class="c-point"') == 2


def test_a_bar_shares_its_width_and_leaves_out_what_is_not_there() -> None:
    widths = [float(width) for width in re.findall(r'<rect[^>]* width="([0-9.]+)"', bar((300, 0, 100), width=400))]
    assert widths == [299.0, 99.0]
    assert bar((0, 0, 0)) == ""
