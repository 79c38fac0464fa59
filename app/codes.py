"""A link and a six-digit code on their way to a mailbox, and the browser that waits for them."""

from typing import Any
from uuid import UUID

from flask import session as cookie

from app import auth, db
from app.addresses import settings
from app.clock import now
from models import Link
from models.errors import WrongCode

ASKED = "asked"  # the cookie's name for the link whose code this browser waits for


def send(purpose: str, *, practice_id: UUID, subject_id: UUID, address: str) -> Link:
    """A new link with a code, remembered by this browser. Whoever calls plans its mail."""
    link = Link.mint(
        db.session(),
        settings().secret,
        purpose,
        practice_id=practice_id,
        subject_id=subject_id,
        address=address,
        now=now(),
        with_code=True,
        browser=auth.browser_mark(),
    )
    cookie[ASKED] = str(link.id)
    return link


def asked(purpose: str, practice_id: UUID) -> Link | None:
    """What this browser waits for."""
    try:
        link = db.session().get(Link, UUID(str(cookie.get(ASKED))))
    except ValueError:
        return None
    return link if link and link.purpose == purpose and link.practice_id == practice_id else None


def check(id: UUID, typed: Any) -> Link:
    """The link, once its code was typed right. Counts the try first, where a refusal does not undo it. Raises LinkSpent, WrongCode."""
    with db.transaction() as session:
        alive = Link.count_try(session, id)
    link = db.session().get(Link, id, populate_existing=True)
    if link is None or not alive:
        raise WrongCode("This code is used up. Ask for a new one: it takes a moment.")
    link.check_code(str(typed or ""), now())
    return link


def from_here(link: Link) -> bool:
    """Is this the browser that asked for it?"""
    return link.asked_from(cookie.get("mark"))


def done() -> None:
    cookie.pop(ASKED, None)
