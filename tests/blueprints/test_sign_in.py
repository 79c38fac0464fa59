"""In with a password, out, and a new one: guesses are counted although a refusal rolls back, and nobody is locked out."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from app import db
from models import Audit, Person, SignIn
from models.practice import INSTALLATION
from tests.cast import NOW, PASSWORD, House
from tests.mailbox import deliver, messages, newest, same

ALICE = {"address": "Alice@Harbour.example ", "password": PASSWORD}
NEW = "eleven blue kites in wind"


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guesses are counted in windows of the clock: all of a test's lie in one."""
    monkeypatch.setattr("app.guesses.now", lambda: NOW)


def post(browser: FlaskClient, data: dict[str, str], ip: str = "192.0.2.1") -> int:
    return browser.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": ip}).status_code


def test_in_and_out_with_a_new_token_each_time(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    browser = browse()
    tokens = set()
    for _ in range(2):
        entered = browser.post("/sign-in", data=ALICE)
        assert (entered.status_code, entered.location) == (303, "/p/harbour-coaching/")
        with browser.session_transaction() as cookie:
            tokens.add(cookie["_user_id"])
        stolen = browser.get_cookie("plumbline")
        assert browser.get("/account").status_code == 200
        assert browser.post("/sign-out").status_code == 303
        browser.set_cookie("plumbline", stolen.value if stolen else "")
        assert browser.get("/account").status_code == 303
    assert len(tokens) == 2


@pytest.mark.parametrize(
    "data",
    [
        {**ALICE, "password": "wrong"},
        {"address": "nobody@harbour.example", "password": PASSWORD},
        {"address": "cleo@private.example", "password": ""},
    ],
)
def test_wrong_is_wrong_whoever_it_is(harbour: House, browse: Callable[..., FlaskClient], data: dict[str, str]) -> None:
    page = browse().post("/sign-in", data=data)
    assert page.status_code == 422
    assert "do not belong together" in page.text or not data["password"]
    assert data["address"].strip().lower() in page.text
    assert PASSWORD not in page.text


def test_known_and_unknown_cost_the_same(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[bool] = []
    passwords = app.extensions["passwords"]
    real = passwords.check
    monkeypatch.setattr(passwords, "check", lambda stored, typed: checked.append(stored is None) or real(stored, typed))
    pages = [
        browse().post("/sign-in", data={"address": who, "password": "no such words"})
        for who in ("alice@harbour.example", "nobody@x.example")
    ]
    assert checked == [False, True]
    assert same(pages[0].text, "alice@harbour.example") == same(pages[1].text, "nobody@x.example")


def test_guesses_are_slowed_and_the_owner_enters_from_elsewhere(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    wrong = {**ALICE, "password": "a guess"}
    assert [post(browse(), wrong) for _ in range(11)] == [422] * 10 + [429]
    assert post(browse(), ALICE) == 429
    assert post(browse(), ALICE, "198.51.100.7") == 303


def test_an_attack_from_everywhere_leaves_known_places_their_tries(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    assert post(browse(), ALICE, "203.0.113.9") == 303
    wrong = {**ALICE, "password": "a guess"}
    for network in range(4):
        for _ in range(10):
            assert post(browse(), wrong, f"192.0.2.{network}") == 422
    assert [post(browse(), wrong, "198.51.100.7") for _ in range(4)] == [422] * 3 + [429]
    assert [post(browse(), wrong, "203.0.113.9") for _ in range(5)] == [422] * 5
    assert post(browse(), ALICE, "203.0.113.9") == 303


def test_a_household_of_ipv6_counts_as_one_and_a_claimed_address_is_not_believed(
    harbour: House, browse: Callable[..., FlaskClient]
) -> None:
    wrong = {**ALICE, "password": "a guess"}
    assert [post(browse(), wrong, f"2001:db8::{n:x}") for n in range(11)][-1] == 429
    for n in range(11):
        last = browse().post("/sign-in", data=wrong, headers={"X-Forwarded-For": f"10.0.0.{n}"}, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert last.status_code == 429


def test_right_passwords_are_no_guesses(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    assert {post(browse(), ALICE) for _ in range(15)} == {303}


def test_refusals_and_sign_ins_stand_in_the_audit(harbour: House, browse: Callable[..., FlaskClient], connection: Connection) -> None:
    post(browse(), {**ALICE, "password": "a guess"})
    post(browse(), ALICE)
    with db.open_session(connection) as session:
        db.enter(session, INSTALLATION)
        lines = session.execute(select(Audit.act, Audit.object_id, Audit.ip).order_by(Audit.id)).all()
    assert lines == [("sign_in.refuse", harbour.persons["alice"], "192.0.2.1"), ("sign_in.create", harbour.persons["alice"], "192.0.2.1")]


def test_a_planted_cookie_is_worth_nothing(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    browser = browse()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = "planted"
    assert browser.get("/account").status_code == 303
    post(browser, ALICE)
    with browser.session_transaction() as cookie:
        assert cookie["_user_id"] != "planted"


def test_a_forgotten_password_is_set_anew_and_signs_out_everywhere(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    elsewhere, browser = browse(harbour, "alice"), browse()
    assert browser.post("/sign-in/forgotten", data={"address": "alice@harbour.example"}).status_code == 303
    token = newest(app, connection, "reset").token
    other = browse()
    other.post("/sign-in/forgotten", data={"address": "alice@harbour.example"})
    second = newest(app, connection, "reset").token
    for _ in range(3):
        assert browser.get(f"/new-password/{token}").status_code == 200
    assert elsewhere.get("/account").status_code == 200
    assert browser.post(f"/new-password/{token}", data={"password": "alice harbour"}).status_code == 422
    assert browser.post(f"/new-password/{token}", data={"password": NEW}).status_code == 303
    assert elsewhere.get("/account").status_code == 303
    assert browser.get("/account").status_code == 200
    assert browser.post(f"/new-password/{token}", data={"password": NEW}).status_code == 410
    assert other.post(f"/new-password/{second}", data={"password": "another one entirely"}).status_code == 410
    assert post(browse(), ALICE) == 422
    assert post(browse(), {**ALICE, "password": NEW}) == 303


def test_a_reset_answers_alike_and_the_mail_tells(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    answers = [browse().post("/sign-in/forgotten", data={"address": who}) for who in ("alice@harbour.example", "nobody@x.example")]
    assert answers[0].status_code == answers[1].status_code == 303
    assert answers[0].location == answers[1].location
    deliver(app)
    sent = messages(connection, INSTALLATION)
    assert [(message.address, message.kind) for message in sent] == [("alice@harbour.example", "reset"), ("nobody@x.example", "no_account")]
    assert newest(app, connection, "reset", "alice@harbour.example").token not in sent[0].words
    assert browse().get(f"/new-password/{newest(app, connection, 'reset', 'nobody@x.example').token}").text.count("used up") > 0


def test_a_reset_link_for_an_address_that_moved_opens_nothing(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browse().post("/sign-in/forgotten", data={"address": "alice@harbour.example"})
    with db.open_session(connection) as session:
        session.get_one(Person, harbour.persons["alice"]).address = "elsewhere@harbour.example"
        session.commit()
    assert browse().post(f"/new-password/{newest(app, connection, 'reset').token}", data={"password": NEW}).status_code == 410


def test_links_of_another_purpose_do_not_open_this_door(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browser = browse()
    browser.post("/in/harbour-coaching", data={"address": "cleo@private.example"})
    token = newest(app, connection, "sign_in").token
    for path in (
        f"/new-password/{token}",
        f"/confirm/{token}",
        f"/l/harbour-coaching/{token}",
        f"/join/harbour-coaching/{token}",
        f"/stop/harbour-coaching/{token}",
    ):
        assert browser.get(path).status_code == browser.post(path).status_code == 404, path
    assert browser.get("/new-password/%00%ff").status_code == 404


def test_an_idle_or_old_sign_in_ends(harbour: House, browse: Callable[..., FlaskClient], connection: Connection) -> None:
    for column in ("seen_at", "expires_at"):
        browser = browse(harbour, "alice")
        assert browser.get("/account").status_code == 200
        with db.open_session(connection) as session:
            for row in session.scalars(select(SignIn)):
                setattr(row, column, getattr(row, column) - SignIn.LONGEST)
            session.commit()
        assert browser.get("/account").status_code == 303
