"""The database of the bench: a town of practices, and one beside them whose clients have ten times the history."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import wsgi
from app import db
from app.auth import READER
from app.jobs.sessions import weigh_worth
from app.local.cluster import Cluster
from billing import PricePlan
from billing.checkout import Checkout
from billing.invoice import Invoice
from models import Client, Goal, Person, Practice, SignIn
from tests.bench.copies import Copier
from tests.bench.practice import FORGET, Length, found, give_history
from tests.cast import House, settings_for
from tests.conftest import Database

USUAL = Length(entries=60, sessions=12, messages=12, notes=6, invoices=2)
ACCOUNT = "acct_bench"


@dataclass(frozen=True)
class Size:
    practices: int
    clients: int


@dataclass
class Place:
    """One practice that is visited: ids for addresses, and the cookies of its coach and its client."""

    practice_id: UUID
    slug: str
    client_id: UUID
    goal_id: UUID
    invoice_id: UUID
    checkout_id: str
    account: str
    coach_cookie: str = ""
    client_cookie: str = ""


def build(cluster: Cluster, database: Database, size: Size, files: Path, **more: str) -> tuple[Flask, Place, Place]:
    """The application on that database, the usual practice and the one with a long past."""
    engine = db.connect(database.url)
    app = wsgi.create_app(settings_for(database.url, files_dir=files, **more), engine)
    places = []
    for name, length, copies in (("harbour", USUAL, size.practices), ("longlane", USUAL.times(10), 1)):
        house, _ = found(app, engine, name)
        with psycopg.connect(database.owner_url) as connection:
            for statement in FORGET:
                connection.execute(statement, [house.practice_id])
        with db.open_session(engine) as session:
            give_history(session, house, length, datetime.now(UTC))
            session.commit()
        with psycopg.connect(cluster.url(database="bench")) as connection:
            copier = Copier(connection)
            copier.goals(str(house.practice_id))
            copier.clients(str(house.practice_id), size.clients)
            copier.practices(str(house.practice_id), copies)
        with db.open_session(engine) as session:
            places.append(_visit(app, session, house))
            session.commit()
    with psycopg.connect(cluster.url(database="bench"), autocommit=True) as connection:
        connection.execute("update due set done_at = now() where done_at is null")  # nothing ripens in between
        connection.execute("vacuum analyze")
    return app, places[0], places[1]


def _visit(app: Flask, session: Session, house: House) -> Place:
    db.enter(session, house.practice_id)
    now = datetime.now(UTC)
    cleo = session.get_one(Client, (house.practice_id, house.clients["cleo"]))
    goal_id = session.scalars(select(Goal.id).where(Goal.client_id == cleo.id, Goal.place == 1)).one()
    invoice = session.scalars(select(Invoice).where(Invoice.client_id == cleo.id).order_by(Invoice.issued_at.desc()).limit(1)).one()
    practice = session.get_one(Practice, house.practice_id)
    weigh_worth(session, session.scalars(select(PricePlan.id)).one())
    practice.stripe_account = f"{ACCOUNT}_{practice.slug.replace('-', '_')}"
    checkout = Checkout(
        invoice_id=invoice.id,
        try_no=1,
        account=practice.stripe_account,
        session_id=f"cs_{secrets.token_hex(8)}",
        amount_minor=invoice.owed_minor,
        currency=invoice.currency,
        opened_at=now,
        expires_at=now + timedelta(hours=23),
    )
    session.add(checkout)
    session.flush()
    place = Place(house.practice_id, house.slug, cleo.id, goal_id, invoice.id, checkout.session_id, practice.stripe_account)
    place.coach_cookie = _cookie(app, session, session.get_one(Person, house.persons["alice"]), "password", "_user_id", now)
    reader = Person.at(session, cleo.address, cleo.name, now)
    cleo.person_id = reader.id
    place.client_cookie = _cookie(app, session, reader, "mail", READER, now)
    return place


def _cookie(app: Flask, session: Session, person: Person, proof: str, key: str, now: datetime) -> str:
    """As a browser sends it from its second page on: the sign-in, and the token of its forms."""
    _, token = SignIn.start(session, person, proof, now=now, browser="bench", ip="127.0.0.1")
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({key: token, 'csrf_token': secrets.token_hex(20)})}"
