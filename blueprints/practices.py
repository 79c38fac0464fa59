"""The practices somebody works in."""

from typing import Any

from flask import Blueprint, render_template

from app import auth, db
from models import Membership

bp = Blueprint("practices", __name__)


@bp.get("/practices")
def index() -> Any:
    return render_template("practices/index.html", memberships=Membership.of(db.session(), auth.me().person.id))
