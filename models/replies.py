"""Who wrote back, as the coach's page lists it: what was not read yet first."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from models.client import Client
from models.enquiry import Enquiry
from models.gate import KINDS
from models.inbound import Inbound
from models.message import Message
from models.organisation import Contact


class Answer(NamedTuple):
    """A reply with what it answers; `address` is where an answer to it goes."""

    id: UUID
    writer_id: UUID
    writer_kind: str
    name: str
    address: str
    kind: str
    subject: str
    words: str
    is_automatic: bool
    at: datetime
    read_at: datetime | None
    goes_on_at: datetime | None

    @property
    def stops(self) -> bool:
        """Does it hold anything back?"""
        return not self.is_automatic and self.goes_on_at is None

    @property
    def about(self) -> str:
        return KINDS[self.kind].about


def listed(person_id: UUID | None = None) -> Select[*tuple[Any, ...]]:
    """Rows of Answer: unread ones first, then the newest."""
    name = func.coalesce(Client.name, Contact.name, Enquiry.name, Message.address)
    rows = (
        select(
            Inbound.id,
            Inbound.writer_id,
            Inbound.writer_kind,
            name,
            Message.address,
            Message.kind,
            Inbound.subject,
            Inbound.words,
            Inbound.is_automatic,
            Inbound.at,
            Inbound.read_at,
            Inbound.goes_on_at,
        )
        .join(Message, Message.id == Inbound.message_id)
        .outerjoin(Client, Client.id == Inbound.writer_id)
        .outerjoin(Contact, Contact.id == Inbound.writer_id)
        .outerjoin(Enquiry, Enquiry.id == Inbound.writer_id)
    )
    if person_id:
        rows = rows.where(Inbound.writer_id == person_id)
    return rows.order_by(Inbound.read_at.is_not(None), Inbound.at.desc(), Inbound.id)
