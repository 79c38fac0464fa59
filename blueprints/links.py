"""A link from a mail to one thing: an agreement, an invoice or statement, a shared picture, an invitation.

Opening shows a page with one button; the button signs in.
"""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, url_for

from app import auth, db
from app.clock import now
from blueprints.forms.base import Form
from models import Client, Contact, Contract, Link, Person

bp = Blueprint("links", __name__, url_prefix="/l/<slug>")
ABOUT = {"agreement": "the agreement", "invoice": "the invoice", "statement": "the statement", "share": "what was shared with you"}


@bp.get("/<token>")
def show(token: str) -> Any:
    link = _link(token)
    if link.purpose == "invitation":
        return redirect(url_for("joining.show", token=token), 303)
    if _reader(link) is None:
        return render_template("links/gone.html", practice=g.practice)
    return render_template("links/show.html", practice=g.practice, form=Form(), about=ABOUT[link.purpose])


@bp.post("/<token>")
def open(token: str) -> Any:
    """Signs this browser in to that one thing. A browser that is signed in to more stays so."""
    link = _link(token)
    reader = _reader(link) if link.purpose in ABOUT else None
    if reader is None:
        return render_template("links/gone.html", practice=g.practice), 410
    signed_in = auth.reading()
    if not (signed_in and signed_in.proof == "mail" and signed_in.person_id == reader.person_id):
        person = Person.at(db.session(), reader.address, reader.name, now())
        auth.start(person, "link", only_practice_id=g.practice.id, only_object_id=link.subject_id, reader_id=reader.id)
    g.reader = reader
    auth.audit("link.open", link.subject_id)
    return redirect(_place(link, reader), 303)


def _link(token: str) -> Link:
    practice = auth.by_slug()
    link = Link.find(db.session(), token, *ABOUT, "invitation")
    if link is None or link.practice_id != practice.id:
        abort(404)
    db.enter(db.session(), practice.id)
    g.practice = practice
    return link


def _reader(link: Link) -> Client | Contact | None:
    """Whom it was sent to: none when it is too old, or went to an address that is no longer theirs."""
    if link.expires_at <= now() or link.reader_id is None:
        return None
    key = (link.practice_id, link.reader_id)
    reader = db.session().get(Client, key) or db.session().get(Contact, key)
    return reader if reader and reader.address == link.address else None


def _place(link: Link, reader: Client | Contact) -> str:
    if link.purpose == "invoice":
        return url_for("pay.show", id=link.subject_id)
    if link.purpose == "statement":
        return url_for("pay.statement", id=link.subject_id)
    if link.purpose == "agreement" and reader.kind == "client" and _is_closing(link):
        return url_for("portal.closing", id=link.subject_id)
    if link.purpose == "share":
        return url_for("sponsor.shared", id=link.subject_id)
    return url_for("portal.agreement" if reader.kind == "client" else "sponsor.agreement", id=link.subject_id)


def _is_closing(link: Link) -> bool:
    contract = db.session().get(Contract, (link.practice_id, link.subject_id))
    return contract is not None and contract.is_closing
