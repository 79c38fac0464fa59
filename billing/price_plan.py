"""What a practice wants to earn, and how much work it takes on: the assumptions behind its price page. One a practice."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import CheckConstraint, Select, Text, UniqueConstraint, bindparam, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from billing.counted import Counted
from billing.minor_units import major
from billing.pricing.floor import Floor, Wanted, floor
from billing.pricing.price import Price
from billing.pricing.refusal import Reason, Refusal
from billing.worth import Worth, worth
from models.base import Tenanted
from models.due import Due
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
    since_year: Mapped[int | None]  # coaching since
    glance: Mapped[dict[str, Any] | None]  # billing/glance.py: what Today says of an hour, counted by a job
    counted: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)  # billing/counted.py, by who may read it
    __table_args__ = (
        UniqueConstraint("practice_id", name="price_plan_once"),
        CheckConstraint("income_minor >= 0 and costs_minor >= 0 and list_rate_minor >= 0", name="money_sane"),
        CheckConstraint("tax_share >= 0 and tax_share < 1 and sold_share > 0 and sold_share <= 1", name="shares_sane"),
        CheckConstraint("weeks between 1 and 52 and hours_a_week > 0 and hours_a_week <= 100", name="time_sane"),
        CheckConstraint("since_year between 1950 and 2200", name="since_sane"),
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

    @classmethod
    def with_counts(cls, session: Session, reader: str, currency: str) -> tuple[PricePlan, Counted]:
        """The plan and what was last counted for that reader (billing/counting.py), nothing at first: one statement."""
        row = session.execute(_with_counts(), {"reader": reader}).first()
        found = row.counted if row else None
        return row[0] if row else cls.of(session), Counted.read(found) if found else Counted.nothing(currency)

    @classmethod
    def weigh(cls, session: Session, at: datetime) -> None:
        """Work, money, prices or hours changed: count at that time, once however much comes until then (`take_up`). It waits for no count
        that runs: a row of its own is added, and none is touched."""
        session.execute(insert(cls).on_conflict_do_nothing())
        Due.plan(session.scalars(select(cls)).one(), "weigh_worth", at=at)

    def take_up(self, now: datetime) -> None:
        """Right before it is counted: one count at a time, or the older could be kept last; and it answers all that asked for one so far."""
        session = object_session(self)
        assert session is not None
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(self.id), 0))))
        Due.answer(self, "weigh_worth", now)

    def floor(self, currency: str) -> Floor | Refusal:
        """`currency`: the practice's own. Refuses while what is wanted and what it costs are not said."""
        if self.income_minor is None or self.costs_minor is None:
            return Refusal(Reason.NO_PLAN)
        income, costs = major(self.income_minor, currency), major(self.costs_minor, currency)
        return floor(Wanted(currency, income, costs, self.tax_share, self.weeks, self.hours_a_week, self.sold_share))

    def worth(self, counted: Counted, currency: str, home: str, today: date) -> Worth:
        """What a page says of the sums in `currency`. What is charged is said here, or is what the dearest offer asks."""
        listed = Price(major(self.list_rate_minor, home), home) if self.list_rate_minor else counted.dearest
        years = today.year - self.since_year if self.since_year else None
        return worth(counted.of(currency), counted, floor=self.floor(home), list_rate=listed, years=years, today=today)

    def write(self, version: int, **values: Any) -> None:
        """Change it, by the names of its columns. Stale when it was saved since `version` was read."""
        if version != self.version:
            raise Stale
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1


@cache
def _with_counts() -> Select[PricePlan, Any]:
    part = func.jsonb_extract_path(PricePlan.counted, bindparam("reader", type_=Text()), type_=JSONB)
    return select(PricePlan, part.label("counted"))
