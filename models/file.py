"""A file that was made or taken in: a row says whose it is and who reads it, the bytes lie in storage under a random name."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Tenanted
from models.due import Due


class File(Tenanted):
    __tablename__ = "file"
    RETIRED: ClassVar[str] = "retired"
    subject_id: Mapped[UUID]  # the version or invoice it is the paper of
    kind: Mapped[str]  # agreement | invoice | receipt | report | consent | photo | record | credit_note | …
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

    @classmethod
    def keep(
        cls,
        session: Session,
        subject_id: UUID,
        kind: str,
        name: str,
        media_type: str,
        path: str,
        body: bytes,
        readers: list[UUID],
        now: datetime,
    ) -> File:
        """The one of its kind for its subject."""
        file = cls(
            subject_id=subject_id,
            kind=kind,
            name=name,
            media_type=media_type,
            path=path,
            size=len(body),
            sha256=hashlib.sha256(body).hexdigest(),
            made_at=now,
            readers=readers,
        )
        session.add(file)
        session.flush()
        return file

    def retire(self, now: datetime) -> None:
        """Nobody's any more: its bytes leave the storage once this has been committed, and are tried again while they cannot."""
        self.subject_id, self.kind = self.id, self.RETIRED
        Due.plan(self, "remove_file", at=now)
