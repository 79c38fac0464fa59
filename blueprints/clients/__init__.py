"""Clients: the list, one of them, making and changing one."""

from flask import Blueprint

bp = Blueprint("clients", __name__, url_prefix="/p/<slug>/clients")

from blueprints.clients import acts, listing, page, writing  # noqa: E402  they add their views to it

__all__ = ["acts", "bp", "listing", "page", "writing"]
