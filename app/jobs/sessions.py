"""What follows from a session that ended, and from sessions that were bought."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from billing import Package, package
from models import CoachingSession, Membership, Message


@verb
def settle_session(session: Session, session_id: UUID) -> None:
    held = found(session, CoachingSession, session_id)
    package.settle(session, held, now())


@verb
def expire_package(session: Session, package_id: UUID) -> None:
    found(session, Package, package_id).expire(now())


@verb
def tell_of_booking(session: Session, session_id: UUID) -> None:
    planned = found(session, CoachingSession, session_id)
    coach = session.get(Membership, (session.info["practice_id"], planned.coach_id))
    if coach is not None and planned.state in ("planned", "cancelled"):
        occasion = f"{planned.id} {planned.state} {planned.start.isoformat()}"
        Message.plan(coach, "session_booked", subject=planned, occasion=occasion, at=now())
