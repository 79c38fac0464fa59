"""What the message about an enquiry is about."""

from sqlalchemy.orm import Session

from app.addresses import address
from app.jobs.occasion import Occasion, about, get, moot
from models import Enquiry, Message


@about("enquiry")
def _enquiry(session: Session, message: Message, occasion: Occasion) -> None:
    """To the practice. A stranger's words are never in a subject."""
    enquiry = get(session, Enquiry, message.subject_id)
    assert enquiry is not None
    occasion.url = address("enquiries.show", slug=occasion.practice.slug, id=enquiry.id)
    occasion.facts = {"who": enquiry.name, "behaviour": enquiry.behaviour}


@moot("enquiry")
def _answered(session: Session, message: Message) -> str:
    enquiry = get(session, Enquiry, message.subject_id)
    return "it was answered" if enquiry is None or enquiry.answered_at else ""
