"""The mails that let people in: both parts hold the address and the code, and one to an employer's server says nothing."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection

from app import db
from app.clock import now
from app.mail import Letter, Sent, compose
from models import Client, Contact, Message
from models.gate import Decision
from tests.cast import House
from tests.mailbox import deliver, newest


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    """What would leave, whatever the hour."""
    sent: list[Letter] = []
    monkeypatch.setattr("models.message.decide", lambda *_: Decision("send"))
    monkeypatch.setattr("app.jobs.letters.Deliver.carry_out", lambda _self, letter: sent.append(letter) or Sent.YES)
    return sent


def test_each_holds_its_address_in_both_parts(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, letters: list[Letter]
) -> None:
    alice = browse(harbour, "alice")
    alice.post("/account/address", data={"address": "alice@new.example"})
    confirm = newest(app, connection, "confirm")
    alice.post("/sign-up/code", data={"code": confirm.code})
    alice.post("/account/address", data={"address": "bob@harbour.example"})
    browse().post("/sign-in/forgotten", data={"address": "bob@harbour.example"})
    browse().post("/in/harbour-coaching", data={"address": "cleo@private.example"})
    browse().post("/in/harbour-coaching", data={"address": "nobody@private.example"})
    alice.post("/p/harbour-coaching/team/invitations", data={"address": "pim@x.example", "role": "coach", "once": str(uuid4())})
    with db.open_session(connection) as session:
        db.enter(session, harbour.practice_id)
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        Message.plan(cleo, "portal_welcome", subject=cleo, occasion="1", at=now())
        session.commit()
    deliver(app)

    sign_in = newest(app, connection, "sign_in", "cleo@private.example")
    holds = {
        ("Confirm your address", "alice@new.example"): ("/confirm/" + confirm.token, confirm.code),
        ("Your address was changed", "alice@harbour.example"): ("/sign-in/forgotten", ""),
        ("You have an account already", "bob@harbour.example"): ("/sign-in", ""),
        ("A new password", "bob@harbour.example"): ("/new-password/" + newest(app, connection, "reset").token, ""),
        ("Your code to sign in", "cleo@private.example"): ("/in/harbour-coaching/" + sign_in.token, sign_in.code),
        ("You asked to sign in", "nobody@private.example"): ("/in/harbour-coaching", ""),
        ("An invitation to join a team", "pim@x.example"): ("/l/harbour-coaching/" + newest(app, connection, "invitation").token, "Alice"),
        ("Your own page", "cleo@private.example"): ("/my/harbour-coaching/", "Alice"),
    }
    assert {(letter.subject.strip(), letter.to) for letter in letters} == set(holds)
    for letter in letters:
        path, words = holds[letter.subject.strip(), letter.to]
        for part in (letter.text, letter.html):
            assert "http://localhost" + path in part, letter.subject
            assert words in part
            assert "{{" not in part
        assert compose(letter, "Plumbline <p@x.example>")["To"] == letter.to


def test_to_an_employer_it_says_nothing(app: Flask, harbour: House, connection: Connection, letters: list[Letter]) -> None:
    with db.open_session(connection) as session:
        db.enter(session, harbour.practice_id)
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        cleo.at_work = True
        bruno = session.get_one(Contact, (harbour.practice_id, harbour.contacts["bruno"]))
        for reader in (cleo, bruno):
            Message.plan(reader, "sharing_asked", subject=cleo, occasion="1", at=now())
        session.commit()
    deliver(app)
    assert {letter.to for letter in letters} == {"cleo@private.example", "bruno@company.example"}
    for letter in letters:
        assert letter.subject.strip() == "Something waits for you"
        for part in (letter.text, letter.html):
            said = part.replace("harbour-coaching", "")  # the address of the page, which is all it holds
            assert not any(word in said.lower() for word in ("cleo", "bruno", "alice", "harbour", "coach", "goal"))
            assert "/stop/" in part
        assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
