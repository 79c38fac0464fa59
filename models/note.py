"""Notes. A private one is for its author alone: sealed bytes here, opened only by app/vault.py with the practice's key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, belongs_to, refers_to
from models.client import Client
from models.errors import NotYours, Stale


class PrivateNote(Tenanted):
    """One a client and author, or one a session and author. `body` is nonce and ciphertext; draft_no is bound into it."""

    __tablename__ = "private_note"
    client_id: Mapped[UUID] = refers_to("client")
    session_id: Mapped[UUID | None] = refers_to("coaching_session")
    author_id: Mapped[UUID] = refers_to("membership")
    body: Mapped[bytes]
    draft_no: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    at: Mapped[datetime]
    __table_args__ = (
        Index("private_note_author_ix", "practice_id", "author_id", "client_id"),
        UniqueConstraint("practice_id", "session_id", "author_id", name="private_note_once_a_session"),
        CheckConstraint("octet_length(body) <= 400000", name="body_length"),
    )

    def require_author(self, member_id: UUID) -> None:
        if self.author_id != member_id:
            raise NotYours


class SharedNote(Tenanted):
    """Read by the client too. Markdown."""

    __tablename__ = "shared_note"
    client_id: Mapped[UUID] = refers_to("client", shields=True)
    session_id: Mapped[UUID | None] = refers_to("coaching_session")
    author_id: Mapped[UUID]
    text: Mapped[str]
    draft_no: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    client: Mapped[Client] = belongs_to("client_id")
    __table_args__ = (CheckConstraint("char_length(text) between 1 and 100000", name="text_length"),)

    def write(self, draft_no: int, text: str, now: datetime) -> None:
        if draft_no != self.draft_no:
            raise Stale
        self.text, self.at, self.draft_no = text, now, self.draft_no + 1

    def withdraw(self, now: datetime) -> None:
        """Out of the client's sight; the coach can put it back."""
        self.withdrawn_at = now

    def restore(self) -> None:
        self.withdrawn_at = None
