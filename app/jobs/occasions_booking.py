"""What the messages about booked sessions and changed packages are about."""

from sqlalchemy.orm import Session

from app import formats
from app.addresses import address
from app.jobs.occasion import Occasion, about, get, moot, portal
from billing import Package, PackageChange
from models import CoachingSession, Message


@about("session_booked")
def _booked(session: Session, message: Message, occasion: Occasion) -> None:
    """To the coach."""
    planned = get(session, CoachingSession, message.subject_id)
    assert planned is not None
    occasion.url = address("coaching_sessions.show", slug=occasion.practice.slug, id=planned.id)
    occasion.facts = {
        "client": planned.client.name,
        "did": "has cancelled a session" if planned.cancelled_at else "has booked a session",
        "when": formats.both_zones(planned.start, planned.end, occasion.practice.zone, planned.client.zone, occasion.locale),
    }


@about("package_change")
def _change(session: Session, message: Message, occasion: Occasion) -> None:
    change = get(session, PackageChange, message.subject_id)
    assert change is not None
    package = get(session, Package, change.package_id)
    portal(session, message, occasion)
    occasion.facts |= {"package": package.name if package else "", "reason": change.reason}
    occasion.url = address("portal.booking", slug=occasion.practice.slug)


@moot("package_change")
def _answered(session: Session, message: Message) -> str:
    change = get(session, PackageChange, message.subject_id)
    return "" if change is not None and change.is_open else "it was answered"
