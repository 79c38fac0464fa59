"""What client and coach said they would do: written, ticked, taken back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from app import db
from app.auth import audit
from app.clock import now
from app.tenancy import back_to, find
from blueprints.coaching_sessions.loading import a_client, session_of
from blueprints.coaching_sessions.page import session_page
from blueprints.forms.action import ActionForm
from blueprints.seeing import seen
from models import Action, Client

bp = Blueprint("actions", __name__, url_prefix="/p/<slug>")
MOST_OPEN, MOST_DONE = 100, 50


@bp.get("/clients/<uuid:id>/actions")
def index(id: UUID) -> Any:
    return _page(a_client(id), ActionForm())


@bp.post("/clients/<uuid:id>/actions")
def create(id: UUID) -> Any:
    client, form = a_client(id), ActionForm()
    form.name_client(client.first_name)
    if not form.validate():
        return _page(client, form), 422
    _add(form, client.id)
    return redirect(back_to("actions.index", id=id), 303)


@bp.post("/sessions/<uuid:id>/actions")
def create_in_session(id: UUID) -> Any:
    planned, form = session_of(id), ActionForm()
    form.name_client(planned.client.first_name)
    if not form.validate():
        return session_page(id, action_form=form), 422
    _add(form, planned.client_id, session_id=id)
    return redirect(url_for("coaching_sessions.show", id=id, _anchor="actions"), 303)


@bp.post("/actions/<uuid:id>/completion")
def tick(id: UUID) -> Any:
    action = find(Action, id)
    action.tick(g.membership.id, now())
    return _changed(action, "action.tick", "Done.", ".untick")


@bp.post("/actions/<uuid:id>/completion/removal")
def untick(id: UUID) -> Any:
    action = find(Action, id)
    action.untick()
    return _changed(action, "action.untick", "Open again.")


@bp.post("/actions/<uuid:id>/removal")
def drop(id: UUID) -> Any:
    action = find(Action, id)
    action.drop(now())
    return _changed(action, "action.drop", "Taken off the list.", ".restore")


@bp.post("/actions/<uuid:id>/return")
def restore(id: UUID) -> Any:
    action = find(Action, id)
    action.restore()
    return _changed(action, "action.restore", "Back on the list.")


def _add(form: ActionForm, client_id: UUID, session_id: UUID | None = None) -> None:
    form.spend()
    action = Action(
        client_id=client_id, session_id=session_id, text=form.text.data, who=form.who.data, due=form.due.data, created_at=now()
    )  # fmt: skip
    db.session().add(action)
    db.session().flush()
    audit("action.write", action.id)


def _changed(action: Action, act: str, words: str, undo: str = "") -> Any:
    audit(act, action.id)
    where = back_to("actions.index", id=action.client_id)
    if undo:
        flash({"words": words, "undo": url_for(undo, id=action.id, next=where)}, "undo")
    else:
        flash(words)
    return redirect(where, 303)


def _page(client: Client, form: ActionForm) -> str:
    listed = select(Action).where(Action.client_id == client.id, Action.dropped_at.is_(None))
    waiting = db.session().scalars(Action.open_for(client.id).limit(MOST_OPEN)).all()
    done = db.session().scalars(listed.where(Action.done_at.is_not(None)).order_by(Action.done_at.desc()).limit(MOST_DONE)).all()
    return render_template(
        "actions/index.html",
        client=client, form=form.name_client(client.first_name).tell(seen("action", client)), waiting=waiting, done=done, today=g.practice.today(now()),
        here_url=request.path if request.method == "GET" else url_for(".index", id=client.id),
    )  # fmt: skip
