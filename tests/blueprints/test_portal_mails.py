"""The mails that lead to the client's and the boss's pages."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.jobs.letters import Deliver
from app.jobs.occasions import is_moot, occasion_of
from app.mail import Letter
from models import Client, CoachingSession, Goal, Message, Share
from models.base import Tenanted
from models.message import Recipient
from models.picture import picture_of
from tests.cast import NOW, House
from tests.story import TODAY, sign_all

Enter = Callable[..., Session]
Browse = Callable[..., FlaskClient]


def letter(app: Flask, session: Session, kind: str, whom: Recipient, subject: Tenanted) -> Letter:
    message = session.scalar(select(Message).where(Message.kind == kind)) or Message.plan(
        whom, kind, subject=subject, occasion=f"{kind}:test", at=NOW, session=session
    )
    assert message is not None
    with app.app_context():
        return Deliver()._write(session, message, occasion_of(session, message))


def planned(session: Session, house: House) -> CoachingSession:
    client = session.get_one(Client, (house.practice_id, house.clients["cleo"]))
    return CoachingSession.plan(client, NOW + timedelta(days=1), 90, place="Room Pegasus", now=NOW)


@pytest.mark.parametrize("kind", ["session_planned", "session_cancelled", "sharing_asked"])
@pytest.mark.parametrize("at_work", [False, True])
def test_the_clients_mails(app: Flask, enter: Enter, harbour: House, kind: str, at_work: bool) -> None:
    sign_all(enter, harbour)
    with enter(harbour) as session:
        held = planned(session, harbour)
        held.client.at_work = at_work
        sent = letter(app, session, kind, held.client, held)
        assert "/my/harbour-coaching/" in sent.text
        assert "/my/harbour-coaching/" in sent.html
        assert ("/stop/harbour-coaching/" in sent.text) == (kind == "sharing_asked")
        assert ("Room Pegasus" in sent.text) == (kind.startswith("session") and not at_work)
        assert (sent.subject.strip() == "Something waits for you") == at_work


def test_the_bosss_mail_says_nothing_and_is_not_sent_once_taken_back(app: Flask, enter: Enter, harbour: House) -> None:
    sign_all(enter, harbour)
    with enter(harbour) as session:
        goal = session.scalars(select(Goal)).one()
        client = goal.contract.client
        seat = next(seat for seat in goal.contract.part("goals").seats if seat.role == "boss")
        share = Share.progress(client, goal, picture_of(client, goal, TODAY), seat, NOW)
        sent = letter(app, session, "progress_shared", client.boss, share)
        assert "Cleo" not in sent.text + sent.html + sent.subject
        assert "/l/harbour-coaching/" in sent.text, "it opens by its own link, without a code"
        message = session.scalars(select(Message).where(Message.kind == "progress_shared")).one()
        assert is_moot(session, message) == ""
        share.take_back(client.id, NOW)
        assert is_moot(session, message) == "it was taken back"


def test_the_bosss_mail_opens_this_picture_and_nothing_else(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    contract_id = sign_all(enter, harbour)
    with enter(harbour) as session:
        goal = session.scalars(select(Goal)).one()
        client = goal.contract.client
        seat = next(seat for seat in goal.contract.part("goals").seats if seat.role == "boss")
        share = Share.progress(client, goal, picture_of(client, goal, TODAY), seat, NOW)
        sent = letter(app, session, "progress_shared", client.boss, share)
        session.commit()
        id = share.id
    link = re.search(r"/l/harbour-coaching/[\w-]+", sent.text)
    assert link
    browser, page = browse(), f"/for/harbour-coaching/shared/{id}"
    assert browser.get(page).status_code == 303, "whoever has no link is asked who they are"
    assert "what was shared with you" in browser.get(link.group()).text
    assert browser.post(link.group()).location == page
    text = browser.get(page).text
    assert "Cleo Marsh shared this with you" in text and "Decisions are closed in the meeting" in text
    for other in ("", "messages", f"agreements/{contract_id}", f"shared/{contract_id}"):
        assert browser.get(f"/for/harbour-coaching/{other}").status_code == 303, other
    with enter(harbour, harbour.clients["cleo"]) as session:
        session.get_one(Share, (harbour.practice_id, id)).take_back(harbour.clients["cleo"], NOW)
        session.commit()
    assert browser.get(page).status_code == 404
