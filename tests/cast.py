"""The standing cast. Alice owns Harbour, Bob coaches there, Ada assists, Rita only reads; Charlie owns Summit and must see nothing of Harbour.

Cleo is Alice's client, her boss is Bruno, HR is Hana, finance is Fritz; Dora is Bob's client and must see nothing of Cleo.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

import wsgi
from app import db
from app.auth import READER
from app.settings import Settings
from models import Client, Contact, Membership, Organisation, Person, Practice, SignIn
from models.signup import Signup

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)  # a Tuesday
VAULT_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
PASSWORD = "four words that travel"


def settings_for(database_url: str, redis_url: str = "redis://127.0.0.1:1/0", **more: Any) -> Settings:
    return Settings(
        _env_file=None, secret_key="s" * 40, vault_key=VAULT_KEY, database_url=database_url, redis_url=redis_url, cheap_passwords=True,
        base_url="http://localhost", **more,
    )  # fmt: skip


@dataclass
class House:
    """One practice and its people, as ids and addresses."""

    practice_id: UUID
    slug: str
    members: dict[str, UUID] = field(default_factory=dict)  # name -> membership id
    persons: dict[str, UUID] = field(default_factory=dict)
    clients: dict[str, UUID] = field(default_factory=dict)
    contacts: dict[str, UUID] = field(default_factory=dict)


@pytest.fixture(scope="session")
def the_app(engine: Engine, database_url: str, scratch: Path) -> Flask:
    app = wsgi.create_app(settings_for(database_url, files_dir=scratch / "files"), engine)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def app(the_app: Flask, connection: Connection) -> Flask:
    """Every session of this test lives on one connection, rolled back at its end; a commit is a savepoint."""
    opened: list[Session] = []

    def open_session() -> Session:
        session = db.open_session(connection)
        close = session.close
        opened.append(session)

        def close_and_go_back() -> None:
            """Here all sessions share a connection, so who is entered must be said again when an inner one ends."""
            close()
            opened.remove(session)
            if opened and (outer := opened[-1]).in_transaction():
                who = [str(outer.info.get(name) or "") for name in ("practice_id", "reader_id")]
                cursor = connection.connection.cursor()
                cursor.execute("select set_config('app.practice_id', %s, true), set_config('app.reader_id', %s, true)", who)

        session.close = close_and_go_back  # type: ignore[method-assign]
        return session

    the_app.extensions["open_session"] = open_session
    return the_app


def build_house(session_for: Callable[[], Session], app: Flask, name: str, owner: str, team: dict[str, str]) -> House:
    with session_for() as session:
        person = Person(address=f"{owner}@{name}.example", name=f"{owner.title()} {name.title()}", confirmed_at=NOW, created_at=NOW)
        person.password_hash = app.extensions["passwords"].hash(PASSWORD)
        session.add(person)
        session.flush()
        made = Signup(f"{name.title()} Coaching", "both", "leaders", "EUR", "Europe/Amsterdam", "en").make(
            session, person, app.extensions["vault"].new_key(), NOW
        )
        practice = made.practice
        practice.legal_name, practice.legal_address, practice.tax_number, practice.tax_rate = (
            f"{name.title()} Ltd",
            "1 Quay\n1011 AB Amsterdam",
            "NL001",
            21,
        )
        house = House(practice.id, practice.slug, {owner: made.id}, {owner: person.id})
        for who, role in team.items():
            other = Person(address=f"{who}@{name}.example", name=f"{who.title()} {name.title()}", confirmed_at=NOW, created_at=NOW)
            other.password_hash = person.password_hash
            session.add(other)
            session.flush()
            membership = Membership(practice_id=practice.id, person_id=other.id, role=role, created_at=NOW)
            session.add(membership)
            session.flush()
            house.members[who], house.persons[who] = membership.id, other.id
        session.commit()
    return house


def add_client(
    session: Session, house: House, who: str, coach: str, *, company: str = "", boss: str = "", hr: str = "", finance: str = ""
) -> Client:
    client = Client(
        name=f"{who.title()} Marsh",
        address=f"{who}@private.example",
        coach_id=house.members[coach],
        zone="Europe/Amsterdam",
        created_at=NOW,
    )
    session.add(client)
    session.flush()
    if company:
        organisation = Organisation(name=company, folded=company.casefold())
        session.add(organisation)
        session.flush()
        client.organisation_id = organisation.id
    for role, name in (("boss", boss), ("hr", hr), ("finance", finance)):
        if name:
            contact = client.name_sponsor(role, name=f"{name.title()} Vale", address=f"{name}@company.example", zone="Europe/Amsterdam")
            house.contacts[name] = contact.id
    house.clients[who] = client.id
    session.flush()
    return client


@pytest.fixture
def harbour(app: Flask, connection: Connection) -> House:
    house = build_house(
        lambda: db.open_session(connection), app, "harbour", "alice", {"bob": "coach", "ada": "assistant", "rita": "reader"}
    )
    with db.open_session(connection) as session:
        db.enter(session, house.practice_id)
        add_client(session, house, "cleo", "alice", company="Quay Freight", boss="bruno", hr="hana", finance="fritz")
        add_client(session, house, "dora", "bob")
        session.commit()
    return house


@pytest.fixture
def summit(app: Flask, connection: Connection) -> House:
    house = build_house(lambda: db.open_session(connection), app, "summit", "charlie", {})
    with db.open_session(connection) as session:
        db.enter(session, house.practice_id)
        add_client(session, house, "cody", "charlie", company="Peak Ltd", boss="petra")
        session.commit()
    return house


@pytest.fixture
def enter(connection: Connection) -> Iterator[Callable[..., Session]]:
    """A session in a practice, for a reader or for its own people."""
    opened: list[Session] = []

    def open_in(house: House, reader_id: UUID | None = None) -> Session:
        session = db.open_session(connection)
        db.enter(session, house.practice_id, reader_id)
        opened.append(session)
        return session

    yield open_in
    for session in opened:
        session.close()


@pytest.fixture
def browse(app: Flask, connection: Connection) -> Callable[..., FlaskClient]:
    """A browser, signed in as somebody of a house: a member by name, a client or contact by name, or nobody."""

    def sign_in(house: House | None = None, who: str | None = None) -> FlaskClient:
        browser = app.test_client()
        if house is None or who is None:
            return browser
        with db.open_session(connection) as session:
            db.enter(session, house.practice_id)
            if who in house.persons:
                person, proof, key = session.get(Person, house.persons[who]), "password", "_user_id"
            else:
                noun, id = (Client, house.clients[who]) if who in house.clients else (Contact, house.contacts[who])
                reader = session.get(noun, (house.practice_id, id))
                assert reader is not None
                person, proof, key = Person.at(session, reader.address, reader.name, datetime.now(UTC)), "mail", READER
                reader.person_id = person.id
            assert person is not None
            _, token = SignIn.start(session, person, proof, now=datetime.now(UTC), browser="test", ip="127.0.0.1")
            session.commit()
        with browser.session_transaction() as cookie:
            cookie[key] = token
        return browser

    return sign_in


__all__ = ["NOW", "PASSWORD", "House", "Practice", "add_client", "build_house", "settings_for"]
