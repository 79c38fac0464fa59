"""An agreement as its readers outside see it in a list, and what a boss sees of it: one function for the boss's page and for the client's preview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from blueprints.picturing import Picture
from models import Part, Promise, Share, Version
from models.contract.text import parse


@dataclass(frozen=True)
class Promised:
    id: UUID
    text: str
    due: date | None
    kept_at: datetime | None


@dataclass(frozen=True)
class Agreement:
    """One part of an agreement that somebody may read, with the text that stands on its page now."""

    contract_id: UUID
    kind: str
    text: dict[str, Any]
    signed_by_all: bool
    ended_at: datetime | None
    waits: bool
    promises: tuple[Promised, ...]

    @property
    def looks(self) -> list[date]:
        return [date.fromisoformat(on) for on in self.text.get("looks", [])]

    @property
    def state(self) -> str:
        if self.ended_at:
            return "ended"
        return "waits for you" if self.waits else "in force" if self.signed_by_all else "waits for others"


def agreements(session: Session, reader_id: UUID, *, contract_id: UUID | None = None) -> list[Agreement]:
    """The parts that this session's reader may read, newest agreement first, with their promises. One statement."""
    asked = _rows(reader_id).order_by(Part.contract_id.desc(), Part.kind).limit(60)
    if contract_id:
        asked = asked.where(Part.contract_id == contract_id)
    rows = session.execute(asked)
    return [
        Agreement(
            r.contract_id,
            r.kind,
            parse(r.text) if r.text else r.proposed,
            r.in_force_id is not None,
            r.ended_at,
            r.waits,
            _promised(r.promises),
        )
        for r in rows
        if r.text or r.proposed
    ]


def _rows(reader_id: UUID) -> Select[Any]:
    one = func.jsonb_build_object(
        "id", Promise.id, "text", Promise.text, "due", Promise.due, "kept_at", Promise.kept_at, "place", Promise.place
    )
    promises = select(func.jsonb_agg(one)).where(Promise.contract_id == Part.contract_id).correlate(Part).scalar_subquery()
    waiting = Part.waiting(reader_id).subquery()
    waits = Part.contract_id.in_(select(waiting.c.contract_id)).label("waits")
    found = select(
        Part.contract_id, Part.kind, Part.in_force_id, Part.ended_at, Part.proposed, Version.text, waits, promises.label("promises")
    )
    return found.outerjoin(Version, Version.id == func.coalesce(Part.open_id, Part.in_force_id))


def _promised(rows: list[dict[str, Any]] | None) -> tuple[Promised, ...]:
    found = sorted(rows or [], key=lambda row: row["place"])
    return tuple(
        Promised(
            UUID(row["id"]),
            row["text"],
            date.fromisoformat(row["due"]) if row["due"] else None,
            datetime.fromisoformat(row["kept_at"]) if row["kept_at"] else None,
        )
        for row in found
    )


@dataclass(frozen=True)
class BossSees:
    """All of it: the pictures that were shared, the goals part, the promises, the dates. Nothing else exists for a boss."""

    agreement: Agreement
    pictures: tuple[Picture, ...]

    @property
    def client(self) -> str:
        return str(self.agreement.text["client"])


def boss_sees(found: list[Agreement], shares: list[Share]) -> list[BossSees]:
    """Each goals part with the pictures that belong to its agreement."""
    pictures = [(share.body.get("contract"), Picture.of(share)) for share in shares if share.what == "progress"]
    return [
        BossSees(one, tuple(picture for contract, picture in pictures if contract == str(one.contract_id)))
        for one in found
        if one.kind == "goals"
    ]


def standing_shares(reader_id: UUID) -> Select[Share]:
    """What was shared with somebody and not taken back, newest first."""
    return select(Share).where(Share.readers.contains([reader_id]), Share.taken_back_at.is_(None)).order_by(Share.at.desc()).limit(20)
