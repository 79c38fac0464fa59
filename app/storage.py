"""Where files lie: one folder, random names, whole or not at all. The row in `file` says whose they are."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True)
class Storage:
    folder: Path

    def put(self, practice_id: UUID, body: bytes, suffix: str) -> str:
        """Write and return the path to keep. After a full disk there is no half file: written aside, flushed, renamed."""
        path = f"{practice_id}/{secrets.token_hex(16)}{suffix}"
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = target.with_suffix(".part")
        try:
            with aside.open("wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
        return path

    def remove(self, path: str) -> None:
        """Twice is once."""
        (self.folder / path).unlink(missing_ok=True)

    def read(self, path: str) -> bytes:
        target = (self.folder / path).resolve()
        if not target.is_relative_to(self.folder.resolve()):
            raise FileNotFoundError(path)
        return target.read_bytes()
