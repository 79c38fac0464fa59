"""The final report of an agreement, in the client's version and in the boss's: a picture of the moment, complete in itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import object_session

from models.contract.came_to import came_to, closing_goals, settled
from models.contract.compose import NOT_FOR_APPRAISAL
from models.contract.contract import Contract
from models.evidence import evidence
from models.picture import picture_of

if TYPE_CHECKING:
    from models.contract.closing import Closing
    from models.contract.goal import Goal


def as_of(contract: Contract, now: datetime) -> dict[str, Any]:
    """What the entries say at this moment, as a closing would say it."""
    session = object_session(contract)
    assert session is not None
    return came_to(contract, evidence(session, closing_goals(contract)), now)


def outcomes(text: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Goal, outcome and evidence grade: what must not have moved between the first signature and the last."""
    return [(goal["id"], goal["outcome"], goal["grade"]) for goal in text["goals"]]


def body(closing: Closing, whom: str, now: datetime) -> dict[str, Any]:
    """whom: client | boss. The boss's has the claims, figures and charts; no note, no lesson, no cause, no commitment. JSON, for Share.body."""
    contract, text = closing.contract, closing.body
    told = {goal["id"]: goal for goal in text["goals"]}
    made = {
        "for": whom,
        "contract": str(contract.id),
        "client": text["client"],
        "coach": text["coach"],
        "practice": text["practice"],
        "began": text["began"],
        "on": text["on"],
        "version": text["agreed"].get("version", ""),
        "closing": closing.sha256,
        "not_for_appraisal": NOT_FOR_APPRAISAL if contract.client.boss else "",
        "goals": [
            _goal(goal, told[str(goal.id)], text["comments"].get(str(goal.id), ""), contract, now) for goal in closing_goals(contract)
        ],
    }
    return made if whom == "boss" else {**made, "lessons": text["lessons"]}


def _goal(goal: Goal, told: dict[str, Any], comment: str, contract: Contract, now: datetime) -> dict[str, Any]:
    measure = goal.measure
    about = {**told, "comment": comment, "picture": None}
    if measure is None or not measure.standing:
        return about
    today = contract.client.coach.practice.today(now)
    found = settled(measure, today)
    claim = {"tone": found.said.tone.value, "head": found.said.head, "rest": found.said.rest, "why": found.said.why}
    return {**about, "picture": {**picture_of(contract.client, goal, today), "claim": claim}}
