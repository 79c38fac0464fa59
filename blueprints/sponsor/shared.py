"""One picture that was shared with somebody, as the mail about it opens it: this and nothing else."""

from typing import Any
from uuid import UUID

from flask import abort, render_template

from app.tenancy import find
from blueprints.picturing import Picture
from blueprints.sponsor import bp
from models import Share


@bp.get("/shared/<uuid:id>")
def shared(id: UUID) -> Any:
    """Once it was taken back it is not found: its reader sees no more that it existed."""
    share = find(Share, id)
    if share.what != "progress":
        abort(404)
    return render_template("sponsor/shared.html", picture=Picture.of(share), client=share.body["client"])
