"""Claims: what may be said outside, at a look that was agreed beforehand (science.md 1.8a, Decided)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.progress.periods import Entered, due_dates, entered, gaps
from models.progress.ranksum import chance
from models.progress.series import FEWEST, Point, Series

ALPHA = Fraction(25, 1000)
"""For each of the two claims, shared evenly by the looks agreed."""
AFTER = 8
ALIKE = Fraction(1, 2)
KEPT = Fraction(3, 4)
GRACE = timedelta(days=7)
"""A look is held so long after its date, so that late entries are in."""


class Verdict(StrEnum):
    IMPROVED = "improved"
    GOT_WORSE = "got_worse"
    NO_CHANGE = "no_change"
    TOO_EARLY = "too_early"
    NOT_MEASURED = "not_measured"


class TooEarly(StrEnum):
    """Why it is too early to say."""

    FEW = "few"
    MISSING = "missing"
    ALIKE = "alike"


class UnplannedLook(ValueError):
    """A claim needs a look that is in the signed text."""


@dataclass(frozen=True, slots=True)
class LookResult:
    """What one look found. `p` is the chance of the claim it makes (for no change: of `improved`); `r` the likeness of neighbouring entries.

    `made` of `due` entries after the start were there. `p` and `r` are None when it was too early to reckon them.
    """

    on: date
    verdict: Verdict
    n_before: int
    n_after: int
    made: int
    due: int
    too_early: TooEarly | None = None
    p: Decimal | None = None
    r: Decimal | None = None

    @property
    def entered(self) -> Entered:
        return Entered(self.made, self.due)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last look held decides. `earlier` is a claim of an earlier look that the last one did not bear out; it keeps its date."""

    verdict: Verdict
    look: LookResult | None = None
    earlier: LookResult | None = None


def due_after(series: Series, until: date) -> tuple[date, ...]:
    """Dates up to `until` on which entries after the start, or after those left out, were due; none before the start is fixed."""
    if series.sealed_on is None:
        return ()
    first = [point.period for point in series.after]
    start = first[0] if series.left_out.n else min([series.sealed_on + timedelta(days=1), *first])
    return due_dates(series.first_period, series.cadence, start, until, series.pauses)


def likeness(series: Series, groups: Sequence[Sequence[Point]]) -> Fraction:
    """Lag-1 autocorrelation within groups: deviations from each group's own mean, no product over a gap, sums pooled. 0 without variation."""
    products, squares = Fraction(0), Fraction(0)
    for group in groups:
        merits = [Fraction(series.merit(point.value)) for point in group]
        mean = sum(merits, Fraction(0)) / len(merits)
        apart = [merit - mean for merit in merits]
        broken = gaps([point.period for point in group], series.cadence)
        products += sum((apart[i - 1] * apart[i] for i in range(1, len(apart)) if i not in broken), Fraction(0))
        squares += sum((distance * distance for distance in apart), Fraction(0))
    return products / squares if squares else Fraction(0)


def is_kept(before: Sequence[Decimal], after: Sequence[Decimal]) -> bool:
    """Whether three quarters of the later half of `after` (the middle one included) lie above the mean of `before`; on it is not above."""
    mean = Fraction(sum(before, Decimal(0))) / len(before)
    later = after[len(after) // 2 :]
    return sum(value > mean for value in later) >= KEPT * len(later)


def judge_look(series: Series, on: date) -> LookResult:
    """The claim of the look agreed for `on`, from the entries for periods up to it. Raises UnplannedLook for any other date."""
    if on not in series.looks:
        raise UnplannedLook(on.isoformat())
    before, after = series.before, tuple(point for point in series.after if point.period <= on)
    due = due_after(series, on)
    made = entered(due, [point.period for point in after])

    def result(verdict: Verdict, too_early: TooEarly | None = None, p: Fraction | None = None, r: Fraction | None = None) -> LookResult:
        return LookResult(on, verdict, len(before), len(after), made.made, made.due, too_early, decimal(p), decimal(r))

    if series.sealed_on is None or len(before) < FEWEST or not after:
        return result(Verdict.NOT_MEASURED)
    if len(after) < AFTER:
        return result(Verdict.TOO_EARLY, TooEarly.FEW)
    if not made.enough:
        return result(Verdict.TOO_EARLY, TooEarly.MISSING)
    r = likeness(series, (before, after))
    if r > ALIKE:
        return result(Verdict.TOO_EARLY, TooEarly.ALIKE, r=r)
    start, since = ([series.merit(point.value) for point in group] for group in (before, after))
    alpha = ALPHA / len(series.looks)
    better = chance(start, since)
    if better <= alpha and is_kept(start, since):
        return result(Verdict.IMPROVED, p=better, r=r)
    if better >= 1 - alpha:  # the two chances add up to more than 1: below this the mirror cannot be a claim, and need not be counted
        start, since = [-merit for merit in start], [-merit for merit in since]
        worse = chance(start, since)
        if worse <= alpha and is_kept(start, since):
            return result(Verdict.GOT_WORSE, p=worse, r=r)
    return result(Verdict.NO_CHANGE, p=better, r=r)


def decimal(number: Fraction | None) -> Decimal | None:
    return None if number is None else Decimal(number.numerator) / Decimal(number.denominator)


def held_looks(series: Series, today: date) -> tuple[LookResult, ...]:
    """The looks held by `today`, oldest first."""
    return tuple(judge_look(series, on) for on in series.looks if on + GRACE <= today)


def outcome(series: Series, held: Sequence[LookResult]) -> Outcome:
    """What stands at the end, from the looks held, oldest first."""
    if series.sealed_on is None or len(series.before) < FEWEST or not series.after:
        return Outcome(Verdict.NOT_MEASURED)
    if not held:
        return Outcome(Verdict.TOO_EARLY)
    last = held[-1]
    claims = [look for look in held[:-1] if look.verdict in (Verdict.IMPROVED, Verdict.GOT_WORSE) and look.verdict != last.verdict]
    return Outcome(last.verdict, last, claims[-1] if claims else None)
