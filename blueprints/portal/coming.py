"""Sessions that are to come, and until when each can be moved or cancelled without losing it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import g
from sqlalchemy import select

from app import db
from billing import Booking, Package
from models import CoachingSession


@dataclass(frozen=True)
class Coming:
    """`cancel_hours` of the package it is taken from; None when it is taken from none: then nothing is lost by cancelling. `last_day`: of it."""

    session: CoachingSession
    cancel_hours: int | None
    last_day: date | None

    @property
    def until(self) -> datetime | None:
        return None if self.cancel_hours is None else self.session.start - timedelta(hours=self.cancel_hours)

    def is_in_time(self, now: datetime) -> bool:
        return self.until is None or now <= self.until

    def can_be_moved(self, now: datetime) -> bool:
        return now < self.session.start and self.is_in_time(now)

    @property
    def too_late(self) -> str:
        return f"It begins in less than {self.cancel_hours} hours. Write to your coach if it cannot be then."


def coming(now: datetime, most: int = 20) -> list[Coming]:
    """The reader's own, the next first."""
    session = CoachingSession
    asked = (
        select(session, Package.cancel_hours, Package.expires_on)
        .outerjoin(Booking, Booking.session_id == session.id)
        .outerjoin(Package, Package.id == Booking.package_id)
        .where(session.client_id == g.reader.id, session.has_no_end(), session.ends_at > now)
        .order_by(session.begins_at)
        .limit(most)
    )
    return [Coming(*row) for row in db.session().execute(asked)]
