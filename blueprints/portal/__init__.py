"""The client's own pages: on the phone, the one thing to do first."""

from flask import Blueprint

bp = Blueprint("portal", __name__, url_prefix="/my/<slug>")

from blueprints.portal import actions, agreement, behind, entry, frame, goal, home, letters, log, notes, papers, sharing, signing  # noqa: E402

__all__ = [
    "actions",
    "agreement",
    "behind",
    "bp",
    "entry",
    "frame",
    "goal",
    "home",
    "letters",
    "log",
    "notes",
    "papers",
    "sharing",
    "signing",
]
