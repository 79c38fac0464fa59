"""Delivering a message: through the gate, rendered, handed to the mail server, and what became of it."""

from typing import Any
from uuid import UUID

from flask import render_template
from sqlalchemy.orm import Session

from app import mail
from app.addresses import address, settings
from app.clock import now
from app.jobs import Wait, errand
from app.jobs.found import found
from app.jobs.occasions import Occasion, has_left, is_moot, occasion_of
from app.jobs.replies import answered_at
from models import Link, Message, Preference
from models.base import uuid7


@errand
class Deliver:
    verb = "deliver"

    def prepare(self, session: Session, message_id: UUID) -> mail.Letter | Wait | None:
        message = found(session, Message, message_id)
        session.refresh(message, with_for_update=True)  # whoever stops it at this moment comes before or after, never between
        if message.was_left_unknown:
            if message.is_nudge:
                self._lost(session, message)
                return None
            occasion = occasion_of(session, message)
        elif not message.is_coming:
            return None
        else:
            if why := is_moot(session, message):
                message.stop(why)
                return None
            occasion = occasion_of(session, message)
            habits = Preference.of(session, message.recipient_id).habits(occasion.zone, occasion.locale)
            decision = message.ask_the_gate(habits, now(), settings().mail_new_people_daily)
            if decision.until:
                return Wait(decision.until)
            if decision.act != "send":
                return None
        if occasion.cannot:
            message.fail(occasion.cannot)
            return None
        return self._write(session, message, occasion)

    def _write(self, session: Session, message: Message, occasion: Occasion) -> mail.Letter:
        """The same Message-ID each time this message is tried."""
        message.mail_id = message.mail_id or f"<{uuid7().hex}@{address('front.show').split('/')[2].split(':')[0]}>"
        kind = "neutral" if occasion.neutral else occasion.template or message.kind
        headers, stop_url = answered_at(session, message), ""
        if message.is_nudge or occasion.can_stop:
            link = Link.reuse(
                session,
                settings().secret,
                "stop",
                practice_id=message.practice_id,
                subject_id=message.recipient_id,
                address=message.address,
                now=now(),
                reader_id=message.recipient_id,
            )
            stop_url = address("stop.show", slug=occasion.practice.slug, token=link.token(settings().secret))
            headers |= {"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        values: dict[str, Any] = {"message": message, "stop_url": stop_url, **occasion.values()}
        subject, text, html = (render_template(f"mail/{kind}/{part}", **values) for part in ("subject.txt", "body.txt", "body.html"))
        message.title = mail.one_line(subject)
        message.words = _without_links(text, occasion.url, stop_url, occasion.code)
        return mail.Letter(
            to=message.address,
            subject=subject,
            text=text,
            html=html,
            mail_id=message.mail_id,
            headers=headers,
            attachments=occasion.attachments,
        )

    def carry_out(self, letter: mail.Letter) -> mail.Sent:
        if settings().smtp_url is None:
            return mail.Sent.NEVER
        return mail.send(mail.compose(letter, settings().mail_from), settings().smtp_url or "")

    def settle(self, session: Session, message_id: UUID, letter: mail.Letter, outcome: mail.Sent) -> Wait | None:
        message = found(session, Message, message_id)
        if outcome == mail.Sent.YES:
            message.went_out(now())
            has_left(session, message)
        elif outcome == mail.Sent.NEVER:
            message.fail("no mail server is set up" if settings().smtp_url is None else "the mail server refused this address")
        elif outcome == mail.Sent.LATER:
            later = message.try_again(now())
            return Wait(later) if later else None
        elif message.is_nudge:
            self._lost(session, message)
        elif later := message.hand_over_again(now()):
            return Wait(later)
        else:
            has_left(session, message)
        return None

    def _lost(self, session: Session, message: Message) -> None:
        message.park()
        has_left(session, message)


def _without_links(text: str, *secrets: str) -> str:
    """What is kept of a sent mail: its words, without what opens a door."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    return text
