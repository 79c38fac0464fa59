"""The free first call: once a person, and for nobody who is a client. Whoever opens the mailed link learns it; whoever types an address does not."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from billing.purchase import Purchase
from models.client import Client
from models.message import Message

HAD: Final = "had"
CLIENT: Final = "client"


def mail_link(purchase: Purchase, now: datetime) -> None:
    """The way on lies in the mailbox that was named, and nothing is held before it is opened. Once."""
    Message.plan(purchase, "first_call", subject=purchase, occasion=str(purchase.id), at=now)


def taken(session: Session, address: str) -> str:
    """Why that address gets none: HAD, CLIENT, or "" when it does. Needs a session that sees the whole practice: a buyer's does not."""
    had = exists().where(Purchase.address == address, Purchase.is_first_call, Purchase.state.in_(("paid", "settled")))
    known = exists().where(Client.address == address, Client.archived_at.is_(None))
    has_had, is_client = session.execute(select(had, known)).one()
    return HAD if has_had else CLIENT if is_client else ""
