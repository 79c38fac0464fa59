"""What the goals of an agreement came to, as text: computed from the entries and the looks, so that it can be signed and nobody can type it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from models import progress
from models.progress.outcome import Settled, settle
from models.progress.phrases import quantity, usually
from models.progress.series import Point, Series

if TYPE_CHECKING:
    from models.contract.contract import Contract
    from models.contract.goal import Goal
    from models.evidence import Evidence
    from models.measure import Measure

ROLES = ("leading", "business", "guard")


def closing_goals(contract: Contract) -> list[Goal]:
    """Every goal that was ever in force: one that left on the way counts too."""
    return sorted((goal for goal in contract.goals if goal.live_at), key=lambda goal: (goal.place or 9, goal.live_at or goal.created_at))


def came_to(contract: Contract, evidence: Mapping[UUID, Evidence], now: datetime) -> dict[str, Any]:
    """Strings only, for a canonical text: who, since when, and for each goal its outcome with its evidence grade and the figures it rests on."""
    client = contract.client
    today = client.coach.practice.today(now)
    assert contract.activated_at is not None
    goals = contract.part("goals").in_force
    return {
        "format": "closing/1",
        "client": client.name,
        "coach": client.coach.name,
        "practice": client.coach.practice.name,
        "began": client.coach.practice.today(contract.activated_at).isoformat(),
        "closing": contract.closing_at.isoformat() if contract.closing_at else "",  # begun again is another text, also on the same day
        "on": today.isoformat(),
        "agreed": {"version": str(goals.n), "sha256": goals.sha256} if goals else {},
        "goals": [_goal(goal, evidence[goal.id], today) for goal in closing_goals(contract)],
    }


def _goal(goal: Goal, evidence: Evidence, today: date) -> dict[str, Any]:
    measures = sorted(goal.measures, key=lambda measure: ROLES.index(measure.role))
    told = [_measure(measure, settled(measure, today)) for measure in measures]
    outcome = told[0]["verdict"] if told else progress.Verdict.NOT_MEASURED.value
    return {
        "id": str(goal.id),
        "title": goal.title,
        "behaviour": goal.behaviour,
        "left": goal.closed_at is not None,
        "outcome": outcome,
        "grade": evidence.grade.value,
        "grade_words": evidence.words,
        "measures": told,
    }


def settled(measure: Measure, today: date) -> Settled:
    """What one measure came to, from the looks as they were held."""
    held = [(look.on, progress.Verdict(look.verdict)) for look in measure.looks if look.held_at and look.verdict]
    return settle(measure.series(), held, today)


def _measure(measure: Measure, found: Settled) -> dict[str, Any]:
    series = measure.series()
    return {
        "role": measure.role,
        "name": measure.name,
        "verdict": found.verdict.value,
        "tone": found.said.tone.value,
        "head": found.said.head,
        "why": said_why(found),
        "look": found.look.on.isoformat() if found.look else "",
        "n_before": str(found.n_before),
        "n_after": str(found.n_after),
        "entered": progress.entered_words(found.entered, series.cadence) if found.entered.due else "",
        "first": found.first.isoformat() if found.first else "",
        "last": found.last.isoformat() if found.last else "",
        "before": before_words(series),
        "after": after_words(series, found.look.on if found.look else today_of(series)),
        "recorded_by": measure.recorded_by,
        "source": measure.source,
    }


def today_of(series: Series) -> date:
    """The day of the last entry there is."""
    return series.points[-1].period if series.points else series.first_period


def said_why(found: Settled) -> str:
    words = found.said.why
    if found.earlier and found.look:
        words += " An earlier look found otherwise; this one did not bear it out."
    if found.corrected:
        words += " An entry was corrected since, and the numbers say no more what they said at the look."
    return words.strip()


def before_words(series: Series) -> str:
    """40 % on average over 12 entries, usually between 15 and 65 %. Empty without a start."""
    if series.sealed_on is None or not series.before:
        return ""
    start = progress.assess(series, today_of(series), ()).start
    usual = usually(start, series.unit)
    return _mean(series.before, series) + (f", {usual}" if usual else "")


def after_words(series: Series, until: date) -> str:
    after = [point for point in series.after if point.period <= until]
    return _mean(after, series) if after else ""


def _mean(points: list[Point] | tuple[Point, ...], series: Series) -> str:
    mean = sum((point.value for point in points), Decimal(0)) / len(points)
    many = "1 entry" if len(points) == 1 else f"{len(points)} entries"
    if series.kind == progress.Kind.YES_NO:
        return f"yes in {sum(point.value == 1 for point in points)} of {len(points)}"
    return f"{quantity(mean, series.unit)} on average over {many}"
