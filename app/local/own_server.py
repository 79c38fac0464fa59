"""What PostgreSQL and Valkey of our own share: a folder, a socket only we can enter, a child process; and the same address after a second start."""

from pathlib import Path
from types import TracebackType
from typing import ClassVar

from app.local.child import Child
from app.local.sockets import SocketFolder


class OwnServer:
    """Start, stop, start again on the same address: `with Valkey(folder) as server`. Whoever inherits says how it starts, also for `with`."""

    name: ClassVar[str]

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._child: Child | None = None
        self._sockets: SocketFolder | None = None

    @property
    def child(self) -> Child | None:
        return self._child

    @property
    def place(self) -> Path:
        """Where its socket lies. Raises RuntimeError before the first start."""
        if self._sockets is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._sockets.path

    def settle(self) -> Path:
        """`place`, made by the first start and kept by the others."""
        if self._sockets is None:
            self._sockets = SocketFolder(self.folder, self.name)
        return self.place

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

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
