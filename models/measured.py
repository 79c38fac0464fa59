"""The measured result that may stand beside somebody's words: recomputed from the rows each time, and gone when they no longer bear it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import progress
from models.client import Client
from models.contract.came_to import after_words, before_words, said_why, settled
from models.contract.goal import Goal
from models.evidence import evidence
from models.progress.outcome import GRADES, Grade
from models.testimonial import Testimonial
from models.wall import WallCard

SAYS = (progress.Verdict.IMPROVED, progress.Verdict.NO_CHANGE, progress.Verdict.GOT_WORSE)


def measured(session: Session, goal: Goal, today: date) -> dict[str, Any] | None:
    """JSON for Testimonial.measured; None when nothing can be said. `badge`: an improvement that does not rest on an own log alone.

    What nobody would boast of needs no second witness: no change found, got worse.
    """
    measure = goal.measure
    if measure is None:
        return None
    found, known = settled(measure, today), evidence(session, [goal])[goal.id]
    improved = found.verdict == progress.Verdict.IMPROVED
    if found.verdict not in SAYS or found.look is None or (improved and known.grade == Grade.OWN):
        return None
    series = measure.series()
    return {
        "badge": improved,
        "outcome": found.verdict.value,
        "goal": goal.title,
        "behaviour": goal.behaviour,
        "measure": measure.name,
        "head": found.said.head,
        "why": said_why(found),
        "before": before_words(series),
        "after": after_words(series, found.look.on),
        "recorded_by": measure.recorded_by,
        "source": known.record or measure.source,
        "entered": progress.entered_words(found.entered, series.cadence),
        "n_before": found.n_before,
        "n_after": found.n_after,
        "first": found.first.isoformat() if found.first else "",
        "last": found.last.isoformat() if found.last else "",
        "look": found.look.on.isoformat(),
        "grade": known.grade.value,
        "grade_words": GRADES[known.grade],
        "on": today.isoformat(),
        "series": progress.written(series, notes=False),
    }


def remeasure(testimonial: Testimonial, today: date) -> None:
    """After an entry was corrected, a look held, figures confirmed: write what can be said now, and the card anew."""
    session = testimonial.session
    testimonial.measured = None if testimonial.goal is None else measured(session, testimonial.goal, today)
    WallCard.write(testimonial, today)


def remeasure_goal(session: Session, goal: Goal, now: datetime) -> None:
    today = goal.contract.client.coach.practice.today(now)
    for testimonial in session.scalars(select(Testimonial).where(Testimonial.goal_id == goal.id)):
        remeasure(testimonial, today)


def best_goal(session: Session, client: Client, today: date) -> Goal | None:
    """Which goal's result may stand beside a client's words: of the newest agreement that has been in force, the first for which one can be said."""
    goals = [goal for contract in client.contracts if contract.activated_at for goal in contract.goals if goal.live_at and goal.measure]
    newest = [goal for goal in goals if goal.contract_id == goals[0].contract_id]  # of the agreement that began last
    ranked = sorted(newest, key=lambda goal: (goal.closed_at is None, str(goal.id)))
    return next((goal for goal in ranked if measured(session, goal, today)), ranked[0] if ranked else None)
