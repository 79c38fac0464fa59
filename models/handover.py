"""Another coach goes on with a client: asked by the coach, decided by the client.

Until the yes everything stays with the coach they have. Who coaches is one fact, so what is private to the two of them (what is behind a
request, the annex) never opens to anybody whom the client did not agree to. Sessions that are booked stay with whom they were booked with.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from models.client import Client
from models.due import Due
from models.errors import DomainError
from models.membership import Membership
from models.message import Message


def hand_over(client: Client, coach_id: UUID, *, by: Membership, now: datetime) -> bool:
    """Ask the client by mail whether this coach may go on; True when they are asked. Naming the coach they have takes a question back.

    Raises NotYours for anybody but their coach (or an owner when the coach has left), DomainError while an agreement waits for signatures:
    the coach's seat in it is one person's.
    """
    if coach_id == (client.next_coach_id or client.coach_id):
        return False
    client.require_hands_of(by)
    client.next_coach_id = None
    if coach_id == client.coach_id:
        return False
    if any(part.open_id or contract.is_out for contract in client.contracts if not contract.is_over for part in contract.parts):
        raise DomainError("An agreement waits for signatures. Let all sign it, or take it back, before handing over to another coach.")
    client.next_coach_id = coach_id
    Message.plan(client, "handover_asked", subject=client, occasion=f"{coach_id}:{client.version}", at=now)
    return True


def accept(client: Client, coach: str, now: datetime) -> None:
    """The client's yes to this very coach (an id as the page sent it): from here on all of it is theirs.

    Raises DomainError when the question is no longer that.
    """
    asked = _answer(client, coach)
    if asked.ended_at is not None or not asked.coaches:
        raise DomainError(f"{asked.name} no longer coaches here, so nothing changed. {client.coach.first_name} can ask again.")
    client.coach_id, client.next_coach_id = asked.id, None
    _tell(client, now)


def refuse(client: Client, coach: str, now: datetime) -> None:
    """The client's no: nothing was passed, so nothing goes back."""
    _answer(client, coach)
    client.next_coach_id = None
    _tell(client, now)


def _answer(client: Client, coach: str) -> Membership:
    """Locked, so that an answer and a question taken back at the same moment come one after the other."""
    session = _session(client)
    session.execute(select(Client.id).where(Client.id == client.id).with_for_update())
    session.refresh(client, ["coach_id", "next_coach_id", "version"])
    if client.next_coach is None or str(client.next_coach_id) != coach:
        raise DomainError("This question was answered or taken back already. Nothing more is asked of you.")
    return client.next_coach


def _tell(client: Client, now: datetime) -> None:
    client.version += 1  # a form that was opened before the answer is stale
    _session(client).flush()
    Due.plan(client, "tell_of_handover", at=now)


def tell(client: Client, now: datetime) -> None:
    """Whoever coaches them now learns that the client has answered: the new coach after a yes, the old one after a no."""
    if client.coach.ended_at is None:
        Message.plan(client.coach, "handover_answered", subject=client, occasion=f"{client.id}:{client.version}", at=now)


def _session(client: Client) -> Session:
    session = object_session(client)
    assert session is not None
    return session
