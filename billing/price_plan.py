"""What a practice wants to earn, and how much work it takes on: the assumptions behind its price page. One a practice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Tenanted
from models.errors import Stale


class PricePlan(Tenanted):
    """Money in minor units a year, of the practice's currency; shares from 0 to 1. None: not said yet, and the floor is not drawn."""

    __tablename__ = "price_plan"
    income_minor: Mapped[int | None]  # wanted, after tax
    costs_minor: Mapped[int | None]
    tax_share: Mapped[Decimal] = mapped_column(default=Decimal("0.30"))
    weeks: Mapped[int] = mapped_column(default=44)
    hours_a_week: Mapped[Decimal] = mapped_column(default=Decimal(30))
    sold_share: Mapped[Decimal] = mapped_column(default=Decimal("0.45"))
    list_rate_minor: Mapped[int | None]  # what an hour costs a new client, net
    minutes_before: Mapped[int] = mapped_column(default=15)
    minutes_after: Mapped[int] = mapped_column(default=10)
    version: Mapped[int] = mapped_column(default=1)
    glance: Mapped[dict[str, Any] | None]  # billing/glance.py: what Today says of an hour, counted by a job
    __table_args__ = (
        UniqueConstraint("practice_id", name="price_plan_once"),
        CheckConstraint("income_minor >= 0 and costs_minor >= 0 and list_rate_minor >= 0", name="money_sane"),
        CheckConstraint("tax_share >= 0 and tax_share < 1 and sold_share > 0 and sold_share <= 1", name="shares_sane"),
        CheckConstraint("weeks between 1 and 52 and hours_a_week > 0 and hours_a_week <= 100", name="time_sane"),
        CheckConstraint("minutes_before between 0 and 480 and minutes_after between 0 and 480", name="minutes_sane"),
    )

    @classmethod
    def of(cls, session: Session) -> PricePlan:
        """The practice's, or the usual one, not yet stored."""
        usual = cls(
            tax_share=Decimal("0.30"),
            weeks=44,
            hours_a_week=Decimal(30),
            sold_share=Decimal("0.45"),
            minutes_before=15,
            minutes_after=10,
            version=1,
        )
        return session.scalar(select(cls)) or usual

    def write(self, version: int, **values: Any) -> None:
        """Change it, by the names of its columns. Stale when it was saved since `version` was read."""
        if version != self.version:
            raise Stale
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
