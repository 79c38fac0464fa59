"""Whoever reads a practice's pages from outside: its clients, and the people at their companies."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.client import Client
from models.folding import fold_address
from models.organisation import Contact

MOST = 50  # of one address: a couple shares one, a practice's test client has a dozen


def at_address(session: Session, address: str) -> list[Client | Contact]:
    """Clients and contacts of the entered practice with that address, clients first, the newest first."""
    wanted = fold_address(address)
    return _both(session, Client.address == wanted, Contact.address == wanted)


def of_person(session: Session, person_id: UUID) -> list[Client | Contact]:
    """What that person is to the entered practice."""
    return _both(session, Client.person_id == person_id, Contact.person_id == person_id)


def _both(session: Session, clients: ColumnElement[bool], contacts: ColumnElement[bool]) -> list[Client | Contact]:
    found: list[Client | Contact] = list(session.scalars(select(Client).where(clients).order_by(Client.id.desc()).limit(MOST)))
    return found + list(session.scalars(select(Contact).where(contacts).order_by(Contact.id.desc()).limit(MOST)))
