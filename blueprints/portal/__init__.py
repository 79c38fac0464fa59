"""The client's own pages: on the phone, the one thing to do first."""

from flask import Blueprint

from blueprints import wishes

bp = Blueprint("portal", __name__, url_prefix="/my/<slug>")
wishes.hang(bp)
bp.add_url_rule("/messages/place", "keep_place", wishes.keep_place, methods=["POST"])

from blueprints.portal import actions, agreement, behind, booking, entry, frame, goal, home, log, notes, papers, sharing, signing  # noqa: E402

__all__ = [
    "actions",
    "agreement",
    "behind",
    "booking",
    "bp",
    "entry",
    "frame",
    "goal",
    "home",
    "log",
    "notes",
    "papers",
    "sharing",
    "signing",
]
