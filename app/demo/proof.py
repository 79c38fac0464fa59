"""The end of six agreements, and what people said: closed, signed and agreed to by each, behind their own wall."""

from datetime import date, datetime, timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import db
from app.clock import now as real_now
from app.demo.finished import FINISHED, OLD, Finished
from app.demo.stage import Stage, stage_of
from app.jobs.closing import make_report_pdf
from app.jobs.proof import follow_consent
from app.storage import Storage
from models import Client, Closing, Consent, Contract, Due, File, Measure, Record, Share, Testimonial
from models.contract import close
from models.contract.offer import Signer
from models.face import refresh_face
from models.measured import best_goal, remeasure

VERBS = ("hold_look", "settle_closing", "make_report_pdf", "after_closing", "follow_consent", "count_voices", "remeasure", "hear_record")
RECORD_OF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def close_it(practice_id: UUID, client_id: UUID, told: Finished, number: int) -> None:
    """The look is held, both sign, the report is made; then the few words."""
    with db.transaction(practice_id) as session:
        stage = stage_of(session, number)
        at = stage.ago(weeks=told.story.began - 14)
        contract = session.scalars(select(Contract).where(Contract.client_id == client_id)).one()
        for measure in session.scalars(select(Measure).where(Measure.goal.has(contract_id=contract.id))):
            for look in measure.looks:
                look.hold(at - timedelta(days=1))
        lessons = dict(zip(Closing.LESSONS, told.lessons, strict=True))
        closing = close.begin(contract, lessons, {}, by=stage.coach.id, now=at)
        coach = Signer(stage.coach.id, stage.coach.name, "127.0.0.1", "Firefox", stage.coach.address)
        closing.sign("coach", coach, closing.sha256, now=at)
        contract_id = contract.id
    with db.transaction(practice_id, client_id) as session:
        me = session.get_one(Client, (practice_id, client_id))
        newest = Closing.newest(session, contract_id)
        assert newest is not None
        client = Signer(me.id, me.name, "127.0.0.1", "Safari on a phone", me.address)
        newest.sign("client", client, newest.sha256, shares_report=told.shares, now=at + timedelta(hours=3))
    with db.transaction(practice_id) as session:
        newest = Closing.newest(session, contract_id)
        assert newest is not None
        close.settle(newest, at + timedelta(hours=3))
        for share in session.scalars(select(Share).where(Share.what == "report", Share.client_id == client_id)):
            make_report_pdf(session, share.id)
        _speak(session, stage_of(session, number), told, newest.contract, at + timedelta(days=2))
        _done(session)


def _speak(session: Session, stage: Stage, told: Finished, contract: Contract, at: datetime) -> None:
    """Asked once after the report, as everybody is."""
    client, today = contract.client, stage.practice.today(at)
    said = Testimonial.of_client(client, "closing", at, contract_id=contract.id, goal=best_goal(session, client, today))
    said.role = told.role
    if told.record and said.goal is not None and said.goal.measure is not None:
        storage: Storage = current_app.extensions["storage"]
        path = storage.put(stage.practice.id, RECORD_OF, ".pdf")
        laid = Record.lay(session, said.goal, RECORD_OF, said.goal.measure.source, by=stage.coach.id, now=at)
        File.keep(session, laid.id, Record.FILE, "Record of the organisation.pdf", "application/pdf", path, RECORD_OF, [client.id], at)
        laid.answer(True, laid.sha256, at)
    remeasure(said, today)
    said.ask(at)
    if not told.words:
        said.decline(at + timedelta(days=3))
        return
    text = said.say(told.words, at + timedelta(days=1))
    _agree(session, said, told.shows or (), text.sha256, at + timedelta(days=1), stage)
    if told.withdrawn:
        said.withdraw(ip="127.0.0.1", browser="Safari on a phone", now=at + timedelta(days=60), today=today + timedelta(days=60))


def _agree(session: Session, said: Testimonial, items: tuple[str, ...], digest: str, at: datetime, stage: Stage) -> None:
    today = stage.practice.today(at)
    said.agree(items, ("page", "proposal"), digest, 2, ip="127.0.0.1", browser="Safari on a phone", now=at, today=today)


def old_ones(session: Session, stage: Stage) -> None:
    """From before, entered by the coach: one was asked and agreed, nobody has written to the other."""
    for name, address, role, year, words, agreed in OLD:
        at = stage.ago(weeks=20)
        said = Testimonial(
            source="old",
            name=name,
            address=address,
            zone=stage.practice.zone,
            locale=stage.practice.locale,
            role=role,
            said_on=date(year, 6, 1),
            created_at=at,
            by_id=stage.coach.id,
        )
        session.add(said)
        session.flush()
        said.propose(words, at)
        if agreed:
            said.ask(at)
            text = said.say(words, at + timedelta(days=1))
            _agree(session, said, ("text", "name", "role"), text.sha256, at + timedelta(days=1), stage)
    for consent in session.scalars(select(Consent)):
        follow_consent(session, consent.id)
    refresh_face(session, stage.practice, real_now())
    _done(session)


def _done(session: Session) -> None:
    """What the worker would have done by now is done."""
    session.flush()
    session.execute(update(Due).where(Due.verb.in_(VERBS), Due.at < real_now(), Due.done_at.is_(None)).values(done_at=real_now()))


__all__ = ["FINISHED", "close_it", "old_ones"]
