"""How clients, bosses, HR and finance come in: a mailbox is the proof, and whether anybody is known is said by mail only."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select, update
from werkzeug.test import TestResponse

from app import db
from models import Client, Contact, Link, SignIn
from tests.cast import NOW, House, add_client
from tests.mailbox import deliver, messages, newest, same

DOOR = "/in/harbour-coaching"


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.guesses.now", lambda: NOW)


def ask(browser: FlaskClient, address: str = "cleo@private.example", **more: str) -> str | None:
    return browser.post(DOOR, data={"address": address, **more}).location


def test_a_client_comes_in_with_a_code(app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection) -> None:
    browser = browse()
    assert "Harbour Coaching" in browser.get(DOOR).text
    assert ask(browser) == f"{DOOR}/code"
    code = newest(app, connection, "sign_in").code
    assert browser.post(f"{DOOR}/code", data={"code": f"{code[:3]} {code[3:]}"}).location == "/my/harbour-coaching/"
    with db.open_session(connection) as session:
        db.enter(session, harbour.practice_id)
        client = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        row = session.scalars(select(SignIn)).one()
        assert (client.person_id, row.proof, row.expires_at - row.created_at) == (row.person_id, "mail", timedelta(days=90))
    assert browser.get(DOOR).location == "/my/harbour-coaching/"
    assert browser.post(f"{DOOR}/out").status_code == 303
    assert browser.get(DOOR).status_code == 200
    deliver(app)
    sent = messages(connection, harbour.practice_id)
    assert [(m.kind, m.title, m.address) for m in sent] == [("sign_in", "Your code to sign in", "cleo@private.example")]
    assert code not in sent[0].words


def test_a_boss_comes_to_the_sponsors_page_and_next_is_kept(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browser = browse()
    assert ask(browser, "bruno@company.example", next="/for/harbour-coaching/?x=1") == f"{DOOR}/code?next=/for/harbour-coaching/?x%3D1"
    code = newest(app, connection, "sign_in").code
    assert browser.post(f"{DOOR}/code", data={"code": code, "next": "/for/harbour-coaching/?x=1"}).location == "/for/harbour-coaching/?x=1"
    other = browse()
    ask(other, "hana@company.example")
    code = newest(app, connection, "sign_in").code
    assert other.post(f"{DOOR}/code", data={"code": code, "next": "//evil.example"}).location == "/for/harbour-coaching/"


def test_known_and_unknown_addresses_are_answered_alike(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    seen = []
    for address in ("cleo@private.example", "nobody@private.example"):
        browser = browse()
        first = browser.post(DOOR, data={"address": address})
        mailed = newest(app, connection, "sign_in")
        pages = [browser.get(f"{DOOR}/code").text, browser.post(f"{DOOR}/code", data={"code": mailed.wrong}).text]
        seen.append((first.status_code, first.location, [same(page, address, mailed.wrong) for page in pages]))
    assert seen[0] == seen[1]
    right = browser.post(f"{DOOR}/code", data={"code": mailed.code})
    assert right.status_code == 422
    deliver(app)
    assert [(m.kind, m.address) for m in messages(connection, harbour.practice_id)] == [
        ("sign_in", "cleo@private.example"),
        ("no_account", "nobody@private.example"),
    ]


def test_scanners_open_the_link_and_the_person_still_gets_in(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browser = browse()
    ask(browser)
    path = f"{DOOR}/{newest(app, connection, 'sign_in').token}"
    for _ in range(10):
        scanner = browse()
        assert scanner.get(path).status_code == scanner.head(path).status_code == 200
        assert scanner.post(path).status_code == 422
    assert browser.post(path).location == "/my/harbour-coaching/"
    assert browser.post(path).status_code == 410
    assert "used up" in browse().get(path).text


def test_in_another_browser_the_link_asks_for_the_code(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    ask(browse())
    mailed, other = newest(app, connection, "sign_in"), browse()
    assert "another browser" in other.get(f"{DOOR}/{mailed.token}").text
    assert other.post(f"{DOOR}/{mailed.token}", data={"code": mailed.wrong}).status_code == 422
    assert other.post(f"{DOOR}/{mailed.token}", data={"code": mailed.code}).location == "/my/harbour-coaching/"


def test_five_tries_and_the_sixth_is_refused_though_right(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browser, other = browse(), browse()
    ask(browser)
    mailed = newest(app, connection, "sign_in")
    for who, path in ((browser, f"{DOOR}/code"), (other, f"{DOOR}/{mailed.token}")) * 2:
        assert who.post(path, data={"code": mailed.wrong}).status_code == 422
    assert browser.post(f"{DOOR}/code", data={"code": mailed.wrong}).status_code == 422
    assert browser.post(f"{DOOR}/code", data={"code": mailed.code}).status_code == 422
    assert "used up" in other.post(f"{DOOR}/{mailed.token}", data={"code": mailed.code}).text


def test_ten_minutes(app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection) -> None:
    browser = browse()
    ask(browser)
    mailed = newest(app, connection, "sign_in")
    with db.open_session(connection) as session:
        session.execute(update(Link).values(expires_at=Link.expires_at - timedelta(minutes=10)))
        session.commit()
    assert browser.post(f"{DOOR}/code", data={"code": mailed.code}).status_code == 422
    assert browser.post(f"{DOOR}/{mailed.token}").status_code == 410


def test_who_is_a_client_and_a_boss_chooses(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, enter: Callable[..., db.Session]
) -> None:
    with enter(harbour) as session:
        session.get_one(Contact, (harbour.practice_id, harbour.contacts["bruno"])).address = "cleo@private.example"
        session.commit()
    browser = browse()
    ask(browser)
    assert browser.post(f"{DOOR}/code", data={"code": newest(app, connection, "sign_in").code}).location == f"{DOOR}/pages"
    page = browser.get(f"{DOOR}/pages").text
    assert "/my/harbour-coaching/" in page
    assert "/for/harbour-coaching/" in page


def test_a_code_of_one_practice_opens_nothing_in_another(
    app: Flask, harbour: House, summit: House, browse: Callable[..., FlaskClient], connection: Connection, enter: Callable[..., db.Session]
) -> None:
    with enter(summit) as session:
        add_client(session, summit, "cleo", "charlie")
        session.commit()
    browser = browse()
    ask(browser)
    mailed = newest(app, connection, "sign_in")
    assert browser.get(f"/in/summit-coaching/{mailed.token}").status_code == 404
    assert browser.post("/in/summit-coaching/code", data={"code": mailed.code}).location == "/in/summit-coaching"
    assert browser.get("/in/no-such-practice").status_code == browser.get("/in/-").status_code == 404


def test_asking_is_slowed_for_one_address_wherever_from(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    answers = [
        browse().post(DOOR, data={"address": "cleo@private.example"}, environ_base={"REMOTE_ADDR": f"192.0.2.{n}"}).status_code
        for n in range(11)
    ]
    assert answers == [303] * 10 + [429]


def ask_from(browser: FlaskClient, ip: str, address: str = "cleo@private.example") -> TestResponse:
    return browser.post(DOOR, data={"address": address}, environ_base={"REMOTE_ADDR": ip})


def in_quarter(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day's quarter of an hour with that number, from midnight on."""
    midnight = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    monkeypatch.setattr("app.guesses.now", lambda: midnight + timedelta(minutes=15 * number))


def test_a_mailbox_gets_thirty_codes_a_day_and_is_told_so_in_words(
    harbour: House, browse: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in ("cleo@private.example", "nobody@x.example"):
        for quarter in range(3):
            in_quarter(quarter, monkeypatch)
            assert [ask_from(browse(), f"192.0.{quarter}.{n}", address).status_code for n in range(10)] == [303] * 10
        in_quarter(3, monkeypatch)
        refused = ask_from(browse(), "192.0.3.1", address)
        assert refused.status_code == 429
        assert "As many of these mails as go to one mailbox in a day" in refused.text
        assert int(refused.headers["Retry-After"]) == 24 * 3600 - 45 * 60
        in_quarter(96, monkeypatch)
        assert ask_from(browse(), "192.0.3.1", address).status_code == 303, "the next day"


@pytest.mark.parametrize("where", ["192.0.2.{}", "2001:db8:1:2::{}"])
def test_one_network_asks_two_hundred_times_a_day_whoever_for(
    harbour: House, browse: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    answers = []
    for n in range(201):
        in_quarter(n // 50, monkeypatch)
        place = where.format(n % 200 if ":" in where else 7)
        answers.append(ask_from(browse(), place, f"somebody{n}@x.example").status_code)
    assert answers == [303] * 200 + [429]


def test_who_is_attacked_from_elsewhere_still_comes_in_from_where_they_were_before(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = browse()
    ask_from(phone, "2001:db8:1:2::a")
    code = newest(app, connection, "sign_in").code
    assert phone.post(f"{DOOR}/code", data={"code": code}, environ_base={"REMOTE_ADDR": "2001:db8:1:2::a"}).status_code == 303
    phone.post(f"{DOOR}/out")
    for quarter in range(4):
        in_quarter(quarter, monkeypatch)
        for n in range(12):
            ask_from(browse(), f"192.0.{quarter}.{n}")
    assert ask_from(browse(), "198.51.100.9").status_code == 429, "the mailbox has had its day's mails"
    assert ask_from(browse(), "2001:db8:1:2::b").status_code == 303, "their household, another device"
    assert ask_from(phone, "198.51.100.9").status_code == 303, "their phone, on the road"
    assert ask_from(phone, "198.51.100.9", "dora@private.example").status_code == 303, "nobody attacks Dora"
    assert [ask_from(phone, "198.51.100.9").status_code for _ in range(9)] == [303] * 8 + [429], "and their own number is no endless one"


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "\u0000" * 6, "١٢٣٤٥٦", "9" * 5000])
def test_what_is_no_code_is_no_try(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, code: str
) -> None:
    browser = browse()
    ask(browser)
    assert browser.post(f"{DOOR}/code", data={"code": code}).status_code == 422
    assert newest(app, connection, "sign_in").link.tries == 0


def test_one_signs_out_ones_other_devices_and_nobody_elses(
    harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    here, there, boss = browse(harbour, "cleo"), browse(harbour, "cleo"), browse(harbour, "bruno")
    with db.open_session(connection) as session:
        ids = list(session.scalars(select(SignIn.id).order_by(SignIn.id)))
    assert here.get(f"{DOOR}/pages").text.count("A browser") == 2
    assert boss.post(f"{DOOR}/devices/{ids[1]}/removal").status_code == 404
    assert browse().post(f"{DOOR}/devices/{ids[1]}/removal").status_code == 404
    assert here.post(f"{DOOR}/devices/{ids[1]}/removal").status_code == 303
    assert there.get(f"{DOOR}/pages").location == DOOR
    assert here.get(f"{DOOR}/pages").status_code == boss.get(f"{DOOR}/pages").status_code == 200
