"""Signing up: nothing exists until the address is proven, and known and unknown addresses are answered alike."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select

import wsgi
from app import db
from models import Membership, PendingSignup, Person, Practice
from models.practice import INSTALLATION
from tests.cast import NOW, House, settings_for
from tests.mailbox import deliver, messages, newest, same

FORM = {
    "name": "Tessa Quill", "address": "Tessa@Quillmoor.example", "password": "seven quiet herons wade", "practice_name": "Quillmoor Coaching",
    "who_pays": "companies", "niche": "managers in freight", "currency": "EUR", "zone": "Europe/Amsterdam", "locale": "nl",
}  # fmt: skip


def count(connection: Connection, noun: type) -> int:
    with db.open_session(connection) as session:
        return session.scalar(select(func.count()).select_from(noun)) or 0


def test_one_form_and_one_code_make_a_person_a_practice_and_an_owner(
    app: Flask, connection: Connection, browse: Callable[..., FlaskClient]
) -> None:
    browser = browse()
    assert b"Who pays" in browser.get("/sign-up").data
    asked = browser.post("/sign-up", data=FORM)
    assert (asked.status_code, asked.location) == (303, "/sign-up/code")
    assert count(connection, Person) == 0
    assert "tessa@quillmoor.example" in browser.get("/sign-up/code").text

    entered = browser.post("/sign-up/code", data={"code": newest(app, connection, "confirm").code})

    assert (entered.status_code, entered.location) == (303, "/p/quillmoor-coaching/")
    with db.open_session(connection) as session:
        member = session.scalars(select(Membership)).one()
        practice = session.get_one(Practice, member.practice_id)
        assert (member.role, member.person.address, practice.zone, practice.who_pays) == (
            "owner",
            "tessa@quillmoor.example",
            "Europe/Amsterdam",
            "companies",
        )
        assert member.person.confirmed_at
    assert count(connection, PendingSignup) == 0
    assert "Quillmoor Coaching" in browser.get("/p/quillmoor-coaching/settings").text


def test_the_link_changes_nothing_until_the_button_and_works_once(
    app: Flask, connection: Connection, browse: Callable[..., FlaskClient]
) -> None:
    browser = browse()
    browser.post("/sign-up", data=FORM)
    path = f"/confirm/{newest(app, connection, 'confirm').token}"
    for _ in range(10):
        assert browser.get(path).status_code == browser.head(path).status_code == 200
    assert count(connection, Person) == 0
    assert browser.post(path).status_code == 303
    assert browser.post(path).status_code == 410
    assert "used up" in browser.get(path).text
    assert count(connection, Practice) == 2  # and the installation's own


def test_elsewhere_the_link_alone_makes_nobody_an_account_a_stranger_began(
    app: Flask, connection: Connection, browse: Callable[..., FlaskClient]
) -> None:
    browse().post("/sign-up", data=FORM)
    path, victim = f"/confirm/{newest(app, connection, 'confirm').token}", browse()
    assert "another browser" in victim.get(path).text
    assert victim.post(path).status_code == 422
    assert victim.post(path, data={"password": "not the stranger's own"}).status_code == 422
    assert count(connection, Person) == 0
    assert victim.post(path, data={"password": FORM["password"]}).status_code == 303


def test_a_known_address_is_answered_alike_at_the_same_cost(
    app: Flask, connection: Connection, harbour: House, browse: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    passwords = app.extensions["passwords"]
    real = passwords.hash
    monkeypatch.setattr(passwords, "hash", lambda typed: hashed.append(typed) or real(typed))
    answers = []
    for address in ("new@nowhere.example", "alice@harbour.example"):
        browser = browse()
        first = browser.post("/sign-up", data={**FORM, "address": address})
        page = same(browser.get("/sign-up/code").text, address)
        answers.append((first.status_code, first.location, sorted(first.headers.keys()), page))
    assert answers[0] == answers[1]
    assert len(hashed) == 2
    deliver(app)
    kinds = {message.address: (message.kind, message.title) for message in messages(connection, INSTALLATION)}
    assert kinds == {
        "new@nowhere.example": ("confirm", "Confirm your address"),
        "alice@harbour.example": ("has_account", "You have an account already"),
    }
    assert browse().post(f"/confirm/{newest(app, connection, 'confirm', 'alice@harbour.example').token}").status_code == 422


def test_five_wrong_codes_and_the_right_one_is_dead_too(app: Flask, connection: Connection, browse: Callable[..., FlaskClient]) -> None:
    browser = browse()
    browser.post("/sign-up", data=FORM)
    mailed = newest(app, connection, "confirm")
    for _ in range(5):
        assert browser.post("/sign-up/code", data={"code": mailed.wrong}).status_code == 422
    assert browser.post("/sign-up/code", data={"code": mailed.code}).status_code == 422
    assert count(connection, Person) == 0


def test_a_client_of_somebody_may_begin_a_practice_with_the_same_address(
    app: Flask, connection: Connection, harbour: House, browse: Callable[..., FlaskClient]
) -> None:
    browse(harbour, "cleo")
    browser = browse()
    browser.post("/sign-up", data={**FORM, "address": "cleo@private.example"})
    assert browser.post("/sign-up/code", data={"code": newest(app, connection, "confirm").code}).status_code == 303
    with db.open_session(connection) as session:
        person = Person.by_address(session, "cleo@private.example")
        assert person
        assert person.password_hash


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("address", "tessa@quillmoor", "needs a dot"),
        ("address", "a@b.example,c@d.example", "space or a comma"),
        ("address", "tessa@quill\u0000moor.example\r\nBcc: x@y.example", "no address|space or a comma"),
        ("address", "a" * 400 + "@b.example", "longer than"),
        ("name", "Win at www.evil.example", "web address"),
        ("name", "\u200b\u200b", "fill this in"),
        ("practice_name", "x" * 201, "200 characters"),
        ("practice_name", "http://evil.example", "web address"),
        ("password", "short", "Twelve characters"),
        ("password", "quillmoor coaching", "made of a name"),
        ("password", "x" * 2000, "256"),
        ("zone", "Europe/Atlantis", "Not a valid choice"),
        ("zone", "Europe", "Not a valid choice"),
        ("currency", "XXX", "Not a valid choice"),
        ("locale", "../../etc", "Not a valid choice"),
        ("who_pays", "nobody", "Not a valid choice"),
        ("niche", "n" * 201, "200 characters"),
    ],
)
def test_bad_input_gives_the_page_back_with_what_was_typed(
    browse: Callable[..., FlaskClient], connection: Connection, field: str, value: str, said: str
) -> None:
    page = browse().post("/sign-up", data={**FORM, field: value})
    assert page.status_code == 422
    assert any(words in page.text for words in said.split("|")), page.text
    assert "managers in freight" in page.text or field == "niche"
    assert FORM["password"] not in page.text
    assert count(connection, PendingSignup) == 0


def test_the_operator_switches_it_off(app: Flask, browse: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "/sign-up" in browse().get("/").text
    monkeypatch.setitem(app.extensions, "settings", app.extensions["settings"].model_copy(update={"sign_up_open": False}))
    browser = browse()
    assert browser.get("/sign-up").status_code == browser.post("/sign-up", data=FORM).status_code == 404
    for page in ("/", "/sign-in"):
        assert "/sign-up" not in browser.get(page).text


def test_sign_ups_of_one_address_are_slowed(browse: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.guesses.now", lambda: NOW)
    answers: list[Any] = [browse().post("/sign-up", data=FORM) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429]
    assert int(answers[-1].headers["Retry-After"]) <= 3600


def test_many_presses_at_once_make_one_practice_and_five_tries_stay_five(fresh_database: Callable[[], Any], scratch: Path) -> None:
    """On a database of its own, with real connections: what a race would show."""
    url = fresh_database().url
    engine = db.connect(url)
    app = wsgi.create_app(settings_for(url, files_dir=scratch / "files"), engine)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    browsers = [app.test_client() for _ in range(8)]
    browsers[0].post("/sign-up", data=FORM)
    with engine.connect() as connection:
        mailed = newest(app, connection, "confirm")
    cookie = browsers[0].get_cookie("plumbline")
    for browser in browsers:
        browser.set_cookie("plumbline", cookie.value if cookie else "")

    def press(browser: FlaskClient) -> int:
        return browser.post(f"/confirm/{mailed.token}").status_code

    def guess(browser: FlaskClient) -> int:
        return browser.post("/sign-up/code", data={"code": mailed.wrong}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(guess, browsers)) == {422}
        with engine.connect() as connection:
            assert newest(app, connection, "confirm").link.tries == 5
        assert sorted(pool.map(press, browsers)) == [303] + [410] * 7
    with engine.connect() as connection:
        assert count(connection, Practice) == 2
        assert count(connection, Person) == 1
    engine.dispose()
