"""A folder for one run: locked while its process lives, so that the next run removes what a killed one left."""

import fcntl
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO

from app.local.child import stop_leftovers
from app.local.sockets import remove_noted


class Busy(RuntimeError):
    """Another living process holds the folder."""


class Lock:
    """The kernel lets go of it when its holder dies, however it dies; children do not inherit it."""

    def __init__(self, path: Path) -> None:
        self._file: IO[str] = path.open("a")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise Busy(str(path)) from None

    def release(self) -> None:
        self._file.close()


class Scratch:
    """`with Scratch(parent) as folder`: a new folder below `parent`, gone afterwards."""

    def __init__(self, parent: Path) -> None:
        parent.mkdir(parents=True, exist_ok=True)
        with parent.joinpath("sweeping").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # between making a folder and locking it nobody may sweep
            for old in parent.glob("run-*"):
                _sweep(old)
            self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=parent))
            self._lock = Lock(self.folder / "lock")

    def __enter__(self) -> Path:
        return self.folder

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()


def _sweep(folder: Path) -> None:
    try:
        lock = Lock(folder / "lock")
    except (Busy, FileNotFoundError):  # somebody is in it, or goes just now and takes the folder along
        return
    stop_leftovers(folder)
    for note in folder.glob("*.sockets"):
        remove_noted(note)
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
