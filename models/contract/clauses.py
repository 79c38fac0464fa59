"""A text as numbered clauses of words, for the difference between two versions and for plain renderings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Clause = tuple[str, str]
ORDINALS = {"1": "First goal", "2": "Second goal"}


def clauses(text: Mapping[str, Any]) -> list[Clause]:
    """(label, words) in reading order; the labels are stable, so that two versions can be laid side by side."""
    return {"goals/1": _goals, "annex/1": _annex, "terms/1": _terms}[text["format"]](text)


def _goals(text: Mapping[str, Any]) -> list[Clause]:
    found: list[Clause] = []
    for goal in text["goals"]:
        label, measure, start = ORDINALS[goal["place"]], goal["measure"], goal["start"]
        target = f"{measure['target']} {measure['unit']}".strip() if measure["target"] else ""
        found += [
            (label, f"{goal['title']}. {goal['behaviour']}"),
            (f"{label}: where and when", goal["situation"]),
            (f"{label}: why it matters", goal["why"]),
            (f"{label}: measure", f"{measure['name']} ({measure['kind']}, {measure['direction']} is better, {measure['cadence']})"),
            (f"{label}: target", f"{target} by {measure['due']}".strip() if measure["due"] else target),
            (f"{label}: where it started", _start(start)),
            (f"{label}: evidence", goal["evidence"]),
            (f"{label}: who records", " ".join(filter(None, [measure["recorded_by"], measure["cue"]]))),
        ]
    found.append(("What is behind it", text["cause_sentence"]))
    found += [(f"Promise {p['place']}", f"{p['words']} {('by ' + p['due']) if p['due'] else ''}".strip()) for p in text["promises"]]
    found += [(f"Shared: {row['what']}", row["when"]) for row in text["shared"]]
    found += [("When we look", ", ".join(text["looks"])), ("Not for appraisal", text["not_for_appraisal"]), ("Worth it", text["worth_it"])]
    found.append(("Parked", "; ".join(text["parked"])))
    return [(label, words) for label, words in found if words]


def _start(start: Mapping[str, Any]) -> str:
    if not start["history"]:
        return f"the first {start['entries_needed']} entries"
    return f"{len(start['history'])} entries from {start['source']}: " + ", ".join(f"{e['on']} {e['value']}" for e in start["history"])


def _annex(text: Mapping[str, Any]) -> list[Clause]:
    found = [
        ("What is behind it", text["cause"]),
        ("Private goals", text["private_goals"]),
        ("Boundaries", text["boundaries"]),
        ("Commitment", f"{text['commitment']} of 10. {text['commitment_reason']}"),
    ]
    return [(label, words) for label, words in found if words]


def _terms(text: Mapping[str, Any]) -> list[Clause]:
    labels = {"work": "The work", "fee": "The fee", "moving": "Moving and missing", "ending": "Ending early", "data": "Data"}
    return [("Between", f"{text['payer']}, who pays, and {text['practice']}")] + [(labels[k], text[k]) for k in labels if text[k]]
