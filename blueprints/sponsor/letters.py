"""What we send somebody at the company, and how they want it."""

from typing import Any
from uuid import UUID

from blueprints import wishes
from blueprints.sponsor import bp

DOOR = "sponsor"


@bp.get("/messages")
def messages() -> Any:
    return wishes.page(DOOR)


@bp.post("/messages/pause")
def pause_messages() -> Any:
    return wishes.pause(DOOR)


@bp.post("/messages/stop")
def stop_messages() -> Any:
    return wishes.stop(DOOR)


@bp.post("/messages/resumption")
def resume_messages() -> Any:
    return wishes.resume(DOOR)


@bp.post("/messages/habits")
def keep_habits() -> Any:
    return wishes.keep_habits(DOOR)


@bp.post("/messages/<uuid:id>/skip")
def skip_message(id: UUID) -> Any:
    return wishes.skip(DOOR, id)
