"""People who only pass: a stranger on a practice's public pages, and whoever holds a link to one thing. No cookie is read or set for them."""

from typing import Any
from uuid import UUID

from flask import abort, g, request

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing import Purchase
from models import Confirmation, Link, Testimonial

STRANGER = UUID(int=0)


def stranger() -> None:
    """Reads what is open to everybody; may put a row into a letterbox."""
    g.passes, g.practice = True, auth.by_slug()
    db.enter(db.session(), g.practice.id, STRANGER)


def buyer() -> None:
    """Whoever holds the link of a purchase sees that purchase, and what is theirs as the client it made: who is new keeps its id.

    A link proves no address: who was a client before signs in to see more.
    """
    link = _link("purchase")
    g.purchase = find(Purchase, link.subject_id)
    db.enter(db.session(), g.practice.id, g.purchase.id)


def writer() -> None:
    """Whoever was asked for a testimonial sees theirs."""
    g.testimonial = _held("testimonial", Testimonial)


def confirmer() -> None:
    """Whoever was asked whether figures are right sees those figures."""
    g.confirmation = _held("confirmation", Confirmation)


def _held(purpose: str, noun: type[Any]) -> Any:
    return find(noun, _link(purpose, as_subject=True).subject_id)


def _link(purpose: str, *, as_subject: bool = False) -> Link:
    """The link in the address. One that is unknown, too old, or of another practice or purpose looks like a page that is missing."""
    g.passes, g.practice = True, auth.by_slug()
    link = Link.find(db.session(), str((request.view_args or {}).get("token", "")), purpose)
    if link is None or link.practice_id != g.practice.id or link.expires_at <= now():
        abort(404)
    db.enter(db.session(), g.practice.id, link.subject_id if as_subject else None)
    return link
