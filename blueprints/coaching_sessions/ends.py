"""How a session ended: held, missed, cancelled. Each can be taken back."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, url_for

from app.auth import audit
from app.clock import now
from app.tenancy import find
from blueprints.coaching_sessions import bp
from blueprints.coaching_sessions.page import session_page
from blueprints.forms.sessions import HeldForm
from models import CoachingSession


@bp.post("/sessions/<uuid:id>/holding")
def hold(id: UUID) -> Any:
    planned, form = find(CoachingSession, id, lock=True), HeldForm()
    if not form.validate():
        return session_page(id, held_form=form), 422
    planned.hold(form.minutes.data, now())
    return _ended(planned, "session.hold", f"Held, {planned.minutes} minutes.")


@bp.post("/sessions/<uuid:id>/missing")
def miss(id: UUID) -> Any:
    planned = find(CoachingSession, id, lock=True)
    planned.miss(now())
    return _ended(planned, "session.miss", "Marked as missed.")


@bp.post("/sessions/<uuid:id>/cancellation")
def cancel(id: UUID) -> Any:
    planned = find(CoachingSession, id, lock=True)
    planned.cancel(g.membership.id, now())
    return _ended(planned, "session.cancel", "Cancelled. Whoever was to come is told by mail.")


@bp.post("/sessions/<uuid:id>/reopening")
def reopen(id: UUID) -> Any:
    planned = find(CoachingSession, id, lock=True)
    planned.reopen(now())
    audit("session.reopen", id)
    flash("It is planned again.")
    return redirect(url_for(".show", id=id), 303)


def _ended(planned: CoachingSession, act: str, words: str) -> Any:
    audit(act, planned.id)
    flash({"words": words, "undo": url_for(".reopen", id=planned.id)}, "undo")
    return redirect(url_for(".show", id=planned.id), 303)
