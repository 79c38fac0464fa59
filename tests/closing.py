"""An agreement that ran its course: entries since the start, the look held, and both at the table to close it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app import jobs
from app.jobs.letters import Deliver
from app.mail import Sent
from models import Closing, Contract, Measure
from models.contract import close
from tests.cast import House
from tests.story import Enter, sign_all, signer

LATER = datetime(2027, 2, 9, 9, 0, tzinfo=UTC)  # a Tuesday, after the first look was held
BETTER = (62, 71, 58, 66, 74, 69, 63, 72, 68, 75, 70)
SAME = (41, 36, 44, 39, 33, 47, 40, 35, 45, 38, 42)
LESSONS = {"start": "Say the owner aloud.", "stop": "Thursday calls.", "keep": "The Monday meeting."}


class At:
    """Stands where app/clock.py looks for `datetime`: it is this moment, until a test says another."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self, _tz: Any = UTC) -> datetime:
        return self.moment

    def move(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> At:
    at = At(LATER)
    for place in ("app.clock", "tests.cast"):
        monkeypatch.setattr(f"{place}.datetime", at)
    return at


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every mail reaches its reader."""
    monkeypatch.setattr(Deliver, "carry_out", lambda _, letter: Sent.YES)


def worked(enter: Enter, house: House, values: Iterable[float] = BETTER) -> UUID:
    """In force since November, an entry each week, the look of 29 January held."""
    id = sign_all(enter, house)
    with enter(house, house.clients["cleo"]) as session:
        measure = session.scalars(select(Measure).where(Measure.goal.has(contract_id=id))).one()
        period = measure.first_period
        for value in values:
            at = datetime.combine(period, time(17), UTC)
            measure.enter(Decimal(str(value)), period, by=house.clients["cleo"], now=at, today=period)
            period += timedelta(days=7)
        session.commit()
    with enter(house) as session:
        measure = session.scalars(select(Measure).where(Measure.goal.has(contract_id=id))).one()
        measure.looks[0].hold(LATER - timedelta(days=3))
        session.commit()
    return id


def begin(enter: Enter, house: House, id: UUID, now: datetime = LATER, lessons: dict[str, str] | None = None) -> Closing:
    with enter(house) as session:
        contract = session.get_one(Contract, (house.practice_id, id))
        made = close.begin(contract, lessons or LESSONS, {}, by=house.members["alice"], now=now)
        session.commit()
        return made


def sign_closing(enter: Enter, house: House, id: UUID, role: str, *, shares: bool = False, now: datetime = LATER) -> None:
    who = (house.clients["cleo"], "Cleo Marsh") if role == "client" else (house.members["alice"], "Alice Harbour")
    with enter(house, who[0] if role == "client" else None) as session:
        newest = Closing.newest(session, id)
        newest.sign(role, signer(*who), newest.sha256, shares_report=shares, now=now)
        session.commit()


def run_all(app: Flask) -> int:
    with app.app_context():
        return sum(1 for _ in iter(jobs.run_next, False))


def closed(app: Flask, enter: Enter, house: House, values: Iterable[float] = BETTER, *, shares: bool = True) -> UUID:
    """Needs `later`: the worker's clock."""
    id = worked(enter, house, values)
    begin(enter, house, id)
    sign_closing(enter, house, id, "client", shares=shares)
    sign_closing(enter, house, id, "coach")
    run_all(app)
    return id


Made = Callable[..., UUID]
