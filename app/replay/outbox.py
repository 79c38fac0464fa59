"""What left in a replayed year: mail goes to a list, and nothing else speaks to the outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app import jobs, mail, pdf
from app.clock import now
from app.jobs import ERRANDS, VERBS, Wait, letters
from models import Message
from models.recipes import of_kind

UNREAD, A_UUID = ("weigh_worth",), 36


@dataclass(frozen=True)
class Left:
    """One mail: when, to whom, in which zone they live, and from which rule."""

    at: datetime
    message_id: UUID
    to_id: UUID
    address: str
    zone: str
    locale: str
    kind: str
    cls: str
    subject_id: UUID
    occasion: str
    title: str

    @property
    def about(self) -> str:
        return " ".join((thing(self.subject_id), *(word for word in self.occasion.split() if len(word) < A_UUID)))

    @property
    def why(self) -> str:
        rule = of_kind(self.kind)
        return f"recipe: {rule.title}" if rule else "of its own occasion"


def thing(id: UUID) -> str:
    """Short enough for a line, and another for each."""
    return f"#{id.hex[-6:]}"


class ToList(letters.Deliver):
    """Delivers as always, but to a list."""

    def __init__(self, left: list[Left], zones: dict[UUID, tuple[str, str]]) -> None:
        self.left, self.zones = left, zones

    def carry_out(self, letter: mail.Letter) -> mail.Sent:
        return mail.Sent.YES

    def settle(self, session: Session, message_id: UUID, letter: mail.Letter, outcome: mail.Sent) -> Wait | None:
        super().settle(session, message_id, letter, outcome)
        one = session.get_one(Message, (session.info["practice_id"], message_id))
        zone, locale = self.zones.get(one.recipient_id, ("Europe/Amsterdam", "en"))
        self.left.append(
            Left(now(), one.id, one.recipient_id, one.address, zone, locale, one.kind, one.cls, one.subject_id, one.occasion, one.title)
        )
        return None


class Nothing:
    """In place of an errand to the outside."""

    def prepare(self, session: Session, subject_id: UUID) -> None:
        return None

    def carry_out(self, value: Any) -> None: ...

    def settle(self, session: Session, subject_id: UUID, value: Any, outcome: Any) -> None: ...


@contextmanager
def unprinted() -> Iterator[None]:
    """Within it a paper is made, and nothing stands on it."""
    printing = pdf.render
    pdf.render = lambda template, **values: b"%PDF-"
    try:
        yield
    finally:
        pdf.render = printing


@contextmanager
def caught(zones: dict[UUID, tuple[str, str]]) -> Iterator[list[Left]]:
    """Within it mail goes to the list, nobody outside is spoken to, and what mails do not depend on is left out: papers, and what an hour earns."""
    errands, verbs, left = dict(ERRANDS), dict(VERBS), list[Left]()
    ERRANDS.update(dict.fromkeys(ERRANDS, Nothing()))
    ERRANDS[letters.Deliver.verb] = ToList(left, zones)
    VERBS.update({name: _skip for name, verb in VERBS.items() if verb.__module__ == jobs.papers.__name__ or name in UNREAD})
    try:
        yield left
    finally:
        ERRANDS.update(errands)
        VERBS.update(verbs)


def _skip(session: Session, subject_id: UUID) -> None:
    """What nobody will read."""
