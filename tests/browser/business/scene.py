"""A practice in February: Cleo's agreement has run since November, two sessions with her are paid, and a single session is for sale."""

from datetime import time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from billing.invoice import Invoice
from billing.price_plan import PricePlan
from models import Client, CoachingSession, Practice, WeeklyHours
from tests.browser.business.words import SINGLE
from tests.browser.live import BEGIN, Live
from tests.cast import House, add_client, build_house
from tests.closing import LATER, worked
from tests.money import issue
from tests.sale import sell

OPEN = [(day, time(9), time(12)) for day in range(5)]
PAID_SESSIONS = 2


def furnish(live: Live) -> House:
    """Leaves the clock at LATER, a Tuesday morning."""
    opened: list[Session] = []

    def enter(house: House, reader_id: UUID | None = None) -> Session:
        session = live.app.extensions["open_session"]()
        db.enter(session, house.practice_id, reader_id)
        opened.append(session)
        return session

    with live.app.app_context():
        house = build_house(live.app.extensions["open_session"], live.app, "harbour", "alice", {})
        with enter(house) as session:
            add_client(session, house, "cleo", "alice", company="Quay Freight", boss="bruno", hr="hana", finance="fritz")
            session.commit()
        worked(enter, house)
        live.move(seconds=(LATER - BEGIN).total_seconds())
        invoice_id = issue(enter, house, unit_minor=24000)
        with enter(house) as session:
            session.get_one(Practice, house.practice_id).stripe_account = "own"
            _paid_work(session, house, session.get_one(Invoice, (house.practice_id, invoice_id)))
            WeeklyHours.set_week(session, house.members["alice"], OPEN)
            sell(session, house, terms=SINGLE)
            session.commit()
    live.work()
    return house


def _paid_work(session: Session, house: House, invoice: Invoice) -> None:
    """In this very month, so that what comes next counts beside it."""
    alice = house.members["alice"]
    paid_on = (LATER - timedelta(days=6)).date()
    invoice.book(invoice.total_minor, paid_on, by=alice, now=LATER)
    cleo = session.scalars(select(Client).where(Client.name == "Cleo Marsh")).one()
    for n in range(PAID_SESSIONS):
        start = LATER - timedelta(days=6 - n)
        CoachingSession.plan(cleo, start, 60, place="video", now=start - timedelta(days=9)).hold(60, start + timedelta(hours=1))
    plan = PricePlan.of(session)
    session.add(plan)
    plan.list_rate_minor = 18000
