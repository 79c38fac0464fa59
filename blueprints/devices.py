"""A sign-in as one line of a list: which machine, since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from app import browsers
from models import SignIn

_OPENS = {"password": "", "mail": "your own pages as a client or a sponsor", "link": "one page, from a link in a mail"}


@dataclass(frozen=True)
class Device:
    id: UUID
    words: str
    glyph: str
    seen_at: datetime
    opens: str  # what it can open, where that is not the workspace
    is_this: bool

    @classmethod
    def of(cls, row: SignIn, this: UUID | None) -> Self:
        machine = browsers.described(row.browser)
        glyph = "smartphone" if machine.is_held else "laptop"
        return cls(row.id, machine.words, glyph, row.seen_at, _OPENS[row.proof], row.id == this)

    @classmethod
    def all_of(cls, rows: Iterable[SignIn], this: UUID | None) -> list[Self]:
        """This one first."""
        return sorted((cls.of(row, this) for row in rows), key=lambda device: not device.is_this)
