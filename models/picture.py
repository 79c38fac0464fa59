"""A picture of the moment: what a client shares of one goal, complete in itself, so that nothing else is ever looked up for its readers."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from models import progress
from models.client import Client
from models.contract.goal import Goal


def fingerprint(body: dict[str, Any]) -> str:
    """SHA-256 of a picture, so that what is shared is what was looked at."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def picture_of(client: Client, goal: Goal, today: date) -> dict[str, Any]:
    """What the boss will see: the claim, not the signal; the numbers without their notes. JSON, for Share.body."""
    measure = goal.measure
    assert measure is not None
    found = measure.assess(today)
    claim, reach = progress.claim(found), progress.will_reach(found)
    return {
        "contract": str(goal.contract_id),  # whose page it belongs on
        "client": client.name,
        "goal": goal.title,
        "behaviour": goal.behaviour,
        "measure": measure.name,
        "on": today.isoformat(),
        "claim": {"tone": claim.tone.value, "head": claim.head, "rest": claim.rest, "why": claim.why},
        "question": progress.reach_question(found.series),
        "reach": {"tone": reach.tone.value, "head": reach.head, "rest": reach.rest, "why": reach.why},
        "started": progress.where_started(found, client.first_name),
        "entered": progress.entered_words(found.entered, found.series.cadence),
        "series": progress.written(found.series, notes=False),
    }


def shown(body: dict[str, Any]) -> progress.Assessment:
    """The series of a picture, judged on the day it was made."""
    return progress.assess(progress.read(body["series"]), date.fromisoformat(body["on"]))
