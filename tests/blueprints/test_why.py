"""What is behind a request: its client's coach and nobody else of the practice; every way of typing keeps what was typed."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models import Ladder, Practice, Rung
from tests.cast import NOW, House
from tests.statements import counted

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
JSON = {"Accept": "application/json"}
WORDS = {"request": "Negotiation training", "better": "Decide", "gap": "Large claims", "cost": "Two brokers", "help": "", "tried": "A course",
         "cause": "An open question looks unprepared", "sentence": "She shows open work"}  # fmt: skip


@pytest.fixture
def address(harbour: House) -> str:
    return f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/why"


def the_ladder(enter: Enter, house: House) -> Ladder:
    with enter(house) as session:
        ladder = session.scalars(select(Ladder)).one()
        list(ladder.rungs)
        return ladder


def rungs(enter: Enter, house: House) -> list[Rung]:
    with enter(house) as session:
        return list(session.scalars(select(Rung).order_by(Rung.id)))


def add(browser: FlaskClient, address: str, text: str, below: object = "", **more: str) -> int:
    return browser.post(f"{address}/rungs", data={"text": text, "below": str(below), "once": str(uuid4()), **more}).status_code


def test_it_saves_itself(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    assert "What is behind it" in browser.get(address).text
    first = browser.post(address, data={"version": "1", **WORDS}, headers=JSON)
    assert first.get_json()["version"] == 2
    browser.post(address, data={"version": "2", **WORDS, "cause": "Another cause"}, headers=JSON)
    ladder = the_ladder(enter, harbour)
    assert (ladder.cause, ladder.answers["gap"], ladder.draft_no) == ("Another cause", "Large claims", 3)
    page = browser.get(address).text
    assert all(words in page for words in ("Another cause", "Negotiation training", "Two brokers"))
    assert "nobody else" in page
    assert "Bruno when Cleo approves it" in page


def test_two_windows_both_keep_their_words(browse: Browse, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    browser.post(address, data={"version": "1", **WORDS})
    late = {"version": "1", **WORDS, "cause": "Typed meanwhile"}
    assert browser.post(address, data=late, headers=JSON).status_code == 409
    both = browser.post(address, data=late)
    assert both.status_code == 409
    assert "Typed meanwhile" in both.text
    assert WORDS["cause"] in both.text
    assert browser.post(address, data={**late, "version": "2"}).status_code == 303


def test_a_why_below_a_why_and_a_branch(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    assert add(browser, address, "She collects one more paper") == 303
    [top] = rungs(enter, harbour)
    assert add(browser, address, "She would have no answer", top.id) == 303
    assert add(browser, address, "Two must sign", top.id, not_theirs="y") == 303
    ladder = the_ladder(enter, harbour)
    assert [branch.rungs[0].text for branch in ladder.strand.branches] == ["She would have no answer", "Two must sign"]
    page = browser.get(address).text
    assert "not Cleo’s to change" in page
    assert "3 so far" in page


def test_changing_and_taking_away_and_undo(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    add(browser, address, "She collects one more paper")
    [top] = rungs(enter, harbour)
    add(browser, address, "Below it", top.id)
    assert browser.post(f"{address}/rungs/{top.id}", data={"text": "She waits", "not_theirs": "y"}).status_code == 303
    assert (rungs(enter, harbour)[0].text, rungs(enter, harbour)[0].hers_to_change) == ("She waits", False)
    assert browser.post(f"{address}/rungs/{top.id}/removal").status_code == 303
    page = browser.get(address).text
    assert "Below it" not in page
    assert f"{address}/rungs/{top.id}/return" in page
    assert add(browser, address, "Below what is gone", top.id) == 422
    browser.post(f"{address}/rungs/{top.id}/return")
    assert "Below it" in browser.get(address).text


@pytest.mark.parametrize("text", ["", " \u200b", "x" * 1001])
def test_a_why_that_cannot_be_comes_back(browse: Browse, enter: Enter, harbour: House, address: str, text: str) -> None:
    browser = browse(harbour, "alice")
    answer = browser.post(f"{address}/rungs", data={"text": text, "below": "", "once": str(uuid4())})
    assert answer.status_code == 422
    assert text.strip(" \u200b") in answer.text
    add(browser, address, "one")
    [rung] = rungs(enter, harbour)
    assert browser.post(f"{address}/rungs/{rung.id}", data={"text": text}).status_code == 422
    assert rungs(enter, harbour)[0].text == "one"


@pytest.mark.parametrize("field", ["request", "better", "cause", "sentence"])
def test_too_long_is_said_and_nothing_is_lost(browse: Browse, enter: Enter, harbour: House, address: str, field: str) -> None:
    """The page comes back as it was typed; the page that saves itself saves all the rest, and goes on from there."""
    browser, long = browse(harbour, "alice"), "y" * 2001
    answer = browser.post(address, data={"version": "1", **WORDS, field: long})
    assert answer.status_code == 422
    assert all(words in answer.text for words in {**WORDS, field: long}.values())
    browser.post(address, data={"version": "1", **WORDS, field: "As it fitted"})
    typed = {**WORDS, "gap": "Only large claims", "tried": "Two courses", "cause": "Another cause", field: long}
    said = browser.post(address, data={"version": "2", **typed}, headers=JSON)
    assert said.status_code == 200
    assert "At most" in said.get_json()["words"]
    assert said.get_json()["version"] == 3
    ladder = the_ladder(enter, harbour)
    stored = {**ladder.answers, "request": ladder.request, "cause": ladder.cause, "sentence": ladder.sentence}
    assert stored == {**typed, field: "As it fitted"}
    assert browser.post(address, data={"version": "3", **typed, field: "It fits"}, headers=JSON).get_json()["words"] == ""


def test_without_a_version_nothing_is_saved(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    browser.post(address, data={"version": "1", **WORDS})
    assert browser.post(address, data={"version": "x", **WORDS, "cause": "Late"}, headers=JSON).status_code == 422
    assert the_ladder(enter, harbour).cause == WORDS["cause"]


def test_words_under_a_why_that_is_gone_come_back(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    add(browser, address, "She waits")
    [rung] = rungs(enter, harbour)
    typed = browser.post(f"{address}/rungs/{rung.id}", data={"text": "z" * 1001, "not_theirs": "y"})
    assert typed.status_code == 422
    assert re.search(r'name="not_theirs"[^>]*form="change-[^>]*checked', typed.text), "what was ticked stays ticked"
    browser.post(f"{address}/rungs/{rung.id}/removal")
    long = "q" * 1001
    below = browser.post(f"{address}/rungs", data={"text": long, "below": str(rung.id), "once": str(uuid4())})
    assert (below.status_code, long in below.text) == (422, True)
    changed = browser.post(f"{address}/rungs/{rung.id}", data={"text": "She waits for the price"})
    assert changed.status_code == 422
    assert "She waits for the price" in changed.text and "taken away meanwhile" in changed.text
    assert [rung.text for rung in rungs(enter, harbour)] == ["She waits"]


def test_a_double_press_is_one_why(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser, form = browse(harbour, "alice"), {"text": "one", "below": "", "once": str(uuid4())}
    assert [browser.post(f"{address}/rungs", data=form).status_code for _ in range(2)] == [303, 409]
    assert len(rungs(enter, harbour)) == 1


def test_the_clients_own_coach_and_nobody_else(browse: Browse, harbour: House, summit: House, address: str) -> None:
    browse(harbour, "alice").post(address, data={"version": "1", **WORDS})
    for who in ("bob", "ada", "rita"):
        assert browse(harbour, who).get(address).status_code == 403
        assert browse(harbour, who).post(address, data={"version": "2", **WORDS}).status_code == 403
    of_dora = f"/p/{harbour.slug}/clients/{harbour.clients['dora']}/why"
    assert browse(harbour, "alice").get(of_dora).status_code == 403  # the owner is not Dora's coach
    assert add(browse(harbour, "alice"), of_dora, "a") == 403
    assert browse(harbour, "bob").get(of_dora).status_code == 200
    charlie = browse(summit, "charlie")
    assert charlie.get(address).status_code == 404
    assert charlie.get(f"/p/{summit.slug}/clients/{harbour.clients['cleo']}/why").status_code == 404


def test_a_why_of_another_ladder_is_not_found(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    add(browse(harbour, "bob"), f"/p/{harbour.slug}/clients/{harbour.clients['dora']}/why", "of Dora")
    [foreign] = rungs(enter, harbour)
    browser = browse(harbour, "alice")
    assert browser.post(f"{address}/rungs/{foreign.id}", data={"text": "mine now"}).status_code == 404
    assert browser.post(f"{address}/rungs/{foreign.id}/removal").status_code == 404
    assert add(browser, address, "below it", foreign.id) == 422
    assert [rung.text for rung in rungs(enter, harbour)] == ["of Dora"]


def test_the_clients_approval_is_shown_for_these_very_words(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    browser.post(address, data={"version": "1", **WORDS})
    assert "Waits for Cleo" in browser.get(address).text
    with enter(harbour) as session:
        session.scalars(select(Ladder)).one().approve_sentence(NOW)
        session.commit()
    assert "Approved by Cleo" in browser.get(address).text
    browser.post(address, data={"version": "2", **WORDS, "sentence": "Other words"})
    assert "Approved by Cleo" not in browser.get(address).text


def test_a_long_ladder_costs_no_more(browse: Browse, connection: Connection, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    for n in range(12):
        add(browser, address, f"why {n}")
    with counted(connection) as sent:
        browser.get(address)
    assert len(sent) <= 8, sent


def test_where_people_pay_no_boss_is_named(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    add(browser, address, "one")
    assert "boss" in browser.get(address).text
    with enter(harbour) as session:
        practice = session.get(Practice, harbour.practice_id)
        assert practice is not None
        practice.who_pays = "people"
        session.commit()
    page = browser.get(address).text
    assert "boss" not in page
    assert "Bruno" not in page
