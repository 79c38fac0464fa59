"""Whoever reads from outside the practice: a client, or somebody at their company, as the guard found them."""

from datetime import date, datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, g, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import auth, db
from app.clock import now
from models import Client, Contact, Part, Version
from models.contract.offer import Signer
from models.contract.version import Signature


def me_as_client() -> Client:
    return cast(Client, g.reader)


def me_as_contact() -> Contact:
    return cast(Contact, g.reader)


def here() -> datetime:
    """This moment on the reader's own clock."""
    return now().astimezone(ZoneInfo(g.reader.zone))


def today() -> date:
    return here().date()


def signer(name: str) -> Signer:
    """Whoever presses the button, as the signature will say it."""
    return Signer(g.reader.id, name, auth.ip(), request.user_agent.string[:300], g.reader.address)


def parts_of(contract_id: UUID) -> dict[str, Part]:
    """The parts of an agreement that this reader may read, by kind; 404 when there is none. Two statements."""
    asked = (
        select(Part)
        .where(Part.contract_id == contract_id)
        .options(joinedload(Part.seats), joinedload(Part.replies), selectinload(Part.versions).joinedload(Version.signatures))
    )
    found = {part.kind: part for part in db.session().scalars(asked).unique()}
    readable = {kind: found[kind] for kind in Part.KINDS if kind in found and found[kind].text}
    if not readable:
        abort(404)
    return readable


def part_of(contract_id: UUID, kind: str) -> Part:
    """One of them, or 404."""
    parts = parts_of(contract_id)
    if kind not in parts:
        abort(404)
    return parts[kind]


def roles(part: Part, version: Version) -> list[tuple[Signature, str]]:
    """Each signature with what its signer is to this part."""
    by_id = {seat.id: seat.role for seat in part.seats}
    return [(signature, by_id[signature.seat_id]) for signature in version.signatures]
