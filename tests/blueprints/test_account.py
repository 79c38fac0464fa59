"""One's own account: sensitive acts ask again, the old address is told, devices can be signed out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, select, update
from sqlalchemy.orm import Session

from app import db
from models import Membership, Person, SignIn
from models.practice import INSTALLATION
from tests.cast import NOW, PASSWORD, House
from tests.mailbox import deliver, messages, newest
from tests.real import Database, real_harbour

NEW = "eleven blue kites in wind"


def grow_stale(connection: Connection) -> None:
    with db.open_session(connection) as session:
        session.execute(update(SignIn).values(proved_at=SignIn.proved_at - timedelta(hours=1)))
        session.commit()


def address_of(connection: Connection, house: House, who: str) -> str:
    with db.open_session(connection) as session:
        return session.get_one(Person, house.persons[who]).address


def test_only_who_is_signed_in_has_an_account(browse: Callable[..., FlaskClient]) -> None:
    assert browse().get("/account").location == "/sign-in?next=/account"
    for path in ("/account", "/account/theme", "/account/password", "/account/address", "/account/devices/removal"):
        assert browse().post(path).status_code == 401


def test_name_and_colours(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    browser = browse(harbour, "alice")
    assert browser.post("/account", data={"name": "Alice <b>Quay</b>"}).status_code == 303
    assert browser.post("/account/theme", data={"theme": "dark"}).status_code == 303
    page = browser.get("/account").text
    assert "Alice &lt;b&gt;Quay&lt;/b&gt;" in page
    assert 'data-theme="dark"' in page
    assert browser.post("/account", data={"name": " "}).status_code == 422
    assert browser.post("/account/theme", data={"theme": "pink"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "data"),
    [("/account/password", {"password": NEW}), ("/account/address", {"address": "new@harbour.example"})],
)
def test_sensitive_acts_ask_again_and_come_back(
    harbour: House, browse: Callable[..., FlaskClient], connection: Connection, path: str, data: dict[str, str]
) -> None:
    browser = browse(harbour, "alice")
    grow_stale(connection)
    for answer in (browser.get(path), browser.post(path, data=data)):
        assert answer.location == f"/account/again?next={path}"
    assert browser.post("/account/again", data={"password": "a guess", "next": path}).status_code == 422
    assert browser.post(path, data=data).location == f"/account/again?next={path}"
    assert browser.post("/account/again", data={"password": PASSWORD, "next": path}).location == path
    assert browser.post(path, data=data).location in ("/account", "/sign-up/code")


def test_guesses_at_the_second_asking_are_counted(
    harbour: House, browse: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.guesses.now", lambda: NOW)
    browser = browse(harbour, "alice")
    assert [browser.post("/account/again", data={"password": "a guess"}).status_code for _ in range(11)] == [422] * 10 + [429]


def test_a_new_password_signs_out_all_others_and_changes_the_token(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    here, there = browse(harbour, "alice"), browse(harbour, "alice")
    with here.session_transaction() as cookie:
        before = cookie["_user_id"]
    assert here.post("/account/password", data={"password": "alice harbour"}).status_code == 422
    assert here.post("/account/password", data={"password": NEW}).status_code == 303
    with here.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303


def test_an_address_changes_with_its_confirmation_and_the_old_one_is_told(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browser = browse(harbour, "alice")
    browser.post("/account/address", data={"address": "alice@new.example"})
    assert address_of(connection, harbour, "alice") == "alice@harbour.example"
    mailed = newest(app, connection, "confirm", "alice@new.example")
    assert browser.get(f"/confirm/{mailed.token}").status_code == 200
    assert browser.post("/sign-up/code", data={"code": mailed.wrong}).status_code == 422
    assert browser.post("/sign-up/code", data={"code": mailed.code}).status_code == 303
    assert address_of(connection, harbour, "alice") == "alice@new.example"
    deliver(app)
    told = [(message.address, message.kind, message.title) for message in messages(connection, INSTALLATION)]
    assert told == [
        ("alice@new.example", "confirm", "Confirm your address"),
        ("alice@harbour.example", "address_changed", "Your address was changed"),
    ]


def test_elsewhere_the_new_address_needs_the_password(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browse(harbour, "alice").post("/account/address", data={"address": "alice@new.example"})
    path = f"/confirm/{newest(app, connection, 'confirm').token}"
    assert browse().post(path).status_code == 422
    assert browse().post(path, data={"password": PASSWORD}).status_code == 303
    assert address_of(connection, harbour, "alice") == "alice@new.example"


def test_an_address_that_is_taken_is_answered_alike_and_never_moves(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browser = browse(harbour, "alice")
    assert browser.post("/account/address", data={"address": "bob@harbour.example"}).location == "/sign-up/code"
    assert browser.post("/sign-up/code", data={"code": newest(app, connection, "confirm").code}).status_code == 422
    assert address_of(connection, harbour, "alice") == "alice@harbour.example"
    assert [message.kind for message in messages(connection, INSTALLATION)] == ["has_account"]


def test_an_older_confirmation_does_not_bring_back_an_address_that_was_not_wanted(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browser = browse(harbour, "alice")
    browser.post("/account/address", data={"address": "first@new.example"})
    first = newest(app, connection, "confirm").token
    browser.post("/account/address", data={"address": "second@new.example"})
    assert browser.post(f"/confirm/{first}").status_code == 410
    assert address_of(connection, harbour, "alice") == "alice@harbour.example"


def test_devices_are_listed_and_signed_out(harbour: House, browse: Callable[..., FlaskClient], connection: Connection) -> None:
    here, there, bob = browse(harbour, "alice"), browse(harbour, "alice"), browse(harbour, "bob")
    with db.open_session(connection) as session:
        ids = list(session.scalars(select(SignIn.id).order_by(SignIn.id)))
    page = here.get("/account").text
    assert page.count("A browser") == 2
    assert bob.post(f"/account/devices/{ids[1]}/removal").status_code == 404
    assert here.post(f"/account/devices/{ids[1]}/removal").status_code == 303
    assert there.get("/account").status_code == 303
    again = browse(harbour, "alice")
    assert again.post("/account/devices/removal").status_code == 303
    assert again.get("/account").status_code == 200
    assert here.get("/account").status_code == 303
    assert bob.get("/account").status_code == 200


def test_the_practices_of_somebody(harbour: House, summit: House, browse: Callable[..., FlaskClient]) -> None:
    page = browse(harbour, "bob").get("/practices").text
    assert "Harbour Coaching" in page
    assert "Summit" not in page


def test_a_page_that_is_still_being_made_does_not_undo_what_came_meanwhile(
    harbour: House, browse: Callable[..., FlaskClient], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody signs out everywhere and takes a new password while the old device waits for a slow page."""
    browser, listed = browse(harbour, "alice"), Membership.of
    with db.open_session(connection) as session:
        session.execute(update(SignIn).values(seen_at=SignIn.seen_at - timedelta(minutes=5)))
        session.commit()

    def slowly(session: Session, person_id: UUID) -> list[Membership]:
        with db.open_session(connection) as other:
            SignIn.revoke_all(other, person_id, datetime.now(UTC))
            other.execute(update(Person).where(Person.id == person_id).values(password_hash="another"))
            other.commit()
        return listed(session, person_id)

    monkeypatch.setattr(Membership, "of", slowly)
    assert browser.get("/account").status_code == 200
    assert browser.get("/account").status_code == 303
    with db.open_session(connection) as session:
        assert session.get_one(Person, harbour.persons["alice"]).password_hash == "another"


def test_a_password_that_took_long_to_type_is_changed_all_the_same(fresh_database: Callable[[], Database], tmp_path: Path) -> None:
    """The row of the sign-in is being changed by the request itself when it is noted as used: neither may wait for the other."""
    with real_harbour(fresh_database, tmp_path) as real:
        token = real.token("alice")
        real.as_owner("update sign_in set seen_at = seen_at - interval '5 minutes'")
        event.listen(real.engine, "begin", lambda connection: connection.exec_driver_sql("set local lock_timeout = '3s'"))
        assert real.browser(token).post("/account/password", data={"password": NEW}).status_code == 303
