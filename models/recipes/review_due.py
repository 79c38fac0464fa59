"""The numbers of a goal are looked at soon: the entries should be complete by then."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.client import Client
from models.contract.goal import Goal
from models.look import Look
from models.measure import Measure
from models.recipes.hours import MORNING, on_day
from models.recipes.people import living
from models.recipes.rule import Asked, Number, Rule, Wish, Words


def find(session: Session, asked: Asked) -> list[Wish]:
    days = int(asked.blanks["days"])
    rows = (
        select(Look, Client, Goal.title)
        .join(Measure, Measure.id == Look.measure_id)
        .join(Goal, Goal.id == Measure.goal_id)
        .join(Client, Client.id == Goal.client_id)
        .where(Look.held_at.is_(None), Look.planned_for.is_not(None), Goal.live_at.is_not(None), Goal.closed_at.is_(None))
        .where(Look.on > asked.begin.date(), Look.on < (asked.end + timedelta(days=days + 7)).date(), Measure.role == "leading")
        .order_by(Look.id)
    )
    found: dict[tuple[UUID, date], list[tuple[Look, Client, str]]] = {}
    for look, client, title in session.execute(living(rows, asked, Look)):
        found.setdefault((client.id, look.on), []).append((look, client, title))
    return [
        Wish(
            client,
            look,
            on.isoformat(),
            on_day(on - timedelta(days=days), MORNING, client.zone),
            on_day(on - timedelta(days=days + 1), MORNING, client.zone),
            client.coach.name,
            {"goals": tuple(title for _, _, title in looks), "on": on},
        )
        for (_, on), looks in found.items()
        for look, client, _ in looks[:1]
    ]


RULE = Rule(
    name="review_due",
    title="The numbers are looked at soon",
    sentence="{days} before the numbers of a goal are looked at, ask the client to complete their entries.",
    kind="review_due",
    stops="Stops when the look is held or its date changes, when they write back or pause",
    done="the look was held, or its date changed",
    words=Words(
        "The numbers are looked at soon",
        "{first_name},\n\non {on} we look at what the numbers say of: {goals}.\n\n"
        "If an entry is still missing, now is the time: what is not entered cannot speak for you.\n\n{coach}",
    ),
    variables=("on", "goals"),
    blanks=(Number("days", "How long before", "7", "day", most=30),),
    is_earlier=True,
    find=find,
)
