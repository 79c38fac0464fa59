"""Sessions that are left: given ones, with some used, one given back and some run out; and a change that waits for Bram's yes."""

from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.stage import Stage
from billing.package import Package
from models import Client

NOON = time(12, 15)


def packages(session: Session, stage: Stage) -> None:
    _bram(session, stage)
    _wies(session, stage)


def _bram(session: Session, stage: Stage) -> None:
    """Three calls of half an hour beside his agreement: two held, one given back; and a change that waits for his yes."""
    bram = _client(session, "Bram Oosterling")
    given_at = stage.ago(weeks=9)
    until = stage.practice.today(stage.today) + timedelta(days=40)
    given = Package.give(
        bram, "Calls before a hard meeting", 4, 30, expires_on=until, why="Part of the agreement", by=stage.coach.id, now=given_at
    )
    for weeks in (8, 6):
        start = stage.work_day(weeks=weeks, back=3, at=NOON)
        held = given.book(start, place="by telephone", by="coach", now=start - timedelta(days=4))
        held.hold(30, held.end)
        given.settle(held, held.end)
    _given_back(stage, given)
    given.propose(
        2, until + timedelta(days=60), "Two more, for the talks in January", by=stage.coach.id, now=stage.ago(days=2, at=time(11))
    )


def _given_back(stage: Stage, given: Package) -> None:
    """Noted as missed; then it turned out that Tessa had the wrong number."""
    start = stage.work_day(weeks=4, back=3, at=NOON)
    noted = given.book(start, place="by telephone", by="client", now=start - timedelta(days=6))
    noted.miss(noted.end)
    given.settle(noted, noted.end)
    later = noted.end + timedelta(hours=20)
    noted.reopen(later)
    noted.cancel(stage.coach.id, later)
    given.settle(noted, later)


def _wies(session: Session, stage: Stage) -> None:
    """Three to try, of which two were used by their day."""
    wies = _client(session, "Wies Tabor")
    given_at = stage.ago(weeks=31)
    until = stage.practice.today(given_at) + timedelta(days=70)
    given = Package.give(wies, "Three to try", 3, 45, expires_on=until, why="", by=stage.coach.id, now=given_at)
    for weeks in (29, 27):
        start = stage.work_day(weeks=weeks, back=3, at=NOON)
        held = given.book(start, place="video", by="coach", now=start - timedelta(days=3))
        held.hold(45, held.end)


def run_out(session: Session, stage: Stage) -> None:
    """After what was used is counted."""
    for package in session.scalars(select(Package).where(Package.expires_on < stage.practice.today(stage.today))):
        package.expire(stage.today)


def _client(session: Session, name: str) -> Client:
    return session.scalars(select(Client).where(Client.name == name)).one()
