"""Stored papers, for people of the practice: each part of an agreement to who may read that part."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g

from app.tenancy import find
from blueprints.serving import serve
from models import File, Record, Version, photograph
from models.seen import may_read

CONTENT = ("report", "consent", Record.FILE, photograph.AGREED, photograph.SENT, File.RETIRED)
"""What an assistant does not see."""

bp = Blueprint("files", __name__, url_prefix="/p/<slug>/files")


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    file = find(File, id)
    if not _may_read(file):
        abort(403)
    return serve(file)


def _may_read(file: File) -> bool:
    if file.kind in CONTENT:
        return g.membership.reads_content
    if file.kind != "agreement":
        return may_read(g.membership.role, "invoice", is_their_coach=True)
    part = find(Version, file.subject_id).part
    return may_read(g.membership.role, part.kind, is_their_coach=part.contract.client.coach_id == g.membership.id)
