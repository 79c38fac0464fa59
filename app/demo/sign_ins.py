"""How to get in as each person of the demo. Links live until the next start; the ones before are closed."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import db
from app.addresses import address, settings
from app.clock import now
from app.demo.people import OWNER, PASSWORD, TEAM
from models import Client, Contact, Link, Membership, Person, Practice

READERS = (
    ("client", Client, "Bram Oosterling"),
    ("boss", Contact, "Marta Vane"),
    ("hr", Contact, "Hanne Solvik"),
    ("finance", Contact, "Pieter Dorn"),
)


def sign_ins() -> list[dict[str, str]]:
    found = [{"role": "owner", "name": OWNER[0], "email": OWNER[1], "password": PASSWORD}]
    found += [{"role": role, "name": name, "email": email, "password": PASSWORD} for name, email, role in TEAM]
    with db.transaction() as session:
        practice = session.scalar(
            select(Practice).join(Membership, Membership.practice_id == Practice.id).join(Person).where(Person.address == OWNER[1])
        )
    if practice is None:
        return []
    with db.transaction(practice.id) as session:
        session.execute(update(Link).where(Link.practice_id == practice.id, Link.purpose == "demo").values(expires_at=now()))
        for role, noun, name in READERS:
            if person := session.scalar(select(noun).where(noun.name == name)):
                found.append({"role": role, "name": name, "email": person.address, "link": _link(session, practice, person)})
    return found


def _link(session: Session, practice: Practice, person: Client | Contact) -> str:
    link = Link.mint(
        session,
        settings().secret,
        "demo",
        practice_id=practice.id,
        subject_id=person.id,
        address=person.address,
        now=now(),
        reader_id=person.id,
    )
    return address("reader_sign_in.by_link", slug=practice.slug, token=link.token(settings().secret))
