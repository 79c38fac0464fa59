"""`make run` with real processes: started, killed, started again, ended with Ctrl-C."""

import http.client
import json
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from app.local.child import birth
from app.local.ports import listening
from app.local.scratch import Scratch

ROOT = Path(__file__).parents[3]


class Run:
    """One `python -m app.local` with its data in `var`."""

    def __init__(self, var: Path) -> None:
        self.var = var
        command = [sys.executable, "-m", "app.local", "--var", str(var), "--without-demo"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def addresses(self) -> dict[str, str]:
        file = self.var / "run.json"
        until(lambda: file.exists() or self.process.poll() is not None)
        assert file.exists(), self.process.communicate()[0]
        return json.loads(file.read_text())

    def children(self) -> dict[int, str | None]:
        found = [json.loads(each.read_text()) for each in self.var.glob("*.pid")]
        return {each["pid"]: each["birth"] for each in found}

    def end(self, goodbye: signal.Signals) -> str:
        self.process.send_signal(goodbye)
        return self.process.communicate(timeout=60)[0]


def until(true: Callable[[], bool], patience: float = 90) -> None:
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def gone(children: dict[int, str | None]) -> bool:
    return all(birth(pid) != born for pid, born in children.items())


def status(url: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture
def start() -> Iterator[Callable[[], Run]]:
    runs: list[Run] = []
    with Scratch(ROOT / "var" / "tests") as folder:

        def start() -> Run:
            runs.append(Run(folder))
            return runs[-1]

        yield start
        for run in runs:
            if run.process.poll() is None:
                run.end(signal.SIGTERM)


def test_a_run_is_whole_survives_a_kill_and_leaves_nothing(start: Callable[[], Run]):
    with listening(5000):
        first = start()
        addresses = first.addresses()
    children = first.children()
    assert {each.stem for each in first.var.glob("*.pid")} == {"postgres", "valkey", "stripe", "web", "worker"}
    assert stat.S_IMODE((first.var / "run.json").stat().st_mode) == 0o600
    assert status(addresses["url"]) < 500
    assert status(addresses["inbox_url"]) == 200
    with psycopg.connect(addresses["database_url"]) as connection:
        assert connection.execute("select current_user").fetchone() == ("plumbline_app",)
    sockets = [Path(note.read_text()) for note in first.var.glob("*.sockets")]

    words = first.end(signal.SIGKILL)
    assert "Port 5000 is taken" in words
    assert "Making a PostgreSQL" in words
    until(lambda: not any(each.exists() for each in sockets) or gone(children))

    (first.var / "run.json").unlink()  # a killed run could not
    second = start()
    addresses = second.addresses()
    assert gone(children)
    assert not any(each.exists() for each in sockets)
    assert status(addresses["url"]) < 500
    children = second.children()
    sockets = [Path(note.read_text()) for note in second.var.glob("*.sockets")]

    third = start()
    assert f"already running at {addresses['url']}" in third.process.communicate(timeout=60)[0]
    assert third.process.returncode == 1

    words = second.end(signal.SIGINT)
    assert second.process.returncode == 0
    assert "Bringing the tables" not in words
    assert gone(children)
    assert list(second.var.glob("*.pid")) == []
    assert not (second.var / "run.json").exists()
    assert not any(each.exists() for each in sockets)


def test_stopped_while_it_starts_it_leaves_nothing(start: Callable[[], Run]):
    run = start()
    until(lambda: (run.var / "valkey.pid").exists())
    children = run.children()
    run.end(signal.SIGTERM)
    assert run.process.returncode == 0
    assert gone(children)
    assert list(run.var.glob("*.pid")) == []
