"""What is behind a request: the probing questions, the whys, one stated cause. Its client and their coach only, not even the owner."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, belongs_to, has_many, refers_to, uuid7
from models.client import Client
from models.errors import LadderFull, NotYours, Stale

QUESTIONS: dict[str, str] = {
    "better": "What do we need this person to do better?",
    "gap": "Which gap, in which task, where on the job?",
    "cost": "What does it cost the team or the business?",
    "help": "How would solving it help?",
    "tried": "What was tried already?",
}


class Ladder(Tenanted):
    __tablename__ = "ladder"
    client_id: Mapped[UUID] = refers_to("client", shields=True)
    request: Mapped[str] = mapped_column(default="")  # as it was first asked for
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # QUESTIONS' keys -> words
    cause: Mapped[str] = mapped_column(default="")
    sentence: Mapped[str] = mapped_column(default="")  # for the goals part, if the client approves these very words
    approved_sha256: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    draft_no: Mapped[int] = mapped_column(default=1)
    client: Mapped[Client] = belongs_to("client_id")
    rungs: Mapped[list[Rung]] = has_many("rung.ladder_id", back_populates="ladder", order_by="Rung.id", cascade="all")
    __table_args__ = (
        UniqueConstraint("practice_id", "client_id", name="ladder_once"),
        CheckConstraint("char_length(cause) <= 2000 and char_length(sentence) <= 500 and char_length(request) <= 2000", name="lengths"),
    )

    @property
    def sentence_sha256(self) -> str:
        return hashlib.sha256(self.sentence.encode()).hexdigest()

    @property
    def is_sentence_approved(self) -> bool:
        return bool(self.sentence) and self.approved_sha256 == self.sentence_sha256

    @property
    def approved_sentence(self) -> str:
        return self.sentence if self.is_sentence_approved else ""

    @property
    def standing(self) -> list[Rung]:
        """The whys that were not taken away, nor hang below one that was."""
        found: dict[UUID | None, Rung | None] = {None: None}
        for rung in sorted(self.rungs, key=lambda rung: rung.id):
            if rung.removed_at is None and rung.parent_id in found:
                found[rung.id] = rung
        return [rung for rung in found.values() if rung is not None]

    @property
    def strand(self) -> Strand:
        """The ladder as it is drawn: one line down until it branches."""
        below: dict[UUID | None, list[Rung]] = {}
        for rung in self.standing:
            below.setdefault(rung.parent_id, []).append(rung)
        return _strand(None, below)

    def add(self, text: str, parent_id: UUID | None = None, *, hers_to_change: bool = True) -> Rung:
        """One more why, below another or at the top. Raises LadderFull; NotYours for a rung of another ladder."""
        standing = self.standing
        if len(standing) >= Rung.MOST:
            raise LadderFull
        if parent_id is not None and parent_id not in {rung.id for rung in standing}:
            raise NotYours("That why is gone. Put it back first, or ask below another.")
        rung = Rung(id=uuid7(), parent_id=parent_id, text=text, hers_to_change=hers_to_change)
        self.rungs.append(rung)
        return rung

    def write(self, draft_no: int, **words: Any) -> None:
        """Save as typed; a stale form is refused and both texts are shown."""
        if draft_no != self.draft_no:
            raise Stale
        for name, value in words.items():
            setattr(self, name, value)
        self.draft_no += 1

    def approve_sentence(self, now: datetime, sha256: str | None = None) -> None:
        """The client's act, over these very words: a later change of them is not approved. `sha256` is that of the words that stood on the page."""
        if sha256 is not None and sha256 != self.sentence_sha256:
            raise Stale("The sentence was changed a moment ago. Read it as it is now.")
        self.approved_sha256, self.approved_at = self.sentence_sha256, now

    def refuse_sentence(self) -> None:
        self.approved_sha256 = self.approved_at = None


class Rung(Tenanted):
    """One why. A rung with two children branches."""

    __tablename__ = "rung"
    ENOUGH: ClassVar[int] = 3
    MOST: ClassVar[int] = 60
    ladder_id: Mapped[UUID] = refers_to("ladder", shields=True)
    parent_id: Mapped[UUID | None] = refers_to("rung")
    text: Mapped[str]
    hers_to_change: Mapped[bool] = mapped_column(default=True)  # what is not the client's to change ends in a promise of the boss
    removed_at: Mapped[datetime | None]
    ladder: Mapped[Ladder] = belongs_to("ladder_id", back_populates="rungs")
    __table_args__ = (CheckConstraint("char_length(text) between 1 and 1000", name="text_length"),)


@dataclass(frozen=True)
class Strand:
    """Whys one below the other, and where the last of them branches, two or more strands."""

    rungs: tuple[Rung, ...]
    branches: tuple[Strand, ...] = ()


def _strand(rung: Rung | None, below: dict[UUID | None, list[Rung]]) -> Strand:
    line = [rung] if rung else []
    children = below.get(rung.id if rung else None, [])
    while len(children) == 1:
        line.append(children[0])
        children = below.get(children[0].id, [])
    return Strand(tuple(line), tuple(_strand(child, below) for child in children))
