"""A goal's page on the coach's side: what it says, its looks and pauses, and the question whether to share."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models import Look, Message, Practice
from tests.cast import House
from tests.goals import TODAY, in_force, measured, put
from tests.statements import counted
from tests.story import begin

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]


@pytest.fixture
def goal_id(enter: Enter, harbour: House) -> UUID:
    return in_force(enter, harbour)


@pytest.fixture
def address(harbour: House, goal_id: UUID) -> str:
    return f"/p/{harbour.slug}/goals/{goal_id}"


def test_what_the_numbers_say(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    put(enter, harbour, [61, 58, 68, 63, 72, 67, 70, 75, 64])
    page = browse(harbour, "alice").get(address).text
    assert "Is it changing?" in page
    assert "Signal, for the better:" in page
    assert "above where Cleo started" in page
    assert "Will it reliably reach 70" in page
    assert "<svg" in page
    assert "&lt;svg" not in page
    assert "you, Cleo and your team except assistants; Bruno when Cleo shares it" in page
    assert "All 21 entries" in page
    assert "How the usual range was drawn" in page


def test_a_goal_that_is_not_in_force_leads_to_its_agreement(browse: Browse, enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        contract_id, id = contract.id, contract.goals[0].id
        session.commit()
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/goals/{id}")
    assert page.status_code == 200
    assert f"/contracts/{contract_id}" in page.text
    assert browse(harbour, "alice").get(f"/p/{harbour.slug}/goals/{id}/entries/new").status_code == 404


def test_a_look_keeps_what_it_said_and_says_what_was_corrected(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    put(enter, harbour, [61, 58, 68, 63, 72, 67, 70, 75, 64])
    with enter(harbour) as session:
        measure = measured(session)
        held = Look(measure_id=measure.id, on=measure.first_period + timedelta(weeks=8))
        measure.looks.append(held)
        session.flush()
        held.hold(datetime.now(UTC))
        assert held.verdict == "improved"
        session.commit()
    browser = browse(harbour, "alice")
    page = browser.get(address).text
    assert "Improved since" in page
    assert "was corrected since" not in page
    with enter(harbour) as session:
        measure = measured(session)
        measure.correct(measure.readings[-1], Decimal(1), by=harbour.clients["cleo"], now=datetime.now(UTC), today=TODAY)
        session.commit()
    page = browser.get(address).text
    assert "Improved since" in page
    assert "was corrected since" in page


def test_a_pause_is_shown(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    with enter(harbour) as session:
        measured(session).pause_from(TODAY, harbour.clients["cleo"])
        session.commit()
    assert "Cleo paused it" in browse(harbour, "alice").get(address).text


def test_asking_to_share_once_a_week(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    for _ in range(3):
        assert browser.post(f"{address}/sharing-request").status_code == 303
    assert "asked this week already" in browser.get(address).text
    with enter(harbour) as session:
        asked = session.scalars(select(Message)).all()
    assert [(message.kind, message.recipient_id) for message in asked] == [("sharing_asked", harbour.clients["cleo"])]


def test_without_a_boss_nobody_is_asked(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    with enter(harbour) as session:
        session.get(Practice, harbour.practice_id).who_pays = "people"  # type: ignore[union-attr]
        session.commit()
    browser = browse(harbour, "alice")
    page = browser.get(address).text
    assert "Ask to share" not in page
    assert "Bruno" not in page
    assert browser.post(f"{address}/sharing-request").status_code == 409


def test_who_may_not(browse: Browse, harbour: House, summit: House, goal_id: UUID, address: str) -> None:
    assert browse(harbour, "ada").get(address).status_code == 403
    assert browse(harbour, "ada").get(f"{address}/entries.csv").status_code == 403
    assert browse(harbour, "rita").get(address).status_code == 200
    assert "Make an entry" not in browse(harbour, "rita").get(address).text
    assert browse(harbour, "rita").post(f"{address}/entries", data={}).status_code == 403
    charlie = browse(summit, "charlie")
    for path in ("", "/entries", "/entries.csv", "/entries/new"):
        assert charlie.get(f"{address}{path}").status_code == 404
        assert charlie.get(f"/p/{summit.slug}/goals/{goal_id}{path}").status_code == 404
    assert charlie.post(f"/p/{summit.slug}/goals/{goal_id}/sharing-request").status_code == 404


def test_history_costs_no_statements(browse: Browse, connection: Connection, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    browser.get(address)
    with counted(connection) as few:
        browser.get(address)
    put(enter, harbour, [61, 58, 68, 63, 72, 67, 70, 75, 64])
    with counted(connection) as many:
        browser.get(address)
    assert len(few) == len(many) <= 8, many
