"""Another coach for a client: what the two mails say, and telling the coach, whose messages the client's own session may not write."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.addresses import address
from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from app.jobs.occasion import Occasion, about, get, moot
from models import Client, Message
from models.handover import tell


@verb
def tell_of_handover(session: Session, client_id: UUID) -> None:
    tell(found(session, Client, client_id), now())


@about("handover_asked")
def _asked(session: Session, message: Message, occasion: Occasion) -> None:
    client = found(session, Client, message.subject_id)
    occasion.facts = {"coach": client.coach.name, "to": (client.next_coach or client.coach).name}
    occasion.url = address("portal.coach", slug=occasion.practice.slug)


@about("handover_answered")
def _answered(session: Session, message: Message, occasion: Occasion) -> None:
    client = found(session, Client, message.subject_id)
    occasion.facts = {"client": client.name}
    occasion.url = address("clients.show", slug=occasion.practice.slug, id=client.id)


@moot("handover_asked")
def _no_longer_asked(session: Session, message: Message) -> str:
    client = get(session, Client, message.subject_id)
    return "it was answered or taken back" if client is None or client.next_coach_id is None else ""
