"""Agreements that wait for the coach, or for somebody whom the coach could ask. `id` is the agreement's.

`mine`: of one coach's clients only; whose, and when, are parameters.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from models.client import Client
from models.contract.contract import Contract
from models.contract.part import Part
from models.contract.reply import Reply
from models.contract.version import Seat, Signature, Version
from models.organisation import Contact
from models.promise import Promise
from models.today.rows import TODAY, ago, clients, columns

_IS_DRAFT = and_(Contract.with_boss_at.is_(None), Contract.offered_at.is_(None), Contract.activated_at.is_(None))
_WISHES = ("suggests", "asks")


def _standing(mine: bool, *what: Any) -> Select[Any]:
    joined = select(*what).select_from(Contract).join(Client, Client.id == Contract.client_id)
    return joined.where(*clients(mine), Contract.ended_at.is_(None), Contract.closed_at.is_(None))


def _has_signed(seat: Any) -> ColumnElement[bool]:
    return exists().where(Signature.version_id == Part.open_id, Signature.seat_id == seat.id)


def to_sign(mine: bool) -> Select[Any]:
    """Everybody else has signed the open text."""
    other = aliased(Seat)
    waits_for_others = exists().where(other.part_id == Part.id, other.signs, other.role != "coach", ~_has_signed(other))
    return (
        _standing(mine, *columns("to sign", Contract.id, words=Part.kind, at=Version.frozen_at))
        .join(Part, Part.contract_id == Contract.id)
        .join(Version, Version.id == Part.open_id)
        .join(Seat, and_(Seat.part_id == Part.id, Seat.role == "coach", Seat.signs))
        .where(~_has_signed(Seat), ~waits_for_others)
        .order_by(Version.frozen_at)
    )


def boss_signed(mine: bool) -> Select[Any]:
    """The boss has signed, so it can go to the client."""
    return (
        _standing(mine, *columns("boss signed", Contract.id, words=Seat.name, at=Signature.at))
        .join(Part, and_(Part.contract_id == Contract.id, Part.kind == "goals"))
        .join(Seat, and_(Seat.part_id == Part.id, Seat.role == "boss", Seat.signs))
        .join(Signature, and_(Signature.version_id == Part.open_id, Signature.seat_id == Seat.id))
        .where(Contract.with_boss_at.is_not(None), Contract.offered_at.is_(None))
        .order_by(Signature.at)
    )


def _replies(mine: bool) -> Select[Any]:
    """The newest of each agreement."""
    return (
        _standing(mine, *columns("asked", Contract.id, words=Reply.who_name, more=Reply.words, at=Reply.at))
        .join(Part, Part.contract_id == Contract.id)
        .join(Reply, Reply.part_id == Part.id)
        .ext(distinct_on(Contract.id))
        .order_by(Contract.id, Reply.at.desc())
    )


def asked_before(mine: bool) -> Select[Any]:
    """A change was asked for before it was in force, so it is a draft again."""
    return _replies(mine).where(_IS_DRAFT, Reply.kind.in_(_WISHES))


def asked_since(mine: bool) -> Select[Any]:
    """A change of what is in force was asked for within sixty days, and nothing was proposed since."""
    answered = exists().where(Version.part_id == Part.id, Version.frozen_at > Reply.at)
    recent = Reply.at > ago(60)
    return _replies(mine).where(Contract.activated_at < Reply.at, Reply.kind == "asks", recent, ~answered)


def drafts(mine: bool) -> Select[Any]:
    """Begun two days ago or earlier, and nobody has asked for a change of it."""
    asked = exists().where(Part.contract_id == Contract.id, Reply.part_id == Part.id, Reply.kind.in_(_WISHES))
    old = Contract.created_at < ago(2)
    return (
        _standing(mine, *columns("draft", Contract.id, at=Contract.created_at)).where(_IS_DRAFT, old, ~asked).order_by(Contract.created_at)
    )


def unanswered(mine: bool) -> Select[Any]:
    """With its readers for five days, and not signed by all of them. `words` is the boss, where the boss has it and the client not yet."""
    boss = (
        select(Seat.name)
        .join(Part, and_(Part.id == Seat.part_id, Part.kind == "goals"))
        .where(Part.contract_id == Contract.id, Seat.role == "boss", Seat.signs, ~_has_signed(Seat))
        .correlate(Contract)
        .limit(1)
        .scalar_subquery()
    )
    out = func.coalesce(Contract.offered_at, Contract.with_boss_at)
    return (
        _standing(mine, *columns("unanswered", Contract.id, words=func.coalesce(boss, ""), at=out))
        .where(Contract.activated_at.is_(None), out < ago(5))
        .where(or_(Contract.offered_at.is_not(None), boss.is_not(None)))
        .order_by(out)
    )


def promises(mine: bool) -> Select[Any]:
    return (
        _standing(mine, *columns("promise", Contract.id, words=Promise.text, more=Contact.name, on=Promise.due))
        .join(Promise, Promise.contract_id == Contract.id)
        .join(Contact, Contact.id == Promise.contact_id)
        .where(Promise.kept_at.is_(None), Promise.due < TODAY)
        .order_by(Promise.due)
    )
