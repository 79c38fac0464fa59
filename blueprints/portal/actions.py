"""What the client said they would do: one tap, and undo."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from app import auth
from app.clock import now
from app.tenancy import find
from blueprints.portal import bp
from blueprints.reading import me_as_client
from models import Action
from models.errors import NotYours


@bp.post("/actions/<uuid:id>/done")
def tick(id: UUID) -> Any:
    action = own(id)
    action.tick(me_as_client().id, now())
    auth.audit("action.tick", action.id)
    flash({"words": f"Done: {action.text}", "undo": url_for("portal.untick", id=id)}, "undo")
    return redirect(url_for("portal.show"), 303)


@bp.post("/actions/<uuid:id>/done/removal")
def untick(id: UUID) -> Any:
    action = own(id)
    action.untick()
    auth.audit("action.untick", action.id)
    return redirect(url_for("portal.show"), 303)


def own(id: UUID) -> Action:
    """An action of the client's; what the coach said they would do is the coach's to tick."""
    action = find(Action, id)
    if action.who != "client" or action.dropped_at:
        raise NotYours
    return action
