"""A short private folder for sockets: their path has 107 bytes at most (macOS: 103), and a clone may lie deep."""

import tempfile
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

LONGEST = 60  # bytes of the temporary directory that leave room for our folder and PostgreSQL's name in it

PREFIX = "plumbline-"


class SocketFolder:
    """Mode 700, in the system's temporary directory. `folder` remembers its address, so that a killed run's is removed at the next start."""

    def __init__(self, folder: Path, name: str) -> None:
        self._note = folder / f"{name}.sockets"
        remove_noted(self._note)
        base = tempfile.gettempdir()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base if len(base.encode()) <= LONGEST else "/tmp"))
        self._note.write_text(str(self.path))

    def close(self) -> None:
        rmtree(self.path, ignore_errors=True)
        self._note.unlink(missing_ok=True)


def remove_noted(note: Path) -> None:
    """Remove the folder that a killed run's note names."""
    with suppress(FileNotFoundError):
        old = Path(note.read_text())
        if old.name.startswith(PREFIX):
            rmtree(old, ignore_errors=True)
