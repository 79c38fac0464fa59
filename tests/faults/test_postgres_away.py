"""PostgreSQL is stopped, and killed under load: 503 with a time to come back, nothing accepted and lost, and it recovers alone."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from app.local.postgres import Postgres
from app.local.valkey import Valkey
from tests.cast import House
from tests.conftest import addresses
from tests.faults.processes import MailServer, Plumbline, wait_for
from tests.faults.test_web import how_many, newcomer
from tests.faults.test_worker import plan, states
from tests.faults.visitor import Visitor


@pytest.fixture
def plumbline(own_postgres: Postgres, own_valkey: Valkey, mails: tuple[MailServer, str], tmp_path: Path) -> Iterator[Plumbline]:
    """On a server of its own."""
    running = Plumbline(addresses(own_postgres.cluster, "plumbline"), own_valkey.url, mails[1], tmp_path / "files")
    yield running
    running.stop_all()


@pytest.fixture
def alice(plumbline: Plumbline, live_app: Flask, live_engine: Engine, live_house: House) -> Visitor:
    return Visitor(live_app, live_engine, live_house, plumbline.web())


def test_a_page_says_when_to_come_back(own_postgres: Postgres, plumbline: Plumbline, alice: Visitor) -> None:
    form = newcomer(alice)
    own_postgres.stop()
    for answer in (alice.get("/clients"), alice.post("/clients", form)):
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
    own_postgres.start()
    assert alice.post("/clients", form).status_code == 303
    assert how_many(plumbline) == 1


def test_killed_under_requests_and_jobs(
    own_postgres: Postgres, plumbline: Plumbline, mails: tuple[MailServer, str], live_app: Flask, live_house: House, alice: Visitor
) -> None:
    """People send again what was answered with 503; what was answered with anything else stands once."""
    names = [f"Nia{n} Newcomer" for n in range(24)]
    forms = {name: newcomer(alice, name) for name in names}
    plan(live_app, live_house, "portal_welcome", 40)
    workers = [plumbline.worker(), plumbline.worker()]
    wait_for(lambda: len(mails[0].taken) > 3)
    with ThreadPoolExecutor(4) as sending:
        answers = [sending.submit(insist, alice, forms[name]) for name in names]
        for _ in range(2):
            own_postgres.kill()
            time.sleep(1.5)
            own_postgres.start()
            time.sleep(0.5)
        assert {answer.result() for answer in answers} <= {303, 409}
    assert [how_many(plumbline, name) for name in names] == [1] * 24

    def all_sent() -> bool:
        plumbline.keep(workers)
        return states(plumbline) == ["sent"] * 40

    wait_for(all_sent, 90)
    ids = [mail_id for mail_id, _ in mails[0].taken]
    assert len(set(ids)) == 40
    assert len(ids) <= 44  # two workers, two kills: what was on its way then goes again under its own Message-ID


def insist(alice: Visitor, form: dict[str, Any]) -> int:
    """Send until it is taken or said to be saved already."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        answer = alice.post("/clients", form)
        if answer.status_code != 503:
            return answer.status_code
        time.sleep(0.2)
    raise AssertionError("it never recovered")
