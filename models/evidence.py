"""How well the result of a goal is evidenced: whether somebody confirmed its figures, and whether a record of the organisation lies beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.confirmation import Confirmation
from models.contract.goal import Goal
from models.file import File
from models.measure import Measure
from models.progress.outcome import Grade, grade
from models.reading import points_hash

RECORD: Final = "record"
"""The kind of file that holds what the organisation itself wrote down about a goal; its subject is the goal."""


def grades(session: Session, goals: Sequence[Goal]) -> dict[UUID, Grade]:
    """By goal, on the practice's side: no reader sees what others were asked. One statement."""
    recorded = select(File.id).where(File.subject_id == Goal.id, File.kind == RECORD).exists()
    said_yes = (Confirmation.goal_id == Goal.id) & Confirmation.confirmed.is_(True)
    asked = select(Goal.id, recorded, Confirmation).outerjoin(Confirmation, said_yes).where(Goal.id.in_([goal.id for goal in goals]))
    has_record: dict[UUID, bool] = {}
    yes: dict[UUID, list[Confirmation]] = {}
    for id, has, one in session.execute(asked):
        has_record[id] = has
        yes.setdefault(id, []).extend([one] if one else [])
    return {goal.id: _grade(goal, yes.get(goal.id, []), has_record.get(goal.id, False)) for goal in goals}


def _grade(goal: Goal, confirmed: Iterable[Confirmation], recorded: bool) -> Grade:
    measure = goal.measure
    if measure is None:
        return Grade.OWN
    return grade(confirmed=any(still_says(one, measure) for one in confirmed), recorded=recorded and bool(measure.source))


def still_says(one: Confirmation, measure: Measure) -> bool:
    """The figures that were confirmed are the ones that stand, as far as the last look judged them: who saw the start only confirmed no change."""
    through = str(one.body.get("through"))
    return through >= _judged_through(measure) and str(one.body.get("points")) == points_through(measure, through)


def _judged_through(measure: Measure) -> str:
    """The day of the last entry that the last look rests on; "" before one was held."""
    last = max((look.on for look in measure.looks if look.held_at), default=None)
    return max((r.period.isoformat() for r in measure.standing if last is not None and r.period <= last), default="")


def points_through(measure: Measure, through: str) -> str:
    return points_hash([reading for reading in measure.standing if reading.period.isoformat() <= through])


def figures(goal: Goal, client: str) -> dict[str, Any]:
    """What somebody is shown who is asked whether it is right: every entry with its day, and no word beside it. JSON, for Confirmation.body."""
    measure = goal.measure
    assert measure is not None
    standing = sorted(measure.standing, key=lambda reading: reading.period)
    through = standing[-1].period.isoformat() if standing else ""
    fixed = measure.start.through if measure.start else None
    return {
        "client": client,
        "goal": goal.title,
        "measure": measure.name,
        "unit": measure.unit,
        "recorded_by": measure.recorded_by,
        "source": measure.source,
        "entries": [[r.period.isoformat(), str(r.amount), fixed is not None and r.period <= fixed] for r in standing],
        "through": through,
        "points": points_through(measure, through),
    }
