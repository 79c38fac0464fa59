"""The demo's past post: what would have left by now has left, and nobody's mailbox is flooded at the first start."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Due, Message, Preference


def deliver_past(session: Session, now: datetime) -> None:
    """Every planned message of the past goes through the gate at the moment it was planned for; the worker finds nothing of it to do."""
    for message in session.scalars(
        select(Message).where(Message.state == "planned", Message.planned_for < now).order_by(Message.planned_for)
    ):
        habits = Preference.of(session, message.recipient_id).habits("Europe/Amsterdam", "en")
        decision = message.ask_the_gate(habits, message.planned_for)
        if decision.until:
            decision = message.ask_the_gate(habits, decision.until)
        if decision.act == "send":
            message.title = message.about.capitalize()
            message.went_out(message.planned_for)
        session.flush()
        session.execute(update(Due).where(Due.subject_id == message.id, Due.verb == "deliver").values(done_at=now))
