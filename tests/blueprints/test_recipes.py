"""Recipes: who would get what is shown before anything is switched on, and every change acts on what is planned at once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select

from billing.invoice_late import steps
from models import Client, CoachingSession, Message, Practice, Recipe
from models.recipes import RULES, Number, plan
from tests.cast import House
from tests.mailbox import deliver
from tests.statements import counted
from tests.story import Enter

Browse = Callable[..., FlaskClient]


def book(enter: Enter, house: House, who: str = "cleo", days: float = 9, place: str = "video") -> None:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with enter(house) as session:
        client = session.get_one(Client, (house.practice_id, house.clients[who]))
        CoachingSession.plan(client, now + timedelta(days=days), 60, place=place, now=now - timedelta(days=3))
        session.commit()


def follow(enter: Enter, house: House) -> None:
    with enter(house) as session:
        plan.sync_all(session, session.get_one(Practice, house.practice_id), datetime.now(UTC))
        session.commit()


def states(enter: Enter, house: House, kind: str = "session_reminder") -> list[str]:
    with enter(house) as session:
        return list(session.scalars(select(Message.state).where(Message.kind == kind).order_by(Message.id)))


def test_each_page_shows_its_sentence_and_two_are_on(browse: Browse, harbour: House) -> None:
    alice = browse(harbour, "alice")
    page = alice.get(f"/p/{harbour.slug}/recipes").text
    assert page.count(">On</span>") == 2 and page.count(">Off</span>") == len(RULES) - 2
    for name, rule in RULES.items():
        page = alice.get(f"/p/{harbour.slug}/recipes/{name}").text
        shown = [re.search(rf'<(select|input) name="{blank.name}"', page) for blank in rule.blanks]
        assert rule.title in page and None not in shown, name
    assert alice.get(f"/p/{harbour.slug}/recipes/nonsense").status_code == 404


def test_who_gets_what_is_shown_with_its_real_text(browse: Browse, enter: Enter, harbour: House) -> None:
    book(enter, harbour)
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/recipes/session_reminder").text
    row = page[page.index('id="would"') : page.index('id="text"')]
    assert "Cleo Marsh" in row and "Your session with Alice Harbour" in row and "Cleo,</p>" in row
    assert states(enter, harbour) == [], "looking plans nothing"


def test_an_off_recipe_shows_them_too_and_sends_nothing(browse: Browse, enter: Enter, harbour: House) -> None:
    book(enter, harbour)
    alice = browse(harbour, "alice")
    alice.post(f"/p/{harbour.slug}/recipes/session_reminder/off")
    follow(enter, harbour)
    assert "Cleo Marsh" in alice.get(f"/p/{harbour.slug}/recipes/session_reminder").text and states(enter, harbour) == []


def test_switching_acts_at_once_and_can_be_undone(browse: Browse, enter: Enter, harbour: House) -> None:
    book(enter, harbour)
    follow(enter, harbour)
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/recipes/session_reminder"
    answer = alice.post(f"{url}/off", follow_redirects=True)
    assert f"{url}/on" in answer.text and states(enter, harbour) == ["stopped"]
    alice.post(f"{url}/on")
    assert states(enter, harbour) == ["planned"]


def test_other_blanks_move_what_is_planned_and_nonsense_is_refused(browse: Browse, enter: Enter, harbour: House) -> None:
    book(enter, harbour)
    follow(enter, harbour)
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/recipes/session_reminder"
    assert alice.post(f"{url}/blanks", data={"before": "1", "version": "1"}).status_code == 303
    assert states(enter, harbour) == ["stopped", "planned"]
    with enter(harbour) as session:
        assert session.scalars(select(Recipe)).one().blanks == {"before": "1"}
    assert alice.post(f"{url}/blanks", data={"before": "a million", "version": "2"}).status_code == 422
    with enter(harbour) as session:
        assert session.scalars(select(Recipe)).one().blanks == {"before": "1"}
    alice.post(f"{url}/blanks", data={"before": "2", "version": "2"})
    assert alice.post(f"{url}/blanks", data={"before": "1", "version": "2"}).status_code == 409, "somebody saved meanwhile"


def test_days_are_a_number_of_ones_own(browse: Browse, enter: Enter, harbour: House) -> None:
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/recipes/invoice_late"
    days = {"before": "", "on": "yes", "first": "4", "second": " 11 ", "third": "60"}
    assert alice.post(f"{url}/blanks", data={**days, "version": "1"}).status_code == 303
    with enter(harbour) as session:
        assert steps(session.scalars(select(Recipe)).one().blanks) == [0, 4, 11, 60]
    page = alice.get(url).text
    assert 'name="first" value="4"' in " ".join(page.split()) and 'name="before" value=""' in " ".join(page.split())


@pytest.mark.parametrize("act", ["blanks", "on"])
@pytest.mark.parametrize("wrong", ["0", "121", "-3", "3.5", "seven", "٣", "1" * 400, "3 OR 1=1"])
def test_a_number_that_cannot_be_is_said_and_nothing_typed_is_lost(
    browse: Browse, enter: Enter, harbour: House, act: str, wrong: str
) -> None:
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/recipes/invoice_late"
    days = {"before": "5", "on": "no", "first": wrong, "second": "13", "third": ""}
    answer = alice.post(f"{url}/{act}", data={**days, "version": "1"})
    page = " ".join(answer.text.split())
    assert answer.status_code == 422 and "Write a whole number of days from 1 to 120, or nothing." in page
    for name in ("before", "first", "second", "third"):
        assert f'name="{name}" value="{days[name]}"' in page
    assert 'aria-invalid="true"' in page and '<option value="no" selected>' in page
    with enter(harbour) as session:
        assert session.scalars(select(Recipe)).all() == []


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if any(isinstance(blank, Number) for blank in rule.blanks)])
def test_every_number_of_every_recipe_is_asked_for_alike(browse: Browse, harbour: House, name: str) -> None:
    alice, url, rule = browse(harbour, "alice"), f"/p/{harbour.slug}/recipes/{name}", RULES[name]
    ends = [{blank.name: str(blank.most) for blank in rule.blanks if isinstance(blank, Number)}]
    ends += [{blank.name: str(blank.least) for blank in rule.blanks if isinstance(blank, Number)}]
    for n, end in enumerate(ends, 1):
        assert alice.post(f"{url}/blanks", data={**rule.filled({}), **end, "version": str(n)}).status_code == 303
        page = " ".join(alice.get(url).text.split())
        assert [f'name="{blank}" value="{number}"' in page for blank, number in end.items()] == [True] * len(end)
    over = {blank.name: str(blank.most + 1) for blank in rule.blanks if isinstance(blank, Number)}
    assert alice.post(f"{url}/blanks", data={**rule.filled({}), **over, "version": "3"}).status_code == 422


def test_not_to_her_and_back(browse: Browse, enter: Enter, harbour: House) -> None:
    book(enter, harbour)
    book(enter, harbour, "dora", 10)
    follow(enter, harbour)
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/recipes/session_reminder"
    page = alice.post(f"{url}/skips/{harbour.clients['cleo']}", follow_redirects=True).text
    assert "you said: not to them" in page and f"{url}/skips/{harbour.clients['cleo']}/removal" in page
    assert states(enter, harbour) == ["stopped", "planned"]
    alice.post(f"{url}/skips/{harbour.clients['cleo']}/removal")
    assert states(enter, harbour) == ["planned", "planned"]
    assert alice.post(f"{url}/skips/{harbour.members['bob']}").status_code == 404


@pytest.mark.parametrize("text", ["Hello {nick}", "{{config}}", "{first_name} {salary}"])
def test_a_variable_that_there_is_not_is_refused_with_what_was_typed(browse: Browse, enter: Enter, harbour: House, text: str) -> None:
    answer = browse(harbour, "alice").post(
        f"/p/{harbour.slug}/recipes/session_reminder/text", data={"subject": "Soon", "words": text, "version": "1"}
    )
    assert answer.status_code == 422
    assert "There is nothing to put at" in answer.text and text in answer.text and "open" in answer.text
    with enter(harbour) as session:
        assert session.scalar(select(func.count()).select_from(Recipe)) == 0


def test_a_text_of_ones_own_is_shown_as_it_would_be_read(browse: Browse, enter: Enter, harbour: House) -> None:
    book(enter, harbour)
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/recipes/session_reminder"
    words = "Dear {first_name}, **soon**. <script>alert(1)</script> {{ 7*7 }} {% raw %}"
    assert alice.post(f"{url}/text", data={"subject": "See you, {first_name}", "words": words, "version": "1"}).status_code == 303
    old = alice.post(f"{url}/text", data={"subject": "Typed in another tab", "words": words, "version": "1"})
    assert old.status_code == 409 and 'value="Typed in another tab"' in old.text, "nothing that was typed is lost"
    page = alice.get(url).text
    assert "See you, Cleo" in page and "Dear Cleo, <strong>soon</strong>" in page
    assert "<script>alert" not in page and "{{ 7*7 }}" in page and ">49" not in page
    alice.post(f"{url}/text/removal")
    assert "See you, Cleo" not in alice.get(url).text


def test_an_employers_address_is_said_to_get_nothing_but_a_link(browse: Browse, enter: Enter, harbour: House) -> None:
    book(enter, harbour)
    with enter(harbour) as session:
        session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"])).at_work = True
        session.commit()
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/recipes/session_reminder").text
    assert "Something waits for you" in page and "to an employer’s address" in page


def test_a_test_goes_to_whoever_pressed_the_button(app: Flask, browse: Browse, enter: Enter, harbour: House) -> None:
    book(enter, harbour)
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/recipes/session_reminder/test"
    assert alice.post(url).status_code == alice.post(url).status_code == 303
    deliver(app)
    with enter(harbour) as session:
        sent = session.scalars(select(Message).where(Message.kind == "recipe_test")).first()
        assert sent is not None
        assert sent.address == "alice@harbour.example" and sent.title == "Your session with Alice Harbour" and "Alice," in sent.words
        assert re.search(r"session: \w", sent.words), sent.words
    assert states(enter, harbour) == []


def test_who_only_reads_sees_and_cannot(browse: Browse, enter: Enter, harbour: House, summit: House) -> None:
    book(enter, harbour)
    rita, url = browse(harbour, "rita"), f"/p/{harbour.slug}/recipes/session_reminder"
    page = rita.get(url).text
    assert "Cleo Marsh" in page and "/skips/" not in page and "Switch it" not in page
    assert rita.post(f"{url}/off").status_code == 403 and browse(harbour, "ada").get(url).status_code == 403
    assert "Cleo" not in browse(summit, "charlie").get(f"/p/{summit.slug}/recipes/session_reminder").text


def test_pages_are_flat_and_bounded(browse: Browse, enter: Enter, harbour: House, connection: Connection) -> None:
    alice = browse(harbour, "alice")
    book(enter, harbour)
    alice.post(f"/p/{harbour.slug}/recipes/session_reminder/on")
    with counted(connection) as few:
        alice.get(f"/p/{harbour.slug}/recipes")
    for n in range(12):
        book(enter, harbour, days=1.1 + n)
    with counted(connection) as many:
        page = alice.get(f"/p/{harbour.slug}/recipes").text
    assert page.count("<details>") > 8
    assert len(few) == len(many) <= 8, many
