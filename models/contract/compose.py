"""From what was written to the text that is agreed: one plain mapping per part, from which page, PDF, difference and hash are made. Pure.

It holds all that is agreed and no id that means nothing to a reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.contract.wording import GoalWording

NOT_FOR_APPRAISAL = (
    "Nothing in this agreement, and nothing measured under it, is used for appraisal, pay or dismissal. Each report says so again."
)
NEVER_SHARED = "Notes, topics, attendance, single comments and anything private"

TERMS = {
    "work": "Ten sessions of sixty minutes within six months.",
    "fee": "",
    "moving": "A session moved a working day before costs nothing. Later than that, it counts as held.",
    "ending": "Either side may end it with a month's notice. Sessions not held are then repaid.",
    "data": "What the client writes and counts belongs to the client, who may take it along at any time. Whoever pays receives only what the client shares.",
}


@dataclass(frozen=True)
class Names:
    """Who is named in a text: full names; boss and payer are "" where there is none."""

    client: str
    coach: str
    practice: str
    boss: str = ""
    payer: str = ""
    organisation: str = ""


def goals_text(
    names: Names,
    goals: Sequence[GoalWording],
    *,
    parked: Sequence[str],
    looks: Sequence[date],
    shares_progress: bool,
    cause_sentence: str,
    promises: Sequence[Mapping[str, Any]],
    worth_it: str,
) -> dict[str, Any]:
    shared = [{"what": "The wording of the goals, and the promises", "when": "always"}]
    if shares_progress:
        shared.append({"what": f"Progress: the sentences and the chart, each time {names.client} shares it", "when": "when shared"})
    shared.append({"what": NEVER_SHARED, "when": "never"})
    return {
        "format": "goals/1",
        "client": names.client,
        "coach": names.coach,
        "practice": names.practice,
        "boss": names.boss,
        "organisation": names.organisation,
        "goals": [goal_text(goal) for goal in goals],
        "parked": [name for name in parked if name],  # a wish that nobody named yet is nothing to be agreed
        "cause_sentence": cause_sentence,
        "promises": [{"place": place, "words": p["words"], "due": p.get("due") or ""} for place, p in enumerate(promises, 1)],
        "shared": shared if names.boss else [],
        "looks": sorted(looks),
        "not_for_appraisal": NOT_FOR_APPRAISAL if names.boss else "",
        "worth_it": worth_it,
    }


def goal_text(goal: GoalWording) -> dict[str, Any]:
    return {
        "place": goal.place,
        "title": goal.title,
        "behaviour": goal.behaviour,
        "situation": goal.situation,
        "why": goal.why,
        "gain": goal.gain,
        "evidence": goal.evidence,
        "measure": {
            "name": goal.measure,
            "kind": goal.kind,
            "direction": goal.direction,
            "low": goal.low,
            "high": goal.high,
            "unit": goal.unit,
            "scale_min": goal.scale_min,
            "scale_max": goal.scale_max,
            "cadence": goal.cadence,
            "target": goal.target,
            "due": goal.due,
            "recorded_by": goal.recorded_by,
            "cue": goal.cue,
        },
        "start": {
            "entries_needed": goal.start_size,
            "source": goal.source,
            "history": [{"on": entry.on, "value": entry.value} for entry in goal.history],
        },
    }


def annex_text(names: Names, written: Mapping[str, Any], *, cause: str, commitment: int, commitment_reason: str) -> dict[str, Any]:
    return {
        "format": "annex/1",
        "client": names.client,
        "coach": names.coach,
        "cause": cause,
        "private_goals": str(written.get("private_goals") or ""),
        "boundaries": str(written.get("boundaries") or ""),
        "commitment": commitment,
        "commitment_reason": commitment_reason,
    }


def terms_text(names: Names, written: Mapping[str, Any]) -> dict[str, Any]:
    terms = {name: str(written.get(name, default) or "") for name, default in TERMS.items()}
    return {"format": "terms/1", "client": names.client, "coach": names.coach, "practice": names.practice, "payer": names.payer, **terms}
