"""The agreement, on the coach's side: writing it, offering it, reading it as it was signed, changing it, ending it."""

from flask import Blueprint

bp = Blueprint("contracts", __name__, url_prefix="/p/<slug>")

from blueprints.contracts import change, closing, document, ending, goals, offering, writing  # noqa: E402  they add their views to it

__all__ = ["bp", "change", "closing", "document", "ending", "goals", "offering", "writing"]
