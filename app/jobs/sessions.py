"""What follows from a session that ended, and from sessions that were bought."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from billing import Package, PricePlan, package
from billing.counting import count_all
from billing.glance import glance
from models import CoachingSession, Due, Membership, Message, Practice, Work

SOON = timedelta(seconds=5)


@verb
def settle_session(session: Session, session_id: UUID) -> None:
    """Whether it was taken from a package, and the work it was. Safe to run twice, and after any change of mind."""
    held = found(session, CoachingSession, session_id)
    package.settle(session, held, now())
    plan = PricePlan.of(session)
    practice = session.get_one(Practice, session.info["practice_id"])
    is_free = package.is_free_call(session, held)
    Work.settle(session, held, before=plan.minutes_before, after=plan.minutes_after, is_free=is_free, zone=practice.tz, now=now())
    PricePlan.weigh(session, now() + SOON)


@verb
def weigh_worth(session: Session, plan_id: UUID) -> None:
    """What Today and the price page say of an hour; once more when the day is over, because weeks and months pass too."""
    moment, plan, practice = now(), found(session, PricePlan, plan_id), session.get_one(Practice, session.info["practice_id"])
    plan.take_up(moment)
    parts, today, home = count_all(session, practice, moment), practice.today(moment), practice.currency
    plan.counted = {reader: part.kept for reader, part in parts.items()}
    plan.glance = glance(plan.worth(parts[""], home, home, today)) if home in parts[""].currencies else {}
    # At a time of its own: the one that was planned for the night before is answered, and a row is one of its time.
    night = time(0, 5, moment.second, moment.microsecond)
    Due.plan(plan, "weigh_worth", at=datetime.combine(today + timedelta(days=1), night, practice.tz))


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
    PricePlan.weigh(session, now() + SOON)
