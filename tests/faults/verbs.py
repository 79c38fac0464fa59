"""A worker with more verbs, for these tests only: `python -m tests.faults.verbs worker`.

Three stop at a marked point, once, so that the worker can be killed there; two never succeed.
"""

import os
import signal
import time
from pathlib import Path
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

import wsgi
from app.clock import now
from app.jobs import verb
from models import Audit

HERE = "here"  # a file of this name beside the stored files says that the point was reached


def _stop() -> None:
    mark = Path(os.environ["FILES_DIR"]).with_name(HERE)
    if not mark.exists():
        mark.touch()
        time.sleep(600)


def _leave_a_line(session: Session, act: str) -> None:
    Audit.write(session, actor_id=None, act=act, object_id=None, at=now(), ip="")
    session.flush()


@verb
def stop_before(session: Session, _subject_id: UUID) -> None:
    _stop()
    _leave_a_line(session, "stop_before")


@verb
def stop_within(session: Session, _subject_id: UUID) -> None:
    _leave_a_line(session, "stop_within")
    _stop()


@verb
def stop_after(session: Session, _subject_id: UUID) -> None:
    _leave_a_line(session, "stop_after")
    event.listen(session, "after_commit", lambda _session: _stop())


@verb
def raise_always(_session: Session, _subject_id: UUID) -> None:
    raise ValueError("as always")


@verb
def kill_always(_session: Session, _subject_id: UUID) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    wsgi.plumbline()
