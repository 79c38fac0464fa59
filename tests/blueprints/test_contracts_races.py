"""Twenty identical posts at once make one effect."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from models import Contract, Goal, Message, Signature, Version
from tests.real import Database, Real, real_harbour
from tests.signing import boss_signs, others_sign
from tests.story import begin


@pytest.fixture
def real(fresh_database: Callable[[], Database], tmp_path: Path) -> Iterator[Real]:
    with real_harbour(fresh_database, tmp_path) as real:
        yield real


def twenty(real: Real, address: str, **typed: str) -> Counter[int]:
    token = real.token("alice")
    with ThreadPoolExecutor(8) as pool:
        return Counter(pool.map(lambda _: real.browser(token).post(f"/p/harbour-coaching{address}", data=typed).status_code, range(20)))


def count(real: Real, cls: type) -> int:
    with real.enter(real.house) as session:
        return session.scalar(select(func.count()).select_from(cls)) or 0


def test_an_agreement_a_second_goal_and_its_words(real: Real) -> None:
    cleo = real.house.clients["cleo"]
    assert twenty(real, f"/clients/{cleo}/contracts", once=str(uuid4())) == {303: 1, 409: 19}
    assert count(real, Contract) == 1
    with real.enter(real.house) as session:
        id = session.scalars(select(Contract.id)).one()
    assert twenty(real, f"/contracts/{id}/goals", once=str(uuid4())) == {303: 1, 409: 19}
    assert count(real, Goal) == 2
    with real.enter(real.house) as session:
        goal = session.scalars(select(Goal)).first()
    typed = twenty(real, f"/contracts/{id}/goals/{goal.id}", version=str(goal.draft_no), title="Mine")
    assert typed == {303: 1, 409: 19}, "of two who type at once, one is shown both"


def test_sending_offering_signing(real: Real) -> None:
    house = real.house
    with real.enter(house) as session:
        contract = begin(session, house)
        session.commit()
        id = contract.id
    assert twenty(real, f"/contracts/{id}/reading") == {303: 1, 409: 19}
    assert count(real, Message) == 1
    boss_signs(real.enter, house, id)
    assert twenty(real, f"/contracts/{id}/offer", name="Alice Harbour") == {303: 1, 409: 19}
    assert count(real, Version) == 2
    others_sign(real.enter, house, id)
    with real.enter(house) as session:
        prints = {kind: session.get_one(Contract, (house.practice_id, id)).part(kind).open.sha256 for kind in ("goals", "annex")}
    for kind, sha256 in prints.items():
        answers = twenty(real, f"/contracts/{id}/parts/{kind}/signature", name="Alice Harbour", sha256=sha256)
        assert answers == {303: 1, 409: 19}
    assert count(real, Signature) == 7
    with real.enter(house) as session:
        assert session.get_one(Contract, (house.practice_id, id)).is_active
