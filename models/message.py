"""Every message that ever leaves, or was held back: one table, one gate."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import ClassVar, Final, Protocol
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, case, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, object_session

from models.base import Tenanted, constant, uuid7
from models.due import Due
from models.errors import MessageDone
from models.folding import fold_address
from models.gate import ASKED, KINDS, NUDGE, Decision, Habits, Kind, decide, week_of
from models.person import Person
from models.practice import Practice


class Recipient(Protocol):
    """A client, contact, membership, person or bare address."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def address(self) -> str: ...


BY_HAND: Final = "by hand"
"""How the occasion of a message begins that somebody pressed a button for: no recipe moves or stops it."""


class Message(Tenanted):
    """state: planned → sending → sent; or held, stopped, failed; or perhaps sent, when nobody can know."""

    __tablename__ = "message"
    PATIENCE: ClassVar[timedelta] = timedelta(days=3)  # with a mail server that is busy
    DOUBT: ClassVar[timedelta] = timedelta(hours=4)  # with one that takes it and breaks off: each time it may have gone out
    MAY_GO_AGAIN: ClassVar[tuple[str, ...]] = ("failed", "held", "stopped")

    recipient_id: Mapped[UUID]
    recipient_kind: Mapped[str]
    address: Mapped[str]
    kind: Mapped[str]
    cls: Mapped[str]
    occasion: Mapped[str]
    subject_id: Mapped[UUID]
    planned_for: Mapped[datetime]
    created_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=0)
    week: Mapped[str | None]
    turn: Mapped[int | None]
    state: Mapped[str] = mapped_column(default="planned")
    why: Mapped[str] = mapped_column(default="")
    mail_id: Mapped[str] = mapped_column(default="")  # the Message-ID: the same each time it is tried
    title: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")  # as it was sent, without its links
    sent_at: Mapped[datetime | None]
    readers: Mapped[list[UUID]] = mapped_column(default=list)
    __table_args__ = (
        UniqueConstraint("practice_id", "recipient_id", "kind", "occasion", name="message_once"),
        Index(
            "message_budget",
            "practice_id",
            "recipient_id",
            "week",
            "turn",
            unique=True,
            postgresql_where="cls = 'nudge' and state in ('sending', 'sent', 'perhaps sent')",
        ),
        Index("message_failed_ix", "practice_id", "planned_for", postgresql_where="state = 'failed'"),
        Index("message_planned_ix", "practice_id", "planned_for"),
        Index("message_recipient_ix", "practice_id", "recipient_id", "planned_for"),
        CheckConstraint("state in ('planned', 'held', 'sending', 'sent', 'perhaps sent', 'failed', 'stopped')", name="state_known"),
        CheckConstraint("cls in ('asked', 'business', 'nudge')", name="cls_known"),
        {"info": {"updatable": ("state", "why", "planned_for", "week", "turn", "mail_id", "title", "words", "sent_at", "address")}},
    )

    @classmethod
    def has_failed(cls) -> ColumnElement[bool]:
        """The state as a constant: as a parameter it would not be known to have an index of its own."""
        return cls.state == constant("failed")

    @classmethod
    def plan(
        cls,
        recipient: Recipient,
        kind: str,
        *,
        subject: Tenanted | Person | Practice,
        occasion: str,
        at: datetime,
        session: Session | None = None,
    ) -> Message | None:
        """Plan one message an occasion; None when it is planned already. It leaves through the gate, from a due row of its own."""
        session = session or object_session(recipient) or object_session(subject)
        assert session is not None
        session.flush()
        known: Kind = KINDS[kind]
        row = insert(cls).values(
            id=uuid7(),
            recipient_id=recipient.id,
            recipient_kind=recipient.kind,
            address=recipient.address,
            kind=kind,
            cls=known.cls,
            occasion=occasion,
            subject_id=subject.id,
            planned_for=at,
            created_at=at,
            minutes=known.minutes,
            readers=[recipient.id],
            state="planned",
            why="",
            mail_id="",
            title="",
            words="",
        )
        planned = session.scalar(row.on_conflict_do_nothing(constraint="message_once").returning(cls))
        if planned is not None:
            Due.plan(planned, "deliver", at=at)
        return planned

    @property
    def about(self) -> str:
        return KINDS[self.kind].about

    @property
    def is_nudge(self) -> bool:
        return self.cls == NUDGE

    @property
    def is_by_hand(self) -> bool:
        return self.occasion.startswith(BY_HAND)

    @property
    def is_coming(self) -> bool:
        return self.state == "planned"

    @property
    def was_left_unknown(self) -> bool:
        """It was given to a worker that never came back: it may have gone out."""
        return self.state == "sending"

    def ask_the_gate(self, habits: Habits, now: datetime, new_people_daily: int | None = None) -> Decision:
        """Decide, and write the decision down. On `send` the state is `sending`: commit before it is carried out.

        `new_people_daily`: to so many people a day a practice may write for the first time; None: no limit.
        """
        week = week_of(now, habits.zone)
        crowded = new_people_daily is not None and self.cls != ASKED and self._is_one_too_many(new_people_daily, now)
        decision = decide(self.cls, habits, self._turns_taken(week), now, crowded)
        if decision.act == "send":
            self.state, self.week, self.turn = "sending", week if self.is_nudge else None, decision.turn
        elif decision.act == "wait":
            assert decision.until is not None
            self.planned_for = decision.until
        else:
            self.state, self.why = ("held" if decision.act == "hold" else "stopped"), decision.why
        return decision

    def _turns_taken(self, week: str) -> frozenset[int]:
        if not self.is_nudge:
            return frozenset()
        session = object_session(self)
        assert session is not None
        spent = select(Message.turn).where(
            Message.recipient_id == self.recipient_id,
            Message.week == week,
            Message.cls == NUDGE,
            Message.state.in_(("sending", "sent", "perhaps sent")),
            Message.turn.is_not(None),
        )
        return frozenset(turn for turn in session.scalars(spent) if turn is not None)

    def _is_one_too_many(self, daily: int, now: datetime) -> bool:
        """A first mail to somebody, when `daily` others had their first within a day. Whoever works here is nobody new."""
        session = object_session(self)
        assert session is not None
        if self.recipient_kind == "member":
            return False
        session.flush()
        other, yesterday = aliased(Message), now - timedelta(days=1)
        left = ("sending", "sent", "perhaps sent")
        had = select(Message.id).where(Message.recipient_id == self.recipient_id, Message.state.in_(left), Message.cls != ASKED).exists()
        before = select(other.id).where(
            other.recipient_id == Message.recipient_id, other.state.in_(left), other.cls != ASKED, other.planned_for <= yesterday
        )
        new = select(func.count(Message.recipient_id.distinct())).where(
            Message.planned_for > yesterday,
            Message.planned_for <= now,
            Message.state.in_(left),
            Message.cls != ASKED,
            Message.recipient_kind != "member",
            ~before.exists(),
        )
        count = session.scalar(select(case((had, 0), else_=new.scalar_subquery())))
        return (count or 0) >= daily

    def went_out(self, now: datetime) -> None:
        self.state, self.sent_at = "sent", now

    def park(self) -> None:
        """What nobody knows the fate of is not sent again: a nudge at once, all else after some tries."""
        self.state, self.why = "perhaps sent", "the line broke while it was sent; not sent again"

    def fail(self, why: str) -> None:
        self.state, self.why = "failed", why

    def try_again(self, now: datetime) -> datetime | None:
        """The mail server said "later": when to ask it again, sooner at first. None after PATIENCE: then it has failed, and the coach sees it."""
        waited = now - self.planned_for
        if waited > self.PATIENCE:
            self.fail("for three days the mail server said: later")
            return None
        self.state = "planned"
        return now + max(timedelta(minutes=2), waited / 4)

    def hand_over_again(self, now: datetime) -> datetime | None:
        """The line broke after it was taken: when to send it once more, each time twice as late. None after DOUBT: then it has gone out, perhaps."""
        waited = now - self.planned_for
        if waited > self.DOUBT:
            self.park()
            return None
        return now + max(timedelta(minutes=1), waited)

    def send_again(self, now: datetime) -> None:
        """The coach's press of a button, after it failed, was held or was stopped: the gate is asked once more. What was stopped early keeps its hour."""
        if self.state not in self.MAY_GO_AGAIN:
            raise MessageDone
        self.planned_for = max(self.planned_for, now) if self.state == "stopped" else now
        self.state, self.why = "planned", ""
        Due.plan_again(self, "deliver", at=self.planned_for)

    def stop(self, why: str = "stopped by hand") -> None:
        if not self.is_coming:
            raise MessageDone
        self.state, self.why = "stopped", why


class Preference(Tenanted):
    """How a reader wants to be written to. Its id is the reader's own, so that they see and change theirs alone."""

    __tablename__ = "preference"
    budget: Mapped[int] = mapped_column(default=1)
    quiet_from: Mapped[time] = mapped_column(default=time(20))
    quiet_to: Mapped[time] = mapped_column(default=time(7))
    paused_until: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    __table_args__ = (CheckConstraint("budget between 0 and 7", name="budget_sane"), {"info": {"reader": "self"}})

    @classmethod
    def of(cls, session: Session, reader_id: UUID) -> Preference:
        """Theirs, or the usual one, not yet stored."""
        return session.scalar(select(cls).where(cls.id == reader_id)) or cls(id=reader_id, budget=1, quiet_from=time(20), quiet_to=time(7))

    def habits(self, zone: str, locale: str) -> Habits:
        return Habits(
            zone=zone,
            locale=locale,
            budget=self.budget,
            quiet_from=self.quiet_from,
            quiet_to=self.quiet_to,
            paused_until=self.paused_until,
            stopped=self.stopped_at is not None,
        )

    def stop(self, now: datetime) -> None:
        self.stopped_at = now

    def resume(self) -> None:
        self.stopped_at = self.paused_until = None

    def pause(self, until: datetime) -> None:
        self.paused_until = until


class Address:
    """Somebody of whom only the address is known."""

    kind = "address"
    SPACE = UUID("6f0b5a1e-6d0c-5b7e-9a37-0c1b8e3a2f10")

    def __init__(self, address: str) -> None:
        self.address = fold_address(address)
        self.id = uuid5(self.SPACE, self.address)
