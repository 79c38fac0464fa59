"""The subject of a due row."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from models import Tenanted

T = TypeVar("T", bound=Tenanted)


def found(session: Session, cls: type[T], id: UUID) -> T:
    """The row in the practice that was entered; without it the job fails, is kept and is seen."""
    row = session.get(cls, (session.info["practice_id"], id))
    if row is None:
        raise LookupError(f"no {cls.__name__}")
    return row
