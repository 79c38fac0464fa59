"""Who works in the practice: inviting, roles, and the end of it. Each of these asks the password again."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for

from app import auth, db, guesses
from app.clock import now
from app.tenancy import find
from blueprints.forms.team import ROLES, SEES, InviteForm, RoleForm
from models import Invitation, Membership
from models.errors import LastOwner
from models.seen import seen_here

bp = Blueprint("team", __name__, url_prefix="/p/<slug>/team")


@bp.get("")
def index() -> Any:
    return _page(InviteForm())


@bp.post("/invitations")
def invite() -> Any:
    if answer := auth.require_fresh(url_for(".index")):
        return answer
    form = InviteForm()
    if not form.validate():
        return _page(form), 422
    guesses.slow(f"invitations of {g.practice.id}", 50, guesses.DAY, g.practice.id)
    form.spend()
    invitation = Invitation.send(db.session(), form.address.data, form.role.data, by=g.membership.id, now=now())
    auth.audit("invitation.send", invitation.id)
    flash(f"The invitation is on its way to {invitation.address}.")
    return redirect(url_for(".index"), 303)


@bp.post("/invitations/<uuid:id>/removal")
def withdraw(id: UUID) -> Any:
    if answer := auth.require_fresh(url_for(".index")):
        return answer
    invitation = find(Invitation, id)
    invitation.withdraw(now())
    auth.audit("invitation.withdraw", id)
    flash(f"Withdrawn: the link that went to {invitation.address} opens nothing any more.")
    return redirect(url_for(".index"), 303)


@bp.get("/<uuid:id>")
def edit(id: UUID) -> Any:
    member = find(Membership, id)
    return auth.require_fresh() or render_template("team/edit.html", one=member, form=RoleForm(obj=member), roles=ROLES, sees=SEES)


@bp.post("/<uuid:id>")
def update(id: UUID) -> Any:
    if answer := auth.require_fresh(url_for(".edit", id=id)):
        return answer
    member, form = find(Membership, id), RoleForm()
    if not form.validate():
        return render_template("team/edit.html", one=member, form=form, roles=ROLES, sees=SEES), 422
    try:
        member.change_role(db.session(), form.role.data)
    except LastOwner as error:
        form.refuse(form.role, error.sentence)
        return render_template("team/edit.html", one=member, form=form, roles=ROLES, sees=SEES), 422
    auth.audit("member.change_role", id)
    flash("Saved.")
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:id>/removal")
def end(id: UUID) -> Any:
    """Out of this practice from the next request on: a membership is read on each."""
    if answer := auth.require_fresh(url_for(".edit", id=id)):
        return answer
    member = find(Membership, id)
    member.end(db.session(), now())
    Invitation.close(db.session(), member.address, now())
    auth.audit("member.end", id)
    if member.id == g.membership.id:
        return redirect(url_for("practices.index"), 303)
    flash({"words": f"{member.name} no longer works here.", "undo": url_for(".restore", id=id)}, "undo")
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:id>/restoration")
def restore(id: UUID) -> Any:
    if answer := auth.require_fresh(url_for(".index")):
        return answer
    find(Membership, id).restore()
    auth.audit("member.restore", id)
    return redirect(url_for(".index"), 303)


def _page(form: InviteForm) -> str:
    team = Membership.team(db.session(), g.practice.id)
    form.tell(seen_here("place"))
    return render_template("team/index.html", form=form, team=team, invited=Invitation.waiting(db.session()), roles=ROLES, sees=SEES)
