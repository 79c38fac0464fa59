"""A reply to one of our mails. It stops what would remind its writer, and is read by their coach."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, refers_to


class Inbound(Tenanted):
    """Taken in once by its Message-ID. `writer_id` is the recipient of the message it answers."""

    __tablename__ = "inbound"
    message_id: Mapped[UUID] = refers_to("message")
    writer_id: Mapped[UUID]
    writer_kind: Mapped[str]
    mail_id: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    is_automatic: Mapped[bool] = mapped_column(default=False)  # an out-of-office note is no answer and stops nothing
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("practice_id", "mail_id", name="inbound_once"),
        Index("inbound_writer_ix", "practice_id", "writer_id", "at"),
        CheckConstraint("char_length(subject) <= 500 and char_length(words) <= 20000", name="texts_length"),
    )
