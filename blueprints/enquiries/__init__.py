"""Who asks for help: where each stands, what comes next and by when; and what became of the others."""

from flask import Blueprint

bp = Blueprint("enquiries", __name__, url_prefix="/p/<slug>/enquiries")

from blueprints.enquiries import acts, index, one  # noqa: E402  they add their views to it

__all__ = ["acts", "bp", "index", "one"]
