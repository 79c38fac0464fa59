"""After a session, when its note was shared: word that it is there. The note itself stays behind the link."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.client import Client
from models.coaching_session import CoachingSession
from models.note import SharedNote
from models.recipes.hours import EVENING, MORNING, days_after
from models.recipes.people import living
from models.recipes.rule import Asked, Blank, Rule, Wish, Words


def find(session: Session, asked: Asked) -> list[Wish]:
    noted = select(func.min(SharedNote.at)).where(SharedNote.session_id == CoachingSession.id, SharedNote.withdrawn_at.is_(None))
    shared_at = noted.correlate(CoachingSession).scalar_subquery()
    rows = (
        select(CoachingSession, Client, shared_at)
        .join(Client, Client.id == CoachingSession.client_id)
        .where(CoachingSession.held_at > asked.begin - timedelta(days=4), CoachingSession.held_at < asked.end, shared_at.is_not(None))
    )
    return [
        Wish(
            client,
            held,
            str(held.id),
            _moment(max(shared, held.end), client.zone, asked.blanks["when"]),
            held.start,
            client.coach.name,
            {"when": (held.start, held.end)},
        )
        for held, client, shared in session.execute(living(rows, asked, CoachingSession))
    ]


def _moment(shared: datetime, zone: str, part: str) -> datetime:
    evening = days_after(shared, 0, EVENING, zone)
    return evening if part == "evening" and evening > shared else days_after(shared, 1, MORNING, zone)


RULE = Rule(
    name="recap",
    title="Recap after a session",
    sentence="When the note of a session was shared, send the client word of it {when}.",
    kind="recap",
    stops="Stops when you take the note back, and when they write back",
    done="the note was taken back",
    words=Words(
        "The note of our session",
        "{first_name},\n\nthe note of our session ({when}) is on your page, with what you wanted to do until we meet again.\n\n{coach}",
    ),
    variables=("when",),
    blanks=(Blank("when", "When", {"morning": "the next morning", "evening": "in the evening"}),),
    outlives_reply=True,
    find=find,
)
