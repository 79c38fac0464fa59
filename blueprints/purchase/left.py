"""What a purchase brought, and what was made of it. Only that is shown and booked behind its link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import g
from sqlalchemy import select

from app import db
from app.clock import now
from billing import Booking, Package, Purchase
from blueprints.booking import Free, free
from blueprints.forms.buying import HourForm
from models import Client, CoachingSession


@dataclass(frozen=True)
class Hour:
    start: datetime
    end: datetime
    place: str


@dataclass(frozen=True)
class Left:
    """What a purchase brought, and what was made of it. `is_known_here`: its buyer was a client before, who signs in to book."""

    is_known_here: bool
    package: Package | None
    unbooked: int
    booked: Sequence[Hour]
    free: Free | None
    form: HourForm


def left(purchase: Purchase) -> Left:
    if purchase.client_id != purchase.id:
        return Left(True, None, 0, (), None, HourForm(formdata=None))
    package = db.session().scalar(select(Package).where(Package.purchase_id == purchase.id))
    if package is None:
        return Left(False, None, 0, (), None, HourForm(formdata=None))
    unbooked = 0 if package.is_over(g.practice.today(now())) else package.unbooked
    times = free_for(purchase, package) if unbooked > 0 else None
    return Left(False, package, unbooked, _booked(package), times, HourForm(formdata=None))


def free_for(purchase: Purchase, package: Package) -> Free:
    me = db.session().get(Client, (purchase.practice_id, purchase.id))
    assert me is not None
    return free(me.coach_id, package.minutes, purchase.zone, package.expires_on)


def _booked(package: Package) -> list[Hour]:
    planned = (
        select(CoachingSession)
        .join(Booking, Booking.session_id == CoachingSession.id)
        .where(Booking.package_id == package.id, CoachingSession.cancelled_at.is_(None))
        .order_by(CoachingSession.begins_at)
    )
    return [Hour(one.start, one.end, one.place) for one in db.session().scalars(planned)]
