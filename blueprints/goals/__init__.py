"""A goal on the coach's side: what the numbers say, the chart, the entries, the looks that were agreed."""

from flask import Blueprint

bp = Blueprint("goals", __name__, url_prefix="/p/<slug>/goals")

from blueprints.goals import entries, show  # noqa: E402, F401  the views hang themselves on the blueprint
