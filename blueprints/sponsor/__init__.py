"""The pages of a boss, HR and finance: rows that were made for them, and nothing else."""

from flask import Blueprint

bp = Blueprint("sponsor", __name__, url_prefix="/for/<slug>")

from blueprints.sponsor import agreement, frame, goals, home, letters, promises  # noqa: E402  they add their views to it

__all__ = ["agreement", "bp", "frame", "goals", "home", "letters", "promises"]
