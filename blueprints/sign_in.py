"""In with a password, out, and a new password for whoever forgot theirs."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask_login import current_user

from app import auth, db, guesses
from app.addresses import settings
from app.clock import now
from app.tenancy import back_to, is_ours
from blueprints.forms.code import AskForm, NewPasswordForm, SignInForm
from models import Link, Membership, Message, Person, SignIn
from models.errors import LinkSpent
from models.message import Address
from models.practice import INSTALLATION

bp = Blueprint("sign_in", __name__)
WRONG = "Address and password do not belong together. Look for a typing mistake, or ask for a new password."


@bp.get("/sign-in")
def show() -> Any:
    if current_user.is_authenticated:
        return redirect(back_to("practices.index"), 303)
    return render_template("sign_in/show.html", form=SignInForm(), may_sign_up=settings().sign_up_open)


@bp.post("/sign-in")
def create() -> Any:
    form = SignInForm()
    if not form.validate():
        return _again(form)
    guesses.slow_password(form.address.data)
    person = Person.by_address(db.session(), form.address.data)
    checked = current_app.extensions["passwords"].check(person.password_hash if person else None, form.password.data)
    if person is None or not checked.right or person.confirmed_at is None:
        auth.audit_refusal("sign_in.refuse", INSTALLATION, person.id if person else None)
        form.refuse(form.password, WRONG)
        return _again(form)
    guesses.was_right(form.address.data)
    person.password_hash = checked.renewed or person.password_hash
    _enter(person, "sign_in.create")
    wanted = form.next.data or ""
    return redirect(wanted if is_ours(wanted) else _home(person), 303)


@bp.post("/sign-out")
def end() -> Any:
    if current_user.is_authenticated:
        db.enter(db.session(), INSTALLATION)
        auth.audit("sign_in.end", auth.me().person.id)
        auth.stop()
    return redirect(url_for(".show"), 303)


@bp.get("/sign-in/forgotten")
def forgotten() -> Any:
    return render_template("sign_in/forgotten.html", form=AskForm())


@bp.post("/sign-in/forgotten")
def ask() -> Any:
    """Whether anybody is there is said by mail only."""
    form = AskForm()
    if not form.validate():
        return render_template("sign_in/forgotten.html", form=form), 422
    guesses.slow_mail("reset", form.address.data, 6, guesses.HOUR, network_most=40)
    session, moment = db.session(), now()
    db.enter(session, INSTALLATION)
    person = Person.by_address(session, form.address.data)
    known = person is not None and person.password_hash is not None
    address = person if person is not None and known else Address(form.address.data)
    link = Link.mint(
        session, settings().secret, "reset", practice_id=INSTALLATION, subject_id=address.id, address=address.address, now=moment
    )
    Message.plan(address, "reset" if known else "no_account", subject=link, occasion=str(link.id), at=moment, session=session)
    auth.audit("sign_in.forget", address.id)
    return redirect(url_for(".asked"), 303)


@bp.get("/sign-in/forgotten/asked")
def asked() -> Any:
    return render_template("sign_in/asked.html")


@bp.get("/new-password/<token>")
def new_password(token: str) -> Any:
    link, person = _reset(token)
    if person is None:
        return render_template("sign_in/gone.html"), 200 if link else 404
    return render_template("sign_in/new_password.html", form=NewPasswordForm(), address=person.address)


@bp.post("/new-password/<token>")
def set_password(token: str) -> Any:
    """Signs out everywhere else: whoever knew the old password is out with it."""
    form, (link, person) = NewPasswordForm(), _reset(token)
    if link is None:
        abort(404)
    if person is None:
        return render_template("sign_in/gone.html"), 410
    if not form.validate() or form.password.refused(form, person.name, person.address):
        return render_template("sign_in/new_password.html", form=form, address=person.address), 422
    try:
        link.use(now())
    except LinkSpent:
        return render_template("sign_in/gone.html"), 410
    person.set_password(current_app.extensions["passwords"].hash(form.password.data), now())
    Link.close(db.session(), "reset", person.id, now())
    SignIn.revoke_all(db.session(), person.id, now())
    _enter(person, "sign_in.set_password")
    return redirect(_home(person), 303)


def _reset(token: str) -> tuple[Link | None, Person | None]:
    """The link, and whose password it may set: nobody's when it is used, too old, or went to an address that is no longer theirs."""
    link = Link.find(db.session(), token, "reset")
    person = db.session().get(Person, link.subject_id) if link and not link.used_at and link.expires_at > now() else None
    return link, person if link and person and person.address == link.address else None


def _again(form: SignInForm) -> Any:
    return render_template("sign_in/show.html", form=form, may_sign_up=settings().sign_up_open), 422


def _enter(person: Person, act: str) -> None:
    db.enter(db.session(), INSTALLATION)
    auth.stop()
    auth.start(person, "password")
    auth.audit(act, person.id)


def _home(person: Person) -> str:
    """Today, for whoever works in one practice; else the list of them."""
    works_in = Membership.of(db.session(), person.id)
    return url_for("today.show", slug=works_in[0].practice.slug) if len(works_in) == 1 else url_for("practices.index")
