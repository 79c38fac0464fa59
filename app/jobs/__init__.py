"""What the worker runs: take the ripest due row, enter its practice, do its verb; effect and "done" commit together.

A verb that speaks to the outside is an errand: prepare (commits what it is about to do), carry out (no session open), settle.
"""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app import db
from app.clock import now
from models import Due
from models.due import Claimed

log = logging.getLogger(__name__)
VERBS: dict[str, Callable[[Session, UUID], None]] = {}
ERRANDS: dict[str, "Errand"] = {}
_forked_from = os.getpid()


@dataclass(frozen=True)
class Wait:
    """Not now: the row is taken up again at `until`, and that is no error."""

    until: datetime


class Errand(Protocol):
    def prepare(self, session: Session, subject_id: UUID) -> Any:
        """The value to carry out; None when there is nothing left to do; Wait when it is too early."""

    def carry_out(self, value: Any) -> Any: ...

    def settle(self, session: Session, subject_id: UUID, value: Any, outcome: Any) -> Wait | None: ...


def verb(function: Callable[[Session, UUID], None]) -> Callable[[Session, UUID], None]:
    VERBS[function.__name__] = function
    return function


def errand(cls: type[Any]) -> type[Any]:
    """Registers an errand class under its `verb`."""
    ERRANDS[cls.verb] = cls()
    return cls


def drain(seconds: float = 30) -> None:
    """What RQ runs: work until nothing is ripe, or for about this long."""
    if os.getpid() != _forked_from:
        current_app.extensions["engine"].dispose(close=False)  # the parent's connections are not ours
    until = time.monotonic() + seconds
    while time.monotonic() < until and run_next():
        pass


def run_next() -> bool:
    """Do the ripest due row; False when nothing is ripe."""
    with db.transaction() as session:
        due = Due.claim(session, now())
    if due is None:
        return False
    try:
        if due.verb in ERRANDS:
            _run_errand(due, ERRANDS[due.verb])
        else:
            _run_verb(due)
    except Exception as error:
        log.exception("%s failed", due.verb)
        with db.transaction(due.practice_id) as session:
            if row := Due.hold(session, due.id):
                row.failed(error, now())
    return True


def _run_verb(due: Claimed) -> None:
    with db.transaction(due.practice_id) as session:
        if row := Due.hold(session, due.id):
            VERBS[row.verb](session, row.subject_id)
            row.done_at = now()


def _run_errand(due: Claimed, errand: Errand) -> None:
    with db.transaction(due.practice_id) as session:
        row = Due.hold(session, due.id)
        if row is None:
            return
        value = errand.prepare(session, row.subject_id)
        if value is None:
            row.done_at = now()
        elif isinstance(value, Wait):
            row.postpone(value.until)
    if value is None or isinstance(value, Wait):
        return
    outcome = errand.carry_out(value)
    with db.transaction(due.practice_id) as session:
        if row := Due.hold(session, due.id):
            later = errand.settle(session, row.subject_id, value, outcome)
            if later:
                row.postpone(later.until)
                row.error = "waits"
            else:
                row.done_at = now()


from app.jobs import (  # noqa: E402  they register their verbs here
    agreement,
    closing,
    enquiries,
    followups,
    handover,
    letters,
    measuring,
    money,
    papers,
    proof,
    reconcile,
    refunds,
    sale,
    sessions,
    sharing,
    subscriptions,
)

__all__ = [
    "ERRANDS",
    "VERBS",
    "Wait",
    "agreement",
    "closing",
    "drain",
    "enquiries",
    "errand",
    "followups",
    "handover",
    "letters",
    "measuring",
    "money",
    "papers",
    "proof",
    "reconcile",
    "refunds",
    "run_next",
    "sale",
    "sessions",
    "sharing",
    "subscriptions",
    "verb",
]
