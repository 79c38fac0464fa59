"""What a share holds: a picture of the moment, complete, so that nothing is looked up for its readers. Pure.

Keys: client, goal, behaviour, measure (names); claim and reach (tone, head, rest, why; reach also question); entered,
started (sentences); series
(progress.written without notes); looks, on (ISO dates).
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from models import progress
from models.progress import Assessment, Sentence


def picture(found: Assessment, *, client: str, goal: str, behaviour: str, measure: str) -> dict[str, Any]:
    """The claim and no signal, the numbers without what was written beside them (science.md 1.8a, Shared)."""
    return {
        "client": client,
        "goal": goal,
        "behaviour": behaviour,
        "measure": measure,
        "claim": _said(progress.claim(found)),
        "reach": {"question": progress.reach_question(found.series), **_said(progress.will_reach(found))},
        "entered": progress.entered_words(found.entered, found.series.cadence) if found.entered.due else "",
        "started": progress.where_started(found, client.split()[0]),
        "series": progress.written(found.series, notes=False),
        "looks": [look.isoformat() for look in found.series.looks],
        "on": found.today.isoformat(),
    }


def _said(sentence: Sentence) -> dict[str, str]:
    return {**asdict(sentence), "tone": sentence.tone.value}


def shown(body: dict[str, Any]) -> Assessment:
    """The series of a picture, judged on the day it was made."""
    return progress.assess(progress.read(body["series"]), date.fromisoformat(body["on"]))
