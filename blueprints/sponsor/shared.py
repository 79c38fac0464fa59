"""One picture or report that was shared with somebody, as the mail about it opens it: this and nothing else."""

from typing import Any
from uuid import UUID

from flask import abort, render_template
from sqlalchemy import select

from app import db
from app.tenancy import find
from blueprints.picturing import Picture
from blueprints.reporting import Report
from blueprints.sponsor import bp
from models import File, Share


@bp.get("/shared/<uuid:id>")
def shared(id: UUID) -> Any:
    """Once it was taken back it is not found: its reader sees no more that it existed."""
    share = find(Share, id)
    if share.what == "report":
        paper = select(File.id).where(File.subject_id == share.id, File.kind == "report")
        return render_template("sponsor/report.html", report=Report.of(share), file=db.session().scalar(paper))
    if share.what != "progress":
        abort(404)
    return render_template("sponsor/shared.html", picture=Picture.of(share), client=share.body["client"])
