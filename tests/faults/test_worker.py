"""A worker that is killed, two that compete, a Valkey that forgets, a mail server that fails: nothing lost, and twice only where nobody can know."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import db, queue
from app.local.valkey import Valkey
from models import Client, Message, Preference
from tests.cast import House
from tests.faults.processes import MailServer, Plumbline, wait_for
from tests.faults.verbs import HERE

VERBS = "tests.faults.verbs"


def plan(app: Flask, house: House, kind: str, times: int = 1, occasion: str = "") -> None:
    """As many messages to Cleo, who is awake at all hours and likes to be reminded."""
    with app.app_context(), db.transaction(house.practice_id) as session:
        cleo = session.get_one(Client, (house.practice_id, house.clients["cleo"]))
        wide_awake(session, cleo)
        for n in range(times):
            Message.plan(cleo, kind, subject=cleo, occasion=occasion or f"{kind} {n}", at=datetime.now(UTC) - timedelta(seconds=1))


def wide_awake(session: Session, cleo: Client) -> None:
    """Nudges wait for working days: she lives where it is one."""
    cleo.zone = {6: "Pacific/Kiritimati", 5: "Pacific/Pago_Pago"}.get(datetime.now(UTC).weekday(), "UTC")
    habits = Preference.of(session, cleo.id)
    habits.budget, habits.quiet_from, habits.quiet_to = 7, time(3), time(3)
    session.add(habits)


def plan_verb(plumbline: Plumbline, house: House, verb: str, attempts: int = 0) -> None:
    """Ripe since an hour ago, so that it comes before everything else."""
    plumbline.ask(
        "insert into due (id, practice_id, verb, subject_id, at, try_at, attempts)"
        " values (%s, %s, %s, %s, now() - interval '1 hour', now() - interval '1 hour', %s)",
        uuid4(), house.practice_id, verb, house.clients["cleo"], attempts,
    )  # fmt: skip


def states(plumbline: Plumbline) -> list[str]:
    return [row[0] for row in plumbline.ask("select state from message order by occasion")]


def due(plumbline: Plumbline, verb: str) -> tuple[int, str | None, bool]:
    """Attempts, error, done."""
    [(attempts, error, done)] = plumbline.ask("select attempts, error, done_at is not null from due where verb = %s", verb)
    return attempts, error, done


@pytest.mark.parametrize(
    ("verb", "had_committed", "attempts"), [("stop_before", False, 2), ("stop_within", False, 2), ("stop_after", True, 1)]
)
def test_killed_at_a_marked_point_of_a_job(plumbline: Plumbline, live_house: House, verb: str, had_committed: bool, attempts: int) -> None:
    mark: Path = plumbline.files.with_name(HERE)
    worker = plumbline.worker(VERBS)
    plan_verb(plumbline, live_house, verb)
    wait_for(mark.exists)
    plumbline.kill(worker)
    assert due(plumbline, verb)[2] is had_committed
    plumbline.worker(VERBS)
    wait_for(lambda: due(plumbline, verb)[2])
    assert due(plumbline, verb)[0] == attempts
    assert plumbline.ask("select count(*) from audit where act = %s", verb) == [(1,)]


@pytest.mark.parametrize(("kind", "state", "times"), [("sharing_asked", "perhaps sent", 1), ("portal_welcome", "sent", 2)])
def test_killed_between_the_servers_yes_and_our_commit(
    plumbline: Plumbline, mails: tuple[MailServer, str], live_app: Flask, live_house: House, kind: str, state: str, times: int
) -> None:
    """A nudge is parked; what matters goes again under the same Message-ID, so that mail programs show it once."""
    server = mails[0]
    worker = plumbline.worker()
    server.after_data = lambda: plumbline.kill(worker)
    plan(live_app, live_house, kind)
    wait_for(lambda: worker.poll() is not None)
    assert states(plumbline) == ["sending"]
    plumbline.worker()
    wait_for(lambda: states(plumbline) == [state])
    assert len(server.taken) == times
    assert len({mail_id for mail_id, _ in server.taken}) == 1


def test_killed_while_it_drains_many(plumbline: Plumbline, mails: tuple[MailServer, str], live_app: Flask, live_house: House) -> None:
    """Only the mail that was on its way is tried again; the rest goes once."""
    plan(live_app, live_house, "portal_welcome", 30)
    worker = plumbline.worker()
    wait_for(lambda: len(mails[0].taken) > 5)
    plumbline.kill(worker)
    assert states(plumbline).count("sent") < 30
    plumbline.worker()
    wait_for(lambda: states(plumbline).count("sent") == 30)
    ids = [mail_id for mail_id, _ in mails[0].taken]
    assert len(set(ids)) == 30
    assert len(ids) <= 31


def test_two_workers_and_a_valkey_that_forgets(
    plumbline: Plumbline, mails: tuple[MailServer, str], live_app: Flask, live_house: House, own_valkey: Valkey
) -> None:
    workers = [plumbline.worker(), plumbline.worker()]

    def sent(count: int) -> bool:
        plumbline.keep(workers)
        return states(plumbline).count("sent") == count

    plan(live_app, live_house, "portal_welcome", 12)
    assert queue.queue is not None
    queue.queue.connection.flushall()
    wait_for(lambda: sent(12), 60)
    own_valkey.stop()
    plan(live_app, live_house, "portal_welcome", occasion="while Valkey was away")
    own_valkey.start()
    wait_for(lambda: sent(13), 60)
    own_valkey.kill()
    own_valkey.start()
    plan(live_app, live_house, "portal_welcome", occasion="after Valkey was killed")
    wait_for(lambda: sent(14), 60)
    assert len({mail_id for mail_id, _ in mails[0].taken}) == len(mails[0].taken) == 14


def test_a_mail_server_that_says_later_and_one_that_says_never(
    plumbline: Plumbline, mails: tuple[MailServer, str], live_app: Flask, live_house: House
) -> None:
    mails[0].answers = ["451 later", "250 yes"]
    plumbline.worker()
    plan(live_app, live_house, "portal_welcome")
    wait_for(lambda: plumbline.ask("select error from due where verb = 'deliver'") == [("waits",)])
    assert states(plumbline) == ["planned"]
    plumbline.ask("update due set try_at = now() - interval '1 second' where done_at is null")
    wait_for(lambda: states(plumbline) == ["sent"])
    mails[0].answers = ["550 never"]
    plan(live_app, live_house, "portal_welcome", occasion="z refused")
    wait_for(lambda: states(plumbline) == ["sent", "failed"])
    assert plumbline.ask("select why from message where state = 'failed'") == [("the mail server refused this address",)]


def test_a_job_that_always_fails_is_parked_and_the_others_go_on(plumbline: Plumbline, live_app: Flask, live_house: House) -> None:
    plan_verb(plumbline, live_house, "raise_always", attempts=7)
    plan(live_app, live_house, "portal_welcome")
    plumbline.worker(VERBS)
    wait_for(lambda: states(plumbline) == ["sent"])
    assert due(plumbline, "raise_always") == (8, "ValueError", False)


def test_a_job_that_kills_its_process_is_parked_and_the_others_go_on(plumbline: Plumbline, live_app: Flask, live_house: House) -> None:
    """Nobody is left to count, so each try is counted before it begins."""
    plan_verb(plumbline, live_house, "kill_always", attempts=5)
    plan(live_app, live_house, "portal_welcome")
    workers = [plumbline.worker(VERBS)]

    def parked() -> bool:
        plumbline.keep(workers, VERBS)
        return states(plumbline) == ["sent"] and due(plumbline, "kill_always")[0] == 8

    wait_for(parked, 60)
    plumbline.ask("update due set try_at = now() where done_at is null")
    plan(live_app, live_house, "portal_welcome", occasion="later")

    def others_went_on() -> bool:
        plumbline.keep(workers, VERBS)  # the last try may have taken its worker along
        return states(plumbline) == ["sent", "sent"]

    wait_for(others_went_on, 60)
    assert due(plumbline, "kill_always") == (8, None, False)
