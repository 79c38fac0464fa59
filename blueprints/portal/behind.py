"""What is behind it: the client's own view of the whys, and the one sentence that may stand in the goals part, if they say yes."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app import auth, db
from app.clock import now
from blueprints.portal import bp
from blueprints.reading import me_as_client
from models import Ladder
from models.why import QUESTIONS


def ladder() -> Ladder | None:
    asked = select(Ladder).where(Ladder.client_id == me_as_client().id).options(selectinload(Ladder.rungs))
    return db.session().scalar(asked)


@bp.get("/behind")
def behind() -> Any:
    found = ladder()
    answers = [(words, found.answers[key]) for key, words in QUESTIONS.items() if found.answers.get(key)] if found else []
    return render_template("portal/behind.html", ladder=found, answers=answers)


@bp.post("/behind/sentence")
def approve() -> Any:
    """Over exactly the words that stood on the page."""
    found = waiting_sentence()
    found.approve_sentence(now(), request.form.get("sha256", ""))
    auth.audit("sentence.approve", found.id)
    flash({"words": "The sentence may stand in the goals part.", "undo": url_for("portal.disapprove")}, "undo")
    return redirect(url_for("portal.behind"), 303)


@bp.post("/behind/sentence/removal")
def disapprove() -> Any:
    found = waiting_sentence()
    found.refuse_sentence()
    auth.audit("sentence.refuse", found.id)
    flash("The sentence stays between you and your coach.")
    return redirect(url_for("portal.behind"), 303)


def waiting_sentence() -> Ladder:
    found = ladder()
    if found is None or not found.sentence:
        abort(404)
    return found
