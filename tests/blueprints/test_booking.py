"""A client books, moves and cancels: free times only, one session an hour, and nothing lost in time."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from html import unescape
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import jobs
from billing import Booking, Credit, Package
from models import Client, CoachingSession, Message, WeeklyHours
from tests.cast import House
from tests.statements import counted
from tests.story import Enter

Browse = Callable[..., FlaskClient]
TIME = re.compile(r'name="start"\s+value="([^"]+)"')


@pytest.fixture
def mine(enter: Enter, harbour: House) -> Package:
    """Three sessions for Cleo, and all hours of Alice open."""
    now = datetime.now(UTC)
    with enter(harbour) as session:
        WeeklyHours.set_week(session, harbour.members["alice"], [(day, time(6), time(22)) for day in range(7)])
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        made = Package.give(cleo, "Three to try", 3, 60, expires_on=None, why="", by=harbour.members["alice"], now=now)
        session.commit()
    return made


def times(page: str) -> list[str]:
    return [unescape(found) for found in TIME.findall(page)]


def drain() -> None:
    while jobs.run_next():
        pass


def test_book_move_and_cancel(app: Flask, browse: Browse, harbour: House, enter: Enter, mine: Package) -> None:
    cleo, page = browse(harbour, "cleo"), f"/my/{harbour.slug}/book/{mine.id}"
    offered = times(cleo.get(page).get_data(as_text=True))
    assert len(offered) == 40
    assert cleo.post(page, data={"start": offered[5]}).status_code == 303
    with enter(harbour) as session:
        booked = session.scalars(select(CoachingSession)).one()
        assert booked.start == datetime.fromisoformat(offered[5])
        assert session.scalars(select(Booking)).one().booked_by == "client"
    assert offered[5] not in times(cleo.get(page).get_data(as_text=True))
    assert "nothing is lost" in cleo.get(f"/my/{harbour.slug}/book").get_data(as_text=True)
    move = f"/my/{harbour.slug}/sessions/{booked.id}/move"
    later = times(cleo.get(move).get_data(as_text=True))[-1]
    assert cleo.post(move, data={"start": later}).status_code == 303
    assert cleo.post(f"/my/{harbour.slug}/sessions/{booked.id}/cancellation").status_code == 303
    with app.app_context():
        drain()
    with enter(harbour) as session:
        kinds = [(m.kind, m.recipient_id) for m in session.scalars(select(Message)) if m.kind == "session_booked"]
        assert {who for _, who in kinds} == {harbour.members["alice"]}
        assert session.get_one(Package, (harbour.practice_id, mine.id)).left == 3


def test_a_time_that_is_not_free_is_refused_with_those_that_are(browse: Browse, harbour: House, enter: Enter, mine: Package) -> None:
    cleo, page = browse(harbour, "cleo"), f"/my/{harbour.slug}/book/{mine.id}"
    offered = times(cleo.get(page).get_data(as_text=True))
    assert cleo.post(page, data={"start": offered[0]}).status_code == 303
    for wrong in (offered[0], "2026-01-01T10:00+00:00", "soon", "", "9999-12-31T23:59:59-23:59"):
        answer = cleo.post(page, data={"start": wrong})
        assert answer.status_code == 409, wrong
        assert "Choose another" in answer.get_data(as_text=True)
        assert times(answer.get_data(as_text=True))
    with enter(harbour) as session:
        assert len(session.scalars(select(CoachingSession)).all()) == 1


def test_no_more_than_are_left(browse: Browse, harbour: House, mine: Package) -> None:
    cleo, page = browse(harbour, "cleo"), f"/my/{harbour.slug}/book/{mine.id}"
    for _ in range(3):
        free = times(cleo.get(page).get_data(as_text=True))[0]
        assert cleo.post(page, data={"start": free}).status_code == 303
    shown = cleo.get(page).get_data(as_text=True)
    assert "in the calendar already" in shown
    assert times(shown) == []


def test_another_client_neither_sees_nor_uses_it(browse: Browse, harbour: House, mine: Package) -> None:
    dora = browse(harbour, "dora")
    assert "Three to try" not in dora.get(f"/my/{harbour.slug}/book").get_data(as_text=True)
    assert dora.post(f"/my/{harbour.slug}/book/{mine.id}", data={"start": "2027-01-01T10:00+00:00"}).status_code == 404


def test_a_change_is_the_clients_to_answer(app: Flask, browse: Browse, harbour: House, enter: Enter, mine: Package) -> None:
    with enter(harbour) as session:
        package = session.get_one(Package, (harbour.practice_id, mine.id))
        change = package.propose(2, None, "Two more, as agreed", by=harbour.members["alice"], now=datetime.now(UTC))
        session.commit()
    cleo = browse(harbour, "cleo")
    assert "Two more, as agreed" in cleo.get(f"/my/{harbour.slug}/book").get_data(as_text=True)
    assert browse(harbour, "dora").post(f"/my/{harbour.slug}/package-changes/{change.id}/agreement").status_code == 404
    assert cleo.post(f"/my/{harbour.slug}/package-changes/{change.id}/agreement").status_code == 303
    with enter(harbour) as session:
        assert [c.kind for c in session.scalars(select(Credit).order_by(Credit.seq))] == ["given", "changed"]


def test_a_session_that_was_held_is_taken_by_the_job(app: Flask, browse: Browse, harbour: House, enter: Enter, mine: Package) -> None:
    now = datetime.now(UTC)
    with enter(harbour) as session:
        package = session.get_one(Package, (harbour.practice_id, mine.id))
        held = package.book(now - timedelta(hours=2), place="", by="coach", now=now - timedelta(days=3))
        held.hold(60, now)
        session.commit()
    with app.app_context():
        drain()
    with enter(harbour) as session:
        assert session.get_one(Package, (harbour.practice_id, mine.id)).left == 2


def test_statements_do_not_grow_with_what_is_booked(app: Flask, browse: Browse, harbour: House, enter: Enter, mine: Package) -> None:
    cleo, page = browse(harbour, "cleo"), f"/my/{harbour.slug}/book/{mine.id}"

    def sent() -> list[int]:
        found = []
        for url in (page, f"/my/{harbour.slug}/book"):
            cleo.get(url)
            with counted(app.extensions["engine"]) as statements:
                assert cleo.get(url).status_code == 200
            found.append(len(statements))
        return found

    few = sent()
    assert max(few) <= 8, few
    now = datetime.now(UTC)
    with enter(harbour) as session:
        client = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        for n in range(5):
            more = Package.give(client, f"More {n}", 2, 60, expires_on=None, why="", by=harbour.members["alice"], now=now)
            more.book(now + timedelta(days=3, hours=2 * n), place="", by="coach", now=now)
        session.commit()
    assert sent() == few


def test_no_hour_after_its_last_day(browse: Browse, harbour: House, enter: Enter, mine: Package) -> None:
    """Neither offered, nor taken by somebody who typed it, nor moved to."""
    cleo, page = browse(harbour, "cleo"), f"/my/{harbour.slug}/book/{mine.id}"
    all_hours = times(cleo.get(page).get_data(as_text=True))
    with enter(harbour) as session:
        row = session.get_one(Package, (harbour.practice_id, mine.id))
        zone = ZoneInfo(session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"])).zone)
        row.expires_on = datetime.fromisoformat(all_hours[0]).astimezone(zone).date()
        last = row.expires_on
        session.commit()
    offered = times(cleo.get(page).get_data(as_text=True))
    assert {datetime.fromisoformat(at).astimezone(zone).date() for at in offered} == {last}
    assert cleo.post(page, data={"start": all_hours[-1]}).status_code == 409
    assert cleo.post(page, data={"start": offered[0]}).status_code == 303
    with enter(harbour) as session:
        booked = session.scalars(select(CoachingSession.id)).one()
    move = f"/my/{harbour.slug}/sessions/{booked}/move"
    assert all_hours[-1] not in times(cleo.get(move).get_data(as_text=True))
    assert cleo.post(move, data={"start": all_hours[-1]}).status_code == 409


def test_the_coach_is_refused_with_a_sentence(browse: Browse, harbour: House, enter: Enter, mine: Package) -> None:
    with enter(harbour) as session:
        session.get_one(Package, (harbour.practice_id, mine.id)).expires_on = datetime.now(UTC).date() + timedelta(days=2)
        session.commit()
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    sent = {"day": day, "clock": "10:00", "minutes": "60", "place": "video", "package": str(mine.id), "once": str(uuid4())}
    answer = browse(harbour, "alice").post(f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/sessions", data=sent)
    assert answer.status_code == 422
    assert "is to be used before that day" in answer.get_data(as_text=True)


def test_what_is_paid_each_month_is_named_only_where_it_is(browse: Browse, harbour: House, mine: Package) -> None:
    assert "What you pay each month" not in browse(harbour, "cleo").get(f"/my/{harbour.slug}/book").get_data(as_text=True)
