"""Twenty presses on one button, from twenty browsers that commit for real."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

import wsgi
from app import db
from billing.invoice import Invoice
from billing.payment import Payment
from models import Client, Person, SignIn
from tests.blueprints.test_invoices import BASE
from tests.cast import House, add_client, build_house, settings_for
from tests.money import draft


class Database(Protocol):
    url: str


@pytest.fixture
def really(fresh_database: Callable[[], Database], scratch: Path) -> Iterator[tuple[Flask, House, UUID, str]]:
    """A database of its own, where twenty browsers commit for real: the app, the house, a draft, and a token of Alice's."""
    url = fresh_database().url
    engine = db.connect(url, pool_size=20)
    app = wsgi.create_app(settings_for(url, files_dir=scratch / "files"), engine)
    app.config.update(WTF_CSRF_ENABLED=False)
    house = build_house(lambda: db.open_session(engine), app, "harbour", "alice", {})
    with db.open_session(engine) as session:
        db.enter(session, house.practice_id)
        add_client(session, house, "cleo", "alice")
        made = draft(session, house)
        person = session.get_one(Person, house.persons["alice"])
        _, token = SignIn.start(session, person, "password", now=datetime.now(UTC), browser="test", ip="127.0.0.1")
        session.commit()
    yield app, house, made.id, token
    engine.dispose()


def at_once(app: Flask, token: str, url: str, data: dict[str, str]) -> list[int]:
    """The statuses of twenty identical posts."""

    def post(_: int) -> int:
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
        return browser.post(url, data=data).status_code

    with ThreadPoolExecutor(20) as threads:
        return list(threads.map(post, range(20)))


def test_twenty_presses_issue_one_invoice(really: tuple[Flask, House, UUID, str]) -> None:
    app, house, draft_id, token = really
    assert at_once(app, token, f"{BASE}/{draft_id}/issue", {"version": "1"}) == [303] * 20
    with app.extensions["open_session"]() as session:
        db.enter(session, house.practice_id)
        assert session.execute(select(Invoice.id, Invoice.number)).all() == [(draft_id, "2026-001")]


def test_twenty_presses_book_one_payment(really: tuple[Flask, House, UUID, str]) -> None:
    app, house, draft_id, token = really
    at_once(app, token, f"{BASE}/{draft_id}/issue", {"version": "1"})
    data = {"amount": "100.00", "paid_on": "2026-11-18", "once": str(uuid4())}
    statuses = at_once(app, token, f"{BASE}/{draft_id}/payments", data)
    assert sorted(statuses) == [303] + [409] * 19
    with app.extensions["open_session"]() as session:
        db.enter(session, house.practice_id)
        assert session.scalars(select(Payment.amount_minor)).all() == [10000]
        assert session.scalar(select(func.count()).select_from(Client)) == 1
