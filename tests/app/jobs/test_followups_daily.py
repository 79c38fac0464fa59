"""How often recipes are looked at, and how many strangers are written to in a day."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.jobs import Wait
from app.jobs.followups import PlanFollowups, begin_where_missing
from models import (
    CoachingSession,
    Due,
    Message,
)
from models.gate import Habits
from models.message import Address
from tests.app.jobs.test_followups import DAY, NOW, cleo, only, session
from tests.cast import House

__all__ = ["session"]


def test_one_row_a_practice_is_looked_at_every_hour_and_never_done(app: Flask, session: Session, harbour: House, summit: House) -> None:
    assert begin_where_missing() >= 2
    assert begin_where_missing() == 0, "each practice once"
    CoachingSession.plan(cleo(session, harbour), NOW + 9 * DAY, 60, place="video", now=NOW)
    with clock.moved_to(NOW):
        wait = PlanFollowups().prepare(session, harbour.practice_id)
    assert wait == Wait(NOW + timedelta(hours=1))
    assert only(session, "session_reminder").is_coming
    row = session.scalars(select(Due).where(Due.verb == "plan_followups", Due.practice_id == harbour.practice_id)).one()
    row.attempts = Due.TRIES
    session.commit()
    assert begin_where_missing() == 1, "one that failed too often begins again"


def test_to_so_many_new_people_a_day_and_no_more(session: Session, harbour: House) -> None:
    people = [Address(f"stranger{n}@example.org") for n in range(5)]
    now, sent = NOW, []
    for n, person in enumerate(people):
        late = Message.plan(person, "portal_welcome", subject=cleo(session, harbour), occasion=str(n), at=now, session=session)
        assert late is not None
        sent.append(late.ask_the_gate(Habits("UTC"), now, new_people_daily=3).act)
        session.flush()
    assert sent == ["send"] * 3 + ["hold"] * 2
    assert late.state == "held" and "people you had never written to" in late.why
    again = Message.plan(people[0], "portal_welcome", subject=cleo(session, harbour), occasion="again", at=now, session=session)
    assert again is not None
    assert again.ask_the_gate(Habits("UTC"), now, new_people_daily=3).act == "send", "who had a mail before is nobody new"
    late.send_again(now + DAY + timedelta(hours=1))
    session.flush()
    assert late.ask_the_gate(Habits("UTC"), now + DAY + timedelta(hours=1), new_people_daily=3).act == "send"
