"""An agreement with all that its pages show, in four statements however many versions and signatures it has."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from models.client import Client
from models.contract.contract import Contract
from models.contract.goal import Goal
from models.contract.part import Part
from models.contract.version import Version
from models.measure import Measure
from models.membership import Membership
from models.organisation import Sponsorship


def whole(id: UUID) -> Select[Contract]:
    """One agreement, its people, goals with measures, parts with seats and replies, versions with signatures. Needs `unique()`."""
    parts = selectinload(Contract.parts).options(
        joinedload(Part.seats), joinedload(Part.replies), selectinload(Part.versions).joinedload(Version.signatures)
    )
    goals = selectinload(Contract.goals).joinedload(Goal.measures)
    return select(Contract).where(Contract.id == id).options(_people(), goals, parts)


def with_numbers(id: UUID) -> Select[Contract]:
    """The same with every entry of its measures instead of signatures, for what it came to. Four statements; needs `unique()`."""
    measures = joinedload(Goal.measures).options(
        joinedload(Measure.start), joinedload(Measure.pauses), joinedload(Measure.looks), selectinload(Measure.readings)
    )
    parts = selectinload(Contract.parts).joinedload(Part.versions)
    return select(Contract).where(Contract.id == id).options(_people(), selectinload(Contract.goals).options(measures), parts)


def _people() -> ORMOption:
    return joinedload(Contract.client).options(
        joinedload(Client.coach).options(joinedload(Membership.person), joinedload(Membership.practice)),
        joinedload(Client.organisation),
        joinedload(Client.sponsorships).joinedload(Sponsorship.contact),
    )
