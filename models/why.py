"""What is behind a request: the probing questions, the whys, one stated cause. Its client and their coach only, not even the owner."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, belongs_to, has_many, refers_to
from models.client import Client
from models.errors import Stale

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
    def is_sentence_approved(self) -> bool:
        return bool(self.sentence) and self.approved_sha256 == hashlib.sha256(self.sentence.encode()).hexdigest()

    @property
    def approved_sentence(self) -> str:
        return self.sentence if self.is_sentence_approved else ""

    @property
    def is_deep_enough(self) -> bool:
        return len(self.rungs) >= Rung.ENOUGH

    def write(self, draft_no: int, **words: Any) -> None:
        """Save as typed; a stale form is refused and both texts are shown."""
        if draft_no != self.draft_no:
            raise Stale
        for name, value in words.items():
            setattr(self, name, value)
        self.draft_no += 1

    def approve_sentence(self, now: datetime) -> None:
        """The client's act, over these very words: a later change of them is not approved."""
        self.approved_sha256, self.approved_at = hashlib.sha256(self.sentence.encode()).hexdigest(), now

    def refuse_sentence(self) -> None:
        self.approved_sha256 = self.approved_at = None


class Rung(Tenanted):
    """One why. A rung with two children branches."""

    __tablename__ = "rung"
    ENOUGH: ClassVar[int] = 3
    ladder_id: Mapped[UUID] = refers_to("ladder", shields=True)
    parent_id: Mapped[UUID | None] = refers_to("rung")
    text: Mapped[str]
    hers_to_change: Mapped[bool] = mapped_column(default=True)  # what is not the client's to change ends in a promise of the boss
    ladder: Mapped[Ladder] = belongs_to("ladder_id", back_populates="rungs")
    __table_args__ = (CheckConstraint("char_length(text) between 1 and 1000", name="text_length"),)
