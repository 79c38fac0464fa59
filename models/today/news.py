"""What others did since yesterday, newest first."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from models.action import Action
from models.client import Client
from models.contract.contract import Contract
from models.contract.goal import Goal
from models.contract.part import Part
from models.contract.version import Seat, Signature
from models.measure import Measure
from models.reading import Reading
from models.today.need import Need
from models.today.rows import SINCE, Asking, clients, columns, together
from models.today.waiting import Asks

News = Need
"""The same fields; its kinds are entered, done, signed and paid."""
LINES: Final = 6


def news(session: Session, asking: Asking, since: datetime, *more: Asks) -> list[News]:
    """One statement. `more`: the same columns, from floors above."""
    whole = _whole(asking.mine, asking.content, more)
    return [News(*found) for found in session.execute(whole, {**asking.values, "since": since})]


@cache
def _whole(mine: bool, content: bool, more: tuple[Asks, ...]) -> Select[Any]:
    whole = together(each(mine).limit(LINES) for each in (*more, *((_entered, _done, _signed) if content else ())))
    return whole.order_by(whole.selected_columns.at.desc()).limit(LINES)


def _entered(mine: bool) -> Select[Any]:
    """`id` is the goal's."""
    return (
        select(*columns("entered", Goal.id, words=Goal.title, more=Measure.unit, at=Reading.at, amount=Reading.value))
        .select_from(Reading)
        .join(Measure, Measure.id == Reading.measure_id)
        .join(Goal, Goal.id == Measure.goal_id)
        .join(Client, and_(Client.id == Goal.client_id, Client.id == Reading.by_id))
        .where(*clients(mine), Reading.at >= SINCE)
        .order_by(Reading.at.desc())
    )


def _done(mine: bool) -> Select[Any]:
    return (
        select(*columns("done", Action.id, words=Action.text, at=Action.done_at))
        .select_from(Action)
        .join(Client, and_(Client.id == Action.client_id, Client.id == Action.done_by))
        .where(*clients(mine), Action.done_at >= SINCE)
        .order_by(Action.done_at.desc())
    )


def _signed(mine: bool) -> Select[Any]:
    """`id` is the agreement's, `words` the signer, `more` the part."""
    return (
        select(*columns("signed", Contract.id, words=Signature.name, more=Part.kind, at=Signature.at))
        .select_from(Signature)
        .join(Seat, and_(Seat.id == Signature.seat_id, Seat.role != "coach"))
        .join(Part, Part.id == Signature.part_id)
        .join(Contract, Contract.id == Part.contract_id)
        .join(Client, Client.id == Contract.client_id)
        .where(*clients(mine), Signature.at >= SINCE)
        .order_by(Signature.at.desc())
    )
