"""A link to one thing: it opens that and nothing else, and looking at it changes nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select, update

from app import db
from app.auth import READER
from app.clock import now
from models import Client, Link, SignIn
from tests.cast import House
from tests.story import begin

OBJECT = uuid4()


def minted(
    app: Flask, connection: Connection, house: House, who: UUID, address: str, purpose: str = "agreement", at: datetime | None = None
) -> str:
    with db.open_session(connection) as session:
        link = Link.mint(
            session, app.extensions["settings"].secret, purpose, practice_id=house.practice_id, subject_id=OBJECT, address=address,
            now=at or now(), reader_id=who,
        )  # fmt: skip
        session.commit()
        return f"/l/{house.slug}/{link.token(app.extensions['settings'].secret)}"


def cleos(app: Flask, connection: Connection, house: House, **more: datetime) -> str:
    return minted(app, connection, house, house.clients["cleo"], "cleo@private.example", **more)


def sign_ins(connection: Connection) -> int:
    with db.open_session(connection) as session:
        return session.scalar(select(func.count()).select_from(SignIn)) or 0


def test_looking_changes_nothing_and_the_button_opens_one_thing(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    path, browser = cleos(app, connection, harbour), browse()
    for _ in range(10):
        assert browser.get(path).status_code == browser.head(path).status_code == 200
    assert "Cleo" not in browser.get(path).text
    assert sign_ins(connection) == 0
    assert browser.post(path).location == f"/my/harbour-coaching/agreements/{OBJECT}"
    with db.open_session(connection) as session:
        row = session.scalars(select(SignIn)).one()
        assert (row.proof, row.only_practice_id, row.only_object_id, row.reader_id) == (
            "link",
            harbour.practice_id,
            OBJECT,
            harbour.clients["cleo"],
        )
    assert browser.post(path).status_code == 303


def test_whoever_came_by_a_link_reads_why_their_own_page_asks_for_an_address(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browser, words = browse(), "opens that one thing and nothing more"
    assert words not in browser.get("/in/harbour-coaching").text
    browser.post(cleos(app, connection, harbour))
    asked = browser.get("/my/harbour-coaching/")
    assert asked.location.startswith("/in/harbour-coaching?next=") and words in browser.get(asked.location).text


def test_bosses_and_payers_come_to_their_own_places(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    boss = minted(app, connection, harbour, harbour.contacts["bruno"], "bruno@company.example")
    assert browse().post(boss).location == f"/for/harbour-coaching/agreements/{OBJECT}"
    finance = minted(app, connection, harbour, harbour.contacts["fritz"], "fritz@company.example", "invoice")
    assert browse().post(finance).location == f"/pay/harbour-coaching/{OBJECT}"


def test_foreign_unknown_and_other_purposes_are_not_found(
    app: Flask, harbour: House, summit: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    path = cleos(app, connection, harbour)
    stop = minted(app, connection, harbour, harbour.clients["cleo"], "cleo@private.example", "stop")
    for wrong in (path.replace("harbour", "summit"), stop, f"/l/harbour-coaching/{'x' * 43}", "/l/harbour-coaching/%00", "/l/nowhere/x"):
        assert browse().get(wrong).status_code == browse().post(wrong).status_code == 404, wrong
    assert sign_ins(connection) == 0


def test_old_links_offer_a_new_way_in(app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection) -> None:
    path = cleos(app, connection, harbour, at=now() - timedelta(days=31))
    page = browse().get(path)
    assert page.status_code == 200
    assert "/in/harbour-coaching" in page.text
    assert browse().post(path).status_code == 410
    assert sign_ins(connection) == 0


def test_a_link_that_went_to_a_wrong_address_dies_with_the_correction(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, enter: Callable[..., db.Session]
) -> None:
    path = cleos(app, connection, harbour)
    with enter(harbour) as session:
        session.execute(update(Client).where(Client.id == harbour.clients["cleo"]).values(address="cleo@right.example"))
        session.commit()
    assert browse().post(path).status_code == 410


def test_a_device_that_may_see_more_keeps_that(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    browser = browse(harbour, "cleo")
    with browser.session_transaction() as cookie:
        before = cookie[READER]
    assert browser.post(cleos(app, connection, harbour)).status_code == 303
    with browser.session_transaction() as cookie:
        assert cookie[READER] == before


def test_a_device_that_came_in_by_a_wrong_address_is_out_with_the_correction(
    app: Flask,
    harbour: House,
    browse: Callable[..., FlaskClient],
    connection: Connection,
    enter: Callable[..., db.Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = browse()
    with enter(harbour) as session:
        contract = begin(session, harbour)
        session.commit()
    monkeypatch.setattr("tests.blueprints.test_links.OBJECT", contract.id)
    page = f"/my/harbour-coaching/agreements/{contract.id}/answered"
    browser.post(cleos(app, connection, harbour))
    assert browser.get(page).status_code == 200
    with enter(harbour) as session:
        session.execute(update(Client).where(Client.id == harbour.clients["cleo"]).values(address="cleo@right.example"))
        session.commit()
    assert browser.get(page).status_code == 404
