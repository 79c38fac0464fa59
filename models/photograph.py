"""The photograph beside somebody's words: the one they agreed to, and the one they sent since, until that is agreed to or not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.file import File

if TYPE_CHECKING:
    from models.testimonial import Testimonial

AGREED: Final = "photo"
SENT: Final = "photo sent"


def send(testimonial: Testimonial, path: str, body: bytes, now: datetime) -> None:
    """A new one takes the place of what was sent before; what was agreed to stands until its writer says yes to the new one."""
    session = testimonial.session
    if (before := _of(testimonial).get(SENT)) is not None:
        before.retire(now)
    file = File.keep(session, testimonial.id, SENT, "Photograph.jpg", "image/jpeg", path, body, [testimonial.id], now)
    testimonial.photo_id = file.id


def settle(testimonial: Testimonial, shown: bool, now: datetime) -> None:
    """With a yes, or with it taken back: a face that may be shown nowhere is kept nowhere."""
    files = _of(testimonial)
    newest = files.get(SENT) or files.get(AGREED)
    kept = newest if shown else None
    testimonial.photo_id = kept.id if kept else None
    for file in files.values():
        if file is not kept:
            file.retire(now)
    if kept is not None:
        kept.kind = AGREED
    testimonial.session.flush()


def path_of(session: Session, testimonial: Testimonial) -> str | None:
    """Where the one that was agreed to lies."""
    return session.scalar(select(File.path).where(File.subject_id == testimonial.id, File.kind == AGREED))


def _of(testimonial: Testimonial) -> dict[str, File]:
    found = select(File).where(File.subject_id == testimonial.id, File.kind.in_((AGREED, SENT)))
    return {file.kind: file for file in testimonial.session.scalars(found)}
