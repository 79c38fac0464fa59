"""Saying when one can be booked."""

import re
from collections.abc import Callable
from datetime import date, time

from flask.testing import FlaskClient
from sqlalchemy import select

from models import BookingRules, HoursException, WeeklyHours
from tests.cast import House
from tests.story import Enter

Browse = Callable[..., FlaskClient]


def test_a_week_is_saved_whole(browse: Browse, harbour: House, enter: Enter) -> None:
    alice, page = browse(harbour, "alice"), f"/p/{harbour.slug}/hours"
    assert "Until then nobody can" in alice.get(page).get_data(as_text=True)
    week = {
        "day0_0_from": "09:00",
        "day0_0_to": "12:00",
        "day0_1_from": "13:30",
        "day0_1_to": "17:00",
        "day3_0_from": "10:00",
        "day3_0_to": "11:00",
    }
    assert alice.post(f"{page}/week", data=week).status_code == 303
    with enter(harbour) as session:
        rows = session.execute(
            select(WeeklyHours.weekday, WeeklyHours.start, WeeklyHours.end).order_by(WeeklyHours.weekday, WeeklyHours.start)
        )
        assert rows.all() == [(0, time(9), time(12)), (0, time(13, 30), time(17)), (3, time(10), time(11))]
    shown = alice.get(page).get_data(as_text=True)
    assert 'value="13:30"' in shown
    assert "The next free hours" in shown


def test_what_cannot_be_is_said_and_kept(browse: Browse, harbour: House) -> None:
    alice, page = browse(harbour, "alice"), f"/p/{harbour.slug}/hours"
    answer = alice.post(f"{page}/week", data={"day1_0_from": "09:00", "day1_0_to": "08:00", "day2_0_from": "10:00"})
    assert answer.status_code == 422
    assert "It ends before it begins." in answer.get_data(as_text=True)
    assert "Write both" in answer.get_data(as_text=True)
    assert 'value="10:00"' in answer.get_data(as_text=True)
    overlap = alice.post(f"{page}/week", data={"day1_0_from": "09:00", "day1_0_to": "12:00", "day1_1_from": "11:00", "day1_1_to": "13:00"})
    assert overlap.status_code == 422
    assert "overlap" in overlap.get_data(as_text=True)


def test_a_day_that_differs_and_rules(browse: Browse, harbour: House, enter: Enter) -> None:
    alice, page = browse(harbour, "alice"), f"/p/{harbour.slug}/hours"
    assert alice.post(f"{page}/days", data={"on": "2099-12-24"}).status_code == 303
    with enter(harbour) as session:
        day = session.scalars(select(HoursException)).one()
        assert (day.on, day.start, day.coach_id) == (date(2099, 12, 24), None, harbour.members["alice"])
    assert browse(harbour, "bob").post(f"{page}/days/{day.id}/removal").status_code == 404
    assert alice.post(f"{page}/days/{day.id}/removal").status_code == 303
    rules = {"notice_hours": "48", "buffer_minutes": "30", "horizon_days": "14", "place": "Quay 1", "version": "1"}
    assert alice.post(f"{page}/rules", data=rules).status_code == 303
    over = alice.post(f"{page}/rules", data=rules | {"place": "Quay 2"})
    assert over.status_code == 409, "it was filled in over an older version"
    assert "Quay 2" in over.text and re.search(r'name="version"[^>]* value="2"', over.text), "what was typed stays, and may be saved now"
    with enter(harbour) as session:
        stored = session.scalars(select(BookingRules)).one()
        assert (stored.notice_hours, stored.place, stored.version) == (48, "Quay 1", 2)
