"""Agreements that wait for the coach, or for somebody whom the coach could ask. `id` is the agreement's.

`mine`: of one coach's clients only; whose, and when, are parameters.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from models.base import constant
from models.contract.contract import Contract
from models.contract.part import Part
from models.contract.reply import Reply
from models.contract.version import Seat, Signature, Version
from models.organisation import Contact
from models.promise import Promise
from models.today.rows import TODAY, ago, columns, first, whose

_WISHES = [constant("suggests"), constant("asks")]


def _standing(*what: Any) -> Select[Any]:
    return select(Contract.id, Contract.client_id, *what).where(Contract.ended_at.is_(None), Contract.closed_at.is_(None))


def _about(mine: bool, found: CTE, kind: str, **more: Any) -> Select[Any]:
    """The fields of a Need for each of `found`, with its client's name."""
    client = whose(mine)
    asked = select(*columns(kind, found.c.id, of=client.c, **more)).select_from(found)
    return asked.join(client, client.c.client_id == found.c.client_id)


@cache
def _making() -> CTE:
    """Those that are not in force yet."""
    moments = (Contract.created_at, Contract.with_boss_at, Contract.offered_at)
    return first(_standing(*moments).where(Contract.activated_at.is_(None)), "making")


def _is_draft(making: Any) -> ColumnElement[bool]:
    return and_(making.with_boss_at.is_(None), making.offered_at.is_(None))


def _has_signed(part: Any, seat: Any) -> ColumnElement[bool]:
    return exists().where(Signature.version_id == part.open_id, Signature.seat_id == seat.id)


def to_sign(mine: bool) -> Select[Any]:
    """Everybody else has signed the open text."""
    texts = _standing(Part.id.label("part_id"), Part.kind, Part.open_id).join(Part, Part.contract_id == Contract.id)
    out, other = first(texts.where(Part.open_id.is_not(None)), "out"), aliased(Seat)
    waits_for_others = exists().where(other.part_id == out.c.part_id, other.signs, other.role != "coach", ~_has_signed(out.c, other))
    return (
        _about(mine, out, "to sign", words=out.c.kind, at=Version.frozen_at)
        .join(Version, Version.id == out.c.open_id)
        .join(Seat, and_(Seat.part_id == out.c.part_id, Seat.role == "coach", Seat.signs))
        .where(~_has_signed(out.c, Seat), ~waits_for_others)
        .order_by(Version.frozen_at)
    )


def boss_signed(mine: bool) -> Select[Any]:
    """The boss has signed, so it can go to the client."""
    making = _making()
    return (
        _about(mine, making, "boss signed", words=Seat.name, at=Signature.at)
        .join(Part, and_(Part.contract_id == making.c.id, Part.kind == "goals"))
        .join(Seat, and_(Seat.part_id == Part.id, Seat.role == "boss", Seat.signs))
        .join(Signature, and_(Signature.version_id == Part.open_id, Signature.seat_id == Seat.id))
        .where(making.c.with_boss_at.is_not(None), making.c.offered_at.is_(None))
        .order_by(Signature.at)
    )


def asked_before(mine: bool) -> Select[Any]:
    """A change was asked for before it was in force, so it is a draft again: the newest wish of each."""
    making = _making()
    return (
        _about(mine, making, "asked", words=Reply.who_name, more=Reply.words, at=Reply.at)
        .join(Part, Part.contract_id == making.c.id)
        .join(Reply, Reply.part_id == Part.id)
        .where(_is_draft(making.c), Reply.kind.in_(_WISHES))
        .ext(distinct_on(making.c.id))
        .order_by(making.c.id, Reply.at.desc())
    )


def asked_since(mine: bool) -> Select[Any]:
    """A change of what is in force was asked for within sixty days, and nothing was proposed since: the newest wish of each."""
    answered = exists().where(Version.part_id == Part.id, Version.frozen_at > Reply.at)
    asks = (
        _standing(Reply.who_name, Reply.words, Reply.at).join(Part, Part.contract_id == Contract.id).join(Reply, Reply.part_id == Part.id)
    )
    wish = first(asks.where(Reply.kind == "asks", Reply.at > ago(60), Contract.activated_at < Reply.at, ~answered), "wish")
    found = _about(mine, wish, "asked", words=wish.c.who_name, more=wish.c.words, at=wish.c.at)
    return found.ext(distinct_on(wish.c.id)).order_by(wish.c.id, wish.c.at.desc())


def drafts(mine: bool) -> Select[Any]:
    """Begun two days ago or earlier, and nobody has asked for a change of it."""
    making = _making()
    asked = exists().where(Part.contract_id == making.c.id, Reply.part_id == Part.id, Reply.kind.in_(_WISHES))
    found = _about(mine, making, "draft", at=making.c.created_at)
    return found.where(_is_draft(making.c), making.c.created_at < ago(2), ~asked).order_by(making.c.created_at)


def unanswered(mine: bool) -> Select[Any]:
    """With its readers for five days, and not signed by all of them. `words` is the boss, where the boss has it and the client not yet."""
    making = _making()
    boss = (
        select(Seat.name)
        .join(Part, and_(Part.id == Seat.part_id, Part.kind == "goals"))
        .where(Part.contract_id == making.c.id, Seat.role == "boss", Seat.signs, ~_has_signed(Part, Seat))
        .correlate(making)
        .limit(1)
        .scalar_subquery()
    )
    out = func.coalesce(making.c.offered_at, making.c.with_boss_at)
    return (
        _about(mine, making, "unanswered", words=func.coalesce(boss, ""), at=out)
        .where(out < ago(5), or_(making.c.offered_at.is_not(None), boss.is_not(None)))
        .order_by(out)
    )


def promises(mine: bool) -> Select[Any]:
    open_ = _standing(Promise.contact_id, Promise.text, Promise.due).join(Promise, Promise.contract_id == Contract.id)
    late = first(open_.where(Promise.kept_at.is_(None), Promise.due < TODAY), "late_promises")
    found = _about(mine, late, "promise", words=late.c.text, more=Contact.name, on=late.c.due)
    return found.join(Contact, Contact.id == late.c.contact_id).order_by(late.c.due)
