"""A session: planned, moved, held, missed or cancelled; before, during and after it on one page."""

from flask import Blueprint

bp = Blueprint("coaching_sessions", __name__, url_prefix="/p/<slug>")

from blueprints.coaching_sessions import ends, plan, show  # noqa: E402, F401  the views hang themselves on the blueprint
