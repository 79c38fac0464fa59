"""A goal with its numbers: as they were kept for its page, or with every entry, in two statements however many there are."""

from functools import cache
from uuid import UUID

from flask import abort
from sqlalchemy import Select, Uuid, bindparam, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from app import db
from models import Client, Contract, Goal, Measure, Membership, Reading, Sponsorship


def goal_of(id: UUID, *, entries: bool = False) -> Goal:
    """The goal, or 404. Its entries too?"""
    goal = db.session().scalars(_asked(entries), {"id": id}).unique().one_or_none()
    if goal is None:
        abort(404)
    return goal


@cache
def _asked(entries: bool) -> Select[Goal]:
    client = joinedload(Goal.contract).joinedload(Contract.client)
    return (
        select(Goal)
        .where(Goal.id == bindparam("id", type_=Uuid()))
        .options(
            client.joinedload(Client.coach).joinedload(Membership.person),  # the practice is here since somebody entered it
            client.joinedload(Client.sponsorships).joinedload(Sponsorship.contact),
            joinedload(Goal.measures).options(
                joinedload(Measure.start),
                joinedload(Measure.pauses),
                joinedload(Measure.looks),
                selectinload(Measure.readings) if entries else undefer(Measure.kept),
            ),
        )
    )


def measured(id: UUID) -> tuple[Goal, Measure]:
    """A goal by which something is or was measured, and its measure with all entries; else 404."""
    goal = goal_of(id, entries=True)
    if goal.measure is None:
        abort(404)
    return goal, goal.measure


def reading_of(measure: Measure, id: UUID) -> Reading:
    """An entry that stands; one that was corrected is a 404, as is any other's."""
    found = next((reading for reading in measure.standing if reading.id == id), None)
    if found is None:
        abort(404)
    return found
