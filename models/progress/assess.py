"""The one door: a series goes in, everything a page, a chart or a job asks about it comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.progress.claim import AFTER, GRACE, LookResult, Outcome, due_after, held_looks, outcome
from models.progress.periods import Entered, due_dates, entered, gaps
from models.progress.phases import NoRange, Phase, phases
from models.progress.rules import Hit, Rule, find
from models.progress.series import BadSeries, Direction, Point, Series

RECENT = 4
"""A signal is spoken of while it touches one of the last four entries, the window of rule 3; an older one stays in the chart."""


class Side(StrEnum):
    """What a signal means for the goal. `none`: another level that is neither nearer to the wanted range nor farther from it."""

    BETTER = "better"
    WORSE = "worse"
    NONE = "none"


class State(StrEnum):
    EMPTY = "empty"
    GATHERING = "gathering"
    NO_RANGE = "no_range"
    SHARE = "share"
    TOO_EARLY = "too_early"
    SIGNAL = "signal"
    ORDINARY = "ordinary"


class Reach(StrEnum):
    """Whether the target will be reached if nothing changes."""

    ALWAYS = "always"
    NOT_EVERY = "not_every"
    NEVER = "never"
    MOVING = "moving"
    UNKNOWN = "unknown"
    NO_TARGET = "no_target"


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that fired, seen as a change. Its hit's indices are those of the series; `against` is the phase whose range judged it, `length`
    how many entries it is made of."""

    hit: Hit
    side: Side
    against: int
    trial: bool
    since: date
    until: date
    length: int


@dataclass(frozen=True, slots=True)
class Mark:
    """All rules that one entry is part of, strongest first, and what that means for the goal."""

    rules: tuple[Rule, ...] = ()
    side: Side = Side.NONE


@dataclass(frozen=True, slots=True)
class Forecast:
    """Expected values while nothing changes, and how many of the last `of` entries of that phase reached the target."""

    reach: Reach
    phase: Phase | None = None
    reached: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that is known about a series on one day. `marks` has one item per point shown; `broken` the indices of those with an empty period
    before them."""

    series: Series
    today: date
    state: State
    phases: tuple[Phase, ...]
    broken: frozenset[int]
    marks: tuple[Mark, ...]
    signals: tuple[Signal, ...]
    signal: Signal | None
    forecast: Forecast
    entered: Entered
    held: tuple[LookResult, ...]
    outcome: Outcome
    next_look: date | None
    splits_at: date | None

    def __hash__(self) -> int:
        """Of little, because who looks for the drawing of one has the very same in hand."""
        return hash((self.today, self.state, self.entered, len(self.series.points)))

    @property
    def points(self) -> tuple[Point, ...]:
        """Those that are shown."""
        return self.series.shown

    @property
    def start(self) -> Phase:
        return self.phases[0]

    @property
    def look(self) -> LookResult | None:
        """The last look held."""
        return self.held[-1] if self.held else None


def side_of(series: Series, values: list[Decimal], average: Decimal) -> Side:
    """Better when the values are, on average, better than `average`; in a wanted range nearer to it."""
    mean = sum((series.merit(value) for value in values), Decimal(0)) / len(values)
    than = series.merit(average)
    return Side.BETTER if mean > than else Side.WORSE if mean < than else Side.NONE


def find_signals(series: Series, drawn: tuple[Phase, ...]) -> tuple[Signal, ...]:
    """Every rule that fired after the start was fixed: against the start, and in a later phase, once frozen, against that phase too.

    No run and no window reaches over the start or into another phase.
    """
    if series.sealed_on is None:
        return ()
    found = []
    for number, phase in enumerate(drawn):
        for against in {0, number}:
            by = drawn[against].limits
            if by is None:
                continue
            origin = phase.judged if against == number else phase.first
            points = series.points[origin : phase.end]
            for hit in (hit.moved(origin) for hit in find([point.value for point in points], by, series.floor, series.ceiling)):
                values = [series.points[i].value for i in hit.marked]
                side = side_of(series, values, by.average)
                first, last = (series.points[i].period for i in (hit.marked[0], hit.marked[-1]))
                found.append(Signal(hit, side, against, drawn[against].trial, first, last, len(hit.marked)))
    return tuple(sorted(found, key=lambda signal: (signal.hit.first, signal.against, signal.hit.rule)))


def mark(series: Series, index: int, drawn: tuple[Phase, ...], signals: tuple[Signal, ...]) -> Mark:
    """The rules of one entry. The level of its own phase, if it speaks, is newer news than the start and gives the colour."""
    mine = [signal for signal in signals if index in signal.hit.marked]
    if not mine:
        return Mark()
    by = drawn[max(signal.against for signal in mine)].limits
    assert by is not None
    return Mark(tuple(sorted({signal.hit.rule for signal in mine})), side_of(series, [series.points[index].value], by.average))


def speaking(signals: tuple[Signal, ...], n: int) -> Signal | None:
    """The signal to speak of: the newest, a run before a single value before a window, the own level before the start."""
    weight = {Rule.RUN: 2, Rule.OUTSIDE: 1, Rule.NEAR: 0}
    recent = [signal for signal in signals if signal.hit.marked[-1] >= n - RECENT]
    return max(recent, key=lambda signal: (signal.hit.marked[-1], signal.against, weight[signal.hit.rule]), default=None)


def unsplit_run(series: Series, drawn: tuple[Phase, ...], signals: tuple[Signal, ...]) -> Signal | None:
    """A run of eight against the latest phase's own average that still stands: only values on the average itself came after it."""
    for signal in reversed(signals):
        if signal.hit.rule == Rule.RUN and signal.against == len(drawn) - 1:
            average = drawn[signal.against].average
            if all(point.value == average for point in series.points[signal.hit.marked[-1] + 1 :]):
                return signal
    return None


def forecast(series: Series, drawn: tuple[Phase, ...], moving: bool) -> Forecast:
    """Science.md 1.6, assurance: the target against the latest range; on a limit counts as inside it."""
    if series.target is None and series.direction != Direction.WITHIN:
        return Forecast(Reach.NO_TARGET)
    if moving:
        return Forecast(Reach.MOVING)
    phase = next((phase for phase in reversed(drawn) if phase.limits is not None), None)
    if phase is None or phase.limits is None:
        return Forecast(Reach.UNKNOWN)
    last = series.points[phase.first : phase.end][-10:]
    reached = sum(series.reaches(point.value) for point in last)
    low, high = wanted(series)
    worst_fails = (low is not None and phase.limits.lower <= low) or (high is not None and phase.limits.upper >= high)
    best_fails = (low is not None and phase.limits.upper < low) or (high is not None and phase.limits.lower > high)
    reach = Reach.NEVER if best_fails else Reach.NOT_EVERY if worst_fails else Reach.ALWAYS
    return Forecast(reach, phase, reached, len(last))


def wanted(series: Series) -> tuple[Decimal | None, Decimal | None]:
    """The range in which the target is met; None where it is open or no value can miss it, at an end of the scale."""
    low = {Direction.HIGHER: series.target, Direction.WITHIN: series.low}.get(series.direction)
    high = {Direction.LOWER: series.target, Direction.WITHIN: series.high}.get(series.direction)
    if low is not None and series.floor is not None and low <= series.floor:
        low = None
    if high is not None and series.ceiling is not None and high >= series.ceiling:
        high = None
    return low, high


def state_of(series: Series, start: Phase, signal: Signal | None) -> State:
    if not series.points:
        return State.EMPTY
    if series.sealed_on is None:
        return State.GATHERING
    if start.why_none == NoRange.YES_NO:
        return State.SHARE
    if start.limits is None:
        return State.NO_RANGE
    if signal is not None:
        return State.SIGNAL
    return State.TOO_EARLY if len(series.after) < AFTER else State.ORDINARY


def count_entered(series: Series, today: date) -> Entered:
    """Entries due and made: since the start was fixed, before that since the first period. What is due today counts once it is made."""
    if series.sealed_on is None:
        due = due_dates(series.first_period, series.cadence, series.first_period, today, series.pauses)
        periods = [point.period for point in series.points]
    else:
        due, periods = due_after(series, today), [point.period for point in series.after]
    if due and due[-1] == today and today not in periods:
        due = due[:-1]
    here, before = entered(due, [period for period in periods if period <= today]), series.left_out
    return Entered(before.made + here.made, before.due + here.due)


def assess(series: Series, today: date, held: Sequence[LookResult] | None = None) -> Assessment:
    """Judges the whole series as it stands on `today`.

    `held` are the looks held so far, oldest first, as they were kept: their exact chances are most of the work. Without it they are judged anew.
    Raises BadSeries where entries were left out: their signals would be lost.
    """
    if series.left_out.n:
        raise BadSeries("entries were left out")
    drawn = phases(series)
    signals = find_signals(series, drawn)
    signal = speaking(signals, len(series.points))
    run = unsplit_run(series, drawn, signals)
    looks = held_looks(series, today) if held is None else tuple(held)
    return Assessment(
        series=series,
        today=today,
        state=state_of(series, drawn[0], signal),
        phases=drawn,
        broken=gaps([point.period for point in series.points], series.cadence),
        marks=tuple(mark(series, i, drawn, signals) for i in range(len(series.points))),
        signals=signals,
        signal=signal,
        forecast=forecast(series, drawn, run is not None),
        entered=count_entered(series, today),
        held=looks,
        outcome=outcome(series, looks),
        next_look=next((on for on in series.looks if on + GRACE > today), None),
        splits_at=None if run is None else run.since,
    )


def share_of_yes(points: tuple[Point, ...]) -> tuple[int, int]:
    """Of a yes/no measure: how many entries say yes, of how many."""
    return sum(point.value == 1 for point in points), len(points)
