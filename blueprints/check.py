"""Is it as it was signed? Open to anyone who has a certificate page: says yes or no, and nothing of what was agreed."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request

from app import auth, db
from app.clock import now
from app.tenancy import find
from models import Version
from models.contract.written import check_part

bp = Blueprint("check", __name__, url_prefix="/check/<slug>")


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    """Recomputed each time from what the database holds. `print`: the fingerprint on the reader's paper, to compare."""
    practice = auth.by_slug()
    db.enter(db.session(), practice.id)
    version = find(Version, id)
    typed = "".join(request.args.get("print", "").split()).lower()[:128]
    return render_template(
        "check/show.html",
        practice=practice,
        version=version,
        part=version.part,
        holds=check_part(version.part, version),
        last=version.signatures[-1].at if version.signatures else None,
        typed=typed,
        same=typed == version.sha256,
        moment=now(),
    )
