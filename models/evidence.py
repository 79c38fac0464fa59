"""How well the result of a goal is evidenced: whether somebody confirmed its figures, and whether the client agreed to a record of the organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.confirmation import Confirmation
from models.contract.goal import Goal
from models.measure import Measure
from models.progress.outcome import GRADES, Grade, grade
from models.reading import points_hash
from models.record import Record


class Evidence(NamedTuple):
    """`record`: what the organisation's record is and who keeps it, where the client agreed to one; else ""."""

    grade: Grade
    record: str = ""

    @property
    def words(self) -> str:
        return GRADES[self.grade] + (f" ({self.record})" if self.record else "")


OWN: Final = Evidence(Grade.OWN)


def evidence(session: Session, goals: Sequence[Goal]) -> dict[UUID, Evidence]:
    """By goal, on the practice's side: no reader sees what others were asked. One statement."""
    newest = select(Record.id).where(Record.goal_id == Goal.id).order_by(Record.n.desc()).limit(1).correlate(Goal).scalar_subquery()
    said_yes = (Confirmation.goal_id == Goal.id) & Confirmation.confirmed.is_(True)
    asked = select(Goal.id, Record.source, Confirmation).outerjoin(Record, (Record.id == newest) & Record.agreed.is_(True))
    records: dict[UUID, str] = {}
    yes: dict[UUID, list[Confirmation]] = {}
    for id, record, one in session.execute(asked.outerjoin(Confirmation, said_yes).where(Goal.id.in_([goal.id for goal in goals]))):
        records[id] = record or ""
        yes.setdefault(id, []).extend([one] if one else [])
    return {goal.id: _evidence(goal, yes.get(goal.id, []), records.get(goal.id, "")) for goal in goals}


def _evidence(goal: Goal, confirmed: Iterable[Confirmation], record: str) -> Evidence:
    measure = goal.measure
    if measure is None:
        return OWN
    return Evidence(grade(confirmed=any(still_says(one, measure) for one in confirmed), recorded=bool(record)), record)


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
