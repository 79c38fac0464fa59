"""A goal with its numbers, in two statements however many entries there are."""

from uuid import UUID

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import db
from models import Client, Contract, Goal, Measure, Membership, Reading, Sponsorship


def goal_of(id: UUID) -> Goal:
    """The goal, or 404."""
    client = joinedload(Goal.contract).joinedload(Contract.client)
    measures = joinedload(Goal.measures).options(
        joinedload(Measure.start), joinedload(Measure.pauses), joinedload(Measure.looks), selectinload(Measure.readings)
    )
    asked = (
        select(Goal)
        .where(Goal.id == id)
        .options(
            client.joinedload(Client.coach).options(joinedload(Membership.person), joinedload(Membership.practice)),
            client.joinedload(Client.sponsorships).joinedload(Sponsorship.contact),
            measures,
        )
    )
    goal = db.session().scalars(asked).unique().one_or_none()
    if goal is None:
        abort(404)
    return goal


def measured(id: UUID) -> tuple[Goal, Measure]:
    """A goal by which something is or was measured, and its measure; else 404."""
    goal = goal_of(id)
    if goal.measure is None:
        abort(404)
    return goal, goal.measure


def reading_of(measure: Measure, id: UUID) -> Reading:
    """An entry that stands; one that was corrected is a 404, as is any other's."""
    found = next((reading for reading in measure.standing if reading.id == id), None)
    if found is None:
        abort(404)
    return found
