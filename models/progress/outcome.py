"""What a measure came to at the end, from the looks that were held (science.md 1.8a, Outcome and Evidence grade). Nobody can type it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from models.progress.assess import assess
from models.progress.claim import LookResult, Verdict, judge_look, outcome
from models.progress.periods import Entered
from models.progress.series import Series
from models.progress.words import Sentence, Tone, claim, look_sentence

CLAIMS = (Verdict.IMPROVED, Verdict.GOT_WORSE)
ENOUGH = 5
"""So many closed agreements it takes before a typical result is said."""


class Grade(StrEnum):
    """How well a result is evidenced, weakest first."""

    OWN = "own"
    NAMED = "named"
    RECORDS = "records"


GRADES = {
    Grade.OWN: "from an own log",
    Grade.NAMED: "from an own log, confirmed by somebody at work by name",
    Grade.RECORDS: "from a record of the organisation that the client agreed to",
}


def grade(*, confirmed: bool = False, recorded: bool = False) -> Grade:
    """The best there is: a record of the organisation, somebody who confirmed by name, else the own log."""
    if recorded:
        return Grade.RECORDS
    return Grade.NAMED if confirmed else Grade.OWN


def borne(held: Verdict, now: Verdict) -> Verdict:
    """A claim stands while the entries bear it; entries that were corrected later never make one."""
    if held not in CLAIMS or now == held:
        return held
    return Verdict.NO_CHANGE if now in CLAIMS else now


@dataclass(frozen=True, slots=True)
class Settled:
    """What one measure came to. `look` decided it, `earlier` is a claim that it did not bear out; `corrected`: a claim fell by a correction.

    `n_before` and `n_after` count the entries that were judged, `made` of `due` were there; `first` and `last` are their days.
    """

    verdict: Verdict
    said: Sentence
    n_before: int
    n_after: int
    entered: Entered
    first: date | None
    last: date | None
    look: LookResult | None = None
    earlier: LookResult | None = None
    corrected: bool = False


def settle(series: Series, held: Sequence[tuple[date, Verdict]], today: date) -> Settled:
    """The outcome of a series from its looks as they were held, oldest first: each a date of the agreement with what it found then."""
    results, fell = [], False
    for on, found in held:
        judged = judge_look(series, on)
        stands = borne(found, judged.verdict)
        fell = fell or stands != found
        results.append(replace(judged, verdict=stands))
    end = outcome(series, results)
    numbers = assess(series, today, results)
    look = end.look
    points = [point.period for point in series.points if look is None or point.period <= look.on or point.baseline]
    return Settled(
        verdict=end.verdict,
        said=_said(series, end.verdict, look) or Sentence(Tone.EARLY, claim(numbers).head),
        n_before=len(series.before),
        n_after=len(series.after) if look is None else look.n_after,
        entered=numbers.entered if look is None else look.entered,
        first=min(points, default=None),
        last=max(points, default=None),
        look=look,
        earlier=end.earlier,
        corrected=fell,
    )


def _said(series: Series, verdict: Verdict, look: LookResult | None) -> Sentence | None:
    if look is not None:
        return look_sentence(series, look)
    return Sentence(Tone.EARLY, "Not measured.") if verdict == Verdict.NOT_MEASURED else None


@dataclass(frozen=True, slots=True)
class Typical:
    """What all that ended here came to. `goals` are the outcomes of every goal of every closed agreement, the best first."""

    contracts: int
    goals: tuple[Verdict, ...]

    @property
    def is_enough(self) -> bool:
        return self.contracts >= ENOUGH

    def count(self, *verdicts: Verdict) -> int:
        return sum(verdict in verdicts for verdict in self.goals)


ORDER = (Verdict.IMPROVED, Verdict.NO_CHANGE, Verdict.GOT_WORSE, Verdict.TOO_EARLY, Verdict.NOT_MEASURED)


def typical(closed: Iterable[Iterable[Verdict]]) -> Typical:
    """Over all closed agreements, each given by the outcomes of its goals; what was not measured counts too."""
    agreements = [list(goals) for goals in closed]
    return Typical(len(agreements), tuple(sorted((verdict for goals in agreements for verdict in goals), key=ORDER.index)))
