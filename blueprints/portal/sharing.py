"""Sharing a goal with the boss: exactly what they will see, then yes; and taking it back. Nobody is told of a no."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for

from app import auth
from app.clock import now
from app.tenancy import find
from blueprints.picturing import Picture
from blueprints.portal import bp
from blueprints.portal.goal import first_name, is_mine, shared_of
from blueprints.portal.loading import goal_of
from blueprints.reading import me_as_client, today
from models import Goal, Seat, Share
from models.errors import NotInForce
from models.picture import fingerprint, picture_of


def boss_of(goal: Goal) -> Seat:
    """404 where there is no boss, or the agreement shares nothing with one."""
    if not goal.is_live:
        raise NotInForce
    boss, _ = shared_of(goal)
    if boss is None:
        abort(404)
    return boss


@bp.get("/goals/<uuid:id>/share")
def preview(id: UUID) -> Any:
    goal = goal_of(id)
    boss = boss_of(goal)
    body = picture_of(me_as_client(), goal, today())
    picture = Picture.of_body(body, uid="preview")
    return render_template(
        "portal/share.html", goal=goal, boss=boss, boss_first=first_name(boss), picture=picture, looked_at=fingerprint(body)
    )


@bp.post("/goals/<uuid:id>/share")
def share(id: UUID) -> Any:
    goal = goal_of(id)
    boss = boss_of(goal)
    body = picture_of(me_as_client(), goal, today())
    if request.form.get("looked_at") != fingerprint(body):
        flash("The chart has changed since you looked. Here it is anew; nothing was shared yet.")
        return redirect(url_for("portal.preview", id=id), 303)
    shared = Share.progress(me_as_client(), goal, body, boss, now())
    auth.audit("share.make", shared.id)
    flash({"words": f"Shared with {boss.name}.", "undo": url_for("portal.take_back", id=shared.id)}, "undo")
    return redirect(url_for("portal.goal", id=id), 303)


@bp.post("/shares/<uuid:id>/removal")
def take_back(id: UUID) -> Any:
    shared = find(Share, id)
    if not is_mine(shared) or shared.what != "progress":
        abort(404)
    if shared.stands:
        shared.take_back(me_as_client().id, now())
        auth.audit("share.take_back", shared.id)
    flash("Taken back. It is no longer on anybody else's page.")
    return redirect(url_for("portal.goal", id=shared.goal_id) if shared.goal_id else url_for("portal.show"), 303)
