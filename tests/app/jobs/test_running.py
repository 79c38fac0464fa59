"""Due rows: taken once, given back by whoever dies, backed off when they fail, and done in the practice they belong to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask, g, has_request_context
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from app import jobs
from models import Client, Due
from tests.cast import House

Enter = Callable[..., Session]


@pytest.fixture
def planned(app: Flask, enter: Enter, harbour: House) -> Callable[[str], UUID]:
    def plan(verb: str) -> UUID:
        with enter(harbour) as session:
            client = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
            Due.plan(client, verb, at=datetime.now(UTC) - timedelta(minutes=1))
            session.commit()
            return session.scalars(select(Due.id).where(Due.verb == verb)).one()

    return plan


def run_all(app: Flask) -> int:
    with app.app_context():
        return sum(1 for _ in iter(jobs.run_next, False))


def row(enter: Enter, house: House, id: UUID) -> Due:
    with enter(house) as session:
        return session.scalars(select(Due).where(Due.id == id).execution_options(populate_existing=True)).one()


def test_a_verb_runs_once_in_its_practice_and_outside_any_request(
    app: Flask, enter: Enter, harbour: House, planned: Callable[[str], UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def act(session: Session, subject_id: UUID) -> None:
        seen.append((session.info["practice_id"], subject_id, has_request_context(), "membership" in g))

    monkeypatch.setitem(jobs.VERBS, "act", act)
    id = planned("act")
    assert run_all(app) == 1
    assert seen == [(harbour.practice_id, harbour.clients["cleo"], False, False)]
    assert row(enter, harbour, id).done_at is not None
    assert run_all(app) == 0


def test_what_was_moved_ahead_and_done_can_be_planned_for_its_first_time_again(enter: Enter, harbour: House) -> None:
    at = datetime.now(UTC) + timedelta(days=2)
    with enter(harbour) as session:
        client = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        Due.plan(client, "act", at=at)
        Due.plan_again(client, "act", at=at - timedelta(days=1))
        Due.answer(client, "act", at - timedelta(days=1))
        Due.plan_again(client, "act", at=at)
        waiting = select(Due.try_at).where(Due.verb == "act", Due.done_at.is_(None))
        assert list(session.scalars(waiting)) == [at]


def test_the_same_thing_at_the_same_time_is_one_row(enter: Enter, harbour: House) -> None:
    at = datetime.now(UTC)
    with enter(harbour) as session:
        client = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        for _ in range(3):
            Due.plan(client, "act", at=at)
        assert len(list(session.scalars(select(Due).where(Due.verb == "act")))) == 1


def test_a_failure_backs_off_keeps_its_kind_and_ends(
    app: Flask, enter: Enter, harbour: House, planned: Callable[[str], UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(session: Session, subject_id: UUID) -> None:
        raise ValueError("what somebody wrote")

    monkeypatch.setitem(jobs.VERBS, "fail", fail)
    id = planned("fail")
    for attempt in range(1, Due.TRIES + 1):
        assert run_all(app) == 1
        failed = row(enter, harbour, id)
        assert (failed.done_at, failed.error, failed.attempts) == (None, "ValueError", attempt)
        assert failed.try_at > datetime.now(UTC)
        with enter(harbour) as session:
            session.execute(update(Due).where(Due.id == id).values(try_at=datetime.now(UTC) - timedelta(seconds=1)))
            session.commit()
    assert run_all(app) == 0  # parked: it poisons nothing, and can be seen


def test_an_unknown_verb_does_not_stop_the_others(app: Flask, planned: Callable[[str], UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    done = []
    monkeypatch.setitem(jobs.VERBS, "act", lambda session, subject_id: done.append(subject_id))
    planned("of a later version")
    planned("act")
    assert run_all(app) == 2
    assert len(done) == 1


def test_an_errand_holds_no_transaction_while_it_is_out(
    app: Flask, engine: Engine, planned: Callable[[str], UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    open_session = app.extensions["open_session"]
    opened: list[Session] = []

    def counted() -> Session:
        opened.append(open_session())
        return opened[-1]

    class Carry:
        def prepare(self, session: Session, subject_id: UUID) -> str:
            steps.append("prepare")
            return "value"

        def carry_out(self, value: str) -> str:
            steps.append(f"out, {sum(session.in_transaction() for session in opened)} open")
            return value + "!"

        def settle(self, session: Session, subject_id: UUID, value: str, outcome: str) -> None:
            steps.append(outcome)

    monkeypatch.setitem(app.extensions, "open_session", counted)
    monkeypatch.setitem(jobs.ERRANDS, "carry", Carry())
    planned("carry")
    assert run_all(app) == 1
    assert steps == ["prepare", "out, 0 open", "value!"]


def test_an_errand_that_waits_is_no_error(
    app: Flask, enter: Enter, harbour: House, planned: Callable[[str], UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = datetime.now(UTC) + timedelta(hours=3)

    class Early:
        def prepare(self, session: Session, subject_id: UUID) -> jobs.Wait:
            return jobs.Wait(later)

    monkeypatch.setitem(jobs.ERRANDS, "early", Early())
    id = planned("early")
    assert run_all(app) == 1
    waiting = row(enter, harbour, id)
    assert (waiting.try_at, waiting.attempts, waiting.error) == (later, 0, None)


def test_an_errand_that_waits_for_an_answer_is_asked_again_as_often_as_it_takes(
    app: Flask, enter: Enter, harbour: House, planned: Callable[[str], UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow:
        asked = 0

        def prepare(self, session: Session, subject_id: UUID) -> str:
            return "value"

        def carry_out(self, value: str) -> str:
            self.asked += 1
            return value

        def settle(self, session: Session, subject_id: UUID, value: str, outcome: str) -> jobs.Wait | None:
            return jobs.Wait(datetime.now(UTC)) if self.asked < 2 * Due.TRIES else None

    slow = Slow()
    monkeypatch.setitem(jobs.ERRANDS, "slow", slow)
    id = planned("slow")
    assert run_all(app) == 2 * Due.TRIES == slow.asked
    assert row(enter, harbour, id).done_at is not None
