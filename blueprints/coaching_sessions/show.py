"""The page of a session."""

from typing import Any
from uuid import UUID

from blueprints.coaching_sessions import bp
from blueprints.coaching_sessions.page import session_page


@bp.get("/sessions/<uuid:id>")
def show(id: UUID) -> Any:
    return session_page(id)
