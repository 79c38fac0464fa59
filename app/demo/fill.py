"""A year of a practice, lived through its own verbs on a clock of its own: the same each time, but for the day it ends on."""

from datetime import timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.clock import now as real_now
from app.demo import agreements, asking, bills, colleagues, hours, packages, page, price, proof, sale, work, year
from app.demo.finished import EVERYBODY, FINISHED
from app.demo.people import OWNER, PASSWORD, PRACTICE, TEAM, ClientStory
from app.demo.post import deliver_past
from app.demo.stage import Stage, stage_of
from app.jobs.sessions import weigh_worth
from billing import PricePlan
from models import Client, Membership, Organisation, Person
from models.folding import fold
from models.signup import Signup


def fill() -> None:
    """Make the demo practice, unless it is there."""
    with db.transaction() as session:
        if session.scalar(select(Person.id).where(Person.address == OWNER[1])):
            return
        practice_id = _practice(session)
    finished = {one.story.name: one for one in FINISHED}
    for number, story in enumerate(EVERYBODY):
        with db.transaction(practice_id) as session:
            stage = stage_of(session, number)
            client = _client(session, stage, story)
            client_id = client.id
            work.sessions(session, stage, client, story)
            work.what_is_behind(session, client, story)
        agreements.live(practice_id, client_id, story, number)
        if story.name in finished:
            proof.close_it(practice_id, client_id, finished[story.name], number)
        with db.transaction(practice_id) as session:
            stage = stage_of(session, number)
            work.actions(session, stage, session.get_one(Client, (practice_id, client_id)), story)
    with db.transaction(practice_id) as session:
        sale.offers(session, stage_of(session, 0))
        bills.invoices(session, stage_of(session, 0))
    with db.transaction(practice_id) as session:
        proof.old_ones(session, stage_of(session, 0))
    _business(practice_id)
    with db.transaction(practice_id) as session:
        deliver_past(session, real_now())


def _business(practice_id: UUID) -> None:
    """Who asks, who finds the practice, when it can be booked, and what its hours earn: last, for it counts what all others left."""
    with db.transaction(practice_id) as session:
        stage = stage_of(session, len(EVERYBODY))
        page.shown(session, stage)
        hours.bookable(session, stage)
        asking.enquiries(session, stage)
        colleagues.colleagues(session, stage)
        price.plan(session)
        price.work(session, stage)
        year.sessions(session, stage)
        packages.packages(session, stage)
        year.settle(session, stage)
        packages.run_out(session, stage)
        weigh_worth(session, session.scalars(select(PricePlan.id)).one())


def _practice(session: Session) -> UUID:
    began = real_now() - timedelta(days=420)
    hashed = current_app.extensions["passwords"].hash(PASSWORD)
    owner = Person(address=OWNER[1], name=OWNER[0], confirmed_at=began, created_at=began, password_hash=hashed)
    session.add(owner)
    session.flush()
    made = Signup(PRACTICE, "both", "people who lead for the first time", "EUR", "Europe/Amsterdam", "en_GB").make(
        session, owner, current_app.extensions["vault"].new_key(), began
    )
    practice = made.practice
    practice.legal_name, practice.legal_address = "Quillmoor Coaching B.V.", "Wilhelminakade 1\n3072 AP Rotterdam\nNetherlands"
    practice.tax_number, practice.tax_rate, practice.stripe_account = "NL000000000B00", 21, "own"
    practice.pay_to = "NL00 BANK 0000 0000 00, Quillmoor Coaching B.V."
    for name, address, role in TEAM:
        person = Person(address=address, name=name, confirmed_at=began, created_at=began, password_hash=hashed)
        session.add(person)
        session.flush()
        session.add(Membership(practice_id=practice.id, person_id=person.id, role=role, created_at=began))
    session.flush()
    return practice.id


def _client(session: Session, stage: Stage, story: ClientStory) -> Client:
    began = stage.ago(weeks=max([16, story.began, *story.sessions]) + 2)
    client = Client(name=story.name, address=story.address, coach_id=stage.coach.id, zone=story.zone, locale="en_GB", created_at=began)
    session.add(client)
    if story.company:
        known = session.scalar(select(Organisation).where(Organisation.folded == fold(story.company)))
        organisation = known or Organisation(name=story.company, folded=fold(story.company))
        session.add(organisation)
        session.flush()
        client.organisation_id = organisation.id
    session.flush()
    for role, name in (("boss", story.boss), ("hr", story.hr), ("finance", story.finance)):
        if name:
            address = f"{fold(name).replace(' ', '.')}@{fold(story.company).replace(' ', '-')}.example"
            client.name_sponsor(role, name=name, address=address, zone="Europe/Amsterdam")
    return client
