"""One's own account: name, address, password, colours, and where one is signed in."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for

from app import auth, codes, db, guesses
from app.clock import now
from app.tenancy import back_to
from blueprints.devices import Device
from blueprints.forms.account import AccountForm, AddressForm, ThemeForm
from blueprints.forms.code import NewPasswordForm, ProofForm
from models import Membership, Message, Person, SignIn
from models.message import Address
from models.practice import INSTALLATION

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
def show() -> Any:
    person = auth.me().person
    return _page(AccountForm(obj=person), ThemeForm(obj=person))


@bp.post("")
def update() -> Any:
    form = AccountForm()
    if not form.validate():
        return _page(form, ThemeForm(obj=auth.me().person)), 422
    auth.me().person.name = form.name.data
    _audit("account.update")
    flash("Saved.")
    return redirect(url_for(".show"), 303)


@bp.post("/theme")
def update_theme() -> Any:
    form = ThemeForm()
    if not form.validate():
        return _page(AccountForm(obj=auth.me().person), form), 422
    auth.me().person.theme = form.theme.data
    _audit("account.theme")
    return redirect(url_for(".show"), 303)


@bp.get("/again")
def again() -> Any:
    return render_template("account/again.html", form=ProofForm())


@bp.post("/again")
def prove() -> Any:
    """The password once more, before a sensitive act."""
    form, person = ProofForm(), auth.me().person
    if not form.validate():
        return render_template("account/again.html", form=form), 422
    id, address, stored = person.id, person.address, person.password_hash
    db.session().rollback()
    guesses.slow_password(address)
    if not current_app.extensions["passwords"].check(stored, form.password.data).right:
        auth.audit_refusal("account.prove_refuse", INSTALLATION, id)
        form.refuse(form.password, "This is not your password.")
        return render_template("account/again.html", form=form), 422
    guesses.was_right(address)
    auth.me().sign_in.prove(now())
    _audit("account.prove")
    return redirect(back_to("account.show"), 303)


@bp.get("/password")
def password() -> Any:
    return auth.require_fresh() or render_template("account/password.html", form=NewPasswordForm())


@bp.post("/password")
def set_password() -> Any:
    """All other devices are signed out, and this one gets a new token."""
    if answer := auth.require_fresh(url_for(".password")):
        return answer
    form, person = NewPasswordForm(), auth.me().person
    if not form.validate() or form.password.refused(form, person.name, person.address):
        return render_template("account/password.html", form=form), 422
    person.set_password(current_app.extensions["passwords"].hash(form.password.data), now())
    _audit("account.set_password")
    SignIn.revoke_all(db.session(), person.id, now())
    auth.start(person, "password")
    flash("Your password is changed. Everywhere else you are signed out.")
    return redirect(url_for(".show"), 303)


@bp.get("/address")
def address() -> Any:
    return auth.require_fresh() or render_template("account/address.html", form=AddressForm())


@bp.post("/address")
def set_address() -> Any:
    """The new address holds from its confirmation. One that is somebody's already is answered alike, and gets a mail that says so."""
    if answer := auth.require_fresh(url_for(".address")):
        return answer
    form, person = AddressForm(), auth.me().person
    if not form.validate():
        return render_template("account/address.html", form=form), 422
    guesses.slow_address("moves", person.address, 10, guesses.DAY)
    db.enter(db.session(), INSTALLATION)
    new = Address(form.address.data)
    taken = Person.by_address(db.session(), new.address) is not None
    person.new_address = new.address
    link = codes.send("confirm", practice_id=INSTALLATION, subject_id=new.id if taken else person.id, address=new.address)
    kind = "has_account" if taken else "confirm"
    Message.plan(new, kind, subject=link, occasion=str(link.id), at=now(), session=db.session())
    auth.audit("account.ask_move", person.id)
    return redirect(url_for("sign_up.code"), 303)


@bp.post("/devices/<uuid:id>/removal")
def sign_out(id: UUID) -> Any:
    row = db.session().get(SignIn, id)
    if row is None or row.person_id != auth.me().person.id:
        abort(404)
    row.revoke(now())
    _audit("account.sign_out", id)
    flash("Signed out there.")
    return redirect(url_for(".show", _anchor="devices"), 303)


@bp.post("/devices/removal")
def sign_out_elsewhere() -> Any:
    SignIn.revoke_all(db.session(), auth.me().person.id, now(), but=auth.me().sign_in.id)
    _audit("account.sign_out_elsewhere")
    flash("Signed out everywhere but here.")
    return redirect(url_for(".show", _anchor="devices"), 303)


def _audit(act: str, object_id: UUID | None = None) -> None:
    """An account belongs to no practice: its lines are the installation's."""
    db.enter(db.session(), INSTALLATION)
    auth.audit(act, object_id or auth.me().person.id)


def _page(form: AccountForm, theme: ThemeForm) -> str:
    person, memberships = auth.me().person, Membership.of(db.session(), auth.me().person.id)
    zone = memberships[0].practice.zone if memberships else "UTC"
    locale = memberships[0].practice.locale if memberships else "en"
    devices = Device.all_of(SignIn.devices(db.session(), person.id, now()), auth.me().sign_in.id)
    return render_template(
        "account/show.html", person=person, form=form, theme_form=theme, memberships=memberships, devices=devices, zone=zone, locale=locale
    )
