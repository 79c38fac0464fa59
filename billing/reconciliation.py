"""What comparing with Stripe found on one day: our rows against its objects."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base import Tenanted


class Reconciliation(Tenanted):
    """`compared` objects of Stripe's; `mended`: of how many our copy was behind and is being asked about; `unknown`: carry our mark, and no row of ours."""

    __tablename__ = "reconciliation"
    day: Mapped[date]
    at: Mapped[datetime]
    compared: Mapped[int]
    mended: Mapped[int]
    unknown: Mapped[int]
    __table_args__ = (UniqueConstraint("practice_id", "day", name="reconciliation_once"),)
