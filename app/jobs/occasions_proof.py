"""What the messages about closings, reports, testimonials and confirmed figures are about."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app import formats
from app.addresses import address, settings
from app.clock import now
from app.jobs.occasion import READERS, Occasion, about, get, gone, moot, object_link
from app.jobs.occasions_recipes import dressed
from models import Client, Confirmation, Consent, Contract, Goal, Link, Membership, Message, Record, Share, Testimonial
from models.progress.outcome import GRADES, Grade

READERS.update(writer=Testimonial, confirmer=Confirmation)


@about("closing_ready", "closing_back")
def _closing(session: Session, message: Message, occasion: Occasion) -> None:
    contract = get(session, Contract, message.subject_id)
    assert contract is not None
    occasion.facts = {"client": contract.client.name, "coach": contract.client.coach.name}
    if message.recipient_kind == "member":
        occasion.url = address("contracts.closing", slug=occasion.practice.slug, id=contract.id)
    else:
        object_link(session, message, occasion, "agreement", message.recipient_id)


@moot("closing_ready")
def _settled(session: Session, message: Message) -> str:
    contract = get(session, Contract, message.subject_id)
    return "" if contract is not None and contract.is_closing else "it is no longer being closed"


@about("report_ready")
def _report(session: Session, message: Message, occasion: Occasion) -> None:
    """To the boss by a link that opens this and nothing else; to the client on the client's own page."""
    share = get(session, Share, message.subject_id)
    assert share is not None
    occasion.facts = {"client": share.body["client"], "coach": share.body["coach"], "is_client": message.recipient_kind == "client"}
    if message.recipient_kind == "client":
        occasion.url = address("portal.report", slug=occasion.practice.slug, id=share.body["contract"])
    else:
        object_link(session, message, occasion, "share", message.recipient_id)


@moot("report_ready")
def _taken_back(session: Session, message: Message) -> str:
    share = get(session, Share, message.subject_id)
    return "" if share is not None and share.stands else "it was taken back"


@dressed("testimonial", button="Write or say no")
@about("testimonial_edit")
def _writer(session: Session, message: Message, occasion: Occasion) -> None:
    testimonial = get(session, Testimonial, message.subject_id)
    assert testimonial is not None
    occasion.facts = {"coach": _coach(session, testimonial, occasion)}
    occasion.url = writer_url(session, message, testimonial, occasion)


@moot("testimonial_edit")
def _not_proposed(session: Session, message: Message) -> str:
    testimonial = get(session, Testimonial, message.subject_id)
    proposal = testimonial.proposal if testimonial and testimonial.consent and not testimonial.consent.is_withdrawal else None
    return "" if proposal and str(proposal.id) == message.occasion else "these words do not wait for a yes any more"


@gone("testimonial")
def _asked_for_words(session: Session, message: Message) -> None:
    testimonial = get(session, Testimonial, message.subject_id)
    assert testimonial is not None
    testimonial.was_written_to(now(), again=message.occasion.endswith(" again"))


@about("testimonial_record", "testimonial_renewal")
def _consent(session: Session, message: Message, occasion: Occasion) -> None:
    consent = get(session, Consent, message.subject_id)
    assert consent is not None
    until = formats.day(consent.expires_on, occasion.locale) if consent.expires_on else ""
    occasion.facts = {"coach": _coach(session, consent.testimonial, occasion), "until": until, "withdrawn": consent.is_withdrawal}
    occasion.url = writer_url(session, message, consent.testimonial, occasion)


@moot("testimonial_renewal")
def _renewed(session: Session, message: Message) -> str:
    consent = get(session, Consent, message.subject_id)
    return "" if consent is not None and consent.testimonial.consent is consent else "it was renewed, changed or taken back"


@about("testimonial_came")
def _came(session: Session, message: Message, occasion: Occasion) -> None:
    consent = get(session, Consent, message.subject_id)
    assert consent is not None
    occasion.facts = {"writer": consent.testimonial.name, "withdrawn": consent.is_withdrawal}
    occasion.url = address("proof.show", slug=occasion.practice.slug, id=consent.testimonial_id)


@about("record_laid")
def _laid(session: Session, message: Message, occasion: Occasion) -> None:
    record = get(session, Record, message.subject_id)
    client = get(session, Client, message.recipient_id)
    assert record is not None
    assert client is not None
    occasion.facts = {"coach": client.coach.name, "source": record.source}
    occasion.url = address("portal.record", slug=occasion.practice.slug, id=record.goal_id)


@moot("record_laid")
def _replaced(session: Session, message: Message) -> str:
    record = get(session, Record, message.subject_id)
    stands = record is not None and record.agreed is None and Record.newest(session, record.goal_id) is record
    return "" if stands else "it was answered, or replaced"


@about("confirmation_asked")
def _asked(session: Session, message: Message, occasion: Occasion) -> None:
    link = _link(session, message, "confirmation", message.subject_id)
    occasion.url = address("confirm.show", slug=occasion.practice.slug, token=link.token(settings().secret))
    occasion.facts = {}


@about("confirmation_came")
def _confirmed(session: Session, message: Message, occasion: Occasion) -> None:
    confirmation = get(session, Confirmation, message.subject_id)
    assert confirmation is not None
    goal, client = get(session, Goal, confirmation.goal_id), get(session, Client, confirmation.client_id)
    assert goal is not None
    occasion.facts = {
        "who": confirmation.name,
        "client": client.name if client else "",
        "goal": goal.title,
        "confirmed": bool(confirmation.confirmed),
        "grade": GRADES[Grade.NAMED],
    }
    occasion.url = address("goals.show", slug=occasion.practice.slug, id=goal.id)


def writer_url(session: Session, message: Message, testimonial: Testimonial, occasion: Occasion) -> str:
    """One link for all of it: to write, to look, to approve, to renew, to take back. It never runs out."""
    link = _link(session, message, "testimonial", testimonial.id)
    return address("say.show", slug=occasion.practice.slug, token=link.token(settings().secret))


def _link(session: Session, message: Message, purpose: str, subject_id: UUID) -> Link:
    return Link.reuse(
        session,
        settings().secret,
        purpose,
        practice_id=message.practice_id,
        subject_id=subject_id,
        address=message.address,
        now=now(),
        reader_id=None,
    )


def _coach(session: Session, testimonial: Testimonial, occasion: Occasion) -> str:
    by: Any = get(session, Membership, testimonial.by_id) if testimonial.by_id else None
    return by.name if by else occasion.practice.name
