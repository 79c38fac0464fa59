"""A text as numbered clauses of words, for the difference between two versions and for plain renderings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.contract import sheet
from models.progress import phrases

Clause = tuple[str, str]
ORDINALS = {"1": "First goal", "2": "Second goal"}


def clauses(text: Mapping[str, Any]) -> list[Clause]:
    """(label, words) in reading order; the labels are stable, so that two versions can be laid side by side."""
    return {"goals/1": _goals, "annex/1": _annex, "terms/1": _terms}[text["format"]](text)


def _goals(text: Mapping[str, Any]) -> list[Clause]:
    found: list[Clause] = []
    for goal in text["goals"]:
        label = ORDINALS[goal["place"]]
        gain = f"{goal['gain'].capitalize()}." if goal["gain"] else ""
        found += [
            (label, goal["title"]),
            (f"{label}: what will be seen", goal["behaviour"]),
            (f"{label}: where and when", goal["situation"]),
            (f"{label}: why it matters", " ".join(filter(None, [gain, goal["why"]]))),
            (f"{label}: measure", sheet.counted(goal)),
            (f"{label}: kind of number", sheet.kind(goal)),
            (f"{label}: where it started", sheet.started(goal)),
            (f"{label}: entries behind it", "; ".join(f"{_day(on.isoformat())}: {value}" for on, value in sheet.history(goal))),
            (f"{label}: target", sheet.aimed(goal)),
            (f"{label}: by when", _day(goal["measure"]["due"]) if goal["measure"]["due"] else ""),
            (f"{label}: evidence", goal["evidence"]),
        ]
    found.append(("What is behind it", text["cause_sentence"]))
    found += [
        (f"Promise {p['place']}", f"{p['words']} {('(by ' + _day(p['due']) + ')') if p['due'] else ''}".strip()) for p in text["promises"]
    ]
    found += [(f"Shared: {row['what']}", row["when"]) for row in text["shared"]]
    found += [("When we look", ", ".join(_day(on) for on in text["looks"])), ("Not for appraisal", text["not_for_appraisal"])]
    found += [("Worth it", text["worth_it"]), ("Parked", "; ".join(text["parked"]))]
    return [(label, words) for label, words in found if words]


def _day(written: str) -> str:
    on = date.fromisoformat(written)
    return f"{phrases.day(on)} {on.year}"


def _annex(text: Mapping[str, Any]) -> list[Clause]:
    found = [
        ("What is behind it", text["cause"]),
        ("Private goals", text["private_goals"]),
        ("Boundaries", text["boundaries"]),
        ("Commitment", "" if text["commitment"] == "0" else f"{text['commitment']} of 10. {text['commitment_reason']}".strip()),
    ]
    return [(label, words) for label, words in found if words]


def _terms(text: Mapping[str, Any]) -> list[Clause]:
    labels = {"work": "The work", "fee": "The fee", "moving": "Moving and missing", "ending": "Ending early", "data": "Data"}
    return [("Between", f"{text['payer']}, who pays, and {text['practice']}")] + [(labels[k], text[k]) for k in labels if text[k]]
