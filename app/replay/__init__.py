"""A year of the demo practice on a clock of its own: every due row at its hour, every mail into a list, and at the end nothing is left of it."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import func, select, update

from app import clock, db, demo, jobs
from app.demo.people import OWNER
from app.replay.life import Life
from app.replay.outbox import Left, caught, thing, unprinted
from models import Client, Contact, Due, Membership, Person, Practice, Recipe
from models.recipes import RULES, plan

MOST_AT_ONCE, SATURDAY = 5000, 5


@dataclass(frozen=True)
class Year:
    left: list[Left]
    replied: list[tuple[datetime, UUID, UUID, str]]
    names: dict[UUID, str]


def replay(days: int = 365, seed: int = 1) -> Year:
    """Live that many days up to now; where the demo practice is there already, that many from now on. Every recipe is on, and looked at once
    a day: each hour of a year would take an hour.

    Runs in whatever database and transactions the application's sessions use: see `undone`.
    """
    practice_id = _known()
    begins = clock.now() if practice_id else clock.now() - timedelta(days=days)
    with clock.moved_to(begins.replace(minute=0, second=0, microsecond=0)) as hands:
        with unprinted():
            demo.fill()
        practice_id = practice_id or _known()
        assert practice_id is not None
        _begin(practice_id, hands.at)
        life, people = Life(random.Random(seed)), _people(practice_id)
        with caught({id: (zone, locale) for id, (_, zone, locale) in people.items()}) as left:
            for day in range(days):
                _until(hands, hands.at + timedelta(days=1))
                with db.transaction(practice_id) as session:
                    life.live(session, left, hands.at, day)
                    if hands.at.weekday() != SATURDAY:
                        plan.sync_all(session, session.get_one(Practice, practice_id), hands.at)
        return Year(left, life.replied, {id: name for id, (name, _, _) in people.items()})


def _known() -> UUID | None:
    with db.transaction() as session:
        owner = select(Membership.practice_id).join(Person, Person.id == Membership.person_id).where(Person.address == OWNER[1])
        return session.scalar(owner.order_by(Membership.created_at).limit(1))


def _begin(practice_id: UUID, now: datetime) -> None:
    """Every recipe on, and only this practice's rows are done."""
    with db.transaction() as session:
        session.execute(update(Due).where(Due.practice_id != practice_id, Due.done_at.is_(None)).values(done_at=now))
    with db.transaction(practice_id) as session:
        owner = session.scalars(select(Membership).where(Membership.practice_id == practice_id, Membership.role == "owner")).first()
        assert owner is not None
        for rule in RULES.values():
            Recipe.touch(session, rule.name, is_on=rule.is_on_at_first, now=now).switch_on(by=owner.id, now=now)


def _people(practice_id: UUID) -> dict[UUID, tuple[str, str, str]]:
    """Name, zone and language by id."""
    with db.transaction(practice_id) as session:
        each = select(Client.id, Client.name, Client.zone, Client.locale).union_all(
            select(Contact.id, Contact.name, Contact.zone, Contact.locale)
        )
        return {id: (name, zone, locale) for id, name, zone, locale in session.execute(each)}


def _until(hands: clock.Hands, end: datetime) -> None:
    """Everything due up to `end`, each at its own moment."""
    for _ in range(MOST_AT_ONCE):
        with db.transaction() as session:
            waiting = select(func.min(Due.try_at)).where(Due.done_at.is_(None), Due.attempts < Due.TRIES)
            ripest = session.scalar(waiting)
        if ripest is None or ripest > end:
            break
        hands.at = max(hands.at, ripest)
        while jobs.run_next():
            pass
    hands.at = end


@contextmanager
def undone(app: Flask) -> Iterator[None]:
    """Every session of the application on one connection, whose transaction is rolled back at the end."""
    before = app.extensions["open_session"]
    with app.extensions["engine"].connect() as connection:
        whole = connection.begin()
        app.extensions["open_session"] = lambda: db.open_session(connection)
        try:
            yield
        finally:
            app.extensions["open_session"] = before
            whole.rollback()


def told(year: Year) -> Iterator[str]:
    """A line a mail and a line a reply, in order: when by its reader's clock, who, the class and kind of the mail, about which thing (and
    which step of its recipe), its subject and why."""
    zones = {one.to_id: one.zone for one in year.left}
    lines = [(one.at, one.to_id, one.address, one.cls, one.kind, one.about, f"{one.title}  ({one.why})") for one in year.left]
    lines += [(at, who, "", "reply", kind, thing(about), "wrote back  (stops it)") for at, who, about, kind in year.replied]
    for at, who, address, cls, kind, about, words in sorted(lines, key=lambda line: line[0]):
        here = at.astimezone(ZoneInfo(zones[who]))
        name = year.names.get(who, address)
        yield f"{here:%a %Y-%m-%d %H:%M}  {name:20}  {cls:8}  {kind:18}  {about:10}  {words}"
