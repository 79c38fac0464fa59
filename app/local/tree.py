"""The process tree of `make run`: what starts in which order, and who waits for whom."""

import http.client
import json
import signal
import socket
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from app.local import environment, keys
from app.local.child import DidNotStart
from app.local.crew import Crew
from app.local.database import Database
from app.local.ports import LOOPBACK, free, listening, port_of
from app.local.postgres import Postgres
from app.local.stopping import Stopping
from app.local.valkey import Valkey

WEB, INBOX, STRIPE = 5000, 5001, 5002  # the ports asked for first
GUNICORN = ["-m", "gunicorn", "wsgi:application", "--worker-class=gthread", "--workers=1", "--threads=8", "--no-control-socket"]


def say(words: str) -> None:
    print(f"  {words}", flush=True)


class Tree:
    def __init__(self, root: Path, var: Path, stopping: Stopping, stack: ExitStack) -> None:
        """`root`: the repository; `var`: where all this writes. `stack` closes what was opened, the last first."""
        self.root, self.var = root, var
        self._stopping, self._stack = stopping, stack
        self.sign_ins: list[dict[str, Any]] = []

    def start(self, *, with_demo: bool) -> None:
        self._find_ports()
        self._start_databases()
        self._start_catcher()
        self._prepare()
        self._start_stripe()
        if with_demo:
            self._make_demo()
        self._start_services()
        self._wait_for_page()
        if with_demo:
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
        """Look after everybody until somebody wants us to stop, which is the only way out."""
        while not self._stopping.wait(lambda: False, patience=0.4, pause=0.2):
            for server in (self.postgres, self.valkey):
                if server.child and server.child.ended is not None:
                    say(f"{server.child.name} ended and is started again.")
                    server.start()
            for news in self._crew.tend():
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
        made = (self.postgres.data / "PG_VERSION").exists()
        say("Waiting for PostgreSQL." if made else "Making a PostgreSQL of our own (first start: some seconds).")
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
        self._secrets = keys.read_or_make(self.var / "secrets.json")
        told = environment.of_plumbline(
            self._secrets,
            database_url=self.database.url,
            redis_url=self.valkey.url,
            smtp_url=catcher.url,
            inbox_url=self.inbox.url,
            base_url=self.url,
            stripe_url=self.stripe_url,
            files=self.var / "files",
        )
        self._crew = Crew(self.var, told, self._stopping, self._stack)

    def _prepare(self) -> None:
        self.database.make()
        if not self.database.is_at_head(self.root / "pyproject.toml"):
            say("Bringing the tables up to date.")
            self._crew.do("migrate", more={"DATABASE_OWNER_URL": self.database.owner_url})

    def _start_stripe(self) -> None:
        hook = [f"--webhook-url={self.url}/hooks/stripe", f"--webhook-secret={self._secrets['STRIPE_WEBHOOK_SECRET']}"]
        self._crew.serve("stripe", ["-m", "app.local.stripe", f"--port={self._stripe_port}", f"--state={self.var / 'stripe.json'}", *hook])

    def _make_demo(self) -> None:
        if not self.database.has_demo():
            say("Making the demo practice, a year of it (first start: up to a minute).")
            self._crew.do("demo")
            self.database.remember_demo()

    def _read_sign_ins(self) -> None:
        try:
            self.sign_ins = json.loads(self._crew.do("demo", "--sign-ins"))
        except DidNotStart as error:
            say(f"The demo's sign-ins could not be read, everything else runs. {error}")

    def _start_services(self) -> None:
        door = self._web.fileno()
        gunicorn = [*GUNICORN, f"--bind=fd://{door}", f"--worker-tmp-dir={self.var}"]
        self._crew.serve("web", gunicorn, goodbye=signal.SIGINT, pass_fds=[door])
        self._crew.serve("worker", ["-m", "wsgi", "worker"])
        self._stack.callback(self._crew.ask_all)

    def _wait_for_page(self) -> None:
        say("Waiting for the first page.")
        if not self._stopping.wait(self._page_is_served, patience=120):
            say(f"No page after two minutes: see {self.var / 'web.log'}.")

    def _page_is_served(self) -> bool:
        self._crew.tend()
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
