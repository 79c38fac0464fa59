"""What others did since yesterday, clients and the people at their companies. Kinds: entered, done, signed, signed for, kept, replied, wrote."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, and_, case, select
from sqlalchemy.orm import aliased

from models.action import Action
from models.contract.contract import Contract
from models.contract.goal import Goal
from models.contract.part import Part
from models.contract.reply import Reply
from models.contract.version import Seat, Signature
from models.inbound import Inbound
from models.measure import Measure
from models.organisation import Contact
from models.promise import Promise
from models.reading import Reading
from models.today.rows import NOW, SINCE, columns, whose

MOST_NEW: Final = 300  # in a practice and two days: of what is new beyond it, the oldest is not told


def _newest(noun: type[Reading] | type[Signature]) -> Any:
    """Of the whole practice, before anything is joined: PostgreSQL does not know how short the span is, and would begin at the clients."""
    return aliased(noun, select(noun).where(noun.at.between(SINCE, NOW)).order_by(noun.at.desc()).limit(MOST_NEW).subquery())


def entered(mine: bool) -> Select[Any]:
    """`id` is the goal's."""
    client = whose(mine)
    new = _newest(Reading)
    return (
        select(*columns("entered", Goal.id, words=Goal.title, more=Measure.unit, at=new.at, amount=new.value, of=client.c))
        .select_from(new)
        .join(Measure, Measure.id == new.measure_id)
        .join(Goal, Goal.id == Measure.goal_id)
        .join(client, and_(client.c.client_id == Goal.client_id, client.c.client_id == new.by_id))
        .order_by(new.at.desc())
    )


def done(mine: bool) -> Select[Any]:
    client = whose(mine)
    return (
        select(*columns("done", Action.id, words=Action.text, at=Action.done_at, of=client.c))
        .select_from(Action)
        .join(client, and_(client.c.client_id == Action.client_id, client.c.client_id == Action.done_by))
        .where(Action.done_at.between(SINCE, NOW))
        .order_by(Action.done_at.desc())
    )


def signed(mine: bool) -> Select[Any]:
    """`id` is the agreement's, `words` the signer, `more` the part."""
    client = whose(mine)
    kind = case((Seat.role == "client", "signed"), else_="signed for")
    new = _newest(Signature)
    return (
        select(*columns(kind, Contract.id, words=new.name, more=Part.kind, at=new.at, of=client.c))
        .select_from(new)
        .join(Seat, and_(Seat.id == new.seat_id, Seat.role != "coach"))
        .join(Part, Part.id == new.part_id)
        .join(Contract, Contract.id == Part.contract_id)
        .join(client, client.c.client_id == Contract.client_id)
        .order_by(new.at.desc())
    )


def kept(mine: bool) -> Select[Any]:
    """`id` is the agreement's, `words` the boss, `more` the promise."""
    client = whose(mine)
    return (
        select(*columns("kept", Contract.id, words=Contact.name, more=Promise.text, at=Promise.kept_at, of=client.c))
        .select_from(Promise)
        .join(Contact, and_(Contact.id == Promise.contact_id, Contact.id == Promise.kept_by))
        .join(Contract, Contract.id == Promise.contract_id)
        .join(client, client.c.client_id == Contract.client_id)
        .where(Promise.kept_at.between(SINCE, NOW))
        .order_by(Promise.kept_at.desc())
    )


def wrote(mine: bool) -> Select[Any]:
    """`id` is the client's: answers by mail, without what a machine sent."""
    client = whose(mine)
    return (
        select(*columns("wrote", client.c.client_id, words=Inbound.subject, at=Inbound.at, of=client.c))
        .select_from(Inbound)
        .join(client, client.c.client_id == Inbound.writer_id)
        .where(Inbound.at >= SINCE, ~Inbound.is_automatic)
        .order_by(Inbound.at.desc())
    )


def replied(mine: bool) -> Select[Any]:
    """`id` is the agreement's, `words` who, `more` what: asks, suggests or ends."""
    client = whose(mine)
    return (
        select(*columns("replied", Contract.id, words=Reply.who_name, more=Reply.kind, at=Reply.at, of=client.c))
        .select_from(Reply)
        .join(Part, Part.id == Reply.part_id)
        .join(Contract, Contract.id == Part.contract_id)
        .join(client, client.c.client_id == Contract.client_id)
        .where(Reply.at.between(SINCE, NOW), Reply.kind != "agrees")
        .order_by(Reply.at.desc())
    )
