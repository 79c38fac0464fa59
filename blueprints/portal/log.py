"""Who sees what of the client, and who did what to it. The audit is closed to readers, so its lines are read on the practice's side, for the objects
that the client's own session can see and for no others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g, render_template
from sqlalchemy import literal, select, union_all

from app import db
from billing.credit_note import CreditNote
from billing.invoice import Invoice
from blueprints.portal import bp
from blueprints.portal.loading import boss_name
from blueprints.reading import me_as_client
from models import (
    Action,
    Audit,
    Client,
    CoachingSession,
    Contact,
    Contract,
    Goal,
    Ladder,
    Measure,
    Membership,
    Part,
    Person,
    Share,
    SharedNote,
    Version,
)

NOUNS = {
    Contract: "the agreement",
    Part: "a part of the agreement",
    Version: "a version of the agreement",
    Goal: "a goal",
    Measure: "a measure",
    CoachingSession: "a session",
    Action: "something to do",
    SharedNote: "a shared note",
    Share: "what was shared",
    Invoice: "an invoice",
    CreditNote: "a credit note",
    Ladder: "what is behind it",
    Client: "your page",
}
THINGS = ("entry", "chart", "goals", "annex", "cause", "shared note", "action", "session")
NAMES = {
    "entry": "Your entries",
    "chart": "The chart and its sentences",
    "goals": "The goals part",
    "annex": "The private annex, and how committed you are",
    "cause": "What is behind it",
    "shared note": "Shared notes",
    "action": "What you said you would do",
    "session": "Sessions",
}


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    act: str
    noun: str


@bp.get("/log")
def log() -> Any:
    return render_template("portal/log.html", things=[(NAMES[thing], thing) for thing in THINGS], lines=lines(), boss=boss_name())


def lines(limit: int = 60) -> list[Line]:
    """Newest first."""
    nouns = _visible()
    with db.transaction(g.practice.id) as session:
        rows = session.execute(
            select(Audit.at, Audit.actor_id, Audit.act, Audit.object_id)
            .where(Audit.object_id.in_(nouns))
            .order_by(Audit.at.desc())
            .limit(limit)
        ).all()
        actors = {row.actor_id for row in rows if row.actor_id}
        members = select(Membership.id, Person.name).join(Person, Person.id == Membership.person_id).where(Membership.id.in_(actors))
        contacts = select(Contact.id, Contact.name).where(Contact.id.in_(actors))
        names: dict[UUID, str] = {row.id: row.name for row in session.execute(union_all(members, contacts))}
    names[me_as_client().id] = "You"
    return [Line(row.at, names.get(row.actor_id, "Plumbline"), _words(row.act), nouns[row.object_id]) for row in rows]


def _visible() -> dict[UUID, str]:
    """Ids of the newest objects that the client's own session sees, each with its noun. One statement."""
    each = [select(cls.id, literal(noun).label("noun")).order_by(cls.id.desc()).limit(200).subquery() for cls, noun in NOUNS.items()]
    rows = db.session().execute(union_all(*(select(one.c.id, one.c.noun) for one in each)))
    return {row.id: row.noun for row in rows}


def _words(act: str) -> str:
    return act.partition(".")[2].replace("_", " ") or act
