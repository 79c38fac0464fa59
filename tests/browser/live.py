"""A whole Plumbline in this process: web server, worker, mail catcher and the Stripe stand-in, on a database of its own and on a clock that can be moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

import wsgi
from app import clock, db, queue
from app.jobs import run_next
from app.local.cluster import Cluster
from app.local.mail import Catcher, Caught, Mailbox
from app.local.ports import listening, port_of
from tests.cast import VAULT_KEY
from tests.conftest import TEMPLATE, Database, addresses
from tests.fixtures_stripe import SECRET, StripeStandin

BEGIN = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
"""A Tuesday morning, so that no quiet hour and no weekend holds a mail back, whenever the tests run."""


class Clock:
    """Stands where app/clock.py looks for `datetime`. It runs, and a test may move it ahead."""

    def __init__(self, begin: datetime = BEGIN) -> None:
        self.ahead = begin - datetime.now(UTC)

    def now(self, tz: tzinfo | None = UTC) -> datetime:
        return datetime.now(tz) + self.ahead

    def move(self, **time: float) -> None:
        self.ahead += timedelta(**time)

    def move_to(self, moment: datetime) -> None:
        self.ahead = moment - datetime.now(UTC)


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class Live:
    """What runs, and what a test asks of it beside the browser."""

    def __init__(self, app: Flask, url: str, clock: Clock, mailbox: Mailbox, standin: StripeStandin, database: Database) -> None:
        self.app, self.url, self.clock, self.mailbox, self.standin, self.database = app, url, clock, mailbox, standin, database

    def work(self) -> None:
        """What a worker does until nothing is ripe."""
        self.standin.settled()
        with self.app.app_context():
            while run_next():
                pass

    def move(self, **time: float) -> None:
        self.clock.move(**time)
        self.standin.move_clock(int(timedelta(**time).total_seconds()))

    def letter(self, address: str, about: str = "") -> Caught:
        """The newest mail to somebody that says `about`, after everything due was done."""
        self.work()
        for caught in self.mailbox.to(address):
            if about.casefold() in f"{caught.subject}\n{caught.text}".casefold():
                return caught
        said = [each.subject for each in self.mailbox.to(address)]
        raise AssertionError(f"no mail to {address} says {about!r}; there are {said}")

    def link(self, address: str, about: str = "", *, to: str = "") -> str:
        """The first of our own addresses in that mail whose path contains `to`."""
        return next(link for link in self.letter(address, about).links if link.startswith(self.url) and to in link)


@contextmanager
def serving(app: Flask, socket: object) -> Iterator[None]:
    with socket:  # type: ignore[attr-defined]
        server = make_server("127.0.0.1", port_of(socket), app, threaded=True, request_handler=Quiet, fd=socket.fileno())  # type: ignore[attr-defined, arg-type]
        thread = Thread(target=server.serve_forever, name="plumbline", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join(5)
            server.server_close()


@contextmanager
def plumbline(cluster: Cluster, stripe_url: str, folder: Path, before: Callable[[Flask], None] | None = None) -> Iterator[Live]:
    """Runs one; `before` fills its database. The clock moves for the whole process: one at a time."""
    name = f"browser_{uuid4().hex}"
    cluster.create_database(name, TEMPLATE)
    with ExitStack() as stack:
        stack.callback(cluster.drop_database, name)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        moved = Clock()
        patch.setattr(clock, "datetime", moved)
        mailbox = Mailbox(folder / name / "mail")
        catcher = Catcher(mailbox)
        catcher.start()
        stack.callback(catcher.stop)
        standin = StripeStandin(stripe_url)
        stack.callback(standin.http.close)
        standin.reset()
        standin.move_clock(int(moved.ahead.total_seconds()))
        socket = listening(0)
        url = f"http://127.0.0.1:{port_of(socket)}"
        standin.send_webhooks_to(f"{url}/hooks/stripe")
        stack.callback(standin.reset)
        database = addresses(cluster, name)
        engine = db.connect(database.url)
        stack.callback(engine.dispose)
        app = wsgi.create_app(settings(database.url, url, catcher.url, stripe_url, folder / name / "files"), engine)
        patch.setattr(queue, "queue", None)  # nobody wakes anybody: `work` looks by itself
        if before:
            with app.app_context():
                before(app)
        stack.enter_context(serving(app, socket))
        yield Live(app, url, moved, mailbox, standin, database)


def settings(database_url: str, url: str, smtp_url: str, stripe_url: str, files: Path) -> wsgi.Settings:
    return wsgi.Settings(
        _env_file=None,
        secret_key="s" * 40,
        vault_key=VAULT_KEY,
        database_url=database_url,
        redis_url="redis://127.0.0.1:1/0",
        smtp_url=smtp_url,
        base_url=url,
        files_dir=files,
        stripe_api_key="sk_test_tests",
        stripe_webhook_secret=SECRET,
        stripe_api_base=stripe_url,
        stripe_own_practice="harbour-coaching",
        cheap_passwords=True,
    )
