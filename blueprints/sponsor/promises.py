"""What the boss promised, marked as kept by the boss."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from app import auth
from app.clock import now
from app.tenancy import find
from blueprints.reading import me_as_contact
from blueprints.sponsor import bp
from models import Promise
from models.errors import NotYours


def own(id: UUID) -> Promise:
    promise = find(Promise, id)
    if promise.contact_id != me_as_contact().id:
        raise NotYours
    return promise


@bp.post("/promises/<uuid:id>/kept")
def keep(id: UUID) -> Any:
    promise = own(id)
    promise.keep(me_as_contact().id, now())
    auth.audit("promise.keep", promise.id)
    flash({"words": "Kept. All three can see it.", "undo": url_for("sponsor.reopen", id=id)}, "undo")
    return redirect(url_for("sponsor.show"), 303)


@bp.post("/promises/<uuid:id>/kept/removal")
def reopen(id: UUID) -> Any:
    promise = own(id)
    promise.reopen()
    auth.audit("promise.reopen", promise.id)
    return redirect(url_for("sponsor.show"), 303)
