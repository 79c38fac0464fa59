"""The process tree of `make run`: what starts in which order, and who waits for whom."""

import http.client
import json
import signal
import socket
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from app.local import environment, keys
from app.local.child import Child, DidNotStart
from app.local.database import Database
from app.local.ports import LOOPBACK, free, listening, port_of
from app.local.postgres import Postgres
from app.local.service import Service
from app.local.stopping import Stopping
from app.local.valkey import Valkey

WEB, INBOX, STRIPE = 5000, 5001, 5002  # the ports asked for first


def say(words: str) -> None:
    print(f"  {words}", flush=True)


class Tree:
    def __init__(self, root: Path, stopping: Stopping, stack: ExitStack) -> None:
        """`root`: the repository; everything this writes is in its var/. `stack` closes what was opened, the last first."""
        self.root, self.var = root, root / "var"
        self._stopping, self._stack = stopping, stack
        self._services: list[Service] = []
        self.sign_ins: list[dict[str, Any]] = []

    def start(self) -> None:
        self._find_ports()
        self._start_databases()
        self._start_catcher()
        self._prepare()
        self._start_services()
        self._wait_for_page()
        self._read_sign_ins()
        keys.write_private(self.var / "run.json", self.addresses())

    def addresses(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "inbox_url": self.inbox.url,
            "stripe_url": self.stripe_url,
            "database_url": self.database.url,
            "database_owner_url": self.database.owner_url,
            "redis_url": self.valkey.url,
            "sign_ins": self.sign_ins,
        }

    def tend(self) -> None:
        """Look after everybody until somebody wants us to stop."""
        while True:
            self._stopping.wait(lambda: False, patience=0.4, pause=0.2)
            for server in (self.postgres, self.valkey):
                if server.child and server.child.ended is not None:
                    say(f"{server.child.name} ended and is started again.")
                    server.start()
            for service in self._services:
                if news := service.tend():
                    say(news)

    def _find_ports(self) -> None:
        self._web = self._stack.enter_context(self._opened(WEB, "the web server"))
        self.url = f"http://{LOOPBACK}:{port_of(self._web)}"
        self._stripe_port = free(STRIPE)
        self._tell(STRIPE, self._stripe_port, "the Stripe stand-in")
        self.stripe_url = f"http://{LOOPBACK}:{self._stripe_port}"

    def _opened(self, wish: int, for_whom: str) -> socket.socket:
        opened = listening(wish)
        self._tell(wish, port_of(opened), for_whom)
        return opened

    def _tell(self, wish: int, got: int, for_whom: str) -> None:
        if got != wish:
            say(f"Port {wish} is taken: {for_whom} uses {got}.")

    def _start_databases(self) -> None:
        self.postgres = Postgres(self.var)
        say(
            "Waiting for PostgreSQL."
            if (self.postgres.data / "PG_VERSION").exists()
            else "Making a PostgreSQL of our own in var/postgres (first start: some seconds)."
        )
        self._stack.enter_context(self.postgres)
        self.valkey = self._stack.enter_context(Valkey(self.var))
        self.database = Database(self.postgres.cluster, self.var / "demo.json")
        self._stopping.check()

    def _start_catcher(self) -> None:
        from app.local.inbox import Server
        from app.local.mail import Catcher, Mailbox

        mailbox = Mailbox(self.var / "mail")
        catcher = Catcher(mailbox)
        catcher.start()
        self._stack.callback(catcher.stop)
        self.inbox = Server(mailbox, INBOX)
        self._tell(INBOX, self.inbox.port, "the inbox")
        self.inbox.start()
        self._stack.callback(self.inbox.stop)
        self.environment = environment.of_plumbline(
            keys.read_or_make(self.var / "secrets.json"),
            database_url=self.database.url,
            redis_url=self.valkey.url,
            smtp_url=catcher.url,
            base_url=self.url,
            stripe_url=self.stripe_url,
            files=self.var / "files",
        )

    def _prepare(self) -> None:
        """Tables and demo practice, only when they are missing."""
        self.database.make()
        if not self.database.is_at_head(self.root / "pyproject.toml"):
            say("Bringing the tables up to date.")
            self._do("migrate", DATABASE_OWNER_URL=self.database.owner_url)
        self._service(
            "stripe",
            [
                "-m",
                "app.local.stripe",
                "--port",
                self._stripe_port,
                "--webhook-url",
                f"{self.url}/hooks/stripe",
                "--webhook-secret",
                self.environment["STRIPE_WEBHOOK_SECRET"],
            ],
        )
        if not self.database.has_demo():
            say("Making the demo practice, a year of it (first start: up to a minute).")
            self._do("demo")
            self.database.remember_demo()

    def _start_services(self) -> None:
        bind = ["--bind", f"fd://{self._web.fileno()}", "--no-control-socket", "--worker-tmp-dir", self.var]
        gunicorn = [
            "-m",
            "gunicorn",
            "wsgi:application",
            *bind,
            "--worker-class",
            "gthread",
            "--workers",
            1,
            "--threads",
            8,
            "--access-logfile",
            "-",
        ]
        self._service("web", gunicorn, goodbye=signal.SIGINT, pass_fds=[self._web.fileno()])
        self._service("worker", ["-m", "wsgi", "worker"])
        self._stack.callback(self._ask_all)  # all at once, then the waiting one by one

    def _ask_all(self) -> None:
        for service in self._services:
            service.child.ask()

    def _wait_for_page(self) -> None:
        say("Waiting for the first page.")
        if not self._stopping.wait(self._page_is_served, patience=120):
            say(f"No page after two minutes: see {self.var / 'web.log'}.")

    def _page_is_served(self) -> bool:
        self._services[-2].tend()
        connection = http.client.HTTPConnection(LOOPBACK, port_of(self._web), timeout=2)
        try:
            connection.request("GET", "/")
            answer = connection.getresponse()
        except OSError:
            return False
        else:
            if answer.status >= 500:
                say(f"The first page answers {answer.status}: see {self.var / 'web.log'}.")
            return True
        finally:
            connection.close()

    def _read_sign_ins(self) -> None:
        self.sign_ins = json.loads(self._do("demo", "--sign-ins"))

    def _service(
        self, name: str, arguments: list[Any], *, goodbye: signal.Signals = signal.SIGTERM, pass_fds: list[int] | None = None
    ) -> None:
        def start() -> Child:
            return Child(
                name,
                [sys.executable, *map(str, arguments)],
                self.var,
                stop_with=goodbye,
                environment=self.environment,
                pass_fds=pass_fds or (),
            )

        service = Service(start)
        self._services.append(service)
        self._stack.callback(lambda: service.child.stop(10))

    def _do(self, verb: str, *words: str, **more: str) -> str:
        """Run one `python -m wsgi` command to its end and return what it printed."""
        with tempfile.TemporaryFile() as output:
            child = Child(
                verb, [sys.executable, "-m", "wsgi", verb, *words], self.var, environment={**self.environment, **more}, output=output
            )
            try:
                self._stopping.wait(lambda: child.ended is not None, patience=900)
            finally:
                child.stop(5)
            if child.ended:
                raise DidNotStart(f"`plumbline {verb}` failed. Its last words, from {child.log}:\n{child.last_words()}")
            output.seek(0)
            return output.read().decode()
