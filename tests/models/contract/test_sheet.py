"""What a sheet says of a goal's numbers."""

from datetime import date
from typing import Any

import pytest

from models.contract import sheet
from models.contract.compose import goal_text
from models.contract.text import canonical, parse
from models.contract.wording import GoalWording
from tests.story import GOAL, TODAY


def text_of(**changes: Any) -> dict[str, Any]:
    return parse(canonical({"goal": goal_text(GoalWording.read({**GOAL, **changes}, 1, TODAY))}))["goal"]


def test_a_goal_with_a_history() -> None:
    goal = text_of()
    assert sheet.counted(goal) == (
        "Share of the agenda's decisions that the minutes show as closed, higher is better. Cleo enters it each week, after the minutes are out."
    )
    assert sheet.started(goal).startswith("40\u202f% on average over 12 weeks, usually between ")
    assert sheet.started(goal).endswith("From: Minutes of the operations meeting")
    assert sheet.aimed(goal) == "70\u202f%"
    assert sheet.history(goal)[0] == (date(2026, 8, 28), "38\u202f%")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"start_from": "gathered", "start_size": "8"}, "Known after the first eight entries, and fixed with them."),
        ({"start_from": "gathered", "start_size": "60"}, "Known after the first 60 entries, and fixed with them."),
    ],
)
def test_a_start_that_is_gathered(changes: dict[str, str], words: str) -> None:
    assert sheet.started(text_of(**changes)) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"direction": "within", "low": "3", "high": "5.50", "unit": "hours"}, "Between 3 and 5.5 hours"),
        ({"target": "0.25", "unit": "€"}, "€0.25"),
        ({"target": ""}, "Open until it is known where it started. It comes as a change you all agree."),
    ],
)
def test_a_target(changes: dict[str, str], words: str) -> None:
    assert sheet.aimed(text_of(**changes)) == words


def test_a_first_name() -> None:
    assert sheet.first_name("Cleo Marsh") == "Cleo"
    assert sheet.first_name("") == ""
