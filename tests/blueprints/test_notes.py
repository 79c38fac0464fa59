"""Notes: one's own lie sealed in the database and open for nobody else; those for both are Markdown, and two who write both keep their words."""

from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql
from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.orm import Session

from app import db
from models import Client, CoachingSession, PrivateNote, SharedNote
from tests.cast import NOW, House, add_client, build_house
from tests.conftest import Database
from tests.statements import counted

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
JSON = {"Accept": "application/json"}


@pytest.fixture
def held(enter: Enter, harbour: House) -> UUID:
    with enter(harbour) as session:
        client = session.get(Client, (harbour.practice_id, harbour.clients["cleo"]))
        assert client is not None
        planned = CoachingSession.plan(client, NOW, 60, place="", now=NOW)
        session.commit()
        return planned.id


def private(enter: Enter, house: House) -> list[PrivateNote]:
    with enter(house) as session:
        return list(session.scalars(select(PrivateNote).order_by(PrivateNote.id)))


def shared(enter: Enter, house: House) -> list[SharedNote]:
    with enter(house) as session:
        return list(session.scalars(select(SharedNote).order_by(SharedNote.id)))


def test_ones_own_note_saves_itself_and_is_sealed(browse: Browse, enter: Enter, harbour: House, held: UUID) -> None:
    browser, address = browse(harbour, "alice"), f"/p/{harbour.slug}/sessions/{held}/private-note"
    first = browser.post(address, data={"version": "1", "text": "MARKER: he smiles"}, headers=JSON)
    assert first.status_code == 200
    assert first.get_json()["version"] == 2
    second = browser.post(address, data={"version": "2", "text": "MARKER: he smiles, in August not"}, headers=JSON)
    assert second.get_json()["version"] == 3
    [note] = private(enter, harbour)
    assert b"MARKER" not in note.body
    assert "MARKER: he smiles, in August not" in browser.get(f"/p/{harbour.slug}/sessions/{held}").text


@pytest.mark.parametrize("who", ["bob", "rita"])
def test_nobody_else_reads_it(browse: Browse, harbour: House, held: UUID, who: str) -> None:
    browse(harbour, "alice").post(f"/p/{harbour.slug}/sessions/{held}/private-note", data={"version": "1", "text": "MARKER"})
    browse(harbour, "alice").post(
        f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/private-note", data={"version": "1", "text": "MARKER"}
    )
    browser = browse(harbour, who)
    for path in (f"sessions/{held}", f"clients/{harbour.clients['cleo']}/notes"):
        page = browser.get(f"/p/{harbour.slug}/{path}")
        assert page.status_code == 200
        assert "MARKER" not in page.text


def test_each_writes_their_own(browse: Browse, enter: Enter, harbour: House, held: UUID) -> None:
    for who in ("alice", "bob"):
        browse(harbour, who).post(f"/p/{harbour.slug}/sessions/{held}/private-note", data={"version": "1", "text": f"of {who}"})
    assert {note.author_id for note in private(enter, harbour)} == {harbour.members["alice"], harbour.members["bob"]}
    assert "of bob" in browse(harbour, "bob").get(f"/p/{harbour.slug}/sessions/{held}").text


def test_two_windows_both_keep_their_words(browse: Browse, enter: Enter, harbour: House, held: UUID) -> None:
    browser, address = browse(harbour, "alice"), f"/p/{harbour.slug}/sessions/{held}/private-note"
    browser.post(address, data={"version": "1", "text": "from the first window"})
    late = browser.post(address, data={"version": "1", "text": "from the second"}, headers=JSON)
    assert late.status_code == 409
    both = browser.post(address, data={"version": "1", "text": "from the second"})
    assert both.status_code == 409
    assert "from the first window" in both.text
    assert "from the second" in both.text
    assert f'href="/p/{harbour.slug}/sessions/{held}#private"' in both.text
    chosen = browser.post(address, data={"version": "2", "text": "from the second"})
    assert chosen.status_code == 303
    assert len(private(enter, harbour)) == 1


def test_a_sealed_note_opens_nowhere_else(browse: Browse, enter: Enter, harbour: House, held: UUID) -> None:
    """Somebody who may write to the table moves a body to another row: it does not open, and is not written over."""
    browser, address = browse(harbour, "alice"), f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/private-note"
    browser.post(f"/p/{harbour.slug}/sessions/{held}/private-note", data={"version": "1", "text": "MARKER"})
    browser.post(address, data={"version": "1", "text": "of the client"})
    first, second = private(enter, harbour)
    with enter(harbour) as session:
        session.execute(update(PrivateNote).where(PrivateNote.id == second.id).values(body=first.body))
        session.commit()
    page = browser.get(f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/notes")
    assert page.status_code == 200
    assert "cannot be opened" in page.text
    assert "MARKER" not in page.text
    assert browser.post(address, data={"version": "2", "text": "over it"}).status_code == 409


@pytest.mark.parametrize(("version", "text"), [("0", "a"), ("x", "a"), ("9" * 30, "a"), ("1", "x" * 90_001)])
def test_what_cannot_be_kept_is_said_and_given_back(
    browse: Browse, enter: Enter, harbour: House, held: UUID, version: str, text: str
) -> None:
    browser, address = browse(harbour, "alice"), f"/p/{harbour.slug}/sessions/{held}/private-note"
    assert browser.post(address, data={"version": version, "text": text}, headers=JSON).status_code == 422
    page = browser.post(address, data={"version": version, "text": text})
    assert page.status_code == 422
    assert text in page.text
    assert private(enter, harbour) == []


def test_the_longest_note_fits_in_the_widest_letters(browse: Browse, enter: Enter, harbour: House, held: UUID) -> None:
    answer = browse(harbour, "alice").post(f"/p/{harbour.slug}/sessions/{held}/private-note", data={"version": "1", "text": "𝕏" * 90_000})
    assert answer.status_code == 303
    assert len(private(enter, harbour)) == 1


def test_a_note_for_both_of_a_session(browse: Browse, enter: Enter, harbour: House, held: UUID) -> None:
    browser, address = browse(harbour, "alice"), f"/p/{harbour.slug}/sessions/{held}/note"
    assert browser.post(address, data={"text": "", "once": str(uuid4())}).status_code == 422
    once = str(uuid4())
    assert browser.post(address, data={"text": "Said **early**", "once": once}).status_code == 303
    second_window = browser.post(address, data={"text": "In another window", "once": once})
    assert second_window.status_code == 409
    assert "Said **early**" in second_window.text
    assert "In another window" in second_window.text
    assert browser.post(address, data={"text": "Said late", "version": "1"}).status_code == 303
    assert [(note.text, note.draft_no) for note in shared(enter, harbour)] == [("Said late", 2)]
    assert browser.post(address, data={"text": "Said never", "version": "1"}).status_code == 409


def test_notes_for_both_are_shown_as_they_were_meant(browse: Browse, harbour: House) -> None:
    browser, address = browse(harbour, "alice"), f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/notes"
    text = "Said **early**.\n<script>alert(1)</script>\n[here](javascript:alert(1))"
    assert browser.post(address, data={"text": text, "once": str(uuid4())}).status_code == 303
    page = browser.get(address).text
    assert "<strong>early</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_changing_and_taking_back(browse: Browse, enter: Enter, harbour: House) -> None:
    browser, address = browse(harbour, "alice"), f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/notes"
    browser.post(address, data={"text": "First words", "once": str(uuid4())})
    [note] = shared(enter, harbour)
    edit = f"/p/{harbour.slug}/notes/{note.id}"
    assert "First words" in browser.get(f"{edit}/edit").text
    assert browser.post(f"{edit}/edit", data={"version": "1", "text": "Second words"}).status_code == 303
    both = browser.post(f"{edit}/edit", data={"version": "1", "text": "Third words"})
    assert both.status_code == 409
    assert "Second words" in both.text
    assert browse(harbour, "bob").post(f"{edit}/edit", data={"version": "2", "text": "Bob's"}).status_code == 403
    browser.post(f"{edit}/withdrawal")
    assert shared(enter, harbour)[0].withdrawn_at is not None
    assert f"{edit}/return" in browser.get(address).text
    browser.post(f"{edit}/return")
    assert shared(enter, harbour)[0].withdrawn_at is None


def test_who_may_not(browse: Browse, enter: Enter, harbour: House, summit: House, held: UUID) -> None:
    address = f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}"
    assert browse(harbour, "ada").get(f"{address}/notes").status_code == 403
    assert browse(harbour, "ada").post(f"{address}/private-note", data={"version": "1", "text": "a"}).status_code == 403
    assert browse(harbour, "rita").get(f"{address}/notes").status_code == 200
    assert browse(harbour, "rita").post(f"{address}/notes", data={"text": "a", "once": str(uuid4())}).status_code == 403
    charlie = browse(summit, "charlie")
    for path in (f"clients/{harbour.clients['cleo']}/private-note", f"sessions/{held}/private-note", f"sessions/{held}/note"):
        assert charlie.post(f"/p/{summit.slug}/{path}", data={"version": "1", "text": "a", "once": str(uuid4())}).status_code == 404
    assert private(enter, harbour) == []


def test_a_page_of_notes_is_bounded(browse: Browse, connection: Connection, enter: Enter, harbour: House) -> None:
    browser, address = browse(harbour, "alice"), f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/notes"
    with enter(harbour) as session:
        session.add_all(
            SharedNote(client_id=harbour.clients["cleo"], author_id=harbour.members["bob"], text=f"note {n:03}", at=NOW) for n in range(45)
        )
        session.commit()
    with counted(connection) as sent:
        page = browser.get(address).text
    assert len(sent) <= 8, sent
    assert page.count("<li>") < 60
    assert "note 044" in page
    assert "note 004" in browser.get(f"{address}?page=3").text
    assert browser.get(f"{address}?page=1e20").status_code == 200


def test_a_dump_shows_no_private_word(the_app: Flask, fresh_database: Callable[[], Database]) -> None:
    """Committed for real, then every text and every byte of every table is searched as the owner of the database."""
    made = fresh_database()
    engine: Engine = db.connect(made.url)
    before = the_app.extensions["open_session"]
    the_app.extensions["open_session"] = lambda: db.open_session(engine)
    try:
        house = build_house(lambda: db.open_session(engine), the_app, "harbour", "alice", {})
        with db.open_session(engine) as session:
            db.enter(session, house.practice_id)
            add_client(session, house, "cleo", "alice")
            session.commit()
        browser = the_app.test_client()
        browser.post("/sign-in", data={"address": "alice@harbour.example", "password": "four words that travel"})
        address = f"/p/{house.slug}/clients/{house.clients['cleo']}"
        assert browser.post(f"{address}/notes", data={"text": "MARKER-FOR-BOTH", "once": str(uuid4())}).status_code == 303
        assert browser.post(f"{address}/private-note", data={"version": "1", "text": "MARKER-OF-MINE"}).status_code == 303
        assert browser.post(f"{address}/private-note", data={"version": "1", "text": "MARKER-OF-MINE, twice"}).status_code == 409
        assert "MARKER-OF-MINE" in browser.get(f"{address}/notes").text
    finally:
        the_app.extensions["open_session"] = before
        engine.dispose()
    found = {marker: places(made.owner_url, marker) for marker in ("MARKER-FOR-BOTH", "MARKER-OF-MINE")}
    assert found == {"MARKER-FOR-BOTH": ["shared_note.text"], "MARKER-OF-MINE": []}


def places(owner_url: str, marker: str) -> list[str]:
    """The columns of all tables in which these letters stand, in whatever they are kept."""
    with psycopg.connect(owner_url) as connection:
        columns = connection.execute(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'"
        ).fetchall()
        assert {"text", "bytea", "jsonb"} <= {kind for _, _, kind in columns}
        return [
            f"{table}.{column}"
            for table, column, kind in columns
            if connection.execute(
                sql.SQL("select exists (select from {} where position({} in {}) > 0)").format(
                    sql.Identifier(table),
                    sql.Literal(marker.encode() if kind == "bytea" else marker),
                    sql.Identifier(column) if kind == "bytea" else sql.SQL("{}::text").format(sql.Identifier(column)),
                )
            ).fetchone()
            == (True,)
        ]
