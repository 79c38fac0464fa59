"""A private note on its way into the database and out of it: sealed to its place, opened for its author alone."""

from datetime import datetime
from uuid import UUID

from flask import current_app, g

from app.vault import Place, Tampered, Vault
from models import PrivateNote
from models.base import uuid7
from models.errors import DomainError, Stale


class Closed(DomainError):
    sentence = "This note cannot be opened with the key of this server, so it is not written over either. Ask whoever runs it."


def text_of(note: PrivateNote) -> str:
    """What its author wrote. Raises NotYours for anybody else, Closed where the key does not fit."""
    note.require_author(g.membership.id)
    try:
        return _vault().open(_key(), note.body, _place(note.id, note.draft_no))
    except Tampered:
        raise Closed from None


def text_or_none(note: PrivateNote | None) -> str | None:
    """For a page: empty where there is no note yet, None where it cannot be opened here."""
    try:
        return text_of(note) if note else ""
    except Closed:
        return None


def begun(client_id: UUID, text: str, now: datetime, *, session_id: UUID | None = None) -> PrivateNote:
    """A new one, by whoever is signed in. Its first version is 2: a page on which there was none yet sends 1, and must not write over it."""
    id = uuid7()
    return PrivateNote(
        id=id, client_id=client_id, session_id=session_id, author_id=g.membership.id, body=_sealed(id, 2, text), draft_no=2,
        created_at=now, at=now,
    )  # fmt: skip


def write(note: PrivateNote, draft_no: int, text: str, now: datetime) -> None:
    """Save as typed. Raises Stale when it was saved elsewhere meanwhile, Closed rather than lose what cannot be read."""
    text_of(note)
    if draft_no != note.draft_no:
        raise Stale
    note.body, note.draft_no, note.at = _sealed(note.id, note.draft_no + 1, text), note.draft_no + 1, now


def _sealed(id: UUID, draft_no: int, text: str) -> bytes:
    return _vault().seal(_key(), text, _place(id, draft_no))


def _place(id: UUID, draft_no: int) -> Place:
    return Place(practice=g.practice.id, table=PrivateNote.__tablename__, row=id, version=draft_no, author=g.membership.id)


def _vault() -> Vault:
    vault: Vault = current_app.extensions["vault"]
    return vault


def _key() -> bytes:
    """The practice's own, made with it. Only the installation's reserved practice has none, and nobody works in that."""
    key: bytes | None = g.practice.vault_key
    if key is None:
        raise Closed
    return key
