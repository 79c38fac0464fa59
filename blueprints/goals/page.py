"""What the page of a goal shows, made ready: templates compute nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import g

from app.charts import goal_chart
from app.charts.wording import single
from blueprints.drawing import drawn
from models import Goal, Look, Measure, Reading, progress
from models.progress import Assessment, LookResult, Sentence, TooEarly, Verdict, phrases

PERIOD = {"daily": "Day", "weekly": "Week to", "fortnightly": "Two weeks to", "monthly": "Month to"}


@dataclass(frozen=True)
class EntryRow:
    """`counted` and `of` are empty where no count was made; `was` is what a correction replaced; `fixed`: it belongs to the start."""

    id: UUID
    on: date
    value: str
    counted: str
    of: str
    comment: str
    by: str
    was: str
    fixed: bool


@dataclass(frozen=True)
class LookRow:
    on: date
    said: Sentence | None
    corrected: bool


@dataclass(frozen=True)
class Page:
    goal: Goal
    measure: Measure
    found: Assessment
    changing: Sentence
    reach_question: str
    reach: Sentence
    chart: str
    rows: list[EntryRow]
    looks: list[LookRow]
    entered: str
    drawn_how: str
    period: str
    counts: bool


def page_of(goal: Goal, measure: Measure, today: date) -> Page:
    found, name = measure.assess(today), goal.contract.client.first_name
    rows = rows_of(measure, found)
    return Page(
        goal=goal,
        measure=measure,
        found=found,
        changing=progress.is_changing(found, name),
        reach_question=progress.reach_question(found.series),
        reach=progress.will_reach(found),
        chart=drawn(goal_chart(found, title=goal.name, uid="goal")),
        rows=rows,
        looks=[LookRow(look.on, said_at(look, found), look.was_corrected) for look in measure.looks],
        entered=progress.entered_words(found.entered, found.series.cadence) if found.entered.due else "",
        drawn_how=progress.how_drawn(found, name),
        period=PERIOD[measure.cadence],
        counts=any(row.of for row in rows),
    )


def rows_of(measure: Measure, found: Assessment) -> list[EntryRow]:
    """Newest first; of each line of corrections the last, with what it replaced."""
    by_id = {reading.id: reading for reading in measure.readings}
    through = measure.start.through if measure.start else None
    return [
        EntryRow(
            id=reading.id,
            on=reading.period,
            value=single(reading.amount, found.series),
            counted=phrases.number(reading.value) if reading.count_of is not None else "",
            of=phrases.number(reading.count_of) if reading.count_of is not None else "",
            comment=reading.comment,
            by=by_whom(measure, reading),
            was=single(by_id[reading.supersedes_id].amount, found.series) if reading.supersedes_id else "",
            fixed=through is not None and reading.period <= through,
        )
        for reading in sorted(measure.standing, key=lambda reading: reading.period, reverse=True)
    ]


def by_whom(measure: Measure, reading: Reading) -> str:
    """Empty for the client's own entry, and for a number from before: whoever signed last only brought it in."""
    client = measure.goal.contract.client
    if reading.by_id == client.id or reading.source:
        return ""
    if reading.by_id == g.membership.id:
        return "you"
    return client.coach.first_name if reading.by_id == client.coach_id else "a colleague"


def said_at(look: Look, found: Assessment) -> Sentence | None:
    """What was said when the look was held, in the words of then; None before."""
    if look.verdict is None:
        return None
    made, due = look.n_after or 0, look.due or 0
    judged = next((held for held in found.held if held.on == look.on), None)
    result = judged or LookResult(look.on, Verdict(look.verdict), look.n_before or 0, made, min(made, due), due)
    kept = replace(
        result, verdict=Verdict(look.verdict), n_after=made, due=due, too_early=TooEarly(look.too_early) if look.too_early else None
    )
    return progress.look_sentence(found.series, kept)


def in_words(periods: Sequence[date], cadence: str, words: Sequence[str]) -> dict[str, str]:
    """What can be entered, as choices: ISO date -> "Week to 20 November"."""
    return {on.isoformat(): f"{PERIOD[cadence]} {said}" for on, said in zip(periods, words, strict=True)}
