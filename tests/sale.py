"""Offers and what is bought, as verbs, for tests that begin with one."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from billing.offer import Offer, Terms
from billing.purchase import Buyer, Purchase
from models.base import uuid7
from tests.cast import NOW, House

GRETA = Buyer("Greta Ilves", "greta@ilves.example", "Europe/Lisbon", "en")
SINGLE = Terms("A single session", 21000, "EUR", tax_percent=Decimal(21), minutes=60, terms="What we talk about stays between us.")
TOTAL = 25410  # of SINGLE, with its tax


def sell(session: Session, house: House, kind: str = "single", *, terms: Terms = SINGLE, shown: str = "public", **placed: Any) -> Offer:
    """An offer that is for sale."""
    offer = Offer.make(session, kind, terms.name, NOW)
    offer.publish(terms, seen=0, by=next(iter(house.members.values())), now=NOW)
    offer.place(**{"shown": shown, "rank": None, "places": None, "until": None, **placed})
    session.flush()
    return offer


def buy(session: Session, offer: Offer, buyer: Buyer = GRETA, *, id: UUID | None = None) -> Purchase:
    """As far as the terms, which are agreed to."""
    purchase = Purchase.begin(session, offer, id=id or uuid7(), buyer=buyer, today=NOW.date(), now=NOW)
    purchase.agree(purchase.version.fingerprint, ip="127.0.0.1", today=NOW.date(), now=NOW)
    session.flush()
    return purchase
