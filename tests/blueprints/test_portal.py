"""The client's pages over HTTP: today's one thing, entries, actions, sharing, and what nobody else may reach."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.clock import moved_to
from models import Action, Client, CoachingSession, Goal, Ladder, Measure, Message, Reading, Share, SharedNote
from tests.cast import NOW, House
from tests.statements import counted
from tests.story import GOAL, sign_all

Enter = Callable[..., Session]
Browse = Callable[..., FlaskClient]


@pytest.fixture
def active(enter: Enter, harbour: House) -> dict[str, Any]:
    """An agreement in force between Cleo, Alice and Bruno, with an action, a session and a shared note."""
    contract_id = sign_all(enter, harbour)
    with enter(harbour) as session:
        client = session.get(Client, (harbour.practice_id, harbour.clients["cleo"]))
        now = datetime.now(UTC)
        action = Action(client_id=client.id, text="Close one item with Fien", created_at=now, due=now.date())
        session.add_all([action, SharedNote(client_id=client.id, author_id=harbour.members["alice"], text="**Well** done.", at=now)])
        CoachingSession.plan(client, now + timedelta(days=2), 60, place="Room Pegasus", now=now)
        goal = session.scalar(select(Goal).where(Goal.client_id == client.id))
        ids = {"contract": contract_id, "goal": goal.id, "measure": goal.measure.id, "action": action.id}
        session.commit()
    return ids


def test_home(active: dict[str, Any], browse: Browse, harbour: House, connection: Connection) -> None:
    browser = browse(harbour, "cleo")
    browser.get(f"/my/{harbour.slug}/")
    with counted(connection) as sent:
        page = browser.get(f"/my/{harbour.slug}/")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    for words in (
        "Close one item with Fien",
        "Room Pegasus",
        "<strong>Well</strong> done.",
        "Decisions are closed in the meeting",
        "Next session",
    ):
        assert words in text
    assert len(sent) <= 8, sent


def test_home_leads_to_the_first_entry(monkeypatch: pytest.MonkeyPatch, enter: Enter, browse: Browse, harbour: House) -> None:
    """Where entries show where somebody starts: before the first is due, and once it is."""
    monkeypatch.setitem(GOAL, "start_from", "gathered")
    sign_all(enter, harbour)
    with moved_to(NOW) as hands:
        browser = browse(harbour, "cleo")
        page = browser.get(at(harbour, "/")).text
        assert "Make the first entry" in page and 'name="value"' not in page
        hands.at = NOW + timedelta(days=14)
        page = browser.get(at(harbour, "/")).text
        assert "Make the first entry" not in page and 'name="value"' in page


def at(house: House, path: str) -> str:
    return f"/my/{house.slug}{path}"


def share_it(cleo: FlaskClient, house: House, active: dict[str, Any]) -> TestResponse:
    """Look at it first, then say yes to that very picture."""
    page = at(house, f"/goals/{active['goal']}/share")
    looked_at = re.search(r'name="looked_at" value="([0-9a-f]{64})"', cleo.get(page).get_data(as_text=True))
    assert looked_at
    return cleo.post(page, data={"looked_at": looked_at[1]})


PAGES = (
    "/",
    "/papers",
    "/notes",
    "/behind",
    "/log",
    "/messages",
    "/goals/{goal}",
    "/goals/{goal}/share",
    "/measures/{measure}/entry",
    "/agreements/{contract}",
    "/agreements/{contract}/as-boss",
    "/agreements/{contract}/answered",
)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_for_its_client_and_for_nobody_else(
    path: str, active: dict[str, Any], browse: Browse, harbour: House, connection: Connection
) -> None:
    address = at(harbour, path.format(**active))
    browser = browse(harbour, "cleo")
    browser.get(address)
    with counted(connection) as sent:
        page = browser.get(address)
    assert page.status_code == 200
    assert "Cleo" in page.get_data(as_text=True) or "You" in page.get_data(as_text=True)
    assert len(sent) <= 10, sent
    assert browse().get(address).status_code == 303
    assert browse(harbour, "alice").get(address).status_code == 303
    if "{" in path and "answered" not in path:
        assert browse(harbour, "dora").get(address).status_code == 404
    assert browse(harbour, "bruno").get(address).status_code == 404


def test_an_entry_in_two_taps_and_its_correction(active: dict[str, Any], browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "cleo")
    with enter(harbour, harbour.clients["cleo"]) as session:
        [period, *_] = session.scalar(select(Measure)).open_periods(datetime.now(UTC).date())
    address = at(harbour, f"/measures/{active['measure']}/entry")
    for bad in ("", "NaN", "1e400", "-5", "101", "\x00", "\ud800", "9" * 500, "sNaN"):
        refused = browser.post(address, data={"value": bad.encode("utf-8", "surrogatepass"), "period": period.isoformat()})
        assert refused.status_code == 422, bad
    assert browser.post(address, data={"value": "61", "period": "0001-01-01"}).status_code == 422
    once = {"value": "61", "period": period.isoformat(), "comment": "A quiet week", "once": "3f1f3a7e-0000-4000-8000-000000000001"}
    answer = browser.post(address, data=once)
    assert answer.status_code == 303
    assert answer.location == at(harbour, f"/goals/{active['goal']}")
    page = browser.get(answer.location).get_data(as_text=True)
    assert "Saved: 61" in page
    assert "A quiet week" in page
    assert browser.post(address, data=once).status_code in (409, 422)
    with enter(harbour, harbour.clients["cleo"]) as session:
        reading = session.scalar(select(Reading).where(Reading.comment == "A quiet week"))
        fixed = session.scalar(select(Reading).where(Reading.source != ""))
    wrong = at(harbour, f"/measures/{active['measure']}/entries/{reading.id}/correction")
    assert browser.get(wrong).status_code == 200
    assert browser.post(wrong, data={"value": "x"}).status_code == 422
    assert browser.post(wrong, data={"counted": "11", "of": "15"}).status_code == 303
    corrected = browser.get(answer.location).get_data(as_text=True)
    assert "11 of 15" in corrected
    assert "<s>" in corrected
    assert browser.get(wrong).status_code == 404
    assert browser.get(at(harbour, f"/measures/{active['measure']}/entries/{fixed.id}/correction")).status_code == 409


def test_a_measure_is_paused_and_goes_on(active: dict[str, Any], browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "cleo")
    measure = at(harbour, f"/measures/{active['measure']}/pause")
    assert browser.post(measure).status_code == 303
    assert "Paused since" in browser.get(at(harbour, f"/goals/{active['goal']}")).get_data(as_text=True)
    assert browser.post(measure + "/removal").status_code == 303
    with enter(harbour) as session:
        assert session.scalar(select(Measure)).pause is None


def test_an_action_is_ticked_and_taken_back(active: dict[str, Any], browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "cleo")
    address = at(harbour, f"/actions/{active['action']}/done")
    assert browse(harbour, "dora").post(address).status_code == 404
    assert browser.post(address).status_code == 303
    assert "1 of 1 done" in browser.get(at(harbour, "/")).get_data(as_text=True)
    assert browser.post(address + "/removal").status_code == 303
    with enter(harbour) as session:
        assert not session.scalar(select(Action)).is_done


def test_sharing_shows_the_picture_and_taking_back_hides_it(
    active: dict[str, Any], browse: Browse, app: Flask, enter: Enter, harbour: House
) -> None:
    from app import jobs

    cleo, bruno = browse(harbour, "cleo"), browse(harbour, "bruno")
    boss_page = f"/for/{harbour.slug}/"
    assert "It started" not in bruno.get(boss_page).get_data(as_text=True)
    assert cleo.post(at(harbour, f"/goals/{active['goal']}/share")).location.endswith("/share"), "nothing is shared unseen"
    assert share_it(cleo, harbour, active).status_code == 303
    with app.app_context():
        while jobs.run_next():
            pass
    seen = bruno.get(boss_page).get_data(as_text=True)
    assert "Cleo Marsh shared this" in seen
    assert "Too early to say" in seen
    assert "Signal" not in seen
    with enter(harbour) as session:
        share = session.scalar(select(Share).where(Share.what == "progress"))
        assert session.scalar(select(Message).where(Message.kind == "progress_shared")).recipient_id == harbour.contacts["bruno"]
    preview = cleo.get(at(harbour, f"/agreements/{active['contract']}/as-boss")).get_data(as_text=True)
    assert "shared this" in preview
    assert bruno.post(at(harbour, f"/shares/{share.id}/removal")).status_code == 404
    assert cleo.post(at(harbour, f"/shares/{share.id}/removal")).status_code == 303
    gone = bruno.get(boss_page).get_data(as_text=True)
    assert "shared this" not in gone
    assert "taken back" not in gone.partition("<footer>")[0]


def test_the_sentence_needs_a_yes_to_these_words(active: dict[str, Any], browse: Browse, enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        ladder = session.scalar(select(Ladder).where(Ladder.client_id == harbour.clients["cleo"]))
        if ladder is None:
            ladder = Ladder(client_id=harbour.clients["cleo"])
            session.add(ladder)
        ladder.sentence = "Questions stay open out of respect."
        session.commit()
        sha256 = ladder.sentence_sha256
    browser = browse(harbour, "cleo")
    assert "One sentence needs your yes" in browser.get(at(harbour, "/")).get_data(as_text=True)
    assert browser.post(at(harbour, "/behind/sentence"), data={"sha256": "0" * 64}).status_code == 409
    assert browser.post(at(harbour, "/behind/sentence"), data={"sha256": sha256}).status_code == 303
    assert "One sentence needs your yes" not in browser.get(at(harbour, "/")).get_data(as_text=True)
    with enter(harbour) as session:
        assert session.scalar(select(Ladder)).is_sentence_approved


def test_what_we_send(active: dict[str, Any], browse: Browse, enter: Enter, harbour: House) -> None:
    browser, page = browse(harbour, "cleo"), at(harbour, "/messages")
    assert browser.post(page + "/stop").status_code == 303
    assert "Reminders are stopped" in browser.get(page).get_data(as_text=True)
    assert browser.post(page + "/resumption").status_code == 303
    for until in ("", "never", "1800-01-01", "9999-01-01", "\x00"):
        assert browser.post(page + "/pause", data={"pause-until": until}).status_code == 422, until
    assert browser.post(page + "/pause", data={"pause-until": "2199-01-01"}).status_code == 303
    assert "paused until" in browser.get(page).get_data(as_text=True)
    habits = {"habits-quiet_from": "18:00", "habits-quiet_to": "08:00", "habits-budget": "2"}
    assert browser.post(page + "/habits", data=habits).status_code == 303
    for budget in ("-1", "8", "9" * 400, "x"):
        assert browser.post(page + "/habits", data={**habits, "habits-budget": budget}).status_code == 422
    assert browser.post(page + "/place", data={"place-at_work": "y"}).status_code == 303
    with enter(harbour) as session:
        assert session.get(Client, (harbour.practice_id, harbour.clients["cleo"])).at_work
        planned = session.scalar(select(Message).where(Message.kind == "session_planned"))
    assert browser.post(page + f"/{planned.id}/skip").status_code == 409
    assert browse(harbour, "dora").post(page + f"/{planned.id}/skip").status_code == 404


def test_the_log_names_who_did_what(active: dict[str, Any], browse: Browse, harbour: House) -> None:
    browser = browse(harbour, "cleo")
    browser.post(at(harbour, f"/actions/{active['action']}/done"))
    page = browser.get(at(harbour, "/log")).get_data(as_text=True)
    assert "You: tick" in page
    assert "something to do" in page


def test_the_same_picture_is_shared_once(active: dict[str, Any], browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "cleo")
    assert [share_it(browser, harbour, active).status_code for _ in range(3)] == [303] * 3
    with enter(harbour) as session:
        assert len(session.scalars(select(Share).where(Share.what == "progress")).all()) == 1


def test_see_as_is_what_the_boss_sees(active: dict[str, Any], browse: Browse, harbour: House) -> None:
    cleo = browse(harbour, "cleo")
    share_it(cleo, harbour, active)
    preview = cleo.get(at(harbour, f"/agreements/{active['contract']}/as-boss")).get_data(as_text=True)
    boss = browse(harbour, "bruno").get(f"/for/{harbour.slug}/").get_data(as_text=True)
    chart = boss[boss.index("<figure") : boss.index("</figure>")]
    assert chart in preview
