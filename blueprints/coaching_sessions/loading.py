"""A session with its client, coach and notes in one statement."""

from typing import Any
from uuid import UUID

from flask import abort, g
from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app import db
from app.tenancy import find
from models import Client, CoachingSession, Membership, PrivateNote, SharedNote, Sponsorship


def people(client: Any) -> tuple[ORMOption, ...]:
    """Whoever a page about a client names."""
    return (
        client.joinedload(Client.coach).joinedload(Membership.person),
        client.joinedload(Client.sponsorships).joinedload(Sponsorship.contact),
    )


def a_client(id: UUID) -> Client:
    return find(
        Client,
        id,
        joinedload(Client.coach).joinedload(Membership.person),
        joinedload(Client.sponsorships).joinedload(Sponsorship.contact),
    )


def session_of(id: UUID) -> CoachingSession:
    """The session, or 404."""
    return find(CoachingSession, id, *people(joinedload(CoachingSession.client)))


def session_with_notes(id: UUID) -> tuple[CoachingSession, PrivateNote | None, SharedNote | None]:
    """With the note for both, and the private note of whoever asks; or 404."""
    mine = and_(PrivateNote.session_id == CoachingSession.id, PrivateNote.author_id == g.membership.id)
    ours = and_(SharedNote.session_id == CoachingSession.id, SharedNote.withdrawn_at.is_(None))
    asked = (
        select(CoachingSession, PrivateNote, SharedNote)
        .join(CoachingSession.client)
        .outerjoin(PrivateNote, mine)
        .outerjoin(SharedNote, ours)
        .where(CoachingSession.id == id)
        .options(*people(contains_eager(CoachingSession.client)))
        .execution_options(populate_existing=True)
    )
    found = db.session().execute(asked).unique().first()
    if found is None:
        abort(404)
    return found[0], found[1], found[2]
