"""A practice's page for strangers: whom it helps and with what, what came of it, what is for sale, and a form to write first. No cookie."""

from flask import Blueprint

from blueprints.forms.open import carries_no_token

bp = Blueprint("public", __name__, url_prefix="/at/<slug>")
bp.record_once(carries_no_token)

from blueprints.public import enquiry, page  # noqa: E402  they add their views to it

__all__ = ["bp", "enquiry", "page"]
