"""Somebody wrote on the public page: whoever answers is told."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from models import Enquiry, Membership, Message


@verb
def hear_enquiry(session: Session, enquiry_id: UUID) -> None:
    """Owners are told, once each."""
    enquiry = found(session, Enquiry, enquiry_id)
    owners = select(Membership).where(
        Membership.practice_id == enquiry.practice_id, Membership.role == "owner", Membership.ended_at.is_(None)
    )
    for owner in session.scalars(owners):
        Message.plan(owner, "enquiry", subject=enquiry, occasion=str(enquiry.id), at=now(), session=session)
