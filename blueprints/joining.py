"""Accepting an invitation to the team. The link proves the mailbox; opening it changes nothing."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, url_for
from flask_login import current_user

from app import auth, db, guesses
from app.clock import now
from blueprints.forms.base import Form
from blueprints.forms.code import JoinForm, ProofForm
from blueprints.forms.team import ROLES, SEES
from models import Invitation, Link, Membership, Person
from models.errors import LinkSpent

bp = Blueprint("joining", __name__, url_prefix="/join/<slug>")


@bp.get("/<token>")
def show(token: str) -> Any:
    invitation = _invitation(token)
    return _page(_form(_person(invitation)), invitation)


@bp.post("/<token>")
def accept(token: str) -> Any:
    invitation = _invitation(token)
    person = _person(invitation)
    form = _form(person)
    if not (_proves(form, person) if isinstance(form, ProofForm) else _may_be_new(form, invitation.address)):
        return _page(form, _invitation(token)), 422
    try:
        member = _join(form, person, invitation)
    except LinkSpent:
        return render_template("joining/gone.html", practice=g.practice), 410
    if not current_user.is_authenticated or auth.me().person.id != member.person_id:
        auth.stop()
        auth.start(member.person, "password")
    flash(f"You work in {g.practice.name} now.")
    return redirect(url_for("today.show"), 303)


def _invitation(token: str) -> Invitation:
    """What the link is for, in the practice of the address. 404 for another's link or purpose; a spent one has its own page."""
    practice = auth.by_slug()
    link = Link.find(db.session(), token, "invitation")
    if link is None or link.practice_id != practice.id:
        abort(404)
    db.enter(db.session(), practice.id)
    g.practice = practice
    invitation = db.session().get(Invitation, (practice.id, link.subject_id))
    if invitation is None or not invitation.is_open or link.expires_at <= now():
        abort(current_app.make_response((render_template("joining/gone.html", practice=practice), 410)))
    return invitation


def _person(invitation: Invitation) -> Person | None:
    return Person.by_address(db.session(), invitation.address)


def _form(person: Person | None) -> Form:
    """Nothing to fill in for whoever is signed in as the one who was invited; the password of whoever has one; else a name and a new one."""
    if person and current_user.is_authenticated and auth.me().person.id == person.id:
        return Form()
    return ProofForm() if person and person.password_hash else JoinForm()


def _proves(form: ProofForm, person: Person | None) -> bool:
    if not form.validate() or person is None:
        return False
    address, stored = person.address, person.password_hash
    db.session().rollback()
    guesses.slow_password(address)
    if current_app.extensions["passwords"].check(stored, form.password.data).right:
        guesses.was_right(address)
        return True
    form.refuse(form.password, "This is not the password of your account. If you forgot it, ask for a new one, then open this link again.")
    return False


def _may_be_new(form: Form, address: str) -> bool:
    return form.validate() and not (isinstance(form, JoinForm) and form.password.refused(form, form.name.data, address, g.practice.name))


def _join(form: Form, person: Person | None, invitation: Invitation) -> Membership:
    session = db.session()
    if isinstance(form, JoinForm):
        person = Person.at(session, invitation.address, form.name.data, now())
        person.name = form.name.data
        person.set_password(current_app.extensions["passwords"].hash(form.password.data), now())
    assert person is not None
    g.membership = member = invitation.accept(person, now())
    auth.audit("invitation.accept", invitation.id)
    return member


def _page(form: Form, invitation: Invitation) -> str:
    by = db.session().get(Membership, (g.practice.id, invitation.by_id))
    return render_template(
        "joining/show.html", form=form, practice=g.practice, invitation=invitation, by=by.name if by else g.practice.name,
        role=ROLES[invitation.role], sees=SEES[invitation.role], asks=type(form).__name__, address=invitation.address,
    )  # fmt: skip
