"""What the coach does about somebody's words: sends the request, proposes others, places the card, lays a record of the organisation beside the result."""

from typing import Any
from uuid import UUID

from flask import abort, current_app, flash, g, redirect, url_for

from app import db
from app.auth import audit
from app.clock import now
from app.storage import Storage
from app.uploads import record
from blueprints.forms.words import PlaceForm, ProposeForm, RecordForm
from blueprints.proof import bp
from blueprints.proof.one import load, page
from models import File, Record
from models.errors import NotARecord
from models.measured import remeasure_goal


@bp.post("/<uuid:id>/request")
def ask(id: UUID) -> Any:
    said, _card = load(id)
    said.ask(now())
    audit("testimonial.ask", said.id)
    flash(f"{said.first_name} is asked now, at most once more later, and then never again.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/words")
def propose(id: UUID) -> Any:
    said, card = load(id)
    form = ProposeForm()
    if not form.validate():
        return page(said, card, 422, edit=form)
    form.spend()
    said.propose(form.words.data, now())
    audit("testimonial.propose", said.id)
    flash("Kept. They stand nowhere until exactly these words are approved.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/place")
def place(id: UUID) -> Any:
    said, card = load(id)
    form = PlaceForm()
    if card is None:
        abort(404)
    if not form.validate():
        return page(said, card, 422, placing=form)
    card.on_page, card.rank = form.on_page.data, int(form.rank.data)
    audit("testimonial.place", said.id)
    flash("Saved. Strangers see it within a minute.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/record")
def attach(id: UUID) -> Any:
    """What the organisation itself wrote down about the goal: the strongest evidence there is, once the client agrees to it."""
    said, card = load(id)
    form, goal = RecordForm(), said.goal
    if goal is None:
        abort(404)
    if not form.validate():
        return page(said, card, 422, paper=form)
    try:
        taken = record(form.body)
    except NotARecord as refused:
        form.refuse(form.paper, refused.sentence)
        return page(said, card, 422, paper=form)
    form.spend()
    session = db.session()
    laid = Record.lay(session, goal, taken.body, form.source.data, by=g.membership.id, now=now())
    path = storage().put(g.practice.id, taken.body, taken.suffix)
    name = f"Record of the organisation{taken.suffix}"
    File.keep(session, laid.id, Record.FILE, name, taken.media_type, path, taken.body, [goal.client_id], now())
    remeasure_goal(session, goal, now())
    audit("record.lay", laid.id)
    flash("Kept. It counts once the client has looked at this very file and said yes.")
    return redirect(url_for(".show", id=id), 303)


def storage() -> Storage:
    found: Storage = current_app.extensions["storage"]
    return found
