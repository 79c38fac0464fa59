"""Requests that name a skill and no behaviour are met with a question; the others are left alone."""

import pytest

from models.mere_skill import ask_back

SKILLS = [
    "I need negotiation training",
    "Presentation skills",
    "leadership coaching",
    "We want a workshop on feedback",
    "I would like to improve my communication skills.",
    "Public speaking",
    "Looking for a time management course",
    "More confidence",
    "better delegation",
    "assertiveness training please",
]
SAID = [
    "",
    "Not answer for my team when the client asks my team.",
    "Say no in the first ten minutes, kindly.",
    "Decide. Claims lie on her desk for a week.",
    "Hold a meeting without slides.",
    "Six heads of department start on time.",
    "Close decisions before the Monday meeting ends",
    "Give feedback to each of my five people every Friday",
    "I interrupt people, and they stop bringing me bad news",
    "Send the month's report by the third working day",
    "Negotiate with our two largest suppliers without giving in on the first day, because it costs us a fifth of the margin every year",
]


@pytest.mark.parametrize("said", SKILLS)
def test_a_skill_is_asked_back(said: str) -> None:
    assert "what would people see" in ask_back(said).lower()


@pytest.mark.parametrize("said", SAID)
def test_a_behaviour_is_left_alone(said: str) -> None:
    assert ask_back(said) == ""
