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
from models import File, Goal
from models.errors import NotARecord
from models.evidence import RECORD
from models.measured import remeasure_goal


@bp.post("/<uuid:id>/request")
def ask(id: UUID) -> Any:
    said, _card = load(id)
    said.ask(now())
    audit("testimonial.ask", said.id)
    flash(f"{said.first_name} is asked now, once more in two weeks, and then never again.")
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
    """What the organisation itself wrote down about the goal: the strongest evidence there is."""
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
    _keep(goal, taken.body, taken.media_type, taken.suffix)
    if goal.measure is not None:
        goal.measure.source = form.source.data
    remeasure_goal(db.session(), goal, now())
    audit("evidence.attach", goal.id)
    flash("Kept beside the result, for you and the client.")
    return redirect(url_for(".show", id=id), 303)


def _keep(goal: Goal, body: bytes, media_type: str, suffix: str) -> None:
    storage: Storage = current_app.extensions["storage"]
    path = storage.put(g.practice.id, body, suffix)
    File.keep(db.session(), goal.id, RECORD, f"Record of the organisation{suffix}", media_type, path, body, [goal.client_id], now())
