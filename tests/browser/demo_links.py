"""Who comes to the demo practice by the link of one mail: buyers at each step, writers before and after they agreed, somebody asked for figures."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.addresses import settings
from billing.offer import Offer
from billing.purchase import Buyer, Purchase
from models import Client, Confirmation, Goal, Link, Membership, Testimonial
from models.base import uuid7
from models.evidence import figures

MAYA = Buyer("Maya Brandt", "maya@brandt.example", "Europe/Lisbon", "en")


def tokens(session: Session, practice_id: UUID, goal_id: UUID) -> dict[str, list[str]]:
    """By the guard that asks for them."""
    now = clock.now()
    rows: dict[str, list[tuple[UUID, str]]] = {
        "buyer": [(bought.id, bought.address) for bought in _purchases(session, now)],
        "writer": [(said.id, said.recipient.address or "nobody@plumbline.example") for said in _writers(session)],
        "confirmer": [(asked.id, asked.address) for asked in [_asked(session, goal_id, now)]],
    }
    purposes = {"buyer": "purchase", "writer": "testimonial", "confirmer": "confirmation"}
    secret = settings().secret
    found = {}
    for guard, subjects in rows.items():
        how = {"practice_id": practice_id, "now": now, "reader_id": None}
        links = [Link.reuse(session, secret, purposes[guard], subject_id=id, address=address, **how) for id, address in subjects]
        found[guard] = [link.token(secret) for link in links]
    return found


def _purchases(session: Session, now: datetime) -> list[Purchase]:
    """One that reads the terms, one that is to pay, a free call that is to be booked."""
    today = session.scalars(select(Membership)).first()
    assert today is not None
    on = today.practice.today(now)
    made = []
    for kind, agrees in (("package", False), ("single", True), ("first_call", True)):
        offer = session.scalars(select(Offer).where(Offer.kind == kind, Offer.shown == "public", Offer.ended_at.is_(None))).first()
        assert offer is not None
        bought = Purchase.begin(session, offer, id=uuid7(), buyer=MAYA, today=on, now=now)
        if agrees:
            bought.agree(bought.version.fingerprint, ip="127.0.0.1", today=on, now=now)
        made.append(bought)
    session.flush()
    return made


def _writers(session: Session) -> list[Testimonial]:
    """One whose words stand, one who would rather not, one who was never asked."""
    everybody = session.scalars(select(Testimonial).order_by(Testimonial.name)).all()
    standing = next(one for one in everybody if one.consent and not one.consent.is_withdrawal)
    silent = next(one for one in everybody if one.consent is None)
    return [standing, silent]


def _asked(session: Session, goal_id: UUID, now: datetime) -> Confirmation:
    goal = session.scalars(select(Goal).where(Goal.id == goal_id)).one()
    client = session.get_one(Client, (goal.practice_id, goal.client_id))
    who = {"name": "Hedda Ruys", "address": "hedda@ruys.example", "relation": "colleague", "zone": client.zone, "locale": client.locale}
    asked = Confirmation.ask(session, goal, figures(goal, client.name), **who, by=client.id, now=now)
    session.flush()
    return asked
