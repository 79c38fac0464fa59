"""Sessions, mails and actions that wait for somebody."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import CTE, Select, func, select

from models.action import Action
from models.coaching_session import CoachingSession
from models.message import Message
from models.organisation import Contact, Sponsorship
from models.today.rows import TODAY, ago, columns, first, whose


def unmarked(mine: bool) -> Select[Any]:
    """Sessions whose hour has passed, and nobody said what became of them."""
    client = whose(mine)
    return (
        select(*columns("unmarked", CoachingSession.id, at=CoachingSession.begins_at, of=client.c))
        .select_from(CoachingSession)
        .join(client, client.c.client_id == CoachingSession.client_id)
        .where(CoachingSession.has_no_end(), CoachingSession.ends_at < ago(0))
        .order_by(CoachingSession.begins_at)
    )


def unsent(mine: bool) -> Select[Any]:
    """Messages of two weeks that could not be delivered."""
    client = whose(mine)
    about = (
        select(Sponsorship.client_id)
        .where(Sponsorship.contact_id == Message.recipient_id)
        .order_by(Sponsorship.id)
        .limit(1)
        .correlate(Message)
        .scalar_subquery()
    )
    to = func.coalesce(Contact.name, client.c.name)
    return (
        select(*columns("unsent", Message.id, words=Message.kind, more=to, at=Message.planned_for, of=client.c))
        .select_from(Message)
        .join(client, client.c.client_id == func.coalesce(about, Message.recipient_id))
        .outerjoin(Contact, Contact.id == Message.recipient_id)
        .where(Message.has_failed(), Message.planned_for > ago(14))
        .order_by(Message.planned_for)
    )


def own_actions(mine: bool) -> Select[Any]:
    return _actions(mine, "own action", "coach", TODAY)


def actions(mine: bool) -> Select[Any]:
    return _actions(mine, "action", "client", TODAY - 3)


def _actions(mine: bool, kind: str, who: str, before: Any) -> Select[Any]:
    client, late = whose(mine), _late_actions()
    return (
        select(*columns(kind, late.c.id, words=late.c.text, on=late.c.due, of=client.c))
        .select_from(late)
        .join(client, client.c.client_id == late.c.client_id)
        .where(late.c.who == who, late.c.due < before)
        .order_by(late.c.due)
    )


@cache
def _late_actions() -> CTE:
    return first(select(Action).where(Action.is_open(), Action.due < TODAY), "late_actions")
