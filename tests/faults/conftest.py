"""A Plumbline of real processes, with one practice in it that was committed for real."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

import wsgi
from app import db
from app.local.valkey import Valkey
from tests.cast import House, add_client, build_house, settings_for
from tests.conftest import Database
from tests.faults.processes import MailServer, Plumbline, mail_server


@pytest.fixture
def mails() -> Iterator[tuple[MailServer, str]]:
    with mail_server() as served:
        yield served


@pytest.fixture
def plumbline(
    fresh_database: Callable[[], Database], own_valkey: Valkey, mails: tuple[MailServer, str], tmp_path: Path
) -> Iterator[Plumbline]:
    running = Plumbline(fresh_database(), own_valkey.url, mails[1], tmp_path / "files")
    yield running
    running.stop_all()


@pytest.fixture
def live_engine(plumbline: Plumbline) -> Iterator[Engine]:
    engine = db.connect(plumbline.database.url)
    yield engine
    engine.dispose()


@pytest.fixture
def live_app(plumbline: Plumbline, live_engine: Engine) -> Flask:
    """An application in this process on the same database, to plan things with; its wake-ups go to the same Valkey."""
    return wsgi.create_app(settings_for(plumbline.database.url, plumbline.redis_url, files_dir=plumbline.files), live_engine)


@pytest.fixture
def live_house(live_app: Flask, live_engine: Engine) -> House:
    return house_on(live_app, live_engine)


def house_on(app: Flask, engine: Engine) -> House:
    """Alice's practice with Cleo in it, committed."""
    house = build_house(lambda: db.open_session(engine), app, "harbour", "alice", {})
    with db.open_session(engine) as session:
        db.enter(session, house.practice_id)
        add_client(session, house, "cleo", "alice", company="Quay Freight", boss="bruno", hr="hana", finance="fritz")
        session.commit()
    return house
