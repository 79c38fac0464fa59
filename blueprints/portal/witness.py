"""Asking somebody at work whether the figures of a goal are right, so that its result does not rest on an own log alone. The client's to do, nobody else's."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from sqlalchemy import select

from app import auth, db, guesses
from app.clock import now
from app.guesses import DAY
from blueprints.forms.words import WitnessForm
from blueprints.portal import bp
from blueprints.portal.loading import goal_of
from blueprints.reading import me_as_client
from models import Confirmation, Goal
from models.errors import AskedAlready, NoWitness
from models.evidence import figures
from models.seen import seen_here

A_DAY = 10  # people whom one client asks, each a stranger to the practice


def _page(goal: Goal, form: WitnessForm, status: int = 200) -> Any:
    body = figures(goal, me_as_client().name)
    if not body["entries"]:
        abort(404)
    page = render_template("portal/witness.html", goal=goal, body=body, form=form.tell(seen_here("witness")), asked=_asked(goal))
    return page, status


def _asked(goal: Goal) -> list[tuple[str, Any, bool | None, bool]]:
    """Names, when, what was said, and whether it can be said still. Others' rows: read on the practice's side, for a goal the client's session sees."""
    mine = select(Confirmation).where(Confirmation.goal_id == goal.id).order_by(Confirmation.asked_at).limit(20)
    with db.transaction(g.practice.id) as session:
        return [(one.name, one.asked_at, one.confirmed, one.is_open(now())) for one in session.scalars(mine)]


@bp.get("/goals/<uuid:id>/confirmation")
def witness(id: UUID) -> Any:
    return _page(goal_of(id), WitnessForm(formdata=None))


@bp.post("/goals/<uuid:id>/confirmation")
def ask_witness(id: UUID) -> Any:
    goal, form, me = goal_of(id), WitnessForm(), me_as_client()
    if not form.validate():
        return _page(goal, form, 422)
    body = figures(goal, me.name)
    guesses.slow(f"confirmations {me.id}", A_DAY, DAY)
    form.spend()
    who = {"name": form.name.data, "address": form.address.data, "relation": form.relation.data}
    try:
        with db.transaction(g.practice.id) as session:
            asked = Confirmation.ask(session, goal, body, **who, zone=me.zone, locale=me.locale, by=me.id, now=now())
    except (AskedAlready, NoWitness) as refused:
        form.refuse(form.address, refused.sentence)
        return _page(goal, form, 422)
    auth.audit("confirmation.ask", asked.goal_id)
    flash(f"{asked.name} is asked to look at the figures, by a mail that says nothing by itself.")
    return redirect(url_for("portal.witness", id=id), 303)
