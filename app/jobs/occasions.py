"""What the messages of agreements, sessions and sharing are about. Other families have files of their own beside this one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import formats
from app.addresses import address, settings
from app.jobs.occasion import GONE, MOOT, READERS, SUBJECTS, Occasion, about, get, moot, object_link, portal
from models import (
    CoachingSession,
    Contract,
    Invitation,
    Link,
    Membership,
    Message,
    Person,
    Practice,
    Share,
)
from models.practice import INSTALLATION


def occasion_of(session: Session, message: Message) -> Occasion:
    practice = session.get(Practice, message.practice_id)
    assert practice is not None
    occasion = Occasion(practice=practice, zone=practice.zone, locale=practice.locale)
    _greet(session, message, occasion)
    SUBJECTS[message.kind](session, message, occasion)
    return occasion


def _greet(session: Session, message: Message, occasion: Occasion) -> None:
    """Name, zone and locale of the reader."""
    if noun := READERS.get(message.recipient_kind):
        reader = get(session, noun, message.recipient_id)
        assert reader is not None
        occasion.name, occasion.zone, occasion.locale = reader.first_name, reader.zone, reader.locale
        occasion.neutral = reader.is_at_organisation
    elif message.recipient_kind == "member":
        member = get(session, Membership, message.recipient_id)
        occasion.name = member.first_name if member else ""
    elif message.recipient_kind == "person":
        person = session.get(Person, message.recipient_id)
        occasion.name = person.name.split()[0] if person and person.name.strip() else ""


@about("sign_in", "reset", "confirm")
def _link(session: Session, message: Message, occasion: Occasion) -> None:
    """Sign-in, reset, confirmation: the link was made with the request, its token and code follow from it."""
    link = session.get(Link, message.subject_id)
    assert link is not None
    token = link.token(settings().secret)
    occasion.neutral = False
    occasion.code = link.code(settings().secret) if link.code_hash else ""
    match link.purpose:
        case "reset":
            occasion.url = address("sign_in.new_password", token=token)
        case "confirm":
            occasion.url = address("sign_up.confirm", token=token)
        case _:
            occasion.url = address("reader_sign_in.by_link", slug=occasion.practice.slug, token=token)


@about("no_account")
def _nothing(session: Session, message: Message, occasion: Occasion) -> None:
    """Nobody is known at that address, and who asked is told so by mail only."""
    if occasion.practice.id == INSTALLATION:
        occasion.url = address("front.show")
    else:
        occasion.url = address("reader_sign_in.show", slug=occasion.practice.slug)


@about("has_account")
def _has_account(session: Session, message: Message, occasion: Occasion) -> None:
    occasion.url = address("sign_in.show")


@about("address_changed")
def _changed_address(session: Session, message: Message, occasion: Occasion) -> None:
    occasion.url = address("sign_in.forgotten")


@about("invitation")
def _invitation(session: Session, message: Message, occasion: Occasion) -> None:
    invitation = get(session, Invitation, message.subject_id)
    assert invitation is not None
    by = get(session, Membership, invitation.by_id)
    object_link(session, message, occasion, "invitation")
    occasion.facts = {"role": invitation.role, "by": by.name if by else occasion.practice.name}


@about(
    "agreement_boss",
    "agreement_client",
    "agreement_terms",
    "agreement_change",
    "agreement_slip",
    "agreement_back",
    "agreement_asked",
    "agreement_in_force",
    "agreement_changed",
    "agreement_ended",
)
def _agreement(session: Session, message: Message, occasion: Occasion) -> None:
    contract = get(session, Contract, message.subject_id)
    assert contract is not None
    occasion.facts = {
        "client": contract.client.name,
        "client_first": contract.client.first_name,
        "coach": contract.client.coach.name,
        "is_client": message.recipient_kind == "client",
        "has_boss": contract.client.boss is not None,
        "page": address("portal.show", slug=occasion.practice.slug),
        "reason": contract.ended_reason,
    }
    if message.recipient_kind == "member":
        occasion.url = address("contracts.show", slug=occasion.practice.slug, id=contract.id)
    else:
        object_link(session, message, occasion, "agreement", message.recipient_id)


@about("session_planned", "session_cancelled")
def _session(session: Session, message: Message, occasion: Occasion) -> None:
    planned = get(session, CoachingSession, message.subject_id)
    assert planned is not None
    portal(session, message, occasion)
    occasion.facts |= {
        "when": formats.both_zones(planned.start, planned.end, occasion.zone, occasion.practice.zone, occasion.locale),
        "place": planned.place,
        "minutes": planned.planned_minutes,
    }


@about("progress_shared")
def _shared(session: Session, message: Message, occasion: Occasion) -> None:
    share = get(session, Share, message.subject_id)
    occasion.facts = {"client": share.body.get("client", "") if share else ""}
    object_link(session, message, occasion, "share", message.recipient_id)


about("portal_welcome", "sharing_asked")(portal)


def has_left(session: Session, message: Message) -> None:
    """Note down what follows from that."""
    if note := GONE.get(message.kind):
        note(session, message)


def is_moot(session: Session, message: Message) -> str:
    """Why a message that waited is no longer wanted: the act it asks for was done. Empty when it still is."""
    why = MOOT.get(message.kind)
    return why(session, message) if why else ""


@moot("agreement_boss", "agreement_client", "agreement_terms")
def _asks_nothing(session: Session, message: Message) -> str:
    contract = get(session, Contract, message.subject_id)
    asks = contract is not None and any(message.recipient_id in part.readers and part.asks(message.recipient_id) for part in contract.parts)
    return "" if asks and not _told_anew(session, message, message.kind) else "it was signed, or taken back"


@moot("agreement_change", "agreement_slip")
def _no_change(session: Session, message: Message) -> str:
    contract = get(session, Contract, message.subject_id)
    lies_open = contract is not None and any(str(part.open_id) == message.occasion for part in contract.parts)
    return "" if lies_open else "the change was taken back, or is in force"


@moot("session_planned", "session_cancelled")
def _moved_again(session: Session, message: Message) -> str:
    return "it was moved again" if _told_anew(session, message, "session_planned", "session_cancelled") else ""


def _told_anew(session: Session, message: Message, *kinds: str) -> bool:
    """A later message to the same reader says how it is by now."""
    mine = select(Message.id).where(Message.recipient_id == message.recipient_id, Message.subject_id == message.subject_id)
    return session.scalar(mine.where(Message.kind.in_(kinds), Message.created_at > message.created_at).limit(1)) is not None


@moot("progress_shared")
def _taken_back(session: Session, message: Message) -> str:
    share = get(session, Share, message.subject_id)
    return "it was taken back" if share is None or not share.stands else ""


from app.jobs import (  # noqa: E402  each family registers its own here
    occasions_booking,
    occasions_enquiry,
    occasions_money,
    occasions_proof,
    occasions_recipes,
    occasions_sale,
)

__all__ = [
    "has_left",
    "is_moot",
    "occasion_of",
    "occasions_booking",
    "occasions_enquiry",
    "occasions_money",
    "occasions_proof",
    "occasions_recipes",
    "occasions_sale",
]
