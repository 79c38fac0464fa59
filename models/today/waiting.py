"""What waits for somebody, in one statement."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.action import Action
from models.client import Client
from models.coaching_session import CoachingSession
from models.message import Message
from models.organisation import Contact, Sponsorship
from models.today.agreements import asked_before, asked_since, boss_signed, drafts, promises, to_sign, unanswered
from models.today.finding import colleagues, enquiries, next_steps
from models.today.measured import signals, silent
from models.today.need import MOST, Need, in_order
from models.today.rows import TODAY, Asking, ago, clients, columns, together

Asks = Callable[[bool], Select[Any]]
"""A statement of the shared columns, of one coach's clients only or of all: built from nothing but that, so that it is built once."""


def needs(session: Session, asking: Asking, *more: Asks) -> list[Need]:
    """What needs somebody today, at most MOST, in order. One statement. `more`: the same columns, from floors above."""
    return in_order([Need(*found) for found in session.execute(_whole(asking.mine, asking.content, more), asking.values)])


@cache
def _whole(mine: bool, content: bool, more: tuple[Asks, ...]) -> Select[Any]:
    """Built once of each kind: that takes far longer than to send it."""
    return together(each(mine).limit(MOST) for each in (unmarked, *more, *(_CONTENT if content else ())))


def unmarked(mine: bool) -> Select[Any]:
    """Sessions whose hour has passed, and nobody said what became of them."""
    open_ = [CoachingSession.held_at.is_(None), CoachingSession.missed_at.is_(None), CoachingSession.cancelled_at.is_(None)]
    return (
        select(*columns("unmarked", CoachingSession.id, at=func.lower(CoachingSession.during)))
        .select_from(CoachingSession)
        .join(Client, Client.id == CoachingSession.client_id)
        .where(*clients(mine), *open_, func.upper(CoachingSession.during) < ago(0))
        .order_by(CoachingSession.during)
    )


def unsent(mine: bool) -> Select[Any]:
    """Messages of two weeks that could not be delivered."""
    about = (
        select(Sponsorship.client_id)
        .where(Sponsorship.contact_id == Message.recipient_id)
        .order_by(Sponsorship.id)
        .limit(1)
        .correlate(Message)
        .scalar_subquery()
    )
    return (
        select(*columns("unsent", Message.id, words=Message.kind, more=func.coalesce(Contact.name, Client.name), at=Message.planned_for))
        .select_from(Message)
        .join(Client, Client.id == func.coalesce(about, Message.recipient_id))
        .outerjoin(Contact, Contact.id == Message.recipient_id)
        .where(*clients(mine), Message.state == "failed", Message.planned_for > ago(14))
        .order_by(Message.planned_for)
    )


def own_actions(mine: bool) -> Select[Any]:
    return _actions(mine, "own action", "coach", TODAY)


def actions(mine: bool) -> Select[Any]:
    return _actions(mine, "action", "client", TODAY - 3)


def _actions(mine: bool, kind: str, who: str, before: Any) -> Select[Any]:
    return (
        select(*columns(kind, Action.id, words=Action.text, on=Action.due))
        .select_from(Action)
        .join(Client, Client.id == Action.client_id)
        .where(*clients(mine), Action.who == who, Action.done_at.is_(None), Action.dropped_at.is_(None), Action.due < before)
        .order_by(Action.due)
    )


_CONTENT: Final[tuple[Asks, ...]] = (
    signals,
    silent,
    to_sign,
    boss_signed,
    asked_before,
    asked_since,
    drafts,
    unanswered,
    promises,
    unsent,
    own_actions,
    actions,
    enquiries,
    next_steps,
    colleagues,
)
