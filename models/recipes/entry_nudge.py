"""After a session, where something is measured and no entry came."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models.client import Client
from models.coaching_session import CoachingSession
from models.contract.goal import Goal
from models.measure import Measure
from models.measure_pause import MeasurePause
from models.reading import Reading
from models.recipes.hours import MORNING, days_after
from models.recipes.people import live_goals, living
from models.recipes.rule import Asked, Number, Rule, Wish, Words


def find(session: Session, asked: Asked) -> list[Wish]:
    days = int(asked.blanks["days"])
    paused = exists().where(MeasurePause.measure_id == Measure.id, MeasurePause.last.is_(None))
    counted = exists().where(
        Measure.goal_id == Goal.id, Goal.client_id == Client.id, Goal.live_at.is_not(None), Goal.closed_at.is_(None), ~paused
    )
    entered = exists().where(
        Reading.measure_id == Measure.id,
        Measure.goal_id == Goal.id,
        Goal.client_id == Client.id,
        Reading.at > func.least(CoachingSession.held_at, CoachingSession.ends_at),  # it may be marked as held days later
    )
    rows = (
        select(CoachingSession, Client, live_goals())
        .join(Client, Client.id == CoachingSession.client_id)
        .where(CoachingSession.held_at > asked.begin - timedelta(days=days + 7), CoachingSession.held_at < asked.end, counted, ~entered)
    )
    return [
        Wish(
            client,
            held,
            str(held.id),
            days_after(held.held_at or held.end, days, MORNING, client.zone),
            held.held_at or held.end,
            client.coach.name,
            {"goals": tuple(goals or ()), "days": str(days)},
        )
        for held, client, goals in session.execute(living(rows, asked, CoachingSession))
    ]


RULE = Rule(
    name="entry_nudge",
    title="Entry, if none was made",
    sentence="When no entry came within {days} of a session, ask the client for one, once.",
    kind="entry_nudge",
    stops="Stops when an entry comes, when they write back or pause, and when a measure is paused",
    done="an entry came, or nothing is counted any more",
    words=Words(
        "Two taps: how did it go?",
        "{first_name},\n\nsince your last session no number has come in for: {goals}.\n\n"
        "It takes two taps. If you have paused it, or would rather not, ignore this: it comes once.",
    ),
    variables=("goals", "days"),
    blanks=(Number("days", "How long", "3", "day", most=30),),
    is_on_at_first=True,
    find=find,
)
