"""What waits for somebody, in one statement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.action import Action
from models.client import Client
from models.coaching_session import CoachingSession
from models.message import Message
from models.organisation import Contact, Sponsorship
from models.today.agreements import asked_before, asked_since, boss_signed, drafts, promises, to_sign, unanswered
from models.today.measured import signals, silent
from models.today.need import MOST, Need, in_order
from models.today.rows import Asking, columns, together


def needs(session: Session, asking: Asking, *more: Select[Any]) -> list[Need]:
    """What needs somebody today, at most MOST, in order. One statement. `more`: the same columns, from floors above."""
    asked = [unmarked(asking), *more, *(_content(asking) if asking.content else [])]
    return in_order([Need(*found) for found in session.execute(together(each.limit(MOST) for each in asked))])


def _content(asking: Asking) -> list[Select[Any]]:
    return [
        signals(asking),
        silent(asking),
        to_sign(asking),
        boss_signed(asking),
        asked_before(asking),
        asked_since(asking),
        drafts(asking),
        unanswered(asking),
        promises(asking),
        unsent(asking),
        _actions(asking, "own action", "coach", asking.today),
        _actions(asking, "action", "client", asking.today - timedelta(days=3)),
    ]


def unmarked(asking: Asking) -> Select[Any]:
    """Sessions whose hour has passed, and nobody said what became of them."""
    open_ = [CoachingSession.held_at.is_(None), CoachingSession.missed_at.is_(None), CoachingSession.cancelled_at.is_(None)]
    return (
        select(*columns("unmarked", CoachingSession.id, at=func.lower(CoachingSession.during)))
        .select_from(CoachingSession)
        .join(Client, Client.id == CoachingSession.client_id)
        .where(*asking.clients, *open_, func.upper(CoachingSession.during) < asking.now)
        .order_by(CoachingSession.during)
    )


def unsent(asking: Asking) -> Select[Any]:
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
        .where(*asking.clients, Message.state == "failed", Message.planned_for > asking.now - timedelta(days=14))
        .order_by(Message.planned_for)
    )


def _actions(asking: Asking, kind: str, who: str, before: date) -> Select[Any]:
    return (
        select(*columns(kind, Action.id, words=Action.text, on=Action.due))
        .select_from(Action)
        .join(Client, Client.id == Action.client_id)
        .where(*asking.clients, Action.who == who, Action.done_at.is_(None), Action.dropped_at.is_(None), Action.due < before)
        .order_by(Action.due)
    )
