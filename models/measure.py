"""A measure of a goal: what is counted, how often, and the latest it says, kept in columns so that no page loads history to know the present."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence, Set
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, inspect
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from models import progress
from models.base import Tenanted, belongs_to, has_many, refers_to
from models.contract.text import number
from models.due import Due
from models.errors import CommentNeeded, EntryRefused, PeriodTaken, StartIsFixed
from models.look import Look
from models.measure_pause import MeasurePause
from models.progress.periods import grid, last_due
from models.reading import Reading, Start

if TYPE_CHECKING:
    from models.contract.goal import Goal


class Measure(Tenanted):
    __tablename__ = "measure"
    TRAIL: ClassVar[int] = 36

    goal_id: Mapped[UUID] = refers_to("goal", shields=True)
    role: Mapped[str] = mapped_column(default="leading")
    name: Mapped[str]
    kind: Mapped[str]
    direction: Mapped[str]
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    unit: Mapped[str] = mapped_column(default="")
    scale_min: Mapped[Decimal | None]
    scale_max: Mapped[Decimal | None]
    cadence: Mapped[str]
    target: Mapped[Decimal | None]
    cue: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    start_size: Mapped[int]
    first_period: Mapped[date]
    # the latest status, written when an entry comes
    made: Mapped[int] = mapped_column(default=0)
    last_period: Mapped[date | None]
    last_value: Mapped[Decimal | None]
    last_at: Mapped[datetime | None]
    tone: Mapped[str] = mapped_column(default="early")  # better | concern | same | early
    headline: Mapped[str] = mapped_column(default="Too early to say.")  # the first sentence, as the coach reads it
    signal_since: Mapped[date | None]
    signal_seen: Mapped[date | None]  # the beginning of the last signal that the coach has looked at
    trail: Mapped[list[Any]] = mapped_column(default=list)  # the last entries as [ISO date, value], for the thumbnail in lists
    usual_low: Mapped[float | None]  # the usual range of the start, for the same
    usual_high: Mapped[float | None]
    kept: Mapped[str | None] = mapped_column(deferred=True)  # what a page with its chart shows; models/progress/kept.py
    goal: Mapped[Goal] = belongs_to("goal_id", back_populates="measures")
    readings: Mapped[list[Reading]] = has_many("reading.measure_id", back_populates="measure", order_by="[Reading.period, Reading.at]")
    start: Mapped[Start | None] = has_many("start.measure_id", uselist=False)
    pauses: Mapped[list[MeasurePause]] = has_many("measure_pause.measure_id", order_by="MeasurePause.first")
    looks: Mapped[list[Look]] = has_many("look.measure_id", back_populates="measure", order_by="Look.on")
    __table_args__ = (
        UniqueConstraint("practice_id", "goal_id", "role", name="measure_role_once"),
        CheckConstraint("role in ('leading', 'business', 'guard')", name="role_known"),
        CheckConstraint("direction in ('higher', 'lower', 'within')", name="direction_known"),
        CheckConstraint("cadence in ('daily', 'weekly', 'fortnightly', 'monthly')", name="cadence_known"),
        CheckConstraint("start_size between 6 and 400", name="start_size_sane"),
    )

    def begin(self, history: Sequence[tuple[date, Decimal]], *, by: UUID, now: datetime, today: date) -> None:
        """At activation: dated history is the start and is fixed with it; without history the first entries will be."""
        if history:
            last = history[-1][0]
            self.first_period = next(on for on in _after(last, self.cadence) if on > today)
            self.start_size = max(self.start_size, 6)
            self.readings = [Reading(period=on, value=value, by_id=by, at=now, source=self.source) for on, value in history]
            session = self._session
            session.add(self)
            session.flush()
            self._fix_start(list(self.readings), now)
        else:
            self.first_period = _first_period(today, self.cadence)
            self._session.flush()

    def _fix_start(self, readings: list[Reading], now: datetime) -> None:
        self.start = Start.of(self.id, readings, now)
        self._session.flush()

    @property
    def standing(self) -> list[Reading]:
        """Entries that hold: of each line of corrections the last."""
        superseded = {reading.supersedes_id for reading in self.readings}
        return [reading for reading in self.readings if reading.id not in superseded]

    @property
    def pause(self) -> MeasurePause | None:
        return next((pause for pause in self.pauses if pause.last is None), None)

    def series(self) -> progress.Series:
        """What the arithmetic asks for: all entries that stand."""
        through = self.start.through if self.start else None
        return self._series(
            tuple(
                progress.Point(r.period, r.amount, baseline=through is None or r.period <= through, note=r.comment) for r in self.standing
            )
        )

    def _series(self, points: tuple[progress.Point, ...]) -> progress.Series:
        zone = self.goal.contract.client.coach.practice.tz if self.start else None
        return progress.Series(
            kind=progress.Kind(self.kind),
            direction=progress.Direction(self.direction),
            cadence=progress.Cadence(self.cadence),
            points=points,
            first_period=self.first_period,
            low=self.low,
            high=self.high,
            scale_min=self.scale_min,
            scale_max=self.scale_max,
            unit=self.unit,
            target=self.target,
            sealed_on=self.start.sealed_at.astimezone(zone).date() if self.start else None,
            start_size=self.start_size if not self.start else 6,
            pauses=tuple(progress.Pause(p.first, p.last) for p in self.pauses),
            looks=tuple(look.on for look in self.looks),
        )

    def assess(self, today: date) -> progress.Assessment:
        """From all entries, every look judged anew."""
        return progress.assess(self.series(), today)

    def recall(self, today: date) -> progress.Assessment:
        """The same from what was kept with the newest entry, every look as it was held. No entry is loaded."""
        if self.kept is None:
            return self.assess(today)
        return progress.recall(self.kept, self._series(()), today, tuple(look.as_held() for look in self.looks if look.verdict is not None))

    def open_periods(self, today: date) -> list[date]:
        """Due dates an entry can be made for, newest first: the current one, and at most five that were missed."""
        due = last_due(self.first_period, progress.Cadence(self.cadence), _end_of_period(self, today), 6)
        taken = self._taken
        return [on for on in due if on not in taken]

    def due_now(self, today: date) -> date | None:
        """The newest day an entry was due, if none was made for it; None while it is paused."""
        if self.pause is not None:
            return None
        pauses = tuple(progress.Pause(p.first, p.last) for p in self.pauses)
        due = last_due(self.first_period, progress.Cadence(self.cadence), today, 1, pauses)
        return next((on for on in due if on not in self._taken), None)

    @property
    def _taken(self) -> Set[date]:
        """Periods that have an entry; of those long ago only where all are loaded."""
        if "readings" in inspect(self).unloaded and self.kept is not None:
            return progress.periods_of(self.kept)
        return {reading.period for reading in self.readings}

    def enter(
        self, value: Decimal, period: date, *, by: UUID, now: datetime, today: date, count_of: Decimal | None = None, comment: str = ""
    ) -> Reading:
        """One entry a period; the one that completes the start fixes it. Raises EntryRefused with what is wrong."""
        if not self.goal.is_live:
            raise EntryRefused("This goal is not in force, so nothing is measured.")
        self._check(value, count_of)
        if period in {reading.period for reading in self.readings}:
            raise PeriodTaken
        if period not in self.open_periods(today):
            raise EntryRefused("Choose one of the dates shown: entries are made for when they are due.")
        reading = Reading(measure_id=self.id, period=period, value=value, count_of=count_of, by_id=by, at=now, comment=comment)
        self.readings.append(reading)
        self._session.flush()
        if self.start is None and len(self.standing) >= self.start_size:
            self._fix_start(sorted(self.standing, key=lambda r: r.period)[: self.start_size], now)
        self.update_status(today, self.goal.contract.client.first_name)
        return reading

    def correct(
        self, reading: Reading, value: Decimal, *, by: UUID, now: datetime, today: date, count_of: Decimal | None = None, comment: str = ""
    ) -> Reading:
        """A correction supersedes; the old entry stays readable. What the start rests on is fixed."""
        self._check(value, count_of)
        if self.start and reading.period <= self.start.through:
            raise StartIsFixed
        if now - reading.at > timedelta(days=7) and not comment.strip():
            raise CommentNeeded
        newer = Reading(
            measure_id=self.id,
            period=reading.period,
            value=value,
            count_of=count_of,
            by_id=by,
            at=now,
            comment=comment,
            supersedes_id=reading.id,
        )
        self.readings.append(newer)
        self._session.flush()
        Due.plan(self, "remeasure", at=now)  # what is shown of it outside rests on the rows
        self.update_status(today, self.goal.contract.client.first_name)
        return newer

    def _check(self, value: Decimal, count_of: Decimal | None) -> None:
        if not value.is_finite() or abs(value) >= 10**12 or (count_of is not None and not (count_of.is_finite() and 0 < count_of < 10**9)):
            raise EntryRefused("This should be a number, as in 11 or 2.5.")
        if count_of is not None and not 0 <= value <= count_of:
            raise EntryRefused(f"That is more than all there were ({number(count_of)}).")
        amount = value if count_of is None else value / count_of * 100
        low, high = self.bounds
        if (low is not None and amount < low) or (high is not None and amount > high):
            raise EntryRefused(
                f"This lies outside the scale, which runs from {number(low or Decimal(0))} to {'any number' if high is None else number(high)}."
            )

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """The ends of the scale on which an entry can lie."""
        usual = {"percentage": (0, 100), "yes_no": (0, 1), "rating": (1, 7), "count": (0, None), "duration": (0, None), "frequency": (0, 5)}
        low, high = usual.get(self.kind, (None, None))
        return (
            self.scale_min if self.scale_min is not None else None if low is None else Decimal(low),
            self.scale_max if self.scale_max is not None else None if high is None else Decimal(high),
        )

    def pause_from(self, day: date, by: UUID) -> MeasurePause:
        """The client's own: while it is paused nothing is due, and nobody is asked why."""
        if self.pause is None:
            self.pauses.append(MeasurePause(measure_id=self.id, first=day, by_id=by))
        assert self.pause is not None
        return self.pause

    def resume(self, day: date) -> None:
        if self.pause:
            self.pause.last = max(self.pause.first, day - timedelta(days=1))

    def update_status(self, today: date, who: str) -> None:
        """Keep the latest status where lists can read it without any history."""
        found = self.assess(today)
        sentence = progress.is_changing(found, who)
        self.headline, self.tone, self.made = sentence.text, sentence.tone.value, len(found.points)
        self.signal_since = found.signal.since if found.signal else None
        newest = max(self.standing, key=lambda r: r.period, default=None)
        if newest:
            self.last_period, self.last_value, self.last_at = newest.period, newest.amount, newest.at
        self.trail = [[p.period.isoformat(), float(p.value)] for p in found.points[-self.TRAIL :]]
        start = found.start
        self.usual_low = None if start.limits is None or start.lower is None else float(start.lower)
        self.usual_high = None if start.limits is None or start.upper is None else float(start.upper)
        self.kept = progress.keep(found, prints={look.on.isoformat(): look.fingerprint() for look in self.looks})

    @property
    def signal_waits(self) -> bool:
        """A signal that the coach has not looked at yet."""
        return self.signal_since is not None and self.signal_since != self.signal_seen

    def see_signal(self) -> None:
        self.signal_seen = self.signal_since

    def unsee_signal(self) -> None:
        self.signal_seen = None

    @property
    def _session(self) -> Session:
        session = object_session(self)
        assert session is not None
        return session


def _first_period(today: date, cadence: str) -> date:
    """Where nothing was agreed: daily from today, weekly and fortnightly by the coming Friday, monthly at the end of the month."""
    if cadence == "daily":
        return today
    if cadence == "monthly":
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    return today + timedelta(days=(4 - today.weekday()) % 7)


def _after(last: date, cadence: str) -> Iterator[date]:
    """Due dates that continue a history, without end."""
    return grid(last, progress.Cadence(cadence), last + timedelta(days=1))


def _end_of_period(measure: Measure, today: date) -> date:
    """The due date of the period that today is in: an entry may be made a little before it is due."""
    if today <= measure.first_period:
        return measure.first_period
    return next(grid(measure.first_period, progress.Cadence(measure.cadence), today))
