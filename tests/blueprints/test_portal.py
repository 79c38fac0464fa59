"""The client's pages over HTTP: today's one thing, entries, actions, sharing, and what nobody else may reach."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models import Action, Client, CoachingSession, Goal, Ladder, Measure, Message, Reading, Share, SharedNote
from tests.cast import House
from tests.models.contract.test_story import sign_all
from tests.statements import counted

Enter = Callable[..., Session]
Browse = Callable[..., FlaskClient]


@pytest.fixture
def active(enter: Enter, harbour: House) -> dict[str, Any]:
    """An agreement in force between Cleo, Alice and Bruno, with an action, a session and a shared note."""
    contract_id = sign_all(enter, harbour)
    with enter(harbour) as session:
        client = session.get(Client, (harbour.practice_id, harbour.clients["cleo"]))
        now = datetime.now(UTC)
        action = Action(client_id=client.id, text="Close one item with Fien", created_at=now, due=now.date())
        session.add_all([action, SharedNote(client_id=client.id, author_id=harbour.members["alice"], text="**Well** done.", at=now)])
        CoachingSession.plan(client, now + timedelta(days=2), 60, place="Room Pegasus", now=now)
        goal = session.scalar(select(Goal).where(Goal.client_id == client.id))
        ids = {"contract": contract_id, "goal": goal.id, "measure": goal.measure.id, "action": action.id}
        session.commit()
    return ids


def test_home(active: dict[str, Any], browse: Browse, harbour: House, connection: Connection) -> None:
    browser = browse(harbour, "cleo")
    browser.get(f"/my/{harbour.slug}/")
    with counted(connection) as sent:
        page = browser.get(f"/my/{harbour.slug}/")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    for words in ("Close one item with Fien", "Room Pegasus", "<strong>Well</strong> done.", "Decisions are closed in the meeting", "Next session"):
        assert words in text
    assert len(sent) <= 8, sent
