"""A client's goals with their numbers: as they were kept, or with every entry, in two statements however many there are. Whose they are
the guard has found already."""

from functools import cache
from uuid import UUID

from flask import abort
from sqlalchemy import Select, Uuid, bindparam, select
from sqlalchemy.orm import joinedload, selectinload, undefer
from sqlalchemy.orm.interfaces import ORMOption

from app import db
from blueprints.reading import me_as_client
from models import Goal, Measure, Part, Reading, Seat


def numbers(*, entries: bool = True) -> list[ORMOption]:
    measures = joinedload(Goal.measures).options(
        joinedload(Measure.start),
        joinedload(Measure.pauses),
        joinedload(Measure.looks),
        selectinload(Measure.readings) if entries else undefer(Measure.kept),
    )
    return [joinedload(Goal.contract), measures]


def live_goals() -> list[Goal]:
    """Without their entries."""
    return list(db.session().scalars(_live(), {"client_id": me_as_client().id}).unique())


@cache
def _live() -> Select[Goal]:
    mine = select(Goal).where(Goal.client_id == bindparam("client_id", type_=Uuid()), Goal.live_at.is_not(None), Goal.closed_at.is_(None))
    return mine.order_by(Goal.place).options(*numbers(entries=False))


def goal_of(id: UUID) -> Goal:
    """A goal that is or was in force; 404 for any other."""
    found = db.session().scalars(select(Goal).where(Goal.id == id, Goal.live_at.is_not(None)).options(*numbers())).unique().one_or_none()
    if found is None or found.measure is None:
        abort(404)
    return found


def measure_of(id: UUID) -> Measure:
    asked = select(Goal).join(Measure, Measure.goal_id == Goal.id).where(Measure.id == id, Goal.live_at.is_not(None)).options(*numbers())
    goal = db.session().scalars(asked).unique().one_or_none()
    measure = next((m for m in goal.measures if m.id == id), None) if goal else None
    if measure is None:
        abort(404)
    return measure


def boss_of() -> Select[tuple[str]]:
    """The name of whoever sits as boss in the newest agreement."""
    asked = select(Seat.name).join(Part, Part.id == Seat.part_id).where(Seat.role == "boss", Seat.signs)
    return asked.order_by(Part.id.desc()).limit(1)


def boss_name() -> str:
    """Their first name; "" when there is no boss."""
    return (db.session().scalar(boss_of()) or "").partition(" ")[0]


def reading_of(measure: Measure, id: UUID) -> Reading:
    """An entry that stands; one that was corrected is a 404, as is any other's."""
    found = next((reading for reading in measure.standing if reading.id == id), None)
    if found is None:
        abort(404)
    return found
