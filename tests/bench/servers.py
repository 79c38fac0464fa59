"""Gunicorn with one worker, as it is run for real, and the worker of due rows."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.faults.processes import free_port

ROOT = Path(__file__).parents[2]


@contextmanager
def process(words: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with log.open("wb") as out:
        child = subprocess.Popen([sys.executable, *words], cwd=ROOT, env={**kept, **environment}, stdout=out, stderr=out)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(20)


@contextmanager
def web(application: str, environment: dict[str, str], folder: Path) -> Iterator[tuple[int, int]]:
    """Process id and port, once it answers."""
    port = free_port()
    words = [
        "-m",
        "gunicorn",
        application,
        "--preload",
        f"--bind=127.0.0.1:{port}",
        "--worker-class=gthread",
        "--threads=4",
        "--keep-alive=75",
    ]
    log = folder / f"{port}.log"
    with process([*words, "--no-control-socket"], environment, log) as child:
        until = time.monotonic() + 60
        while not _answers(port):
            if child.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{application} does not answer:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield child.pid, port


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()
