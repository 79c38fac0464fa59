"""Looks that are due."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import verb
from models import Due, Look


@verb
def hold_look(session: Session, look_id: UUID) -> None:
    if look := session.get(Look, (session.info["practice_id"], look_id)):  # gone when a change took the date out of the text
        look.hold(now())
        Due.plan(look.measure, "remeasure", at=now())
