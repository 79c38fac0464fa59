"""Words and figures that strangers see: reminders, records of what was agreed to, renewal, expiry, and measured results recomputed from the rows."""

from datetime import datetime, time
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from app.jobs.papers import store
from app.storage import Storage
from models import Confirmation, Consent, Due, File, Goal, Measure, Membership, Message, Practice, Record, Testimonial, WallCard
from models.face import refresh_face
from models.measured import remeasure_goal


def practice_of(session: Session) -> Practice:
    return session.get_one(Practice, session.info["practice_id"])


@verb
def count_voices(session: Session, testimonial_id: UUID) -> None:
    refresh_face(session, practice_of(session), now())


@verb
def count_endings(session: Session, contract_id: UUID) -> None:
    """What ended early is said beside what was closed."""
    refresh_face(session, practice_of(session), now())


@verb
def follow_consent(session: Session, consent_id: UUID) -> None:
    """A record for the writer, word for the coach, and what is due before and at its end."""
    consent = found(session, Consent, consent_id)
    testimonial, practice = consent.testimonial, practice_of(session)
    text = testimonial.text_with(consent.text_sha256)
    values = {"consent": consent, "testimonial": testimonial, "text": text, "practice": practice}
    store(session, consent.id, "consent", "What you agreed to.pdf", [testimonial.id], "pdf/consent.html", **values)
    if testimonial.recipient.address:
        Message.plan(testimonial.recipient, "testimonial_record", subject=consent, occasion=str(consent.id), at=now())
    coach = session.get(Membership, (practice.id, testimonial.by_id)) if testimonial.by_id else None
    if coach is not None and coach.ended_at is None:
        Message.plan(coach, "testimonial_came", subject=consent, occasion=str(consent.id), at=now())
    if consent.expires_on is not None:
        end = datetime.combine(consent.expires_on, time(0), practice.tz)
        Due.plan(consent, "ask_renewal", at=end - Testimonial.RENEW_BEFORE)
        Due.plan(consent, "expire_consent", at=end)


@verb
def remove_file(session: Session, file_id: UUID) -> None:
    """The bytes first: a row whose bytes are gone is tried again and goes too, bytes whose row is gone would stay for ever."""
    file = found(session, File, file_id)
    storage: Storage = current_app.extensions["storage"]
    storage.remove(file.path)
    session.delete(file)


@verb
def ask_renewal(session: Session, consent_id: UUID) -> None:
    """Once, thirty days before it ends; not when something newer was agreed to or it was taken back."""
    consent = found(session, Consent, consent_id)
    testimonial = consent.testimonial
    if testimonial.consent is consent and testimonial.recipient.address:
        Message.plan(testimonial.recipient, "testimonial_renewal", subject=consent, occasion=str(consent.id), at=now())


@verb
def expire_consent(session: Session, consent_id: UUID) -> None:
    practice = practice_of(session)
    WallCard.write(found(session, Consent, consent_id).testimonial, practice.today(now()))
    refresh_face(session, practice, now())


@verb
def hear_confirmation(session: Session, confirmation_id: UUID) -> None:
    confirmation = found(session, Confirmation, confirmation_id)
    goal = found(session, Goal, confirmation.goal_id)
    remeasure_goal(session, goal, now())
    Message.plan(goal.contract.client.coach, "confirmation_came", subject=confirmation, occasion=str(confirmation.id), at=now())


@verb
def hear_record(session: Session, record_id: UUID) -> None:
    remeasure_goal(session, found(session, Goal, found(session, Record, record_id).goal_id), now())


@verb
def remeasure(session: Session, measure_id: UUID) -> None:
    remeasure_goal(session, found(session, Measure, measure_id).goal, now())
