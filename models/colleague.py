"""Former colleagues: how you know them, and two names a day. The mail is written in the coach's own program; there is no second by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Tenanted, refers_to, uuid7
from models.errors import Stale
from models.folding import clean_line, fold_address


class Colleague(Tenanted):
    """Of one member."""

    __tablename__ = "colleague"
    A_DAY: ClassVar[int] = 2
    member_id: Mapped[UUID] = refers_to("membership")
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    known_from: Mapped[str] = mapped_column(default="")
    draft: Mapped[str] = mapped_column(default="")
    wrote_at: Mapped[datetime | None]
    skipped_at: Mapped[datetime | None]
    enquiry_id: Mapped[UUID | None] = refers_to("enquiry")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        UniqueConstraint("practice_id", "member_id", "name", "address", name="colleague_once"),
        Index("colleague_turn_ix", "practice_id", "member_id", "wrote_at"),
        CheckConstraint("char_length(name) between 1 and 200 and char_length(address) <= 320", name="who_length"),
        CheckConstraint("char_length(known_from) <= 500 and char_length(draft) <= 4000", name="texts_length"),
    )

    @classmethod
    def add_all(cls, session: Session, member_id: UUID, people: Iterable[tuple[str, str, str]], now: datetime) -> int:
        """(Name, address, how you know them); who is on the list already stays as they are. How many are new."""
        rows = [
            {
                "id": uuid7(),
                "member_id": member_id,
                "name": clean_line(name),
                "address": fold_address(address),
                "known_from": clean_line(known_from),
                "draft": "",
                "created_at": now,
                "version": 1,
            }
            for name, address, known_from in people
        ]
        if not rows:
            return 0
        added = insert(cls).values(rows).on_conflict_do_nothing(constraint="colleague_once").returning(cls.id)
        return len(session.scalars(added).all())

    @classmethod
    def of_today(cls, session: Session, member_id: UUID, begun: datetime) -> list[Colleague]:
        """At most two names a day, those who wait longest first: whoever was written to or left out since `begun` was one of them."""
        mine = cls.member_id == member_id
        done = select(func.count()).where(mine, or_(cls.wrote_at >= begun, cls.skipped_at >= begun)).scalar_subquery()
        waiting = select(cls, done).where(mine, cls.wrote_at.is_(None), cls.skipped_at.is_(None)).order_by(cls.id).limit(cls.A_DAY)
        return [one for place, (one, gone) in enumerate(session.execute(waiting)) if place + gone < cls.A_DAY]

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    def write(self, version: int, *, name: str, address: str, known_from: str, draft: str) -> None:
        if version != self.version:
            raise Stale
        self.name, self.address, self.known_from, self.draft = clean_line(name), fold_address(address), known_from, draft
        self.version += 1

    def wrote(self, now: datetime) -> None:
        """Because the coach said so: what a mail program does is nobody's to know."""
        self.wrote_at = self.wrote_at or now

    def skip(self, now: datetime) -> None:
        self.skipped_at = self.skipped_at or now

    def wait_again(self) -> None:
        """Undo of written and of left out."""
        self.wrote_at = self.skipped_at = None
