"""A house in a database of its own, where things are committed for real: for races, and for what only the owner of the database can do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

import wsgi
from app import db
from app.clock import now
from models import Person, SignIn
from tests.cast import House, add_client, build_house, settings_for


class Database(Protocol):
    url: str
    owner_url: str


@dataclass
class Real:
    app: Flask
    engine: Engine
    house: House
    owner_url: str

    def enter(self, house: House, reader_id: UUID | None = None) -> Session:
        session = db.open_session(self.engine)
        db.enter(session, house.practice_id, reader_id)
        return session

    def token(self, who: str) -> str:
        with self.enter(self.house) as session:
            person = session.get_one(Person, self.house.persons[who])
            _, token = SignIn.start(session, person, "password", now=now(), browser="test", ip="127.0.0.1")
            session.commit()
        return token

    def browser(self, token: str) -> FlaskClient:
        browser = self.app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
        return browser

    def as_owner(self, statement: str, *values: object) -> int:
        """How many rows it touched."""
        with psycopg.connect(self.owner_url) as connection:
            return connection.execute(statement, values).rowcount


@contextmanager
def real_harbour(fresh_database: Callable[[], Database], files: Path) -> Iterator[Real]:
    """Alice, her client Cleo, the boss Bruno, finance Fritz."""
    database = fresh_database()
    engine = db.connect(database.url, pool_size=20)
    app = wsgi.create_app(settings_for(database.url, files_dir=files), engine)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    real = Real(app, engine, build_house(lambda: db.open_session(engine), app, "harbour", "alice", {}), database.owner_url)
    with real.enter(real.house) as session:
        add_client(session, real.house, "cleo", "alice", company="Quay Freight", boss="bruno", finance="fritz")
        session.commit()
    yield real
    engine.dispose()
