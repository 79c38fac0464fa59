"""How fast mail leaves: planned, asked of the gate, written, handed to a catcher on this machine, and marked as sent."""

import itertools
import time
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app import db
from app.clock import now
from app.jobs import run_next
from app.local.mail import Catcher, Mailbox
from models import Client, CoachingSession, Message, Preference

BATCH = 20


class Sender:
    """One worker, one message after the other. `paces`: messages a second, one number a round."""

    def __init__(self, app: Flask, practice_id: UUID, client_id: UUID) -> None:
        self.app, self.practice_id, self.client_id = app, practice_id, client_id
        self.paces: list[float] = []
        self.numbers = itertools.count()
        with app.app_context(), db.transaction(practice_id) as session:
            awake = Preference.of(session, client_id)
            awake.quiet_from = awake.quiet_to  # so that the gate lets business leave at any hour
            session.add(awake)

    def ready(self) -> None:
        """What others left due, events of webhooks above all, is done beforehand."""
        self._drain()

    def batch(self) -> None:
        began = time.perf_counter()
        self._plan()
        sent = self._drain()
        if sent != BATCH:
            raise SystemExit(f"{sent} due rows were done for {BATCH} messages")
        self.paces.append(sent / (time.perf_counter() - began))

    def _plan(self) -> None:
        with self.app.app_context(), db.transaction(self.practice_id) as session:
            cleo = session.get_one(Client, (self.practice_id, self.client_id))
            about = session.scalars(select(CoachingSession).where(CoachingSession.client_id == cleo.id).limit(1)).one()
            for _ in range(BATCH):
                Message.plan(cleo, "session_planned", subject=about, occasion=f"bench mail {next(self.numbers)}", at=now())

    def _drain(self) -> int:
        with self.app.app_context():
            return sum(1 for _ in iter(run_next, False))


def catching(folder: Path) -> Catcher:
    catcher = Catcher(Mailbox(folder / "mail"))
    catcher.start()
    return catcher
