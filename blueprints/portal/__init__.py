"""The client's own pages: on the phone, the one thing to do first."""

from flask import Blueprint

from blueprints import wishes

bp = Blueprint("portal", __name__, url_prefix="/my/<slug>")
wishes.hang(bp)
bp.add_url_rule("/messages/place", "keep_place", wishes.keep_place, methods=["POST"])

from blueprints.portal import (  # noqa: E402
    actions,
    agreement,
    behind,
    booking,
    closing,
    coach,
    entry,
    frame,
    goal,
    home,
    log,
    notes,
    papers,
    record,
    sharing,
    signing,
    subscriptions,
    witness,
)

__all__ = [
    "actions",
    "agreement",
    "behind",
    "booking",
    "bp",
    "closing",
    "coach",
    "entry",
    "frame",
    "goal",
    "home",
    "log",
    "notes",
    "papers",
    "record",
    "sharing",
    "signing",
    "subscriptions",
    "witness",
]
