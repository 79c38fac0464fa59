"""Who works in a practice: invited by mail, in by a button, out from the next request on."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from app import db
from models import Membership, Person
from models.gate import Decision
from tests.blueprints.test_account import grow_stale
from tests.cast import PASSWORD, House
from tests.mailbox import deliver, messages, newest
from tests.statements import counted

TEAM = "/p/harbour-coaching/team"
NEW = "eleven blue kites in wind"


def invite(browser: FlaskClient, address: str = "pim@harbour.example", role: str = "coach", **more: str) -> int:
    return browser.post(f"{TEAM}/invitations", data={"address": address, "role": role, "once": str(uuid4()), **more}).status_code


def mailed(app: Flask, connection: Connection) -> str:
    deliver(app)
    return f"/join/harbour-coaching/{newest(app, connection, 'invitation').token}"


@pytest.fixture(autouse=True)
def in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Business mail waits for the end of quiet hours; these tests run at any hour."""
    monkeypatch.setattr("models.message.decide", lambda *_: Decision("send"))


def test_only_owners_see_the_team(harbour: House, summit: House, browse: Callable[..., FlaskClient]) -> None:
    assert browse(harbour, "alice").get(TEAM).status_code == 200
    for who in ("bob", "ada", "rita"):
        assert browse(harbour, who).get(TEAM).status_code == 403
        assert invite(browse(harbour, who)) == 403
    assert browse(summit, "charlie").get(TEAM).status_code == 404
    assert browse().get(TEAM).status_code == 303
    charlie, bob = browse(summit, "charlie"), harbour.members["bob"]
    for path in (
        f"/p/summit-coaching/team/{bob}",
        f"/p/summit-coaching/team/{bob}/removal",
        f"/p/summit-coaching/team/invitations/{uuid4()}/removal",
    ):
        assert charlie.post(path, data={"role": "reader"}).status_code == 404


def test_somebody_new_joins_with_a_name_and_a_password(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    assert invite(browse(harbour, "alice")) == 303
    path, pim = mailed(app, connection), browse()
    short = path.replace("/join/", "/l/")
    for _ in range(5):
        assert pim.get(short).location == path
        assert "Harbour Coaching" in pim.get(path).text
    assert pim.post(path, data={"name": "Pim Aarts", "password": "short"}).status_code == 422
    assert pim.post(path, data={"name": "Pim Aarts", "password": NEW}).location == "/p/harbour-coaching/"
    with db.open_session(connection) as session:
        person = Person.by_address(session, "pim@harbour.example")
        assert person
        assert [member.role for member in Membership.of(session, person.id)] == ["coach"]
    assert pim.get("/p/harbour-coaching/settings").status_code == 200
    assert pim.post(path).status_code == 410
    sent = messages(connection, harbour.practice_id)
    assert [(message.address, message.title) for message in sent] == [("pim@harbour.example", "An invitation to join a team")]


def test_somebody_known_gives_their_password_or_is_signed_in(
    app: Flask, harbour: House, summit: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    invite(browse(harbour, "alice"), "charlie@summit.example", "reader")
    path = mailed(app, connection)
    stranger = browse()
    assert "Its password is enough" in stranger.get(path).text
    assert stranger.post(path, data={"password": "a guess"}).status_code == 422
    assert stranger.post(path, data={"name": "Mallory", "password": NEW}).status_code == 422
    assert browse(harbour, "bob").post(path, data={"password": "a guess"}).status_code == 422
    signed_in = browse(summit, "charlie")
    assert 'type="password"' not in signed_in.get(path).text
    assert signed_in.post(path).status_code == 303
    assert signed_in.get("/p/harbour-coaching/settings").status_code == signed_in.get("/p/summit-coaching/settings").status_code == 200


def test_withdrawn_used_and_foreign_invitations_open_nothing(
    app: Flask, harbour: House, summit: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    alice = browse(harbour, "alice")
    invite(alice)
    path = mailed(app, connection)
    assert browse().get(path.replace("harbour", "summit")).status_code == 404
    page = alice.get(TEAM).text
    assert "pim@harbour.example" in page
    removal = next(part.split('"')[0] for part in page.split('action="') if part.split('"')[0].endswith("/removal"))
    assert alice.post(removal).status_code == 303
    assert browse().get(path).status_code == browse().post(path, data={"name": "Pim", "password": NEW}).status_code == 410
    assert "pim@harbour.example" not in alice.get(TEAM).text.split("toasts")[0]


def test_each_act_asks_the_password_again(harbour: House, browse: Callable[..., FlaskClient], connection: Connection) -> None:
    alice, bob = browse(harbour, "alice"), harbour.members["bob"]
    grow_stale(connection)
    for path in (f"{TEAM}/invitations", f"{TEAM}/{bob}", f"{TEAM}/{bob}/removal", f"{TEAM}/{bob}/restoration"):
        assert "/account/again" in (alice.post(path, data={"role": "owner"}).location or "")
    with db.open_session(connection) as session:
        assert session.scalars(select(Membership.role).where(Membership.id == bob)).one() == "coach"
    assert alice.post("/account/again", data={"password": PASSWORD, "next": TEAM}).location == TEAM


def test_a_role_changes_at_once_and_one_owner_stays(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    alice, bob = browse(harbour, "alice"), browse(harbour, "bob")
    assert alice.post(f"{TEAM}/{harbour.members['bob']}", data={"role": "owner"}).status_code == 303
    assert bob.get(TEAM).status_code == 200
    assert alice.post(f"{TEAM}/{harbour.members['bob']}", data={"role": "king"}).status_code == 422
    assert bob.post(f"{TEAM}/{harbour.members['alice']}", data={"role": "reader"}).status_code == 303
    assert alice.get(TEAM).status_code == 403
    refused = bob.post(f"{TEAM}/{harbour.members['bob']}", data={"role": "coach"})
    assert refused.status_code == 422
    assert "needs one owner" in refused.text


def test_who_leaves_is_out_on_the_next_request_and_undo_brings_them_back(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    alice, bob = browse(harbour, "alice"), browse(harbour, "bob")
    assert bob.get("/p/harbour-coaching/settings").status_code == 200
    assert alice.post(f"{TEAM}/{harbour.members['bob']}/removal").status_code == 303
    assert bob.get("/p/harbour-coaching/settings").status_code == 404
    assert f"{harbour.members['bob']}/restoration" in alice.get(TEAM).text
    assert alice.post(f"{TEAM}/{harbour.members['bob']}/restoration").status_code == 303
    assert bob.get("/p/harbour-coaching/settings").status_code == 200
    assert alice.post(f"{TEAM}/{harbour.members['alice']}/removal").status_code == 409


def test_the_same_form_sent_twice_invites_once(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    alice, key = browse(harbour, "alice"), str(uuid4())
    assert [invite(alice, once=key) for _ in range(2)] == [303, 409]
    assert invite(alice, once="\u0000") == 422
    assert invite(alice, role="king") == invite(alice, address="nobody") == 422


def test_the_page_costs_the_same_however_large_the_team(harbour: House, browse: Callable[..., FlaskClient], connection: Connection) -> None:
    alice = browse(harbour, "alice")
    for n in range(5):
        invite(alice, f"new{n}@harbour.example")
    with counted(connection) as sent:
        assert alice.get(TEAM).status_code == 200
    assert len(sent) <= 8, sent


def test_an_older_invitation_does_not_bring_back_who_was_sent_away(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    alice, paths = browse(harbour, "alice"), []
    for role in ("owner", "coach"):
        invite(alice, "charlie@harbour.example", role)
        paths.append(mailed(app, connection))
    charlie = browse()
    assert charlie.post(paths[1], data={"name": "Charlie", "password": NEW}).status_code == 303
    assert charlie.post(paths[0]).status_code == 410
    invite(alice, "charlie@harbour.example", "owner")
    later = mailed(app, connection)
    with db.open_session(connection) as session:
        member = session.scalars(select(Membership).join(Person).where(Person.address == "charlie@harbour.example")).one()
    assert member.role == "coach"
    assert alice.post(f"{TEAM}/{member.id}/removal").status_code == 303
    assert charlie.post(later).status_code == 410
    assert charlie.get("/p/harbour-coaching/settings").status_code == 404
