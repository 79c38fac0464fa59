"""A web server that is killed, twenty identical posts, a PostgreSQL that is away: all or nothing, once, and it recovers alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any
from uuid import UUID

import psycopg
import pytest
import requests
from flask import Flask
from sqlalchemy import Engine

from app import db
from models import Client, Contract
from models.errors import TwoGoalsAtMost
from tests.cast import NOW, House
from tests.faults.processes import Plumbline, in_background, wait_for
from tests.faults.visitor import Visitor


@pytest.fixture
def alice(plumbline: Plumbline, live_app: Flask, live_engine: Engine, live_house: House) -> Visitor:
    return Visitor(live_app, live_engine, live_house, plumbline.web())


def newcomer(alice: Visitor, name: str = "Nia Newcomer") -> dict[str, Any]:
    """The form for a client, filled in."""
    address = f"{name.split()[0].lower()}@private.example"
    told = {"name": name, "address": address, "zone": "Europe/Amsterdam", "coach": str(alice.house.members["alice"])}
    return alice.read_form("/clients/new") | told


def how_many(plumbline: Plumbline, name: str = "Nia Newcomer") -> int:
    return int(plumbline.ask("select count(*) from client where name = %s", name)[0][0])


def test_twenty_identical_posts_make_one_row(plumbline: Plumbline, alice: Visitor) -> None:
    form = newcomer(alice)
    with ThreadPoolExecutor(20) as at_once:
        answers = list(at_once.map(lambda _: alice.post("/clients", form), range(20)))
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * 19
    assert all("saved" in answer.text for answer in answers if answer.status_code == 409)
    assert how_many(plumbline) == 1


def test_killed_before_the_commit(plumbline: Plumbline, alice: Visitor) -> None:
    """Held by a lock while it writes, then killed: nothing is left. The same form, sent again to the next server, makes one row."""
    form, ended = newcomer(alice), Event()

    def send() -> None:
        with pytest.raises(requests.ConnectionError):
            alice.post("/clients", form)
        ended.set()

    with psycopg.connect(plumbline.database.owner_url) as holder:
        holder.execute("lock table once in exclusive mode")
        in_background(send)
        wait_for(lambda: plumbline.ask("select 1 from pg_locks where not granted and relation = 'once'::regclass"))
        assert plumbline.server
        plumbline.kill(plumbline.server)
        assert ended.wait(10)
    assert how_many(plumbline) == 0
    plumbline.web()
    assert alice.post("/clients", form).status_code == 303
    assert how_many(plumbline) == 1


def test_killed_after_the_commit(plumbline: Plumbline, alice: Visitor) -> None:
    """The answer was lost, so the browser sends the form again: it is told that it is saved."""
    form = newcomer(alice)
    alice.post("/clients", form)
    assert plumbline.server
    plumbline.kill(plumbline.server)
    plumbline.web()
    again = alice.post("/clients", form)
    assert (again.status_code, "saved" in again.text) == (409, True)
    assert how_many(plumbline) == 1


def race(engine: Engine, house: House, act: Callable[[Any, Client], None], times: int) -> list[str]:
    """What became of each of `times` that ask at once, on connections of their own."""

    def one(_number: int) -> str:
        with db.open_session(engine) as session:
            db.enter(session, house.practice_id)
            try:
                act(session, session.get_one(Client, (house.practice_id, house.clients["cleo"])))
                session.commit()
            except TwoGoalsAtMost:
                return "refused"
        return "made"

    with ThreadPoolExecutor(times) as at_once:
        return list(at_once.map(one, range(times)))


def test_of_twenty_goals_at_once_two_are_made(plumbline: Plumbline, live_engine: Engine, live_house: House) -> None:
    """Over several agreements of one person, and drafts count too."""
    contracts: list[UUID] = []
    with db.open_session(live_engine) as session:
        db.enter(session, live_house.practice_id)
        cleo = session.get_one(Client, (live_house.practice_id, live_house.clients["cleo"]))
        contracts = [_bare_contract(session, live_house, cleo) for _ in range(2)]
        session.commit()
    turn = iter(contracts * 10)

    def add(session: Any, _cleo: Client) -> None:
        session.get_one(Contract, (live_house.practice_id, next(turn))).add_goal(NOW)

    assert sorted(race(live_engine, live_house, add, 20)) == ["made"] * 2 + ["refused"] * 18
    assert plumbline.ask("select place from goal order by place") == [(1,), (2,)]


def _bare_contract(session: Any, house: House, cleo: Client) -> UUID:
    contract = Contract(client_id=cleo.id, client=cleo, created_at=NOW, created_by=house.members["alice"])
    session.add(contract)
    session.flush()
    return contract.id
