"""Where an answer to one of our mails goes, and what follows when it comes."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import db
from app.addresses import settings
from app.clock import now
from app.replies import Reply, read
from models import Client, Inbound, Link, Membership, Message, Sponsorship
from models.gate import ASKED
from models.recipes.plan import wrote_back


def answered_at(session: Session, message: Message) -> dict[str, str]:
    """The header that leads an answer back: an address of its own a mail, where the installation reads its replies in; else the coach's."""
    is_code = message.cls == ASKED and message.recipient_kind != "buyer"  # nobody answers one; a stranger may well have a question
    if is_code or message.recipient_kind == "member":
        return {}
    if not settings().mail_reply_to:
        coach = _coach(session, message)
        return {"Reply-To": coach.address} if coach else {}
    link = Link.reuse(
        session,
        settings().secret,
        "reply",
        practice_id=message.practice_id,
        subject_id=message.id,
        address=message.address,
        now=now(),
        reader_id=message.recipient_id,
    )
    name, _, domain = settings().mail_reply_to.partition("@")
    return {"Reply-To": f"{name}+{link.token(settings().secret)}@{domain}"}


def _coach(session: Session, message: Message) -> Membership | None:
    """Of the client, or of the client whose boss, HR or finance it is; else the owner."""
    found = select(Client).options(joinedload(Client.coach).joinedload(Membership.person)).limit(1)
    if message.recipient_kind == "contact":
        found = found.join(Sponsorship, Sponsorship.client_id == Client.id).where(Sponsorship.contact_id == message.recipient_id)
    else:
        found = found.where(Client.id == message.recipient_id)
    if client := session.scalar(found.order_by(Client.id)):
        return client.coach
    return next((one for one in Membership.team(session, message.practice_id) if one.owns), None)


def take_in(raw: bytes) -> bool:
    """A mail that reached our address, from the hook or the mailbox. False when it answers nothing of ours; twice is once. Commits by itself."""
    reply = read(raw, settings().mail_reply_to)
    with db.transaction() as session:
        links = [link for token in reply.tokens[:5] if (link := Link.find(session, token, "reply")) and link.expires_at > now()]
        about = next(((link.practice_id, link.subject_id) for link in links), None)
    if about is None:
        return False
    with db.transaction(about[0]) as session:
        message = session.get(Message, about)
        if message is not None:
            keep(session, message, reply)
        return message is not None


def keep(session: Session, message: Message, reply: Reply) -> None:
    fresh = Inbound.take_in(
        session,
        message,
        mail_id=reply.mail_id,
        subject=reply.subject,
        words=reply.words,
        is_automatic=reply.is_automatic,
        now=now(),
    )
    if fresh and not reply.is_automatic:
        wrote_back(session, message)
