"""A reply to one of our mails. It stops what would remind its writer, and is read by their coach."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Tenanted, refers_to, uuid7
from models.message import Message


class Inbound(Tenanted):
    """Taken in once by its Message-ID. `writer_id` is the recipient of the message it answers."""

    __tablename__ = "inbound"
    LONGEST: ClassVar[int] = 20_000
    LONGEST_SUBJECT: ClassVar[int] = 500
    message_id: Mapped[UUID] = refers_to("message")
    writer_id: Mapped[UUID]
    writer_kind: Mapped[str]
    mail_id: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    is_automatic: Mapped[bool] = mapped_column(default=False)  # an out-of-office note is no answer and stops nothing
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    goes_on_at: Mapped[datetime | None]  # the coach said: what it stopped may go on
    __table_args__ = (
        UniqueConstraint("practice_id", "mail_id", name="inbound_once"),
        Index("inbound_writer_ix", "practice_id", "writer_id", "at"),
        CheckConstraint("char_length(subject) <= 500 and char_length(words) <= 20000", name="texts_length"),
    )

    @classmethod
    def take_in(
        cls, session: Session, answers: Message, *, mail_id: str, subject: str, words: str, is_automatic: bool, now: datetime
    ) -> UUID | None:
        """Its id; None when this very mail is here already. What it stops is `models.recipes.plan.wrote_back`."""
        row = insert(cls).values(
            id=uuid7(),
            message_id=answers.id,
            writer_id=answers.recipient_id,
            writer_kind=answers.recipient_kind,
            mail_id=mail_id,
            subject=subject[: cls.LONGEST_SUBJECT],
            words=words[: cls.LONGEST],
            is_automatic=is_automatic,
            at=now,
        )
        return session.scalar(row.on_conflict_do_nothing(constraint="inbound_once").returning(cls.id))

    def read(self, now: datetime) -> None:
        self.read_at = self.read_at or now

    def unread(self) -> None:
        self.read_at = None

    def let_go_on(self, now: datetime) -> None:
        """What their answer stopped is wanted again, as far as it still lies ahead. It was read, too."""
        self.goes_on_at = self.goes_on_at or now
        self.read(now)

    def rest_again(self) -> None:
        self.goes_on_at = None
