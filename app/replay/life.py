"""What people do on a day of the replayed year: hold sessions and plan the next, make entries or forget them, write back, pause, stop, leave."""

import random
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.jobs.replies import keep
from app.replay.outbox import Left
from app.replies import Reply
from models import Client, CoachingSession, Goal, Measure, Message, Preference, SharedNote
from models.errors import DomainError
from models.gate import NUDGE
from models.recipes import of_kind


@dataclass
class Life:
    """Deterministic: the same seed lives the same year. `replied`: (when, who, about what, of which kind)."""

    chance: random.Random
    replied: list[tuple[datetime, UUID, UUID, str]] = field(default_factory=list)
    seen: int = 0

    def live(self, session: Session, left: list[Left], now: datetime, day: int) -> None:
        """One day's worth, in the practice that was entered."""
        self._hold(session, now)
        self._meet_again(session, now)
        self._enter(session, now)
        self._answer(session, left, now)
        clients = list(session.scalars(Client.live()))
        if day == 40 and clients:
            self._preference(session, clients[0]).stop(now)
        if day == 50 and len(clients) > 1:
            self._preference(session, clients[1]).pause(now + timedelta(days=21))
        if day == 60 and len(clients) > 2:
            clients[2].archive(now)

    def _preference(self, session: Session, client: Client) -> Preference:
        preference = Preference.of(session, client.id)
        session.add(preference)
        return preference

    def _hold(self, session: Session, now: datetime) -> None:
        """Sessions that are over took place, most of them; the next one is three weeks later, or nobody thinks of it."""
        over = select(CoachingSession).where(CoachingSession.ends_at < now, CoachingSession.has_no_end())
        for one in list(session.scalars(over.order_by(CoachingSession.id))):
            if self.chance.random() < 0.1:
                one.miss(now)
                continue
            one.hold(60, now)
            if self.chance.random() < 0.5:
                note = "What helped: one sentence, said early."
                session.add(SharedNote(client_id=one.client_id, session_id=one.id, author_id=one.coach_id, text=note, at=now))
            if self.chance.random() < 0.8 and one.client.archived_at is None:
                self._plan(session, one, one.start + timedelta(weeks=3), now)

    def _meet_again(self, session: Session, now: datetime) -> None:
        """Of those who have no hour, sooner or later somebody thinks."""
        last = select(CoachingSession).order_by(CoachingSession.client_id, CoachingSession.begins_at.desc())
        for one in list(session.scalars(last.ext(distinct_on(CoachingSession.client_id)))):
            if one.end < now and one.client.archived_at is None and self.chance.random() < 0.01:
                self._plan(session, one, one.start.replace(year=now.year, month=now.month, day=now.day) + timedelta(days=9), now)

    def _plan(self, session: Session, like: CoachingSession, start: datetime, now: datetime) -> None:
        with suppress(IntegrityError), session.begin_nested():  # the hour is given away: somebody will think of it later
            CoachingSession.plan(like.client, start, 60, place="video", now=now)

    def _enter(self, session: Session, now: datetime) -> None:
        """A fifth of what is due is entered each day."""
        live = select(Measure).join(Goal, Goal.id == Measure.goal_id).where(Goal.live_at.is_not(None), Goal.closed_at.is_(None))
        for measure in [one for one in session.scalars(live.order_by(Measure.id)) if self.chance.random() < 0.2]:
            period = measure.due_now(now.date())
            if period is not None and measure.last_value is not None:
                with suppress(DomainError):
                    measure.enter(measure.last_value, period, by=measure.goal.client_id, now=now, today=now.date())

    def _answer(self, session: Session, left: list[Left], now: datetime) -> None:
        """Half of what went out since yesterday and asks for something is answered, and a fifth of the reminders that tell."""
        fresh, self.seen = left[self.seen :], len(left)
        for one in self._answered(fresh):
            message = session.get_one(Message, (session.info["practice_id"], one.message_id))
            reply = Reply((), f"<{one.message_id}@replay.example>", f"Re: {one.title}", "Thank you, I am on it.", is_automatic=False)
            keep(session, message, reply)
            self.replied.append((now, message.recipient_id, message.subject_id, message.kind))

    def _answered(self, fresh: Iterable[Left]) -> list[Left]:
        return [one for one in fresh if of_kind(one.kind) and self.chance.random() < (0.5 if one.cls == NUDGE else 0.2)]
