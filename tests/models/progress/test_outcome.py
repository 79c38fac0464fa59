"""What a measure came to: the last look held decides, a correction can only take away, and the grade is the best there is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from models.progress import Cadence, Direction, Kind, Point, Series, Verdict
from models.progress.outcome import Grade, borne, grade, settle, typical

FIRST = date(2026, 1, 2)
START = (38, 44, 31, 47, 40, 35, 49, 42, 36, 45, 33, 41)
BETTER = (62, 71, 58, 66, 74, 69, 63, 72, 68, 75, 70)
SAME = (41, 36, 44, 39, 33, 47, 40, 35, 45, 38, 42)


def series(after: tuple[int, ...], looks: tuple[int, ...] = (11,)) -> Series:
    """Weekly; `looks` are so many entries after the start."""
    days = [FIRST + timedelta(weeks=n) for n in range(len(START) + len(after))]
    points = tuple(
        Point(on, Decimal(value), baseline=n < len(START)) for n, (on, value) in enumerate(zip(days, START + after, strict=True))
    )
    sealed = days[len(START) - 1]
    return Series(
        kind=Kind.PERCENTAGE,
        direction=Direction.HIGHER,
        cadence=Cadence.WEEKLY,
        points=points,
        first_period=FIRST,
        unit="%",
        sealed_on=sealed,
        looks=tuple(sealed + timedelta(weeks=n) for n in looks),
    )


def held(found: Series, *verdicts: Verdict) -> list[tuple[date, Verdict]]:
    return list(zip(found.looks, verdicts, strict=False))


@pytest.mark.parametrize(
    ("after", "verdicts", "outcome"),
    [
        (BETTER, (Verdict.IMPROVED,), Verdict.IMPROVED),
        (SAME, (Verdict.NO_CHANGE,), Verdict.NO_CHANGE),
        (BETTER, (), Verdict.TOO_EARLY),
        ((), (), Verdict.NOT_MEASURED),
        (SAME, (Verdict.IMPROVED,), Verdict.NO_CHANGE),  # corrected since: it is not borne any more
        (BETTER, (Verdict.NO_CHANGE,), Verdict.NO_CHANGE),  # corrected since: that makes no claim
        (BETTER, (Verdict.TOO_EARLY,), Verdict.TOO_EARLY),
    ],
)
def test_the_last_look_held_decides(after: tuple[int, ...], verdicts: tuple[Verdict, ...], outcome: Verdict) -> None:
    found = series(after)
    end = settle(found, held(found, *verdicts), FIRST + timedelta(weeks=40))
    assert end.verdict == outcome
    assert end.corrected == (verdicts == (Verdict.IMPROVED,) and outcome != Verdict.IMPROVED)


def test_the_figures_are_those_of_the_look() -> None:
    found = series((*BETTER, 20, 20), looks=(11,))
    end = settle(found, held(found, Verdict.IMPROVED), FIRST + timedelta(weeks=40))
    assert (end.n_before, end.n_after, end.entered.made, end.entered.due) == (12, 11, 11, 11)
    assert (end.first, end.last) == (FIRST, FIRST + timedelta(weeks=22))
    assert end.said.head == "Improved since March."


def test_an_earlier_claim_that_was_not_borne_out_is_kept() -> None:
    found = series((*BETTER[:10], *SAME), looks=(10, 21))
    end = settle(found, held(found, Verdict.IMPROVED, Verdict.NO_CHANGE), FIRST + timedelta(weeks=60))
    assert end.verdict == Verdict.NO_CHANGE
    assert end.earlier is not None
    assert end.earlier.on == found.looks[0]


def test_a_correction_takes_away_and_never_gives() -> None:
    for was in Verdict:
        for now in Verdict:
            stands = borne(was, now)
            assert stands in (was, now, Verdict.NO_CHANGE)
            if stands == Verdict.IMPROVED:
                assert was == now == Verdict.IMPROVED


@pytest.mark.parametrize(
    ("given", "best"),
    [
        ({}, Grade.OWN),
        ({"confirmed": True}, Grade.NAMED),
        ({"confirmed": True, "recorded": True}, Grade.RECORDS),
    ],
)
def test_the_grade_is_the_best_there_is(given: dict[str, bool], best: Grade) -> None:
    assert grade(**given) == best


def test_a_typical_result_takes_five_agreements_and_counts_what_was_not_measured() -> None:
    four = [[Verdict.IMPROVED], [Verdict.NOT_MEASURED], [Verdict.NO_CHANGE, Verdict.GOT_WORSE], [Verdict.TOO_EARLY]]
    assert not typical(four).is_enough
    five = typical([*four, [Verdict.IMPROVED]])
    assert five.is_enough
    assert len(five.goals) == 6
    assert five.count(Verdict.NOT_MEASURED, Verdict.TOO_EARLY) == 2
    assert five.goals[0] == Verdict.IMPROVED
