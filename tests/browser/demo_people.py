"""Who looks at the demo practice, and the address of every page as they would open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app import clock, db
from app.auth import READER
from billing import Offer
from billing.draft import InvoiceDraft
from billing.invoice import Invoice
from billing.package import Package
from models import (
    Action,
    Client,
    CoachingSession,
    Colleague,
    Contact,
    Contract,
    Enquiry,
    Membership,
    Message,
    Organisation,
    Person,
    PrivateNote,
    Reading,
    Share,
    SharedNote,
    SignIn,
    Testimonial,
    WallCard,
    Work,
)
from tests.browser import demo_links
from tests.house.test_doors import WHAT, address, guards, rules

SEEN_BY = {  # whose guard lets in: who looks, as which noun, by which proof
    "anyone": ("nobody",),
    "person": ("Tessa Quill",),
    "member": ("Tessa Quill", "Pim Aarts"),
    "member_who_owns": ("Tessa Quill",),
    "member_who_coaches": ("Tessa Quill",),
    "member_who_reads_content": ("Tessa Quill", "Joris Veldkamp"),
    "member_who_bills": ("Tessa Quill", "Pim Aarts"),
    "client": ("Bram Oosterling", "Annika Roestad"),
    "sponsor": ("Marta Vane", "Hanne Solvik", "Pieter Dorn"),
    "payer": ("Pieter Dorn",),
    "stranger": ("nobody",),
    "buyer": ("buyers",),  # these open by the link of one mail
    "writer": ("writers",),
    "confirmer": ("confirmers",),
}
MEANS = {  # what `id` is where the doors of one noun lead to another
    "actions.index": "client",
    "coaching_sessions.new": "client",
    "colleagues.edit": "colleague",
    "enquiries.show": "enquiry",
    "invoices.edit": "draft",
    "notes.edit": "shared_note",
    "portal.answered": "contract",
    "portal.correction": "measure",
    "portal.move_session": "coming",
    "portal.preview": "goal",
    "portal.see_as": "contract",
    "portal.times": "package",
    "proof.show": "testimonial",
    "sponsor.shared": "share",
    "team.edit": "membership",
    "work.correct": "work",
}
ALSO = {  # pages of agreements that are not in force yet
    "Tessa Quill": ("/p/{slug}/contracts/{written}/edit", "/p/{slug}/contracts/{proposed}", "/p/{slug}/contracts/{offered}"),
    "Anton Reyle": ("/for/{slug}/", "/for/{slug}/agreements/{proposed}"),
    "Lotte Arends": ("/my/{slug}/", "/my/{slug}/agreements/{offered}"),
}
LEAST = {
    "Anton Reyle": 2,
    "Lotte Arends": 2,
    "nobody": 12,
    "buyers": 5,
    "writers": 4,
    "confirmers": 1,
    "Tessa Quill": 60,
    "Pim Aarts": 12,
    "Joris Veldkamp": 5,
    "Bram Oosterling": 10,
    "Annika Roestad": 5,
    "Marta Vane": 3,
    "Hanne Solvik": 2,
    "Pieter Dorn": 3,
}
"""How many pages each of them sees at least: fewer would mean that a door is shut which should be open."""
TEAM = {"Tessa Quill", "Pim Aarts", "Joris Veldkamp"}
CLIENTS = {"Bram Oosterling", "Lotte Arends", "Annika Roestad"}
BY_LINK = {"buyer", "writer", "confirmer"}
SIGNED_IN = TEAM | CLIENTS | {"Anton Reyle", "Marta Vane", "Hanne Solvik", "Pieter Dorn"}
NO_TOKEN = "x" * 43
OPENS = {
    "nobody": ("/at/{slug}", "/at/{slug}/terms", "/at/{slug}/privacy", "/at/{slug}/wall", "/at/{slug}/wall/widget", "/at/{slug}/offers/{handle}"),
    "Tessa Quill": (
        "/p/{slug}/offers", "/p/{slug}/offers/{offer}", "/p/{slug}/packages/{client}", "/p/{slug}/hours", "/p/{slug}/price", "/p/{slug}/price/plan",
        "/p/{slug}/price/rows", "/p/{slug}/price/renewal", "/p/{slug}/price/weeks", "/p/{slug}/price/ahead", "/p/{slug}/price/quotes", "/p/{slug}/price/value",
        "/p/{slug}/work", "/p/{slug}/work/{work}", "/p/{slug}/enquiries", "/p/{slug}/enquiries/new",
        "/p/{slug}/enquiries/{enquiry}", "/p/{slug}/colleagues", "/p/{slug}/colleagues/{colleague}", "/p/{slug}/public", "/p/{slug}/proof",
        "/p/{slug}/proof/new", "/p/{slug}/proof/{testimonial}", "/p/{slug}/recipes", "/p/{slug}/recipes/{recipe}", "/p/{slug}/invoices/ageing",
        "/p/{slug}/invoices/statements/clients/{client}", "/p/{slug}/invoices/statements/companies/{organisation}",
        "/p/{slug}/contracts/{contract}/closing",
    ),
    "Pim Aarts": ("/p/{slug}/offers", "/p/{slug}/packages/{client}", "/p/{slug}/invoices/ageing"),
    "Joris Veldkamp": ("/p/{slug}/enquiries", "/p/{slug}/proof", "/p/{slug}/recipes"),
    "Bram Oosterling": ("/my/{slug}/book", "/my/{slug}/sessions/{coming}/move", "/my/{slug}/goals/{goal}/confirmation"),
    "Annika Roestad": ("/my/{slug}/agreements/{closed}/report",),
}  # fmt: skip
"""What a page that is shut, or an address that fits nothing, must not take from the walk unseen."""


@dataclass(frozen=True)
class Demo:
    practice_id: UUID
    slug: str
    ids: dict[str, UUID]
    handle: str
    tokens: dict[str, list[str]]

    def place(self, pattern: str) -> str:
        """An address with names in braces, filled in."""
        return pattern.format(slug=self.slug, handle=self.handle, recipe="session_reminder", **self.ids)


def of(app: Flask) -> Demo:
    """The ids around Bram, whose agreement is in force; `written` is Dov's draft, `proposed` Dana's that her boss reads, `offered` Lotte's."""
    with app.app_context():
        with db.transaction() as session:
            owner = session.scalars(select(Membership).join(Person).where(Person.name == "Tessa Quill")).one()
            practice_id, slug = owner.practice_id, owner.practice.slug
        with db.transaction(practice_id) as session:
            ids = _around(session, practice_id)
            handle = session.scalars(select(Offer.handle).where(Offer.id == ids["offer"])).one()
            return Demo(practice_id, slug, ids, handle, demo_links.tokens(session, practice_id, ids["goal"]))


def _around(session: Session, practice_id: UUID) -> dict[str, UUID]:
    bram = session.scalars(select(Client).where(Client.name == "Bram Oosterling")).one()
    contract = session.scalars(select(Contract).where(Contract.client_id == bram.id)).one()
    goal = contract.live_goals[0]
    assert goal.measure is not None
    found: dict[str, Any] = {
        "client": bram.id,
        "contract": contract.id,
        "goal": goal.id,
        "measure": goal.measure.id,
        "version": contract.part("goals").in_force_id,
    }
    for name, whose in (
        ("written", "Dov Halloway"),
        ("proposed", "Dana Ferrers"),
        ("offered", "Lotte Arends"),
        ("closed", "Annika Roestad"),
    ):
        found[name] = session.scalars(select(Contract.id).join(Client).where(Client.name == whose)).one()
    for name, noun, of_bram in (
        ("session", CoachingSession, CoachingSession.client_id == bram.id),
        ("note", PrivateNote, PrivateNote.client_id == bram.id),
        ("shared_note", SharedNote, SharedNote.client_id == bram.id),
        ("action", Action, Action.client_id == bram.id),
        ("invoice", Invoice, Invoice.client_id == bram.id),
        ("draft", InvoiceDraft, InvoiceDraft.client_id.is_not(None)),
        ("message", Message, Message.recipient_id == bram.id),
        ("offer", Offer, and_(Offer.kind == "package", Offer.ended_at.is_(None))),
        ("coming", CoachingSession, and_(CoachingSession.client_id == bram.id, CoachingSession.begins_at > clock.now())),
        ("reading", Reading, Reading.measure_id == goal.measure.id),
        ("entry", Reading, Reading.measure_id == goal.measure.id),
        ("share", Share, (Share.client_id == bram.id) & (Share.what == "progress")),
        ("package", Package, Package.client_id == bram.id),
        ("membership", Membership, Membership.role == "coach"),
        ("organisation", Organisation, Organisation.id == bram.organisation_id),
        ("enquiry", Enquiry, Enquiry.client_id.is_(None)),
        ("colleague", Colleague, Colleague.id.is_not(None)),
        ("testimonial", Testimonial, Testimonial.id.is_not(None)),
        ("card", WallCard, WallCard.id.is_not(None)),
        ("work", Work, Work.id.is_not(None)),
    ):
        if row := session.scalars(select(noun).where(of_bram).order_by(noun.id.desc()).limit(1)).first():
            found[name] = row.id
    return found


def pages(app: Flask, demo: Demo, who: str) -> list[str]:
    """Every address that answers GET and whose guard would let them in, with each of their links where it opens by one."""
    known = guards()
    ids = demo.ids | ({"contract": demo.ids["closed"]} if who == "Annika Roestad" else {})
    found = {demo.place(place) for place in ALSO.get(who, ())}
    for rule in rules(app):
        guard = known[rule.endpoint.partition(".")[0]]
        if "GET" not in (rule.methods or set()) or who not in SEEN_BY[guard]:
            continue
        built = address(app, rule, demo.slug, {**ids, **_meant(demo, rule.endpoint)})
        fills = demo.tokens[guard] if guard in BY_LINK else [demo.handle if "handle" in rule.arguments else NO_TOKEN]
        found |= {built.replace(NO_TOKEN, fill) for fill in fills}
    return sorted(found)


def _meant(demo: Demo, endpoint: str) -> dict[str, UUID]:
    """Under the name by which address() looks for the id of this door, the one that is meant."""
    key = WHAT.get(endpoint) or WHAT.get(endpoint.partition(".")[0]) or "client"
    means = demo.ids.get(MEANS.get(endpoint, ""))
    return {key: means} if means else {}


def cookie(app: Flask, demo: Demo, who: str) -> dict[str, str]:
    """What their browser keeps once they signed in."""
    with app.app_context(), db.transaction(demo.practice_id) as session:
        if who in TEAM:
            person, proof, key = session.scalars(select(Person).where(Person.name == who)).one(), "password", "_user_id"
        else:
            noun = Client if who in CLIENTS else Contact
            reader = session.scalars(select(noun).where(noun.name == who)).first()
            assert reader is not None
            person, proof, key = Person.at(session, reader.address, reader.name, clock.now()), "mail", READER
            for one in session.scalars(select(noun).where(noun.address == reader.address)):
                one.person_id = person.id
        _, token = SignIn.start(session, person, proof, now=clock.now(), browser="Firefox", ip="127.0.0.1")
    signed = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": signed.dumps({key: token, "_permanent": True})}
