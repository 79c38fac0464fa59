"""Today: what waits, what comes, what others did, and the first page of all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from models import Client, CoachingSession, Measure
from tests.cast import House, build_house
from tests.statements import counted
from tests.story import MARKS, Enter, begin, furnish, sign_all

Browse = Callable[..., FlaskClient]


def signal(enter: Enter, house: House) -> str:
    """A signal that nobody has looked at; the goal's id."""
    sign_all(enter, house)
    with enter(house) as session:
        measure = session.scalars(select(Measure)).one()
        measure.signal_since, measure.tone, measure.headline, measure.last_at = (
            measure.last_period,
            "better",
            "Signal: ten in a row.",
            datetime.now(UTC),
        )
        session.commit()
        return str(measure.goal_id)


@pytest.fixture
def fresh(app: Flask, connection: Connection) -> House:
    from app import db

    return build_house(lambda: db.open_session(connection), app, "fresh", "alice", {"rita": "reader"})


def test_a_new_practice_begins_with_its_first_client_in_one_form(enter: Enter, fresh: House, browse: Browse) -> None:
    alice = browse(fresh, "alice")
    page = alice.get(f"/p/{fresh.slug}/").text
    assert "Who are you working with?" in page and f'action="/p/{fresh.slug}/clients"' in page and 'name="once"' in page
    assert "Who are you working with?" in browse(fresh, "rita").get(f"/p/{fresh.slug}/").text
    answer = alice.post(
        f"/p/{fresh.slug}/clients",
        data={"name": "Ines First", "address": "ines@private.example", "once": "0193d5a0-0000-7000-8000-000000000001"},
    )
    assert answer.status_code == 303
    assert "Nothing needs you now" in alice.get(f"/p/{fresh.slug}/").text


def test_a_signal_comes_first_and_can_be_put_away(enter: Enter, harbour: House, browse: Browse) -> None:
    goal, alice = signal(enter, harbour), browse(harbour, "alice")
    page = alice.get(f"/p/{harbour.slug}/").text
    assert "Signal: ten in a row." in page and f"/goals/{goal}" in page and "<svg" in page
    answer = alice.post(f"/p/{harbour.slug}/signals/{goal}/seen", follow_redirects=True)
    assert "until there is another signal" in answer.text and "Signal: ten in a row." not in answer.text
    alice.post(f"/p/{harbour.slug}/signals/{goal}/seen/removal")
    assert "Signal: ten in a row." in alice.get(f"/p/{harbour.slug}/").text


def test_an_assistant_reads_no_goal_and_puts_none_away(enter: Enter, harbour: House, browse: Browse) -> None:
    goal, ada = signal(enter, harbour), browse(harbour, "ada")
    page = ada.get(f"/p/{harbour.slug}/").text
    assert "Signal" not in page and "Decisions are closed" not in page and "signed" not in page
    assert ada.post(f"/p/{harbour.slug}/signals/{goal}/seen").status_code == 403


def test_another_coach_is_not_asked_about_clients_that_are_not_theirs(enter: Enter, harbour: House, browse: Browse) -> None:
    signal(enter, harbour)
    assert "Signal: ten in a row." not in browse(harbour, "bob").get(f"/p/{harbour.slug}/").text
    assert "Signal: ten in a row." in browse(harbour, "rita").get(f"/p/{harbour.slug}/").text


def test_the_sessions_of_the_day(enter: Enter, harbour: House, browse: Browse) -> None:
    now = datetime.now(UTC)
    with enter(harbour) as session:
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        zone = cleo.coach.practice.tz
        noon = now.astimezone(zone).replace(hour=12, minute=0, second=0, microsecond=0)
        CoachingSession.plan(cleo, noon.astimezone(UTC), 60, place="room Pegasus", now=now)
        CoachingSession.plan(cleo, (noon + timedelta(days=1)).astimezone(UTC), 60, place="tomorrow's room", now=now)
        session.commit()
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/").text
    assert "room Pegasus" in page and "tomorrow" not in page
    assert "1 session today" in page


def test_every_kind_of_need_has_its_words(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    from flask import g, render_template_string

    from models import Membership
    from models.today import KINDS
    from tests.models.test_today import need

    browse(harbour, "alice")
    with app.test_request_context(f"/p/{harbour.slug}/"), enter(harbour) as session:
        g.slug, g.membership = harbour.slug, session.get_one(Membership, (harbour.practice_id, harbour.members["alice"]))
        g.practice = g.membership.practice
        today = datetime.now(UTC).date()
        for kind in KINDS:
            words, more, amount = {"to sign": "goals"}.get(kind, "the words"), "and more", 1234_00
            shown = need(kind)._replace(words=words, more=more, on=today - timedelta(days=2), amount=amount, currency="EUR")
            page = render_template_string(
                '{% import "macros/forms.html" as forms %}{% for need in needs %}{% set leads = loop.first %}{% include "today/_need.html" %}{% endfor %}',
                needs=[need("late")._replace(on=today, amount=1, currency="EUR"), shown], today=today, drawing=None,
            )  # fmt: skip
            lines = page.split("<li")
            assert len(lines) == 3 and "href=" in lines[2] and "<h3>" in lines[2], kind


def test_it_costs_the_same_however_much_waits(app: Flask, enter: Enter, harbour: House, browse: Browse, connection: Connection) -> None:
    alice = browse(harbour, "alice")
    signal(enter, harbour)
    with counted(connection) as few:
        alice.get(f"/p/{harbour.slug}/")
    with enter(harbour) as session:
        dora = session.get_one(Client, (harbour.practice_id, harbour.clients["dora"]))
        dora.coach_id = harbour.members["alice"]
        now = datetime.now(UTC)
        begin(session, harbour, "dora").created_at = now - timedelta(days=9)
        for n in range(1, 20):
            CoachingSession.plan(dora, now - timedelta(days=n), 30, place="", now=now)
        session.commit()
    with counted(connection) as many:
        page = alice.get(f"/p/{harbour.slug}/").text
    assert page.count("How did the session with") == 5
    assert len(many) == len(few) <= 8, many


def test_news_of_yesterday(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    ids = furnish(enter, harbour, app)
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/").text
    assert f"/goals/{ids['goal']}" in page and " entered " in page
    assert not [mark for mark in MARKS.values() if mark in page]
