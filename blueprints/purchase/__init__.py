"""The four steps of a purchase, for whoever holds its link: details, terms, pay, book. No cookie."""

from flask import Blueprint

from blueprints.forms.open import carries_no_token

bp = Blueprint("purchase", __name__, url_prefix="/at/<slug>/buy/<token>")
bp.record_once(carries_no_token)

from blueprints.purchase import booking, details, page, paying  # noqa: E402  they add their views to it

__all__ = ["booking", "bp", "details", "page", "paying"]
