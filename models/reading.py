"""Entries: evidence, so they are superseded and never changed. And the start they show, fixed once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, UniqueConstraint, Uuid, bindparam, exists, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from models.base import Tenanted, belongs_to, refers_to
from models.contract.text import number

if TYPE_CHECKING:
    from models.measure import Measure


class Reading(Tenanted):
    """`period` is the date on which it was due. With `count_of` the value is a count of that many, and the amount a percentage."""

    __tablename__ = "reading"
    measure_id: Mapped[UUID] = refers_to("measure", shields=True)
    period: Mapped[date]
    value: Mapped[Decimal]
    count_of: Mapped[Decimal | None]
    comment: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID]
    at: Mapped[datetime]
    source: Mapped[str] = mapped_column(default="")
    supersedes_id: Mapped[UUID | None] = mapped_column()
    measure: Mapped[Measure] = belongs_to("measure_id", back_populates="readings")
    __table_args__ = (
        UniqueConstraint("practice_id", "measure_id", "id", name="reading_of_measure"),
        ForeignKeyConstraint(
            ["practice_id", "measure_id", "supersedes_id"],
            ["reading.practice_id", "reading.measure_id", "reading.id"],
            name="reading_corrects_same_measure",
        ),
        Index("reading_one_a_period", "practice_id", "measure_id", "period", unique=True, postgresql_where=supersedes_id.is_(None)),
        UniqueConstraint("practice_id", "supersedes_id", name="reading_supersedes_id_uq"),
        Index("reading_at_ix", "practice_id", "at"),
        Index("reading_period_ix", "practice_id", "measure_id", "period"),
        CheckConstraint("value > -1000000000000 and value < 1000000000000", name="value_sane"),
        CheckConstraint("count_of > 0", name="count_of_some"),
        CheckConstraint("char_length(comment) <= 500", name="comment_length"),
        {"info": {"append_only": True}},
    )

    @property
    def amount(self) -> Decimal:
        """What is charted: the value itself, or the share in percent."""
        return amount_of(self.value, self.count_of)


class Entry(NamedTuple):
    """An entry that stands, as lists show it; `was_…` is what it corrected, if it did."""

    id: UUID
    period: date
    value: Decimal
    count_of: Decimal | None
    comment: str
    by_id: UUID
    source: str
    was_value: Decimal | None
    was_count_of: Decimal | None

    @property
    def amount(self) -> Decimal:
        return amount_of(self.value, self.count_of)

    @property
    def was(self) -> Decimal | None:
        """The amount it corrected."""
        return None if self.was_value is None else amount_of(self.was_value, self.was_count_of)


def amount_of(value: Decimal, count_of: Decimal | None) -> Decimal:
    return value if count_of is None else value / count_of * 100


def newest_entries(session: Session, measure_id: UUID, count: int, after: int = 0) -> list[Entry]:
    """Those that stand, the newest first: `count` of them, after so many. One statement."""
    return [Entry(*row) for row in session.execute(_newest(), {"measure_id": measure_id, "count": count, "after": after})]


@cache
def _newest() -> Any:
    newer, older = aliased(Reading), aliased(Reading)
    kept = [Reading.id, Reading.period, Reading.value, Reading.count_of, Reading.comment, Reading.by_id, Reading.source]
    return (
        select(*kept, older.value, older.count_of)
        .outerjoin(older, (older.practice_id == Reading.practice_id) & (older.id == Reading.supersedes_id))
        .where(
            Reading.measure_id == bindparam("measure_id", type_=Uuid()),
            ~exists().where(newer.practice_id == Reading.practice_id, newer.supersedes_id == Reading.id),
        )
        .order_by(Reading.period.desc())
        .limit(bindparam("count", type_=Integer()))
        .offset(bindparam("after", type_=Integer()))
    )


class Start(Tenanted):
    """Where it started: fixed once, with a hash over its entries."""

    __tablename__ = "start"
    measure_id: Mapped[UUID] = refers_to("measure", shields=True)
    sealed_at: Mapped[datetime]
    through: Mapped[date]  # the last period that belongs to it
    n: Mapped[int]
    mean: Mapped[Decimal]
    sha256: Mapped[str]
    __table_args__ = (UniqueConstraint("practice_id", "measure_id", name="start_once"), {"info": {"append_only": True}})

    @classmethod
    def of(cls, measure_id: UUID, readings: Sequence[Reading], now: datetime) -> Start:
        amounts = [reading.amount for reading in readings]
        return cls(
            measure_id=measure_id,
            sealed_at=now,
            through=max(r.period for r in readings),
            n=len(readings),
            mean=sum(amounts, Decimal(0)) / len(amounts),
            sha256=points_hash(readings),
        )

    def is_intact(self, readings: Sequence[Reading]) -> bool:
        return points_hash([reading for reading in readings if reading.period <= self.through]) == self.sha256


def points_hash(readings: Sequence[Reading]) -> str:
    """SHA-256 over the entries in order: "2026-06-05=38" a line, counts as "11/15"."""
    lines = [
        f"{r.period.isoformat()}={number(r.value)}{'' if r.count_of is None else '/' + number(r.count_of)}"
        for r in sorted(readings, key=lambda r: r.period)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
