"""What leaves a practice by itself, as the coach's page lists it: coming, held back, gone out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.client import Client
from models.gate import ASKED, KINDS
from models.membership import Membership
from models.message import Message
from models.organisation import Contact
from models.person import Person

STATES: Final[dict[str, tuple[str, ...]]] = {
    "coming": ("planned",),
    "held": ("held", "failed"),
    "out": ("sending", "sent", "perhaps sent", "stopped"),
}


WHO: Final[dict[str, str]] = {
    "client": "the client",
    "contact": "somebody at the client’s company",
    "member": "somebody who works here",
    "buyer": "a buyer",
    "enquirer": "whoever asked",
    "writer": "whoever was asked for words",
    "confirmer": "whoever confirms figures",
    "invitation": "whoever was invited",
}
"""Who somebody is to the practice, by the kind of recipient."""


class Posted(NamedTuple):
    """A message without its words. `at` is when it left, or when it is to."""

    id: UUID
    to_id: UUID
    to: str
    to_kind: str
    kind: str
    cls: str
    state: str
    why: str
    at: datetime

    @property
    def about(self) -> str:
        return KINDS[self.kind].about

    @property
    def who(self) -> str:
        return WHO[self.to_kind]

    @property
    def can_stop(self) -> bool:
        return self.state == "planned"

    @property
    def can_go(self) -> bool:
        return self.state in Message.MAY_GO_AGAIN


def _name() -> Any:
    return func.coalesce(Client.name, Contact.name, func.nullif(Person.name, ""), Message.address)


def listed(part: str, person_id: UUID | None = None) -> Select[Any]:
    """Rows of Posted. `part` is one of STATES; codes to sign in are nobody's business but their reader's, and are left out."""
    at = func.coalesce(Message.sent_at, Message.planned_for)
    rows = (
        select(
            Message.id,
            Message.recipient_id,
            _name().label("to"),
            Message.recipient_kind,
            Message.kind,
            Message.cls,
            Message.state,
            Message.why,
            at.label("at"),
        )
        .outerjoin(Client, Client.id == Message.recipient_id)
        .outerjoin(Contact, Contact.id == Message.recipient_id)
        .outerjoin(Membership, (Membership.id == Message.recipient_id) & (Membership.practice_id == Message.practice_id))
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(Message.state.in_(STATES[part]), Message.cls != ASKED)
    )
    if person_id:
        rows = rows.where(Message.recipient_id == person_id)
    return rows.order_by(at, Message.id) if part == "coming" else rows.order_by(at.desc(), Message.id.desc())


def counts(session: Session, person_id: UUID | None = None) -> dict[str, int]:
    """How many messages each part holds."""
    asked = select(*(func.count().filter(Message.state.in_(states)).label(part) for part, states in STATES.items())).where(
        Message.cls != ASKED
    )
    if person_id:
        asked = asked.where(Message.recipient_id == person_id)
    return dict(session.execute(asked).one()._mapping)


def name_of(session: Session, person_id: UUID) -> str | None:
    """Of a client or somebody at their company; None for anybody else."""
    either = select(Client.name).where(Client.id == person_id).union_all(select(Contact.name).where(Contact.id == person_id))
    return session.scalar(either.limit(1))
