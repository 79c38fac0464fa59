"""The agreement on the client's desk: goals, private annex, terms where the client pays; and the same as the boss sees it."""

from typing import Any
from uuid import UUID

from flask import abort, render_template
from sqlalchemy import select

from app import db
from app.tenancy import find
from blueprints import desk
from blueprints.boss_sees import agreements, boss_sees, standing_shares
from blueprints.portal import bp
from blueprints.reading import me_as_client, parts_of
from blueprints.serving import serve
from models import Contract, File

DESK = {"door": "portal", "viewer": "client"}


@bp.get("/agreements/<uuid:id>")
def agreement(id: UUID) -> Any:
    return desk.lay(id, **DESK)


@bp.get("/agreements/<uuid:id>/as-boss")
def see_as(id: UUID) -> Any:
    """From the rows that the boss may read, drawn by the boss's own template; the sharing is asked for the boss, not for the client."""
    find(Contract, id)
    parts = parts_of(id)
    boss = next((seat for seat in parts["goals"].seats if seat.role == "boss"), None) if "goals" in parts else None
    if boss is None:
        abort(404)
    theirs = agreements(db.session(), boss.who_id, contract_id=id)
    shares = list(db.session().scalars(standing_shares(boss.who_id)))
    return render_template("portal/see_as.html", id=id, boss=boss, seen=boss_sees(theirs, shares)[0], client=me_as_client())


@bp.get("/agreements/<uuid:id>/papers/<uuid:version_id>")
def paper(id: UUID, version_id: UUID) -> Any:
    asked = select(File.id).where(File.subject_id == desk.paper_of(id, version_id), File.kind == "agreement")
    made = db.session().scalar(asked)
    if made is None:
        abort(404)
    return serve(find(File, made))


@bp.get("/agreements/<uuid:id>/answered")
def answered(id: UUID) -> Any:
    """What happens next; the agreement itself may be with the coach again by now."""
    find(Contract, id)
    return render_template("reading/answered.html", id=id)
