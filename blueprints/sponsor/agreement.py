"""An agreement on the desk of whoever at the company it was sent to: the boss reads the goals, whoever pays the terms."""

from typing import Any
from uuid import UUID

from flask import abort, render_template
from sqlalchemy import select

from app import db
from app.tenancy import find
from blueprints import desk
from blueprints.reading import me_as_contact, parts_of
from blueprints.serving import serve
from blueprints.sponsor import bp
from blueprints.sponsor.goals import question
from models import File

DOOR = "sponsor"


@bp.get("/agreements/<uuid:id>")
def agreement(id: UUID) -> Any:
    """Before the boss has answered, the questions; afterwards the text."""
    parts = parts_of(id)
    if "goals" in parts and parts["goals"].asks(me_as_contact().id) == "add":
        return question(id, parts["goals"])
    return desk.lay(id, door=DOOR, parts=parts)


@bp.post("/agreements/<uuid:id>/parts/<any(goals, terms):kind>/signature")
def sign(id: UUID, kind: str) -> Any:
    return desk.sign(id, kind, door=DOOR)


@bp.post("/agreements/<uuid:id>/requests")
def ask(id: UUID) -> Any:
    return desk.reply(id, "asks", door=DOOR)


@bp.post("/agreements/<uuid:id>/ending")
def end(id: UUID) -> Any:
    return desk.reply(id, "ends", door=DOOR)


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
    return render_template("reading/answered.html", id=id)
