"""One practice with one client, lived through the verbs, and then given a history of a chosen length."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from app import db
from billing.draft import InvoiceDraft
from billing.invoice import Invoice
from billing.tax import Line
from models import Action, Client, CoachingSession, Due, Goal, Measure, Message, Practice, Reading, SharedNote
from models.reading import Start
from tests.bench.voices import open_to_strangers, write_down_work
from tests.cast import House, add_client, build_house
from tests.story import sign_all

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Length:
    """How much each client has behind them."""

    entries: int
    sessions: int
    messages: int
    notes: int
    invoices: int

    def times(self, factor: int) -> "Length":
        return Length(*(count * factor for count in (self.entries, self.sessions, self.messages, self.notes, self.invoices)))


def found(app: Flask, engine: Engine, name: str) -> tuple[House, UUID]:
    """A practice with an owner and a client whose agreement is in force. The contract's id comes too."""

    def enter(house: House, reader_id: UUID | None = None) -> Session:
        session = db.open_session(engine)
        db.enter(session, house.practice_id, reader_id)
        return session

    house = build_house(lambda: db.open_session(engine), app, name, "alice", {})
    with enter(house) as session:
        add_client(session, house, "cleo", "alice", company="Quay Freight", boss="bruno", hr="hana", finance="fritz")
        session.commit()
    with app.app_context():
        return house, sign_all(enter, house)


FORGET = ("delete from start where practice_id = %s", "delete from reading where practice_id = %s")


def give_history(session: Session, house: House, length: Length, now: datetime) -> None:
    """Everything leads up to `now`. Its measure has no entries any more: the owner of the tables took them away."""
    db.enter(session, house.practice_id)
    cleo = session.get_one(Client, (house.practice_id, house.clients["cleo"]))
    goal = session.scalars(select(Goal)).one()
    measure = session.scalars(select(Measure)).one()
    _measure(session, measure, cleo, length.entries, now)
    midnight = datetime.combine(now.date(), datetime.min.time(), UTC)
    common: dict[str, Any] = {"client_id": cleo.id}
    for n in range(length.sessions):
        start = midnight - timedelta(hours=60) - n * WEEK
        during = Range(start, start + timedelta(hours=1))
        held = {"held_at": during.upper, "minutes": 60} if during.upper and during.upper < now - timedelta(days=3) else {}
        session.add(CoachingSession(**common, coach_id=cleo.coach_id, during=during, created_at=start - 2 * WEEK, **held))
    for n in range(length.notes):
        session.add(
            SharedNote(
                **common, author_id=cleo.coach_id, text="We looked at the last two weeks. **One sentence, early.**", at=now - n * WEEK
            )
        )
    for n in range(3):
        session.add(Action(**common, text=f"Try it in meeting {n}", due=(now + timedelta(days=n - 1)).date(), created_at=now - WEEK))
    for n in range(length.messages):
        session.add(_message(cleo, goal, n, now))
    _invoices(session, house, cleo, length.invoices, now)
    session.flush()
    write_down_work(session, house.practice_id, now)
    open_to_strangers(session, house, now)
    session.execute(update(Due).where(Due.practice_id == house.practice_id, Due.done_at.is_(None)).values(done_at=now))


def _measure(session: Session, measure: Measure, client: Client, entries: int, now: datetime) -> None:
    last = now.date() - timedelta(days=(now.date().weekday() - 4) % 7)  # the newest Friday
    days = [last - n * WEEK for n in reversed(range(entries))]
    readings = [
        Reading(measure_id=measure.id, period=on, value=_value(n, entries), by_id=client.id, at=_at(on)) for n, on in enumerate(days)
    ]
    session.add_all(readings)
    measure.first_period = days[0]
    session.add(Start.of(measure.id, readings[:12], _at(days[11])))
    session.flush()
    session.expire(measure)
    measure.update_status(now.date(), client.first_name)


def _value(n: int, entries: int) -> Decimal:
    """Scattered about 45 at first, about 65 in the last third; the same each time."""
    return Decimal(Random(n).randint(35, 55) + (20 if n > entries * 2 // 3 else 0))


def _at(on: date) -> datetime:
    return datetime.combine(on, datetime.min.time(), UTC) + timedelta(hours=17)


def _message(client: Client, goal: Goal, n: int, now: datetime) -> Message:
    at = now - timedelta(days=3 * n)
    return Message(
        recipient_id=client.id, recipient_kind="client", address=client.address, kind="entry_nudge", cls="nudge",
        occasion=f"bench {n}", subject_id=goal.id, planned_for=at, created_at=at, state="sent" if n else "planned", sent_at=at if n else None,
        title="Your entry", words="One number is enough.", readers=[client.id], week=f"{2000 + n}-W01", turn=1,
    )  # fmt: skip


def _invoices(session: Session, house: House, client: Client, count: int, now: datetime) -> None:
    practice = session.get_one(Practice, house.practice_id)
    for n in range(count):
        at = now - timedelta(days=20 + 30 * n)
        draft = InvoiceDraft(
            client_id=client.id, client=client, currency="EUR", created_at=at,
            lines=[Line(f"Coaching package {n}", unit_minor=160000, tax_percent=practice.tax_rate).kept],
        )  # fmt: skip
        session.add(draft)
        session.flush()
        invoice: Invoice = draft.issue(practice, by=client.coach_id, now=at)
        if n:
            invoice.receive(invoice.total_minor, how="hand", now=at + WEEK, by=client.coach_id)
