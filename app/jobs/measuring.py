"""Looks that are due, and the one nudge that asks for an entry."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from models import CoachingSession, Due, Look
from models.nudge import nudge_after


@verb
def hold_look(session: Session, look_id: UUID) -> None:
    if look := session.get(Look, (session.info["practice_id"], look_id)):  # gone when a change took the date out of the text
        look.hold(now())
        Due.plan(look.measure, "remeasure", at=now())


@verb
def nudge_entry(session: Session, session_id: UUID) -> None:
    nudge_after(session, found(session, CoachingSession, session_id), now())
