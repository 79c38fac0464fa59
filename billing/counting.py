"""Counting what an hour earns, by a job: of the practice, and of each coach who does not see all of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from billing.counted import Counted
from billing.earnings import Records, records
from billing.package import Package
from billing.pricing.books import split
from billing.pricing.capacity import Week, expect
from billing.pricing.flags import LATEST_QUOTES, Finding, discounted
from billing.pricing.period import last_twelve_months, months_later
from billing.pricing.sums import sums
from models.bookable import diary
from models.client import Client
from models.hours import WeeklyHours
from models.membership import Membership
from models.practice import Practice
from models.week import monday_of

MONTHS, WEEKS_BACK, WEEKS_AHEAD = 16, 10, 12


def since(today: date) -> date:
    """Twelve whole months, the one that runs, and the quarter before."""
    return months_later(today, -MONTHS)


def count_all(session: Session, practice: Practice, now: datetime) -> dict[str, Counted]:
    """By who may read it: "" an owner, and by their id the coaches who are none."""
    coaches = session.scalars(
        select(Membership.id).where(Membership.practice_id == practice.id, Membership.role == "coach", Membership.ended_at.is_(None))
    )
    return {"": count(session, practice, now)} | {str(id): count(session, practice, now, id) for id in coaches}


def count(session: Session, practice: Practice, now: datetime, coach_id: UUID | None = None) -> Counted:
    today = practice.today(now)
    found = records(session, since(today), practice.tz, coach_id)
    books = split(found.work, found.fees, practice.currency)
    here = [price.price for price in found.prices if price.price.currency == practice.currency]
    return Counted(
        at=now,
        sums=tuple(sums(each, today) for each in books.books),
        mixed=books.mixed,
        ahead=_ahead(found),
        quotes=tuple(sorted(found.quotes, key=lambda quote: quote.on)[-LATEST_QUOTES:]),
        moves=found.moves,
        dearest=max(here, key=lambda price: price.amount, default=None),
        given=_given(found, today),
        weeks=weeks(session, practice, now, coach_id),
    )


def _ahead(found: Records) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for each in found.ahead:
        sums[each.currency] = sums.get(each.currency, Decimal(0)) + each.amount
    return sums


def _given(found: Records, today: date) -> dict[str, Finding]:
    year = last_twelve_months(today)
    sales = [sale for sale in found.sales if sale.on in year]
    judged = {currency: discounted(sales, currency) for currency in {sale.currency for sale in sales}}
    return {currency: one for currency, one in judged.items() if isinstance(one, Finding)}


def weeks(session: Session, practice: Practice, now: datetime, coach_id: UUID | None) -> tuple[Week, ...]:
    """Ten weeks that are over and the twelve to come: of one coach's calendar, or of all who can be booked together."""
    this = monday_of(practice.today(now))
    coaches = [coach_id] if coach_id else list(session.scalars(select(WeeklyHours.coach_id).distinct()))
    diaries = [diary(session, id, practice.tz, now, back=timedelta(weeks=WEEKS_BACK + 1)) for id in coaches]
    found = []
    for monday in (this + timedelta(weeks=n) for n in range(-WEEKS_BACK, WEEKS_AHEAD)):
        each = [one.week(monday) for one in diaries]
        found.append(Week(monday, sum(offered for offered, _ in each), sum(booked for _, booked in each)))
    return expect(found, _unbooked(session, coach_id, practice.today(now)), practice.today(now))


def _unbooked(session: Session, coach_id: UUID | None, today: date) -> int:
    """Minutes that were bought or given and have no day in the calendar yet."""
    left = func.greatest(Package.left_of() - Package.planned_of(), 0) * Package.minutes
    asked = select(func.coalesce(func.sum(left), 0)).where(or_(Package.expires_on.is_(None), Package.expires_on >= today))
    if coach_id:
        asked = asked.join(Client, Client.id == Package.client_id).where(Client.coach_id == coach_id)
    return int(session.scalar(asked) or 0)
