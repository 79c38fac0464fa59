"""What a message is about: whom it greets, where its button leads, and the few facts its words need. Each family of kinds registers its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from app.addresses import address, settings
from app.clock import now
from models import Client, Contact, Link, Message, Practice

T = TypeVar("T")
About = Callable[[Session, Message, "Occasion"], None]
Moot = Callable[[Session, Message], str]

SUBJECTS: dict[str, About] = {}
MOOT: dict[str, Moot] = {}
GONE: dict[str, Callable[[Session, Message], None]] = {}
READERS: dict[str, type[Any]] = {"client": Client, "contact": Contact}
"""By kind of recipient the noun that knows its own first_name, zone, locale and is_at_organisation."""


def about(*kinds: str) -> Callable[[About], About]:
    """Registers what fills in the occasion of these kinds."""

    def register(fill: About) -> About:
        SUBJECTS.update(dict.fromkeys(kinds, fill))
        return fill

    return register


def moot(*kinds: str) -> Callable[[Moot], Moot]:
    """Registers what says why a message of these kinds that waited is no longer wanted: "" when it still is."""

    def register(why: Moot) -> Moot:
        MOOT.update(dict.fromkeys(kinds, why))
        return why

    return register


def gone(*kinds: str) -> Callable[[Callable[[Session, Message], None]], Callable[[Session, Message], None]]:
    """Registers what is noted down once a message of these kinds left, or may have."""

    def register(note: Callable[[Session, Message], None]) -> Callable[[Session, Message], None]:
        GONE.update(dict.fromkeys(kinds, note))
        return note

    return register


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
    template: str = ""  # whose words it has, where not those of its kind
    can_stop: bool = False  # no nudge, and yet its reader may ask for no more of them
    cannot: str = ""  # why it cannot be written
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


def get(session: Session, cls: type[T], id: UUID) -> T | None:
    return session.get(cls, (session.info["practice_id"], id))


def object_link(
    session: Session, message: Message, occasion: Occasion, purpose: str, reader_id: UUID | None = None, subject_id: UUID | None = None
) -> None:
    """A link to what the message is about, or to `subject_id`."""
    link = Link.reuse(
        session,
        settings().secret,
        purpose,
        practice_id=message.practice_id,
        subject_id=subject_id or message.subject_id,
        address=message.address,
        now=now(),
        reader_id=reader_id,
    )
    occasion.url = address("links.show", slug=occasion.practice.slug, token=link.token(settings().secret))


def portal(session: Session, message: Message, occasion: Occasion) -> None:
    client = get(session, Client, message.recipient_id)
    occasion.facts = {"coach": client.coach.name if client else ""}
    occasion.url = address("portal.show", slug=occasion.practice.slug)
