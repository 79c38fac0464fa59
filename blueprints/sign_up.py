"""Signing up: one form, one mail, one practice. Known and unknown addresses are answered alike and cost the same."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_login import current_user

from app import auth, codes, db, guesses
from app.addresses import settings
from app.clock import now
from blueprints.forms.code import CodeForm, ProofForm
from blueprints.forms.sign_up import SignUpForm
from models import Link, Membership, Message, PendingSignup, Person
from models.errors import LinkSpent, WrongCode
from models.message import Address
from models.practice import INSTALLATION

bp = Blueprint("sign_up", __name__)


@bp.get("/sign-up")
def show() -> Any:
    _only_when_open()
    return render_template("sign_up/show.html", form=SignUpForm.guessed(request.accept_languages))


@bp.post("/sign-up")
def create() -> Any:
    _only_when_open()
    form = SignUpForm()
    if not form.validate() or form.password.refused(form, form.name.data, form.practice_name.data, form.address.data):
        return render_template("sign_up/show.html", form=form), 422
    guesses.slow_mail("sign-up", form.address.data, 6, guesses.HOUR, network_most=40)
    password_hash = current_app.extensions["passwords"].hash(form.password.data)
    db.enter(db.session(), INSTALLATION)
    known = Person.by_address(db.session(), form.address.data)
    address = Address(form.address.data)
    if known and known.password_hash:
        subject_id, kind = address.id, "has_account"
    else:
        subject_id, kind = form.keep(db.session(), password_hash, now()).id, "confirm"
    link = codes.send("confirm", practice_id=INSTALLATION, subject_id=subject_id, address=address.address)
    Message.plan(address, kind, subject=link, occasion=str(link.id), at=now(), session=db.session())
    auth.audit("sign_up.ask", subject_id)
    return redirect(url_for(".code"), 303)


@bp.get("/sign-up/code")
def code() -> Any:
    link = codes.asked("confirm", INSTALLATION)
    if link is None:
        return redirect(url_for("sign_in.show"), 303)
    return render_template("sign_up/code.html", form=CodeForm(), address=link.address)


@bp.post("/sign-up/code")
def check_code() -> Any:
    form, link = CodeForm(), codes.asked("confirm", INSTALLATION)
    if link is None:
        return redirect(url_for("sign_in.show"), 303)
    if not form.validate():
        return render_template("sign_up/code.html", form=form, address=link.address), 422
    address, id = link.address, link.id
    db.session().rollback()
    try:
        return _confirm(codes.check(id, form.code.data))
    except (WrongCode, LinkSpent) as error:
        form.refuse(form.code, error.sentence)
        return render_template("sign_up/code.html", form=form, address=address), 422


@bp.get("/confirm/<token>")
def confirm(token: str) -> Any:
    """Opening changes nothing: a button does. In another browser than the one that asked, the password is needed too."""
    link = _link(token)
    if link is None or link.used_at or link.expires_at <= now():
        return render_template("sign_up/gone.html", may_sign_up=settings().sign_up_open), 200 if link else 404
    return render_template("sign_up/confirm.html", form=ProofForm(), address=link.address, ask=not codes.from_here(link))


@bp.post("/confirm/<token>")
def confirm_by_link(token: str) -> Any:
    form, link = ProofForm(), _link(token)
    if link is None:
        abort(404)
    if not codes.from_here(link) and not _password_is_right(link, form):
        return render_template("sign_up/confirm.html", form=form, address=link.address, ask=True), 422
    try:
        return _confirm(_link(token) or link)
    except LinkSpent:
        return render_template("sign_up/gone.html", may_sign_up=settings().sign_up_open), 410


def _only_when_open() -> None:
    if not settings().sign_up_open:
        abort(404)


def _link(token: str) -> Link | None:
    return Link.find(db.session(), token, "confirm")


def _password_is_right(link: Link, form: ProofForm) -> bool:
    """The password that was chosen with the form, or is the account's: who asked for the mail knows it, who only got the mail does not."""
    if not form.validate():
        return False
    address = link.address
    holder = db.session().get(PendingSignup, link.subject_id) or db.session().get(Person, link.subject_id)
    stored = holder.password_hash if holder else None
    db.session().rollback()
    guesses.slow_password(address)
    if current_app.extensions["passwords"].check(stored, form.password.data).right:
        guesses.was_right(address)
        return True
    form.refuse(form.password, "This is not the password that was chosen with this address.")
    return False


def _confirm(link: Link) -> Any:
    """The address is proven. It makes a practice, or it becomes the new address of an account."""
    link.use(now())
    pending = db.session().get(PendingSignup, link.subject_id)
    if pending is not None:
        membership = pending.confirm(db.session(), current_app.extensions["vault"].new_key(), now())
        return _first_day(membership)
    person = db.session().get(Person, link.subject_id, with_for_update=True)
    if person is None or person.new_address != link.address:
        raise LinkSpent
    return _moved(person)


def _first_day(membership: Membership) -> Any:
    db.enter(db.session(), membership.practice_id)
    g.membership = membership
    auth.start(membership.person, "password")
    auth.audit("sign_up.confirm", membership.practice_id)
    codes.done()
    return redirect(url_for("today.show", slug=membership.practice.slug), 303)


def _moved(person: Person) -> Any:
    old = person.move(now())
    Link.close(db.session(), "reset", person.id, now())
    db.enter(db.session(), INSTALLATION)
    Message.plan(Address(old), "address_changed", subject=person, occasion=f"{now():%Y-%m-%dT%H:%M:%S}", at=now(), session=db.session())
    auth.audit("account.move", person.id)
    codes.done()
    flash(f"Your address is {person.address} now. The old one has been told.")
    return redirect(url_for("account.show" if current_user.is_authenticated else "sign_in.show"), 303)
