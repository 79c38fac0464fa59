"""A pause of a measure: the client's own, and nobody asks why."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from models.base import Tenanted, refers_to


class MeasurePause(Tenanted):
    __tablename__ = "measure_pause"
    measure_id: Mapped[UUID] = refers_to("measure", shields=True)
    first: Mapped[date]
    last: Mapped[date | None]
    by_id: Mapped[UUID]
    __table_args__ = (CheckConstraint("last is null or last >= first", name="in_order"),)
