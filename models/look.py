"""A look that was agreed: on its date, held seven days later, the numbers are judged once, and that may be said outside."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from models import progress
from models.base import Tenanted, belongs_to, refers_to
from models.reading import points_hash

if TYPE_CHECKING:
    from models.measure import Measure


class Look(Tenanted):
    __tablename__ = "look"
    measure_id: Mapped[UUID] = refers_to("measure", shields=True)
    on: Mapped[date]
    planned_for: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    verdict: Mapped[str | None]
    too_early: Mapped[str | None]  # why, when it is: few, missing, alike
    p: Mapped[Decimal | None]
    n_before: Mapped[int | None]
    n_after: Mapped[int | None]
    due: Mapped[int | None]
    sha256: Mapped[str | None]  # over what it judged: an entry corrected since is said
    measure: Mapped[Measure] = belongs_to("measure_id", back_populates="looks")
    __table_args__ = (
        UniqueConstraint("practice_id", "measure_id", "on", name="look_once"),
        CheckConstraint("verdict in ('improved', 'got_worse', 'no_change', 'too_early', 'not_measured')", name="verdict_known"),
    )

    @property
    def is_planned(self) -> bool:
        return self.planned_for is not None

    def hold(self, now: datetime) -> None:
        """Judge once, by the claim rule. Safe to run twice."""
        if self.held_at is not None:
            return
        found = progress.judge_look(self.measure.series(), self.on)
        self.held_at, self.verdict, self.p = now, found.verdict.value, found.p
        self.too_early = found.too_early.value if found.too_early else None
        self.n_before, self.n_after, self.due = found.n_before, found.n_after, found.due
        self.sha256 = self.fingerprint()

    @property
    def was_corrected(self) -> bool:
        """An entry it judged has been corrected since."""
        if self.held_at is None:
            return False
        kept = progress.read_kept(self.measure.kept)["prints"] if self.measure.kept else {}
        return self.sha256 != (kept.get(self.on.isoformat()) or self.fingerprint())

    def as_held(self) -> progress.LookResult:
        """What was found when it was held, but for the entries due up to its date that are there now."""
        assert self.verdict is not None
        reason = progress.TooEarly(self.too_early) if self.too_early else None
        found, before, after = progress.Verdict(self.verdict), self.n_before or 0, self.n_after or 0
        return progress.LookResult(self.on, found, before, after, 0, self.due or 0, reason, self.p)

    def fingerprint(self) -> str:
        """Over the entries it rests on, as they stand now. Loads them."""
        return points_hash([reading for reading in self.measure.standing if reading.period <= self.on])
