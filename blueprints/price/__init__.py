"""What an hour really earns: one number, where the time goes, what to change first, and every number opens its rows."""

from flask import Blueprint

bp = Blueprint("price", __name__, url_prefix="/p/<slug>/price")

from blueprints.price import behind, page, plan, renewal, rows, value  # noqa: E402  they add their views to it

__all__ = ["behind", "bp", "page", "plan", "renewal", "rows", "value"]
