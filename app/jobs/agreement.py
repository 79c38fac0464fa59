"""The practice's side of signatures and replies."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from models import Part, Reply
from models.contract import settle


@verb
def settle_part(session: Session, part_id: UUID) -> None:
    settle.settle_part(found(session, Part, part_id), now())


@verb
def hear_reply(session: Session, reply_id: UUID) -> None:
    settle.hear_reply(found(session, Reply, reply_id), now())
