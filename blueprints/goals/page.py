"""What the page of a goal shows, made ready: templates compute nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import g

from app.charts import goal_chart
from app.charts.wording import single
from blueprints.drawing import drawn
from models import Goal, Look, Measure, progress
from models.progress import Assessment, LookResult, Sentence, TooEarly, Verdict, phrases
from models.reading import Entry

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
    drawn: str
    rows: list[EntryRow]
    looks: list[LookRow]
    entered: str
    drawn_how: str
    period: str
    counts: bool


def page_of(goal: Goal, measure: Measure, entries: Sequence[Entry], today: date) -> Page:
    """`entries`: those it lists."""
    found, name = measure.recall(today), goal.contract.client.first_name
    rows = [row_of(entry, measure, found) for entry in entries]
    return Page(
        goal=goal,
        measure=measure,
        found=found,
        changing=progress.is_changing(found, name),
        reach_question=progress.reach_question(found.series),
        reach=progress.will_reach(found),
        chart=drawn(goal_chart(found, title=goal.name, uid="goal")),
        drawn=f"The last {len(found.points)} of {measure.made} entries are drawn." if found.series.left_out.n else "",
        rows=rows,
        looks=[LookRow(look.on, said_at(look, found), look.was_corrected) for look in measure.looks],
        entered=progress.entered_words(found.entered, found.series.cadence) if found.entered.due else "",
        drawn_how=progress.how_drawn(found, name),
        period=PERIOD[measure.cadence],
        counts=any(row.of for row in rows),
    )


def row_of(entry: Entry, measure: Measure, found: Assessment) -> EntryRow:
    return EntryRow(
        id=entry.id,
        on=entry.period,
        value=single(entry.amount, found.series),
        counted=phrases.number(entry.value) if entry.count_of is not None else "",
        of=phrases.number(entry.count_of) if entry.count_of is not None else "",
        comment=entry.comment,
        by=by_whom(measure, entry),
        was=single(entry.was, found.series) if entry.was is not None else "",
        fixed=measure.start is not None and entry.period <= measure.start.through,
    )


def by_whom(measure: Measure, entry: Entry) -> str:
    """Empty for the client's own entry, and for a number from before: whoever signed last only brought it in."""
    client = measure.goal.contract.client
    if entry.by_id == client.id or entry.source:
        return ""
    if entry.by_id == g.membership.id:
        return "you"
    return client.coach.first_name if entry.by_id == client.coach_id else "a colleague"


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
