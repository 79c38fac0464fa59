"""Shared notes, newest first."""

from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import select

from app import db, markdown
from blueprints.paging import page_asked, pager
from blueprints.portal import bp
from blueprints.reading import me_as_client
from models import SharedNote

A_PAGE = 20


@bp.get("/notes")
def notes() -> Any:
    page = page_asked(request.args.get("page"))
    asked = select(SharedNote).where(SharedNote.client_id == me_as_client().id, SharedNote.withdrawn_at.is_(None))
    found = list(db.session().scalars(asked.order_by(SharedNote.at.desc()).offset((page - 1) * A_PAGE).limit(A_PAGE + 1)))
    written = [(note.at, markdown.render(note.text)) for note in found[:A_PAGE]]
    earlier, later = pager(page, more=len(found) > A_PAGE, address=lambda n: url_for("portal.notes", page=n))
    return render_template("portal/notes.html", notes=written, earlier=earlier, later=later)
