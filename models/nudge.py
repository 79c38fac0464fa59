"""The reminder three days after a session: only if nothing was entered since."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.coaching_session import CoachingSession
from models.contract.goal import Goal
from models.measure import Measure
from models.message import Message
from models.reading import Reading


def nudge_after(session: Session, held: CoachingSession, now: datetime) -> Message | None:
    """None when an entry came, nothing is measured, or the session did not take place after all."""
    if held.held_at is None or held.client.archived_at is not None:
        return None
    measured = (
        select(Measure.id)
        .join(Goal, (Goal.id == Measure.goal_id))
        .where(Goal.client_id == held.client_id, Goal.live_at.is_not(None), Goal.closed_at.is_(None))
    )
    ids = list(session.scalars(measured))
    entered = session.scalar(select(exists().where(Reading.measure_id.in_(ids), Reading.at > held.held_at)))
    if not ids or entered:
        return None
    return Message.plan(held.client, "entry_nudge", subject=held, occasion=str(held.id), at=now)
