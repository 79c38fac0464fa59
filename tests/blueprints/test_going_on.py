"""After an answer: what would ask about the same thing rests, and the coach says on Today, at the invoice or at the answer whether it goes on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from billing.invoice_late import RULE
from models import Client, CoachingSession, Inbound, Message, Practice, Recipe
from models.recipes import plan
from tests.cast import House
from tests.money import issue
from tests.story import Enter

Browse = Callable[..., FlaskClient]


def follow(enter: Enter, house: House) -> list[tuple[str, str]]:
    with enter(house) as session:
        plan.sync_all(session, session.get_one(Practice, house.practice_id), datetime.now(UTC))
        session.commit()
        rows = session.execute(select(Message.kind, Message.state).order_by(Message.planned_for, Message.id))
        return [(kind, state) for kind, state in rows if kind in (RULE.kind, "session_reminder")]


def answer(enter: Enter, house: House, kind: str) -> None:
    now = datetime.now(UTC)
    with enter(house) as session:
        first = session.scalars(select(Message).where(Message.kind == kind).order_by(Message.planned_for)).first()
        assert first is not None
        Inbound.take_in(session, first, mail_id=f"<{kind}>", subject="Re:", words="I am on it", is_automatic=False, now=now)
        plan.wrote_back(session, first)
        session.commit()


@pytest.fixture
def invoice(enter: Enter, harbour: House) -> object:
    id, now = issue(enter, harbour, "cleo", payment_days=5), datetime.now(UTC)
    with enter(harbour) as session:
        Recipe.touch(session, RULE.name, is_on=False, now=now).switch_on(by=harbour.members["alice"], now=now)
        session.commit()
    return id


def test_who_answered_about_an_invoice_is_on_today_until_it_is_decided(
    browse: Browse, enter: Enter, harbour: House, invoice: object
) -> None:
    planned = follow(enter, harbour)
    assert planned and {state for _, state in planned} == {"planned"}
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/invoices/{invoice}"
    assert "answered about invoice" not in alice.get(f"/p/{harbour.slug}/").text
    answer(enter, harbour, RULE.kind)
    assert {state for _, state in follow(enter, harbour)} == {"stopped"}, "nothing of it after a reply"
    assert "answered about invoice" in alice.get(f"/p/{harbour.slug}/").text
    page = alice.get(url).text
    assert "Fritz answered. The reminders of this invoice rest" in page and "Let its reminders go on" in page
    assert alice.post(f"{url}/reminders/resume").status_code == 303
    with enter(harbour) as session:
        states = set(session.scalars(select(Message.state).where(Message.kind == RULE.kind)))
    assert states == {"planned"}, "at once"
    assert "answered about invoice" not in alice.get(f"/p/{harbour.slug}/").text


def test_leaving_it_takes_it_off_today(browse: Browse, enter: Enter, harbour: House, invoice: object) -> None:
    follow(enter, harbour)
    answer(enter, harbour, RULE.kind)
    alice = browse(harbour, "alice")
    alice.post(f"/p/{harbour.slug}/invoices/{invoice}/reminders/pause")
    assert "answered about invoice" not in alice.get(f"/p/{harbour.slug}/").text
    assert {state for _, state in follow(enter, harbour)} == {"stopped"}


def test_an_answer_about_one_session_leaves_the_reminders_of_others(browse: Browse, enter: Enter, harbour: House) -> None:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with enter(harbour) as session:
        dora = session.get_one(Client, (harbour.practice_id, harbour.clients["dora"]))
        for days in (9, 12):
            CoachingSession.plan(dora, now + timedelta(days=days), 60, place="video", now=now - timedelta(days=3))
        session.commit()
    assert [state for _, state in follow(enter, harbour)] == ["planned", "planned"]
    answer(enter, harbour, "session_reminder")
    assert [state for _, state in follow(enter, harbour)] == ["stopped", "planned"]
    alice = browse(harbour, "alice")
    page = alice.get(f"/p/{harbour.slug}/messages").text
    with enter(harbour) as session:
        id = session.scalars(select(Inbound.id)).one()
    url = f"/p/{harbour.slug}/messages/replies/{id}/going-on"
    assert url in page and "Reminders of other sessions" in page
    assert url in browse(harbour, "alice").get(f"/p/{harbour.slug}/messages").text
    undo = alice.post(url, follow_redirects=True).text
    assert f"{url}/removal" in undo and [state for _, state in follow(enter, harbour)] == ["planned", "planned"]
    alice.post(f"{url}/removal")
    assert [state for _, state in follow(enter, harbour)] == ["stopped", "planned"]
    assert browse(harbour, "rita").post(url).status_code == 403
