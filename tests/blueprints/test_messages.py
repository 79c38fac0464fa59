"""What leaves by itself, as the coach sees it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select

from app.jobs.occasion import READERS
from models import Client, Due, Message
from models.outbox import WHO
from tests.cast import House
from tests.statements import counted
from tests.story import Enter
from tests.words import text

Browse = Callable[..., FlaskClient]
SOON = timedelta(hours=5)


def write(
    enter: Enter, house: House, who: str = "cleo", state: str = "planned", occasion: str = "once", kind: str = "portal_welcome"
) -> UUID:
    now = datetime.now(UTC)
    with enter(house) as session:
        client = session.get_one(Client, (house.practice_id, house.clients[who]))
        message = Message.plan(client, kind, subject=client, occasion=occasion, at=now + SOON)
        assert message is not None
        message.state = state
        if state == "sent":
            message.sent_at = now
        if state in ("held", "failed"):
            message.why = "because of a reason"
        session.commit()
        return message.id


def state_of(enter: Enter, house: House, id: UUID) -> str:
    with enter(house) as session:
        return session.get_one(Message, (house.practice_id, id)).state


def test_an_empty_page_says_where_messages_come_from(enter: Enter, harbour: House, browse: Browse) -> None:
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/messages"
    page = alice.get(url).text
    assert "Read the recipes" in page
    assert "Nothing was held back." not in page, "three empty parts teach nothing"
    write(enter, harbour)
    assert "Read the recipes" not in alice.get(url).text


def test_coming_held_and_gone_stand_apart(enter: Enter, harbour: House, browse: Browse) -> None:
    for n, state in enumerate(("planned", "held", "failed", "sent", "perhaps sent", "stopped")):
        write(enter, harbour, state=state, occasion=str(n))
    write(enter, harbour, kind="sign_in")
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/messages").text
    coming, held = page.index('id="coming"'), page.index('id="held"')
    out = page.index('id="out"')
    assert page[coming:held].count("Cleo Marsh") == 1 and "/stop" in page[coming:held]
    assert page[held:out].count("because of a reason") == 2 and page[held:out].count("/again") == 2
    assert page[out:].count("Cleo Marsh") == 3 and "Perhaps sent; not sent again" in page[out:]
    assert "a code to sign in" not in page.lower()


def test_each_row_says_what_goes_to_whom(enter: Enter, harbour: House, browse: Browse) -> None:
    for kind in ("session_planned", "entry_nudge"):
        write(enter, harbour, kind=kind)
    page = text(browse(harbour, "alice").get(f"/p/{harbour.slug}/messages").text)
    assert "The time of a session, newly planned or moved" in page and "A reminder to enter a number after a session" in page
    assert page.count("to the client") == 2


def test_everybody_who_is_written_to_is_somebody() -> None:
    """Of each kind of recipient the list says who that is."""
    assert {*READERS, "member", "invitation"} == set(WHO)


def test_one_reader_and_one_part(enter: Enter, harbour: House, browse: Browse) -> None:
    write(enter, harbour)
    write(enter, harbour, "dora")
    alice = browse(harbour, "alice")
    page = alice.get(f"/p/{harbour.slug}/messages?person={harbour.clients['dora']}&show=coming").text
    assert "Messages to Dora Marsh" in page and "Cleo Marsh" not in page and 'id="held"' not in page


@pytest.mark.parametrize(
    "query", ["person=junk", "person=00000000-0000-7000-8000-00000000000a", "show=%00&page=10e400&person=%00", "page=99999"]
)
def test_junk_in_the_address_shows_the_page(enter: Enter, harbour: House, browse: Browse, query: str) -> None:
    assert browse(harbour, "alice").get(f"/p/{harbour.slug}/messages?{query}").status_code == 200


def test_stopping_can_be_undone_and_leaves_one_thing_to_do(enter: Enter, harbour: House, browse: Browse) -> None:
    id, alice = write(enter, harbour), browse(harbour, "alice")
    answer = alice.post(f"/p/{harbour.slug}/messages/{id}/stop", follow_redirects=True)
    assert f"/messages/{id}/again" in answer.text and state_of(enter, harbour, id) == "stopped"
    assert alice.post(f"/p/{harbour.slug}/messages/{id}/stop").status_code == 409
    alice.post(f"/p/{harbour.slug}/messages/{id}/again")
    with enter(harbour) as session:
        message = session.get_one(Message, (harbour.practice_id, id))
        assert message.state == "planned" and message.planned_for > datetime.now(UTC) + SOON - timedelta(minutes=5), "at its own time"
        assert session.scalar(select(func.count()).select_from(Due).where(Due.subject_id == id, Due.done_at.is_(None))) == 1


@pytest.mark.parametrize("state", ["held", "failed"])
def test_what_was_held_can_be_sent_again(enter: Enter, harbour: House, browse: Browse, state: str) -> None:
    id = write(enter, harbour, state=state)
    with enter(harbour) as session:
        session.scalars(select(Due).where(Due.subject_id == id)).one().done_at = datetime.now(UTC)
        session.commit()
    answer = browse(harbour, "alice").post(f"/p/{harbour.slug}/messages/{id}/again?next=/p/{harbour.slug}/messages?show=held")
    assert answer.status_code == 303 and answer.location.endswith("show=held")
    with enter(harbour) as session:
        assert session.scalar(select(func.count()).select_from(Due).where(Due.subject_id == id, Due.done_at.is_(None))) == 1
    assert state_of(enter, harbour, id) == "planned"


@pytest.mark.parametrize("state", ["sent", "sending", "perhaps sent", "planned"])
def test_what_has_left_is_not_sent_again(enter: Enter, harbour: House, browse: Browse, state: str) -> None:
    id = write(enter, harbour, state=state)
    assert browse(harbour, "alice").post(f"/p/{harbour.slug}/messages/{id}/again").status_code == 409
    assert state_of(enter, harbour, id) == state


def test_who_may_look_and_who_may_act(enter: Enter, harbour: House, summit: House, browse: Browse) -> None:
    id = write(enter, harbour)
    assert browse(harbour, "ada").get(f"/p/{harbour.slug}/messages").status_code == 403
    rita = browse(harbour, "rita")
    assert "/stop" not in rita.get(f"/p/{harbour.slug}/messages").text
    assert rita.post(f"/p/{harbour.slug}/messages/{id}/stop").status_code == 403
    assert browse(summit, "charlie").post(f"/p/{summit.slug}/messages/{id}/stop").status_code == 404
    assert state_of(enter, harbour, id) == "planned"


def test_pages_are_flat_and_bounded(enter: Enter, harbour: House, browse: Browse, connection: Connection) -> None:
    alice = browse(harbour, "alice")
    with counted(connection) as few:
        alice.get(f"/p/{harbour.slug}/messages")
    for n in range(45):
        write(enter, harbour, state="sent", occasion=str(n))
    with counted(connection) as many:
        page = alice.get(f"/p/{harbour.slug}/messages").text
    assert page.count("Sent</span>") == 8 and "All 45" in page
    assert len(many) == len(few) <= 8, many
    assert alice.get(f"/p/{harbour.slug}/messages?show=out&page=2").text.count("Sent</span>") == 5
