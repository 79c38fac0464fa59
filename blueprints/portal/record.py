"""A record of the organisation that the coach laid beside a goal: it counts once the client, who can know, said yes to that very file."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from sqlalchemy import select

from app import auth, db
from app.clock import now
from app.tenancy import find
from blueprints.forms.words import SeenRecordForm
from blueprints.portal import bp
from models import File, Goal, Record


def _newest(goal: Goal) -> Record:
    """404 where none was laid."""
    found = Record.newest(db.session(), goal.id)
    if found is None:
        abort(404)
    return found


def _page(goal: Goal, newest: Record, form: SeenRecordForm, status: int = 200) -> Any:
    file = db.session().scalars(select(File).where(File.subject_id == newest.id, File.kind == Record.FILE)).one()
    return render_template("portal/record.html", goal=goal, record=newest, file=file, form=form), status


@bp.get("/goals/<uuid:id>/record")
def record(id: UUID) -> Any:
    goal = find(Goal, id)
    newest = _newest(goal)
    return _page(goal, newest, SeenRecordForm(formdata=None, sha256=newest.sha256))


@bp.post("/goals/<uuid:id>/record")
def agree_to_record(id: UUID) -> Any:
    return _answer(id, True, "You said yes. Your result counts as known from it.")


@bp.post("/goals/<uuid:id>/record/removal")
def refuse_record(id: UUID) -> Any:
    return _answer(id, False, "You said no. It counts for nothing.")


def _answer(id: UUID, agreed: bool, words: str) -> Any:
    goal, form = find(Goal, id), SeenRecordForm()
    newest = _newest(goal)
    if not form.validate():
        return _page(goal, newest, form, 422)
    newest.answer(agreed, form.sha256.data, now())
    auth.audit("record.agree" if agreed else "record.refuse", newest.id)
    flash(words)
    return redirect(url_for("portal.record", id=id), 303)
