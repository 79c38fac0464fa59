"""What follows from signatures and replies: the practice's side of them, run by the worker, or by the coach's own last signature."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, object_session

from models import seen
from models.contract.contract import Contract
from models.contract.part import Part
from models.contract.reply import Reply
from models.contract.written import write_goals
from models.due import Due
from models.message import Message, Recipient
from models.share import Share


def settle_part(part: Part, now: datetime) -> None:
    """Put in force what all have signed; tell the coach when it is their turn. Safe to run twice."""
    contract = part.contract
    contract.lock()
    _session(contract).refresh(part, ["open_id", "in_force_id"])
    if contract.is_over or part.open is None:
        return
    if contract.activated_at:
        if part.is_signed and part.open.told and now < part.open.holds_from():
            Due.plan(part, "settle_part", at=part.open.holds_from())
        elif part.is_signed:
            _put_in_force(part, now)
            _tell_all(contract, part, "agreement_changed", now)
    elif all(each.is_signed for each in contract.parts):
        _activate(contract, now)
    else:
        _tell_coach(contract, part, now)


def _tell_coach(contract: Contract, part: Part, now: datetime) -> None:
    """The boss has signed, or only the coach is missing."""
    assert part.open is not None
    missing = part.open.missing
    first = part.contributor
    boss_just_signed = contract.state == "with boss" and first is not None and first.signature_of(part.open) is not None
    if boss_just_signed or (missing and all(seat.role == "coach" for seat in missing)):
        Message.plan(
            contract.client.coach,
            "agreement_back",
            subject=contract,
            occasion=f"{part.open_id}:{'boss' if boss_just_signed else 'coach'}",
            at=now,
        )


def _activate(contract: Contract, now: datetime) -> None:
    contract.activated_at = now
    for part in contract.parts:
        _put_in_force(part, now)
    for contact in contract.client.sponsors("hr"):
        _session(contract).add(Share.exists(contract, contact, now))
    for part in contract.parts:
        _tell_all(contract, part, "agreement_in_force", now)


def _put_in_force(part: Part, now: datetime) -> None:
    version = part.put_in_force()
    part.readers = seen.readers(part.kind, part.contract.client)
    if part.kind == "goals":
        write_goals(part.contract, version, now)
        plan_looks(part.contract)
    _session(part).flush()
    Due.plan(version, "make_agreement_pdf", at=now)


def plan_looks(contract: Contract) -> None:
    """Each agreed look is held once, seven days after its date, in the morning of the practice's zone."""
    zone = ZoneInfo(contract.client.coach.practice.zone)
    for goal in contract.live_goals:
        for look in goal.measure.looks if goal.measure else []:
            if look.held_at is None and not look.is_planned:
                look.planned_for = datetime.combine(look.on + timedelta(days=7), time(6), zone)
                Due.plan(look, "hold_look", at=look.planned_for)


def _tell_all(contract: Contract, part: Part, kind: str, now: datetime) -> None:
    """One mail a person and contract event, however many parts they signed: the occasion is the event, not the part."""
    client = contract.client
    people = {client.id: client, client.payer.id: client.payer} | ({client.boss.id: client.boss} if client.boss else {})
    occasion = f"{contract.id}:active" if kind == "agreement_in_force" else str(part.in_force_id)
    for seat in part.seats:
        if seat.signs and seat.who_id in people:
            Message.plan(people[seat.who_id], kind, subject=contract, occasion=occasion, at=now)
    Message.plan(client.coach, kind, subject=contract, occasion=occasion, at=now)


def end(contract: Contract, *, by: UUID, name: str, reason: str, now: datetime) -> None:
    """End it early, and tell everybody else who was sent a part of it."""
    contract.end(by=by, name=name, reason=reason, now=now)
    Due.plan(contract, "count_endings", at=now)
    client = contract.client
    people: dict[UUID, Recipient] = {client.id: client, client.payer.id: client.payer, client.coach.id: client.coach}
    if client.boss:
        people[client.boss.id] = client.boss
    seated = {seat.who_id for part in contract.parts for seat in part.seats if seat.signs} | {client.coach.id}
    for id in sorted(seated & people.keys() - {by}):
        Message.plan(people[id], "agreement_ended", subject=contract, occasion=f"{contract.id}:ended", at=now, session=_session(contract))


def hear_reply(reply: Reply, now: datetime) -> None:
    """Somebody suggested, asked for a change, or ended it. Before activation a request takes the agreement back to draft."""
    contract = reply.part.contract
    if contract.is_over:
        return
    if reply.kind == "ends":
        end(contract, by=reply.who_id, name=reply.who_name, reason=reply.words, now=now)
        return
    if contract.activated_at is None:
        contract.take_back()
    else:
        _object(contract, reply.who_id)
    Message.plan(contract.client.coach, "agreement_asked", subject=contract, occasion=str(reply.id), at=now)


def _object(contract: Contract, who_id: UUID) -> None:
    """Whoever was told of a typing error says that it is more: the old text goes on holding."""
    for part in contract.parts:
        if part.open and who_id in {seat.who_id for seat in part.open.told}:
            part.close_open()


def _session(thing: Contract | Part) -> Session:
    session = object_session(thing)
    assert session is not None
    return session
