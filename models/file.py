"""A file that was made or taken in: a row says whose it is and who reads it, the bytes lie in storage under a random name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted


class File(Tenanted):
    __tablename__ = "file"
    subject_id: Mapped[UUID]  # the version or invoice it is the paper of
    kind: Mapped[str]  # agreement | invoice | receipt | credit_note | …
    name: Mapped[str]  # as it is called when saved
    media_type: Mapped[str]
    path: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    made_at: Mapped[datetime]
    readers: Mapped[list[UUID]] = mapped_column(default=list)
    __table_args__ = (
        UniqueConstraint("practice_id", "subject_id", "kind", name="file_once"),
        Index("file_subject_ix", "practice_id", "subject_id"),
        CheckConstraint("size between 1 and 50000000", name="size_sane"),
    )
