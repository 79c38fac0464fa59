"""Real processes on a database of their own: a worker, a web server, and a mail server that can be told how to fail."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession

from tests.bench import meter
from tests.cast import VAULT_KEY
from tests.conftest import Database

ROOT = Path(__file__).parents[2]
logging.getLogger("mail.log").setLevel(logging.WARNING)


def wait_for(true: Callable[[], Any], seconds: float = 30) -> Any:
    """What `true` answered, as soon as it is not false; fails when it stays so."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := true():
            return answer
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


@dataclass
class MailServer:
    """Answers 250 unless `answers` holds something else for the next mail; `after_data` is called when a mail is in, before the answer leaves."""

    taken: list[tuple[str, str]] = field(default_factory=list)  # Message-ID, recipient
    answers: list[str] = field(default_factory=list)
    after_data: Callable[[], None] | None = None

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:
        content = envelope.content.decode() if isinstance(envelope.content, bytes) else str(envelope.content)
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            mail_id = next(line.partition(":")[2].strip() for line in content.splitlines() if line.lower().startswith("message-id:"))
            self.taken.append((mail_id, envelope.rcpt_tos[0]))
        if self.after_data:
            act, self.after_data = self.after_data, None
            act()
        return answer


@contextmanager
def mail_server() -> Iterator[tuple[MailServer, str]]:
    handler = MailServer()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, f"smtp://127.0.0.1:{port}"
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Plumbline:
    """Starts and kills processes that share a database, a Valkey and a mail server."""

    database: Database
    redis_url: str
    smtp_url: str
    files: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    port: int = 0
    server: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        told = {
            "SECRET_KEY": "s" * 40, "VAULT_KEY": VAULT_KEY, "DATABASE_URL": self.database.url, "REDIS_URL": self.redis_url, "SMTP_URL": self.smtp_url,
            "BASE_URL": f"http://127.0.0.1:{self.port}", "FILES_DIR": str(self.files), "CHEAP_PASSWORDS": "true", "LEASE_SECONDS": "2", "SWEEP_SECONDS": "0.5",
        }  # fmt: skip
        return {**{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}, **told}

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        log = (self.files.parent / f"{len(self.running)}.log").open("wb")
        child = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        log.close()
        self.running.append(child)
        return child

    def worker(self, module: str = "wsgi") -> subprocess.Popen[bytes]:
        return self.start("-m", module, "worker")

    def keep(self, workers: list[subprocess.Popen[bytes]], module: str = "wsgi") -> None:
        """Start those again that ended, as whoever runs Plumbline does: RQ's worker gives up when Valkey is away at the wrong moment."""
        for n, worker in enumerate(workers):
            if worker.poll() is not None:
                workers[n] = self.worker(module)

    def web(self) -> str:
        """Its address, once it answers. A second one listens where the first did."""
        self.port = self.port or free_port()
        bind = f"--bind=127.0.0.1:{self.port}"
        self.server = self.start(
            "-m", "gunicorn", "wsgi:application", "--preload", bind, "--worker-class=gthread", "--threads=24", "--no-control-socket"
        )
        wait_for(lambda: self._serves(self.url))
        return self.url

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @staticmethod
    def _serves(url: str) -> bool:
        try:
            with urlopen(f"{url}/favicon.ico", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self, child: subprocess.Popen[bytes]) -> None:
        """As a machine does that loses power: it and all it forked, no goodbye."""
        for one in [child.pid, *(member.id for member in meter.tree(child.pid))]:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        child.wait(10)

    def stop_all(self) -> None:
        for child in self.running:
            if child.poll() is None:
                self.kill(child)

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """As the owner, past the wall."""
        with psycopg.connect(self.database.owner_url) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []


def in_background(act: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread
