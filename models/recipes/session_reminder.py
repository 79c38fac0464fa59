"""Before a session. Cochrane 2013 (science.md 9.1): reminders raise attendance; by mail two or three days before leave time to answer."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.client import Client
from models.coaching_session import CoachingSession
from models.membership import Membership
from models.recipes.hours import same_time_before
from models.recipes.people import living
from models.recipes.rule import Asked, Blank, Rule, Wish, Words


def find(session: Session, asked: Asked) -> list[Wish]:
    begins = CoachingSession.begins_at
    rows = (
        select(CoachingSession, Client, Membership)
        .join(Client, Client.id == CoachingSession.client_id)
        .join(Membership, Membership.id == CoachingSession.coach_id)  # after a handover what is booked stays with whom it was booked with
        .where(CoachingSession.has_no_end(), begins > asked.begin, begins < asked.end + timedelta(days=4))
    )
    return [
        Wish(
            client,
            planned,
            f"{planned.id} {planned.start.isoformat()} {days}",
            same_time_before(planned.start, days, client.zone),
            planned.created_at,
            coach.name,
            {"when": (planned.start, planned.end), "place": planned.place, "minutes": str(planned.planned_minutes)},
        )
        for planned, client, coach in session.execute(living(rows, asked, CoachingSession))
        for days in map(int, asked.blanks["before"].split(" and "))
    ]


RULE = Rule(
    name="session_reminder",
    title="Session reminder",
    sentence="{before} before a session, remind the client of it.",
    kind="session_reminder",
    stops="Stops when the session is moved or cancelled, and when they answer that it will do",
    done="the session was moved, cancelled or is over",
    words=Words(
        "Your session with {coach}",
        "{first_name},\n\na reminder of our session: {when}.\n\nDoes the time no longer suit you? Move or cancel it on your page, "
        "or just answer this mail.\n\n{coach}",
    ),
    variables=("when", "place", "minutes"),
    blanks=(Blank("before", "How long before", {"2": "Two days", "1": "A day", "3": "Three days", "3 and 1": "Three days and a day"}),),
    is_on_at_first=True,
    is_earlier=True,
    outlives_reply=True,
    find=find,
)
