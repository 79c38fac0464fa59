"""What a message is about: whom it greets, where its button leads, and the few facts its words need."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import formats
from app.addresses import address, settings
from app.clock import now
from app.storage import Storage
from billing.invoice import Invoice
from billing.payment import Payment
from models import (
    Client,
    CoachingSession,
    Contact,
    Contract,
    File,
    Invitation,
    Link,
    Measure,
    Membership,
    Message,
    Person,
    Practice,
    Reading,
    Share,
)
from models.contract.goal import Goal
from models.practice import INSTALLATION

T = TypeVar("T")


@dataclass
class Occasion:
    """`facts` holds what the kind's templates name. `neutral`: the mail goes to an employer's server, so it says nothing."""

    practice: Practice
    name: str = ""
    zone: str = "UTC"
    locale: str = "en"
    neutral: bool = False
    url: str = ""
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[tuple[str, bytes], ...] = ()

    def values(self) -> dict[str, Any]:
        return {
            "practice": self.practice,
            "name": self.name,
            "url": self.url,
            "code": self.code,
            "zone": self.zone,
            "locale": self.locale,
            **self.facts,
        }


def occasion_of(session: Session, message: Message) -> Occasion:
    practice = session.get(Practice, message.practice_id)
    assert practice is not None
    occasion = Occasion(practice=practice, zone=practice.zone, locale=practice.locale)
    _greet(session, message, occasion)
    SUBJECTS[message.kind](session, message, occasion)
    return occasion


def _get(session: Session, cls: type[T], id: UUID) -> T | None:
    return session.get(cls, (session.info["practice_id"], id))


def _greet(session: Session, message: Message, occasion: Occasion) -> None:
    """Name, zone and locale of the reader."""
    if message.recipient_kind in ("client", "contact"):
        reader = _get(session, Client if message.recipient_kind == "client" else Contact, message.recipient_id)
        assert reader is not None
        occasion.name, occasion.zone, occasion.locale = reader.first_name, reader.zone, reader.locale
        occasion.neutral = reader.is_at_organisation
    elif message.recipient_kind == "member":
        member = _get(session, Membership, message.recipient_id)
        occasion.name = member.first_name if member else ""
    elif message.recipient_kind == "person":
        person = session.get(Person, message.recipient_id)
        occasion.name = person.name.split()[0] if person and person.name.strip() else ""


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


def _nothing(session: Session, message: Message, occasion: Occasion) -> None:
    """Nobody is known at that address, and who asked is told so by mail only."""
    if occasion.practice.id == INSTALLATION:
        occasion.url = address("front.show")
    else:
        occasion.url = address("reader_sign_in.show", slug=occasion.practice.slug)


def _has_account(session: Session, message: Message, occasion: Occasion) -> None:
    occasion.url = address("sign_in.show")


def _changed_address(session: Session, message: Message, occasion: Occasion) -> None:
    occasion.url = address("sign_in.forgotten")


def _invitation(session: Session, message: Message, occasion: Occasion) -> None:
    invitation = _get(session, Invitation, message.subject_id)
    assert invitation is not None
    by = _get(session, Membership, invitation.by_id)
    _object_link(session, message, occasion, "invitation")
    occasion.facts = {"role": invitation.role, "by": by.name if by else occasion.practice.name}


def _object_link(session: Session, message: Message, occasion: Occasion, purpose: str, reader_id: UUID | None = None) -> None:
    link = Link.reuse(
        session,
        settings().secret,
        purpose,
        practice_id=message.practice_id,
        subject_id=message.subject_id,
        address=message.address,
        now=now(),
        reader_id=reader_id,
    )
    occasion.url = address("links.show", slug=occasion.practice.slug, token=link.token(settings().secret))


def _agreement(session: Session, message: Message, occasion: Occasion) -> None:
    contract = _get(session, Contract, message.subject_id)
    assert contract is not None
    occasion.facts = {
        "client": contract.client.name,
        "client_first": contract.client.first_name,
        "coach": contract.client.coach.name,
        "is_client": message.recipient_kind == "client",
        "reason": contract.ended_reason,
    }
    if message.recipient_kind == "member":
        occasion.url = address("contracts.show", slug=occasion.practice.slug, id=contract.id)
    else:
        _object_link(session, message, occasion, "agreement", message.recipient_id)


def _portal(session: Session, message: Message, occasion: Occasion) -> None:
    client = _get(session, Client, message.recipient_id)
    occasion.facts = {"coach": client.coach.name if client else ""}
    occasion.url = address("portal.show", slug=occasion.practice.slug)


def _entry(session: Session, message: Message, occasion: Occasion) -> None:
    _portal(session, message, occasion)
    live = select(Goal.title).where(Goal.client_id == message.recipient_id, Goal.live_at.is_not(None), Goal.closed_at.is_(None))
    occasion.facts["goals"] = list(session.scalars(live.order_by(Goal.place)))


def _session(session: Session, message: Message, occasion: Occasion) -> None:
    planned = _get(session, CoachingSession, message.subject_id)
    assert planned is not None
    _portal(session, message, occasion)
    occasion.facts |= {
        "when": formats.both_zones(planned.start, planned.end, occasion.zone, occasion.practice.zone, occasion.locale),
        "place": planned.place,
        "minutes": planned.planned_minutes,
    }


def _shared(session: Session, message: Message, occasion: Occasion) -> None:
    share = _get(session, Share, message.subject_id)
    occasion.facts = {"client": share.body.get("client", "") if share else ""}
    occasion.url = address("sponsor.show", slug=occasion.practice.slug)


def _invoice(session: Session, message: Message, occasion: Occasion) -> None:
    invoice = _get(session, Invoice, message.subject_id)
    assert invoice is not None
    _object_link(session, message, occasion, "invoice", message.recipient_id)
    occasion.facts = _sums(invoice, occasion)
    _attach(session, occasion, invoice.id)


def _receipt(session: Session, message: Message, occasion: Occasion) -> None:
    payment = _get(session, Payment, message.subject_id)
    invoice = _get(session, Invoice, payment.invoice_id) if payment else None
    assert payment is not None
    assert invoice is not None
    occasion.url = address("reader_sign_in.show", slug=occasion.practice.slug)
    occasion.facts = {**_sums(invoice, occasion), "paid": formats.money(payment.amount_minor, invoice.currency, occasion.locale)}
    _attach(session, occasion, payment.id)


def _sums(invoice: Invoice, occasion: Occasion) -> dict[str, Any]:
    return {
        "number": invoice.number,
        "total": formats.money(invoice.total_minor, invoice.currency, occasion.locale),
        "due": formats.day(invoice.due_on, occasion.locale),
    }


def _attach(session: Session, occasion: Occasion, subject_id: UUID) -> None:
    """The PDF, where the mail does not go to an employer's server."""
    file = session.scalar(select(File).where(File.subject_id == subject_id))
    if file and not occasion.neutral:
        storage: Storage = current_app.extensions["storage"]
        occasion.attachments = ((file.name, storage.read(file.path)),)


SUBJECTS: dict[str, Callable[[Session, Message, Occasion], None]] = {
    **dict.fromkeys(("sign_in", "reset", "confirm"), _link),
    "no_account": _nothing,
    "has_account": _has_account,
    "address_changed": _changed_address,
    "invitation": _invitation,
    "portal_welcome": _portal,
    **dict.fromkeys(
        (
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
        ),
        _agreement,
    ),
    **dict.fromkeys(("session_planned", "session_cancelled"), _session),
    "progress_shared": _shared,
    "sharing_asked": _portal,
    "entry_nudge": _entry,
    "invoice": _invoice,
    "receipt": _receipt,
}


def is_moot(session: Session, message: Message) -> str:
    """Why a message that waited is no longer wanted: the act it asks for was done. Empty when it still is."""
    if message.kind == "entry_nudge":
        entered = select(Reading.id).join(Measure, Measure.id == Reading.measure_id).join(Goal, Goal.id == Measure.goal_id)
        if session.scalar(entered.where(Goal.client_id == message.recipient_id, Reading.at > message.created_at).limit(1)):
            return "an entry came"
    if message.kind in ("agreement_boss", "agreement_client", "agreement_terms"):
        contract = _get(session, Contract, message.subject_id)
        if contract is not None and contract.is_over:
            return "the agreement ended"
    if message.kind == "progress_shared":
        share = _get(session, Share, message.subject_id)
        if share is None or not share.stands:
            return "it was taken back"
    if message.kind == "invoice":
        invoice = _get(session, Invoice, message.subject_id)
        if invoice is not None and invoice.is_paid:
            return "it is paid"
    return ""
