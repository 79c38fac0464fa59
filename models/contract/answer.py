"""What a client, a boss or whoever pays does with a part they were sent. They write only what they may read; the rest follows by a due row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session, object_session

from models.contract.offer import Signer
from models.contract.part import Part
from models.contract.reply import Reply
from models.contract.version import Seat, Version
from models.due import Due
from models.errors import NotAsked, NotYours


def _seat(part: Part, signer: Signer) -> Seat:
    seat = part.seat_of(signer.id)
    if seat is None or not seat.signs:
        raise NotYours
    return seat


def read_over(part: Part, signer: Signer, *, now: datetime) -> Version:
    """Freeze the text with what its contributor added in it. Raises NotAsked when there is nothing to freeze, or somebody else adds."""
    seat = _seat(part, signer)
    if not seat.contributes or not seat.signs or part.proposed is None or part.open_id:
        raise NotAsked
    return part.freeze(added_to(part, seat), by=signer.id, now=now)


def added_to(part: Part, seat: Seat) -> dict[str, Any]:
    """What this seat adds to the text, in the text's own form."""
    added = seat.contribution
    if part.kind == "goals":
        promises = [
            {"place": place, "words": words, "due": due} for place, (words, due) in enumerate(added.get("promises", []), 1) if words
        ]
        return {"promises": promises, "worth_it": added.get("worth_it", "")}
    if part.kind == "annex":
        return {"commitment": added["commitment"], "commitment_reason": added.get("commitment_reason", "")}
    return {}


def read_again(part: Part, signer: Signer) -> None:
    """Change what one added before anybody has signed: the frozen version stays, a new one will follow."""
    seat = _seat(part, signer)
    if not seat.contributes or part.open is None or part.open.signatures:
        raise NotAsked
    part.close_open()


def sign(part: Part, signer: Signer, sha256: str, *, now: datetime) -> None:
    """Sign the open version; `sha256` is the hash of the text that was on the page, so nobody signs what they did not read."""
    version = part.open
    if version is None or version.sha256 != sha256:
        raise NotAsked
    version.sign(signer.id, signer.name, now=now, ip=signer.ip, browser=signer.browser, address=signer.address)
    Due.plan(part, "settle_part", at=now)


def reply(part: Part, signer: Signer, kind: str, words: str, *, now: datetime, goal_place: int | None = None) -> Reply:
    """Agree or suggest per goal, ask for a change, or end it; the coach's side follows by a due row."""
    _seat(part, signer)
    said = Reply(part_id=part.id, who_id=signer.id, who_name=signer.name, kind=kind, words=words, goal_place=goal_place, at=now)
    _session(part).add(said)
    if kind != "agrees":
        Due.plan(said, "hear_reply", at=now)
    return said


def _session(part: Part) -> Session:
    session = object_session(part)
    assert session is not None
    return session
