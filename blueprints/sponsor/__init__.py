"""The pages of a boss, HR and finance: rows that were made for them, and nothing else."""

from flask import Blueprint

from blueprints import wishes

bp = Blueprint("sponsor", __name__, url_prefix="/for/<slug>")
wishes.hang(bp)

from blueprints.sponsor import agreement, frame, goals, home, promises, shared  # noqa: E402  they add their views to it

__all__ = ["agreement", "bp", "frame", "goals", "home", "promises", "shared"]
