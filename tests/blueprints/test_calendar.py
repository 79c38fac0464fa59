"""The week over HTTP: whose, which one, and booking from it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app.clock import now
from models import Client, CoachingSession, WeeklyHours
from tests.cast import NOW, House
from tests.statements import counted

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
WEEK = "2026-11-16"


def put(enter: Enter, house: House, who: str, day: int, hour: int, zone: str = "Europe/Amsterdam") -> None:
    with enter(house) as session:
        client = session.get(Client, (house.practice_id, house.clients[who]))
        assert client is not None
        client.zone = zone
        CoachingSession.plan(client, datetime(2026, 11, day, hour, tzinfo=UTC), 60, place="by video", now=NOW)
        session.commit()


def test_a_week_shows_ones_own_sessions(browse: Browse, enter: Enter, harbour: House) -> None:
    put(enter, harbour, "cleo", 17, 13, "Europe/Lisbon")
    put(enter, harbour, "dora", 18, 13)
    mine = browse(harbour, "alice").get(f"/p/{harbour.slug}/calendar?week={WEEK}").text
    assert "Cleo Marsh" in mine
    assert "in Lisbon" in mine
    assert "Dora Marsh" not in mine
    everybody = browse(harbour, "alice").get(f"/p/{harbour.slug}/calendar?week={WEEK}&coach=all").text
    assert "Dora Marsh" in everybody
    assert "Dora Marsh" in browse(harbour, "ada").get(f"/p/{harbour.slug}/calendar?week={WEEK}").text
    assert "Cleo Marsh" not in browse(harbour, "alice").get(f"/p/{harbour.slug}/calendar?week=2026-11-23").text


def test_what_is_free_and_offered_is_drawn_around_what_is_booked(browse: Browse, enter: Enter, harbour: House) -> None:
    monday = now().date() + timedelta(days=7 - now().date().weekday())
    with enter(harbour) as session:
        WeeklyHours.set_week(session, harbour.members["alice"], [(1, time(9), time(12, 30)), (3, time(14), time(14, 30))])
        client = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        noon = datetime.combine(monday + timedelta(days=1), time(10, 30), ZoneInfo("Europe/Amsterdam"))
        CoachingSession.plan(client, noon, 60, place="", now=NOW)
        session.commit()
    address = f"/p/{harbour.slug}/calendar?week="
    alice = browse(harbour, "alice")
    page = alice.get(f"{address}{monday}").text
    assert re.findall(r">([0-9:]+\s?[AP]M)</time> free", page) == ["9:00\u202fAM"]
    assert "Free until 10:00" in page
    assert "free</span>" not in alice.get(f"{address}{monday}&coach=all").text
    assert "free</span>" not in alice.get(f"{address}{monday - timedelta(days=14)}").text
    assert "free</span>" not in alice.get(f"{address}{monday}&coach={harbour.members['bob']}").text


def test_any_day_leads_to_its_week(browse: Browse, enter: Enter, harbour: House) -> None:
    put(enter, harbour, "cleo", 17, 13)
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/calendar?week=2026-11-20").text
    assert "Cleo Marsh" in page
    assert "week=2026-11-09" in page
    assert "week=2026-11-23" in page


@pytest.mark.parametrize("week", ["", "x", "0001-01-01", "9999-12-31", "2026-11-31", "1" * 500, "%00", "2026-11-16T00:00"])
def test_a_week_that_is_none_is_not_found(browse: Browse, harbour: House, week: str) -> None:
    assert browse(harbour, "alice").get(f"/p/{harbour.slug}/calendar?week={week}").status_code == 404


@pytest.mark.parametrize("week", ["2000-01-01", "2100-12-31"])
def test_the_ends_of_time_can_be_shown(browse: Browse, harbour: House, week: str) -> None:
    assert browse(harbour, "alice").get(f"/p/{harbour.slug}/calendar?week={week}").status_code == 200


def test_booking_from_the_calendar(browse: Browse, enter: Enter, harbour: House, summit: House) -> None:
    browser = browse(harbour, "alice")
    assert "Cleo Marsh" in browser.get(f"/p/{harbour.slug}/calendar/new?day=2026-12-01").text
    data = {"day": (now().date() + timedelta(days=2)).isoformat(), "clock": "09:00", "minutes": "60", "place": ""}
    foreign = browser.post(f"/p/{harbour.slug}/calendar", data={**data, "client": str(summit.clients["cody"]), "once": str(uuid4())})
    assert foreign.status_code == 422
    made = browser.post(f"/p/{harbour.slug}/calendar", data={**data, "client": str(harbour.clients["cleo"]), "once": str(uuid4())})
    assert made.status_code == 303
    with enter(harbour) as session:
        assert session.scalars(select(CoachingSession.client_id)).all() == [harbour.clients["cleo"]]


def test_who_may_not(browse: Browse, harbour: House, summit: House) -> None:
    address = f"/p/{harbour.slug}/calendar"
    assert browse(summit, "charlie").get(address).status_code == 404
    assert browse(harbour, "rita").get(address).status_code == 200
    assert browse(harbour, "rita").post(address).status_code == 403
    assert browse(harbour, "cleo").get(address).status_code == 303
    assert browse(harbour, "alice").get(f"{address}?coach={summit.members['charlie']}").status_code == 404


def test_a_full_week_costs_no_more_than_an_empty_one(browse: Browse, enter: Enter, connection: Connection, harbour: House) -> None:
    browser = browse(harbour, "alice")
    browser.get(f"/p/{harbour.slug}/calendar")
    with counted(connection) as few:
        browser.get(f"/p/{harbour.slug}/calendar?week={WEEK}")
    for hour in range(8, 16):
        put(enter, harbour, "cleo", 17, hour)
    with counted(connection) as many:
        browser.get(f"/p/{harbour.slug}/calendar?week={WEEK}")
    assert len(few) == len(many) <= 8, many
