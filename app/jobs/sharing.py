"""Telling a boss that something was shared: the client's own session may neither read nor write the boss's messages."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from models import Contact, Message, Share


@verb
def tell_of_share(session: Session, share_id: UUID) -> None:
    """Nobody is told of what was taken back before the mail left."""
    share = found(session, Share, share_id)
    if not share.stands:
        return
    for reader_id in share.readers:
        if contact := session.get(Contact, (session.info["practice_id"], reader_id)):
            Message.plan(contact, "progress_shared", subject=share, occasion=str(share.id), at=now())
