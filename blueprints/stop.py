"""No more reminders: one click in a mail program (RFC 8058), or a page with a button. Opening the page changes nothing."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from app import auth, db
from app.clock import now
from blueprints.forms.base import Form
from models import Link, Preference

bp = Blueprint("stop", __name__, url_prefix="/stop/<slug>")


@bp.record_once
def _without_token(state: BlueprintSetupState) -> None:
    """A mail server posts without a cookie, so without a token: the link itself is the proof."""
    state.app.extensions["csrf"].exempt(one_click)


@bp.get("/<token>")
def show(token: str) -> Any:
    preference = _preference(token)
    return render_template("stop/show.html", practice=g.practice, preference=preference, form=Form(), token=token)


@bp.post("/<token>")
def one_click(token: str) -> Any:
    """What List-Unsubscribe-Post asks for, and nothing else: a scanner that posts an empty form stops nothing."""
    preference = _preference(token)
    if request.form.get("List-Unsubscribe") != "One-Click":
        abort(400)
    preference.stop(now())
    auth.audit("reminders.stop", preference.id)
    return "", 200


@bp.post("/<token>/confirmation")
def confirm(token: str) -> Any:
    preference = _preference(token)
    preference.stop(now())
    auth.audit("reminders.stop", preference.id)
    return redirect(url_for(".show", token=token), 303)


@bp.post("/<token>/resumption")
def resume(token: str) -> Any:
    preference = _preference(token)
    preference.resume()
    auth.audit("reminders.resume", preference.id)
    return redirect(url_for(".show", token=token), 303)


def _preference(token: str) -> Preference:
    """Of whoever the link was sent to, seen as they see it: theirs alone."""
    practice = auth.by_slug()
    link = Link.find(db.session(), token, "stop")
    if link is None or link.practice_id != practice.id or link.reader_id is None:
        abort(404)
    db.enter(db.session(), practice.id, link.reader_id)
    g.practice = practice
    preference = Preference.of(db.session(), link.reader_id)
    if request.method == "POST":
        db.session().add(preference)
    return preference
