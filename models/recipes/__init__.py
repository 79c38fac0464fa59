"""Follow-up by itself: each rule in a file of its own, what they want planned and replanned, and why something is not sent after all."""

from typing import Final

from models.recipes import (
    agreement_waiting,
    enquiry_waiting,
    entry_nudge,
    past_client,
    quiet_client,
    recap,
    renewal,
    review_due,
    session_reminder,
    testimonial,
)
from models.recipes.rule import NONE, Amount, Asked, Blank, Number, Phrase, Rule, Value, Wish, Words

RULES: Final[dict[str, Rule]] = {
    part.RULE.name: part.RULE
    for part in (
        session_reminder,
        entry_nudge,
        agreement_waiting,
        recap,
        quiet_client,
        review_due,
        renewal,
        past_client,
        enquiry_waiting,
        testimonial,
    )
}
"""In the order of the page. Other floors add theirs with `register`."""
COMMON: Final = ("first_name", "coach", "practice", "link")
"""Variables of every text."""


def register(rule: Rule, *, before: str) -> None:
    """Of a floor above: takes its place before another rule. Registering it again changes nothing."""
    if rule.name in RULES:
        return
    kept = list(RULES.values())
    RULES.clear()
    for known in kept:
        RULES.update({rule.name: rule} if known.name == before else {})
        RULES[known.name] = known


def of_kind(kind: str) -> Rule | None:
    """The rule whose messages these are."""
    return next((rule for rule in RULES.values() if rule.kind == kind), None)


__all__ = [
    "COMMON",
    "NONE",
    "RULES",
    "Amount",
    "Asked",
    "Blank",
    "Number",
    "Phrase",
    "Rule",
    "Value",
    "Wish",
    "Words",
    "of_kind",
    "register",
]
