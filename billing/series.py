"""The counter of one run of invoice numbers."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import UniqueConstraint, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Tenanted


class Series(Tenanted):
    """Locked in the transaction that issues: a number that is rolled back is given to the next, so there are no gaps."""

    __tablename__ = "series"
    prefix: Mapped[str]
    last: Mapped[int] = mapped_column(default=0)
    __table_args__ = (UniqueConstraint("practice_id", "prefix", name="series_prefix_once"),)

    @classmethod
    def next_number(cls, session: Session, prefix: str) -> tuple[UUID, str]:
        session.execute(insert(cls).values(prefix=prefix, last=0).on_conflict_do_nothing(constraint="series_prefix_once"))
        taken = update(cls).where(cls.prefix == prefix).values(last=cls.last + 1).returning(cls.id, cls.last)
        id, last = session.execute(taken).one()
        return id, f"{prefix}{last:03d}"
