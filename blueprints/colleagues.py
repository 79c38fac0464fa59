"""Former colleagues: two names a day, a draft in one's own mail program, and no second letter by itself."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import func, select

from app import auth, db
from app.clock import now
from app.tenancy import find
from blueprints.forms.base import Form
from blueprints.forms.colleague import ColleagueForm, ListForm
from blueprints.mailto import mailto
from models import Colleague, Enquiry
from models.errors import Stale
from models.seen import seen_here

bp = Blueprint("colleagues", __name__, url_prefix="/p/<slug>/colleagues")
PAGE, MOST_PAGES = 100, 100


@bp.get("")
def index() -> Any:
    return _list(ListForm(formdata=None))


@bp.post("")
def add() -> Any:
    form = ListForm()
    if not form.validate():
        return _list(form), 422
    form.spend()
    new = Colleague.add_all(db.session(), g.membership.id, form.found, now())
    auth.audit("colleagues.add", g.membership.id)
    flash(f"{new} added." + ("" if new == len(form.found) else f" {len(form.found) - new} stood there already."))
    return redirect(url_for(".index"), 303)


@bp.get("/<uuid:id>")
def edit(id: UUID) -> Any:
    one = _mine(id)
    return render_template("colleagues/edit.html", one=one, form=ColleagueForm(formdata=None, obj=one).tell(seen_here("mine")))


@bp.post("/<uuid:id>")
def update(id: UUID) -> Any:
    one, form = _mine(id, lock=True), ColleagueForm()
    if not form.validate():
        return render_template("colleagues/edit.html", one=one, form=form.tell(seen_here("mine"))), 422
    try:
        one.write(form.version.data, **{name: form[name].data or "" for name in ("name", "address", "known_from", "draft")})
    except Stale:
        form.overtaken(one.version)
        return render_template("colleagues/edit.html", one=one, form=form.tell(seen_here("mine"))), 409
    auth.audit("colleague.update", id)
    flash("Saved.")
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:id>/letter")
def wrote(id: UUID) -> Any:
    _mine(id, lock=True).wrote(now())
    auth.audit("colleague.wrote", id)
    flash({"words": "Noted as written.", "undo": url_for(".wait", id=id)}, "undo")
    return redirect(url_for("enquiries.index"), 303)


@bp.post("/<uuid:id>/omission")
def skip(id: UUID) -> Any:
    _mine(id, lock=True).skip(now())
    auth.audit("colleague.skip", id)
    flash({"words": "Left out.", "undo": url_for(".wait", id=id)}, "undo")
    return redirect(url_for("enquiries.index"), 303)


@bp.post("/<uuid:id>/waiting")
def wait(id: UUID) -> Any:
    _mine(id, lock=True).wait_again()
    auth.audit("colleague.wait", id)
    flash("Back on the list.")
    return redirect(url_for("enquiries.index"), 303)


@bp.post("/<uuid:id>/enquiry")
def to_enquiry(id: UUID) -> Any:
    """They answered, and something may come of it."""
    one = _mine(id, lock=True)
    if not one.address:
        flash("Their address is missing. Write it down first.")
        return redirect(url_for(".edit", id=id), 303)
    if one.enquiry_id is None:
        where = {"zone": g.practice.zone, "locale": g.practice.locale, "currency": g.practice.currency}
        made = Enquiry.add(
            db.session(), now=now(), name=one.name, address=one.address, source="colleague", source_note=one.known_from[:200], **where
        )
        one.enquiry_id = made.id
        one.wrote(now())
        made.answer(now())
    auth.audit("colleague.enquiry", id)
    return redirect(url_for("enquiries.show", id=one.enquiry_id), 303)


@bp.app_template_filter("letter")
def letter(one: Colleague) -> str:
    return mailto(one.address, one.first_name, one.draft or f"{one.first_name},\n\n")


def _mine(id: UUID, *, lock: bool = False) -> Colleague:
    one = find(Colleague, id, lock=lock)
    if one.member_id != g.membership.id:
        abort(404)
    return one


def _list(form: ListForm) -> str:
    page = request.args.get("page", 1, int)
    if not 1 <= page <= MOST_PAGES:
        abort(404)
    mine = select(Colleague).where(Colleague.member_id == g.membership.id)
    rows = (
        db.session().scalars(mine.order_by(Colleague.wrote_at.is_not(None), Colleague.name).limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    )
    counted = select(func.count(), func.count(Colleague.wrote_at), func.count(Colleague.enquiry_id)).where(
        Colleague.member_id == g.membership.id
    )
    everybody, written, asked = db.session().execute(counted).one()
    return render_template(
        "colleagues/index.html", rows=rows[:PAGE], more=len(rows) > PAGE, page=page, form=form, button=Form(formdata=None),
        everybody=everybody, written=written, asked=asked,
    )  # fmt: skip
