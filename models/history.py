"""What has happened with a client, and what comes next: sessions and shared notes, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CompoundSelect,
    DateTime,
    Integer,
    Select,
    String,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from models.coaching_session import CoachingSession
from models.note import SharedNote

COMING, PAST, NOTES = 3, 8, 3
CLIENT: Final = bindparam("client_id", type_=Uuid())
NOW: Final = bindparam("now", type_=DateTime(timezone=True))


class Event(NamedTuple):
    """kind: coming, past or note. `state` is a session's; `n` says the how-manieth held session of this client it is, 0 if it was not held."""

    kind: str
    id: UUID
    at: datetime
    until: datetime | None
    state: str
    words: str
    minutes: int | None
    n: int


class History(NamedTuple):
    """Coming sessions the nearest first, all else the newest first; `held` counts all sessions that took place."""

    coming: Sequence[Event]
    past: Sequence[Event]
    notes: Sequence[Event]

    @property
    def held(self) -> int:
        return max((event.n for event in self.past), default=0)

    @property
    def unmarked(self) -> Sequence[Event]:
        return [event for event in self.past if event.state == "planned"]


def history(session: Session, client_id: UUID, now: datetime, *, notes: bool) -> History:
    """`notes`: may they be read? One statement."""
    found = [Event(*row) for row in session.execute(_asked(notes), {"client_id": client_id, "now": now})]
    return History(
        sorted((event for event in found if event.kind == "coming"), key=lambda event: event.at),
        sorted((event for event in found if event.kind == "past"), key=lambda event: event.at, reverse=True),
        sorted((event for event in found if event.kind == "note"), key=lambda event: event.at, reverse=True),
    )


@cache
def _asked(notes: bool) -> CompoundSelect[Any]:
    """Built once: that takes longer than to send it."""
    asked = [_sessions(coming=True), _sessions(coming=False), *([_notes()] if notes else [])]
    return union_all(*(select(each.subquery()) for each in asked))


def _sessions(*, coming: bool) -> Select[Any]:
    state = case(
        (CoachingSession.held_at.is_not(None), "held"),
        (CoachingSession.missed_at.is_not(None), "missed"),
        (CoachingSession.cancelled_at.is_not(None), "cancelled"),
        else_="planned",
    )
    nth = func.count().filter(CoachingSession.held_at.is_not(None)).over(order_by=CoachingSession.begins_at)
    numbered = (
        select(
            literal("coming" if coming else "past").label("kind"),
            CoachingSession.id,
            CoachingSession.begins_at.label("at"),
            CoachingSession.ends_at.label("until"),
            state.label("state"),
            CoachingSession.place.label("words"),
            cast(CoachingSession.minutes, Integer).label("minutes"),
            case((CoachingSession.held_at.is_not(None), nth), else_=0).label("n"),
        )
        .where(CoachingSession.client_id == CLIENT)
        .subquery()
    )
    c = numbered.c
    if coming:
        return select(numbered).where(c.until > NOW, c.state == "planned").order_by(c.at).limit(COMING)
    return select(numbered).where((c.until <= NOW) | (c.state != "planned")).order_by(c.at.desc()).limit(PAST)


def _notes() -> Select[Any]:
    return (
        select(
            literal("note").label("kind"),
            func.coalesce(SharedNote.session_id, SharedNote.id, type_=Uuid).label("id"),
            SharedNote.at,
            cast(null(), DateTime(timezone=True)).label("until"),
            case((SharedNote.session_id.is_not(None), "of a session"), else_="").label("state"),
            cast(func.left(SharedNote.text, 280), String).label("words"),
            cast(null(), Integer).label("minutes"),
            literal(0).label("n"),
        )
        .where(SharedNote.client_id == CLIENT, SharedNote.withdrawn_at.is_(None))
        .order_by(SharedNote.at.desc())
        .limit(NOTES)
    )
