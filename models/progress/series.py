"""What is measured, as plain values: a series of entries and what was agreed about it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

FEWEST = 6
"""Entries that can show a start at all (science.md 1.4, item 7)."""


class Kind(StrEnum):
    NUMBER = "number"
    COUNT = "count"
    DURATION = "duration"
    PERCENTAGE = "percentage"
    MONEY = "money"
    RATING = "rating"
    FREQUENCY = "frequency"
    YES_NO = "yes_no"


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"


class Cadence(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Point:
    """One entry. `period` is the date on which it was due; `baseline` says that it belongs to the starting point."""

    period: date
    value: Decimal
    baseline: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which nothing is due, both ends included; without an end it still lasts."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Entries between the start and the first one that is shown: counted, and no longer listed. `yes` of them say yes; of `due` dates before
    the first one shown `made` have an entry."""

    n: int = 0
    yes: int = 0
    made: int = 0
    due: int = 0


class BadSeries(ValueError):
    """The values contradict each other; a caller's mistake, not a person's."""


@dataclass(frozen=True, slots=True)
class Series:
    """A measure with its entries. Values are in `unit`; `low` and `high` bound the wanted range of direction `within`.

    `looks` are the dates agreed in the contract, at most three. `splits` are the first periods of new phases that somebody asked for,
    with a cause kept elsewhere. `first_period` anchors the dates on which entries are due. `start_size` is the number of entries that make the start.
    With entries left out `points` are the start and the newest; such a series is recalled (kept.py) and cannot be judged again.
    """

    kind: Kind
    direction: Direction
    cadence: Cadence
    points: tuple[Point, ...]
    first_period: date
    low: Decimal | None = None
    high: Decimal | None = None
    scale_min: Decimal | None = None
    scale_max: Decimal | None = None
    unit: str = ""
    target: Decimal | None = None
    sealed_on: date | None = None
    start_size: int = FEWEST
    pauses: tuple[Pause, ...] = field(default=())
    looks: tuple[date, ...] = field(default=())
    splits: tuple[date, ...] = field(default=())
    left_out: LeftOut = field(default=LeftOut())

    def __post_init__(self) -> None:
        points = tuple(sorted(self.points, key=lambda point: point.period))
        if len({point.period for point in points}) < len(points):
            raise BadSeries("a period holds one entry")
        flags = [point.baseline for point in points]
        if flags != sorted(flags, reverse=True):
            raise BadSeries("the entries of the start come before all others")
        if self.direction == Direction.WITHIN and (self.low is None or self.high is None or self.low > self.high):
            raise BadSeries("a wanted range needs its two bounds, the lower first")
        if len(self.looks) > 3 or len(set(self.looks)) < len(self.looks):
            raise BadSeries("at most three looks, on different days")
        if self.start_size < FEWEST:
            raise BadSeries("a start needs at least six entries")
        if self.splits and (self.sealed_on is None or min(self.splits) <= self.sealed_on):
            raise BadSeries("a new phase begins after the start was fixed")
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "looks", tuple(sorted(self.looks)))
        object.__setattr__(self, "splits", tuple(sorted(set(self.splits))))

    @property
    def before(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.baseline)

    @property
    def after(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if not point.baseline)

    @property
    def shown(self) -> tuple[Point, ...]:
        """What a chart draws: all, or the newest."""
        return self.after if self.left_out.n else self.points

    @property
    def floor(self) -> Decimal | None:
        """The end of the scale below which no value can lie; amounts that are counted end at 0."""
        if self.scale_min is None and self.kind in (Kind.COUNT, Kind.DURATION, Kind.PERCENTAGE, Kind.FREQUENCY, Kind.YES_NO):
            return Decimal(0)
        return self.scale_min

    @property
    def ceiling(self) -> Decimal | None:
        return Decimal(1) if self.scale_max is None and self.kind == Kind.YES_NO else self.scale_max

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The wanted range of direction `within`; BadSeries for any other direction without one."""
        if self.low is None or self.high is None:
            raise BadSeries("this measure has no wanted range")
        return self.low, self.high

    def merit(self, value: Decimal) -> Decimal:
        """How good a value is: greater is better. In a wanted range 0, outside it the negative distance to the nearer bound."""
        if self.direction == Direction.HIGHER:
            return value
        if self.direction == Direction.LOWER:
            return -value
        low, high = self.bounds
        return min(value - low, high - value, Decimal(0))

    def reaches(self, value: Decimal) -> bool:
        """Whether one value meets the target: the bound on its better side, or the wanted range. False without a target."""
        if self.direction == Direction.WITHIN:
            return self.merit(value) == 0
        return self.target is not None and self.merit(value) >= self.merit(self.target)
