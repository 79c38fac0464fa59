"""How clients, bosses, HR and finance come in: their address, then a link or a code from their mailbox. No password."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for

from app import auth, codes, db, guesses
from app.clock import now
from app.tenancy import is_ours
from blueprints.devices import Device
from blueprints.forms.code import AskForm, CodeForm, LinkForm
from models import Client, Contact, Link, Message, Person, SignIn
from models.errors import LinkSpent, WrongCode
from models.message import Address
from models.reader import at_address, of_person

bp = Blueprint("reader_sign_in", __name__, url_prefix="/in/<slug>")


@bp.get("")
def show() -> Any:
    practice, row = auth.by_slug(), auth.reading()
    if row and row.proof == "mail":
        db.enter(db.session(), practice.id)
        if found := of_person(db.session(), row.person_id):
            return redirect(_place(found), 303)
    by_link = row is not None and row.proof == "link" and row.only_practice_id == practice.id
    return render_template("reader_sign_in/show.html", form=AskForm(), practice=practice, by_link=by_link)


@bp.post("")
def create() -> Any:
    """Whether anybody is known at that address is said by mail only."""
    form, practice = AskForm(), auth.by_slug()
    if not form.validate():
        return render_template("reader_sign_in/show.html", form=form, practice=practice), 422
    practice_id = practice.id
    db.session().rollback()
    guesses.slow_mail("code", form.address.data, 10, guesses.WINDOW, network_most=60, practice_id=practice_id)
    db.enter(db.session(), practice_id)
    found = at_address(db.session(), form.address.data)
    reader = found[0] if found else Address(form.address.data)
    link = codes.send("sign_in", practice_id=practice_id, subject_id=reader.id, address=reader.address)
    Message.plan(reader, "sign_in" if found else "no_account", subject=link, occasion=str(link.id), at=now(), session=db.session())
    auth.audit("reader.ask", reader.id)
    return redirect(url_for(".code", next=form.next.data or None), 303)


@bp.get("/code")
def code() -> Any:
    practice = auth.by_slug()
    link = codes.asked("sign_in", practice.id)
    if link is None:
        return redirect(url_for(".show"), 303)
    return render_template("reader_sign_in/code.html", form=CodeForm(), practice=practice, address=link.address)


@bp.post("/code")
def check_code() -> Any:
    form, practice = CodeForm(), auth.by_slug()
    link = codes.asked("sign_in", practice.id)
    if link is None:
        return redirect(url_for(".show"), 303)
    if not form.validate():
        return render_template("reader_sign_in/code.html", form=form, practice=practice, address=link.address), 422
    id = link.id
    db.session().rollback()
    try:
        return _enter(codes.check(id, form.code.data), form.next.data or "")
    except (WrongCode, LinkSpent) as error:
        form.refuse(form.code, error.sentence)
        return render_template("reader_sign_in/code.html", form=form, practice=practice, address=link.address), 422


@bp.get("/<token>")
def by_link(token: str) -> Any:
    link, practice = _link(token), auth.by_slug()
    try:
        link.check_open(now())
    except LinkSpent:
        return render_template("reader_sign_in/gone.html", practice=practice)
    return render_template("reader_sign_in/by_link.html", form=LinkForm(), practice=practice, ask=not codes.from_here(link))


@bp.post("/<token>")
def open(token: str) -> Any:
    """In the browser that asked, the button is enough; in any other the code is needed too, for a forwarded mail holds the link."""
    form, link, practice = LinkForm(), _link(token), auth.by_slug()
    knows = codes.from_here(link)
    try:
        if not knows and form.validate():
            id = link.id
            db.session().rollback()
            link, knows = codes.check(id, form.code.data), True
        if not knows:
            return render_template("reader_sign_in/by_link.html", form=form, practice=practice, ask=True), 422
        return _enter(link, "")
    except WrongCode as error:
        form.refuse(form.code, error.sentence)
        return render_template("reader_sign_in/by_link.html", form=form, practice=practice, ask=True), 422
    except LinkSpent:
        return render_template("reader_sign_in/gone.html", practice=practice), 410


@bp.post("/out")
def end() -> Any:
    db.enter(db.session(), auth.by_slug().id)
    auth.audit("reader.end", (auth.reading() or auth.by_slug()).id)
    auth.stop_reading()
    flash("You are signed out on this device.")
    return redirect(url_for(".show"), 303)


@bp.get("/pages")
def pages() -> Any:
    """What somebody has here, and the devices on which they are signed in."""
    practice, row = auth.by_slug(), auth.reading()
    if row is None or row.proof != "mail":
        return redirect(url_for(".show"), 303)
    db.enter(db.session(), practice.id)
    places = _places(of_person(db.session(), row.person_id))
    devices = Device.all_of(SignIn.devices(db.session(), row.person_id, now()), row.id)
    return render_template(
        "reader_sign_in/pages.html", practice=practice, places=places, devices=devices, zone=practice.zone, locale=practice.locale
    )


@bp.post("/devices/<uuid:id>/removal")
def sign_out(id: UUID) -> Any:
    """One of one's own devices, from any other."""
    row, other = auth.reading(), db.session().get(SignIn, id)
    if row is None or row.proof != "mail" or other is None or other.person_id != row.person_id:
        abort(404)
    other.revoke(now())
    db.enter(db.session(), auth.by_slug().id)
    auth.audit("reader.sign_out", id)
    return redirect(url_for(".pages"), 303)


def _link(token: str) -> Link:
    practice = auth.by_slug()
    link = Link.find(db.session(), token, "sign_in", "demo")
    if link is None or link.practice_id != practice.id:
        abort(404)
    return link


def _enter(link: Link, wanted: str) -> Any:
    """The mailbox is proven: this device is theirs for ninety days, in every role they have here."""
    db.enter(db.session(), link.practice_id)
    found = at_address(db.session(), link.address)
    if not found:
        raise WrongCode  # a code for an address that nobody here has opens nothing
    link.use(now())
    person = Person.at(db.session(), link.address, found[0].name, now())
    person.confirm(now())
    for reader in found:
        reader.person_id = person.id
    g.reader = found[0]
    auth.start(person, "mail")
    auth.audit("reader.sign_in", found[0].id)
    codes.done()
    return redirect(wanted if is_ours(wanted) else _place(found), 303)


def _place(found: list[Client | Contact]) -> str:
    places = _places(found)
    return places[0][1] if len(places) == 1 else url_for(".pages")


def _places(found: list[Client | Contact]) -> list[tuple[str, str]]:
    """(words, address) of the pages somebody has here."""
    kinds = {reader.kind for reader in found}
    known = (("client", "My own work with my coach", "portal.show"), ("contact", "The people I am responsible for", "sponsor.show"))
    return [(words, url_for(endpoint)) for kind, words, endpoint in known if kind in kinds]
