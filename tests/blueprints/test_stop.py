"""No more reminders: one click of a mail program, or a button. A look stops nothing."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection

from app import db
from models import Preference
from tests.blueprints.test_links import minted
from tests.cast import House

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def path(app: Flask, harbour: House, connection: Connection) -> str:
    return minted(app, connection, harbour, harbour.clients["cleo"], "cleo@private.example", "stop").replace("/l/", "/stop/")


def stopped(connection: Connection, house: House, who: str = "cleo") -> bool:
    with db.open_session(connection) as session:
        db.enter(session, house.practice_id)
        return Preference.of(session, house.clients[who]).stopped_at is not None


def test_looking_stops_nothing(harbour: House, browse: Callable[..., FlaskClient], connection: Connection, path: str) -> None:
    for _ in range(10):
        assert browse().get(path).status_code == browse().head(path).status_code == 200
    assert not stopped(connection, harbour)


def test_one_click_needs_no_cookie_no_token_and_no_origin(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    foreign = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    assert browse().post(path, headers=foreign).status_code == 400
    assert not stopped(connection, harbour)
    for _ in range(2):
        assert browse().post(path, data=ONE_CLICK, headers=foreign).status_code == 200
    assert stopped(connection, harbour)
    assert not stopped(connection, harbour, "dora")
    assert browse().post(f"{path}/confirmation", headers=foreign).status_code == 403
    assert browse().post(f"{path}/confirmation").status_code == 400


def test_the_page_stops_and_starts_again(harbour: House, browse: Callable[..., FlaskClient], connection: Connection, path: str) -> None:
    browser = browse()
    assert browser.post(f"{path}/confirmation").location == path
    assert "No more reminders" in browser.get(path).text
    assert stopped(connection, harbour)
    assert browser.post(f"{path}/resumption").status_code == 303
    assert not stopped(connection, harbour)


def test_another_practice_or_purpose_is_not_found(
    app: Flask, harbour: House, summit: House, browse: Callable[..., FlaskClient], connection: Connection, path: str
) -> None:
    other = minted(app, connection, harbour, harbour.clients["cleo"], "cleo@private.example").replace("/l/", "/stop/")
    for wrong in (path.replace("harbour", "summit"), other, "/stop/harbour-coaching/x"):
        assert browse().get(wrong).status_code == browse().post(wrong, data=ONE_CLICK).status_code == 404
    assert not stopped(connection, harbour)
