"""Proof: who was asked, what they said, what of it may be shown, and the wall to embed."""

from typing import Any

from flask import Blueprint, request

from app.uploads import LARGEST

bp = Blueprint("proof", __name__, url_prefix="/p/<slug>/proof")


@bp.url_value_preprocessor
def allow_papers(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    request.max_content_length = LARGEST + 1024 * 1024


from blueprints.proof import acts, index, one  # noqa: E402  they add their views to it

__all__ = ["acts", "bp", "index", "one"]
