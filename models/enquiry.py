"""Somebody asks. Strangers put it into the letterbox; from there it has a stage, a next step and a date, until it is won or lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Select, func, insert, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from models.base import Tenanted, refers_to, uuid7
from models.client import Client
from models.due import Due
from models.errors import DomainError, Stale
from models.folding import clean_line, fold, fold_address
from models.why import Ladder


class Enquiry(Tenanted):
    """The three questions: what people should see them do, where on the job it shows and what it costs, what was tried."""

    __tablename__ = "enquiry"
    kind: ClassVar[str] = "enquirer"
    STAGES: ClassVar[tuple[str, ...]] = ("new", "asked back", "talked", "proposed", "won", "lost")
    OPEN: ClassVar[tuple[str, ...]] = ("new", "asked back", "talked", "proposed")
    REASONS: ClassVar[dict[str, str]] = {
        "no answer": "No answer",
        "no case": "Not a case for a coach",
        "boss": "The boss did not agree",
        "price": "The price",
        "other coach": "Somebody else",
        "other": "Something else",
    }
    name: Mapped[str]
    folded: Mapped[str]
    address: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str]
    behaviour: Mapped[str] = mapped_column(default="")
    gap: Mapped[str] = mapped_column(default="")
    tried: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")  # for whom it is asked, where not for themselves
    stage: Mapped[str] = mapped_column(default="new")
    next_step: Mapped[str] = mapped_column(default="")
    next_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="page")  # page | referral | colleague | post | other
    source_note: Mapped[str] = mapped_column(default="")
    value_minor: Mapped[int | None]
    currency: Mapped[str]
    lost_reason: Mapped[str] = mapped_column(default="")  # no answer | no case | boss | price | other coach | other
    client_id: Mapped[UUID | None] = refers_to("client")
    answered_at: Mapped[datetime | None]
    quoted_at: Mapped[datetime | None]  # when a price was named
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        Index("enquiry_stage_ix", "practice_id", "stage", "created_at"),
        Index("enquiry_address_ix", "practice_id", "address"),
        CheckConstraint("stage in ('new', 'asked back', 'talked', 'proposed', 'won', 'lost')", name="stage_known"),
        CheckConstraint("source in ('page', 'referral', 'colleague', 'post', 'other')", name="source_known"),
        CheckConstraint("(stage in ('won', 'lost')) = (closed_at is not null)", name="closed_when_over"),
        CheckConstraint("value_minor >= 0", name="value_sane"),
        CheckConstraint("char_length(name) between 1 and 200 and char_length(address) between 3 and 320", name="who_length"),
        CheckConstraint(
            "char_length(behaviour) <= 2000 and char_length(gap) <= 2000 and char_length(tried) <= 2000 and char_length(about) <= 200 "
            "and char_length(next_step) <= 200 and char_length(source_note) <= 200 and char_length(lost_reason) <= 200",
            name="texts_length",
        ),
        {"info": {"reader": "letterbox"}},
    )

    @classmethod
    def drop_in(cls, session: Session, *, practice_id: UUID, now: datetime, **said: Any) -> UUID:
        """From a stranger, who may not read it again: nothing is returned but the id it was given. A job hears of it."""
        id = uuid7()
        row = {"name": clean_line(said.pop("name")), "address": fold_address(said.pop("address")), **said}
        usual = {"stage": "new", "next_step": "", "source_note": "", "lost_reason": "", "version": 1, "source": "page"}
        session.execute(insert(cls).inline().values(id=id, folded=fold(row["name"]), created_at=now, **(usual | row)))
        Due.plan_for(session, practice_id, id, "hear_enquiry", at=now)
        return id

    @classmethod
    def add(cls, session: Session, *, now: datetime, **said: Any) -> Enquiry:
        """By hand, from a conversation or a mail."""
        row = {"name": clean_line(said.pop("name")), "address": fold_address(said.pop("address")), **said}
        made = cls(folded=fold(row["name"]), created_at=now, stage="new", **row)
        session.add(made)
        session.flush()
        return made

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def is_at_organisation(self) -> bool:
        """Nobody said whose address it is, so a mail to it betrays nothing."""
        return True

    @property
    def is_open(self) -> bool:
        return self.stage in self.OPEN

    def write(self, version: int, **values: Any) -> None:
        """Stage, next step, source, worth, by the names of its columns. Won and lost have verbs of their own."""
        if version != self.version:
            raise Stale
        if values.get("stage", self.stage) not in self.OPEN or not self.is_open:
            raise DomainError("This enquiry is over. Take that back first.")
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1

    def answer(self, now: datetime) -> None:
        """It was answered, in the coach's own mail program or by telephone. The first answer counts."""
        self.answered_at = self.answered_at or now

    def quote(self, value_minor: int, now: datetime) -> None:
        """A price was named."""
        self.stage, self.value_minor, self.quoted_at = "proposed", value_minor, now
        self.answer(now)

    def win(self, *, coach_id: UUID, now: datetime) -> Client:
        """One click makes a client, with everything carried over: what they wrote goes where what is behind it is kept, for coach and client alone.

        The client of that address if there is one already: what is behind their work is theirs and their coach's, so this stays here.
        """
        session = object_session(self)
        assert session is not None
        session.execute(select(Enquiry.id).where(Enquiry.id == self.id).with_for_update())
        session.refresh(self)
        if self.client_id is not None:
            return session.get_one(Client, (self.practice_id, self.client_id))
        if not self.is_open:
            raise DomainError("This enquiry was lost. Take that back first.")
        client = session.scalar(select(Client).where(Client.address == self.address).order_by(Client.id).limit(1))
        if client is None:
            client = Client(name=self.name, address=self.address, coach_id=coach_id, zone=self.zone, locale=self.locale, created_at=now)
            session.add(client)
            session.flush()
            self._carry_over(session, client)
        client.restore()  # somebody who comes back stands among the clients again
        self.stage, self.client_id, self.closed_at = "won", client.id, now
        self.answer(now)
        return client

    def made(self, client: Client) -> bool:
        """Did it make this client, or was somebody of that address there before?"""
        return client.created_at == self.closed_at

    def _carry_over(self, session: Session, client: Client) -> None:
        answers = {"better": self.behaviour, "gap": self.gap, "tried": self.tried}
        if any(answers.values()):
            session.add(Ladder(client_id=client.id, request=self.behaviour[:500], answers={k: v for k, v in answers.items() if v}))
            session.flush()

    def lose(self, reason: str, now: datetime) -> None:
        if not self.is_open:
            raise DomainError("This enquiry is over already.")
        self.stage, self.lost_reason, self.closed_at = "lost", reason, now

    def reopen(self) -> None:
        """Undo of lost."""
        if self.stage == "lost":
            self.stage, self.lost_reason, self.closed_at = "talked" if self.answered_at else "new", "", None

    @classmethod
    def listed(cls, part: str, words: str = "") -> Select[Enquiry]:
        """part: open | won | lost; the next step that is due first, then the newest."""
        stages = cls.OPEN if part == "open" else (part,)
        rows = select(cls).where(cls.stage.in_(stages))
        for word in words.split()[:8]:
            rows = rows.where(or_(cls.folded.contains(fold(word), autoescape=True), cls.address.contains(word.lower(), autoescape=True)))
        order = (
            (cls.answered_at.is_not(None), cls.next_on.nulls_last(), cls.created_at.desc()) if part == "open" else (cls.closed_at.desc(),)
        )
        return rows.order_by(*order, cls.id)

    @classmethod
    def tally(cls, session: Session, since: datetime) -> Tally:
        """How many there are of each kind, in one statement. Reasons and sources: of those that ended `since` then."""
        late = cls.closed_at >= since
        columns = (
            cls.stage,
            cls.lost_reason,
            cls.source,
            func.count(),
            func.count().filter(cls.answered_at.is_(None)),
            func.count().filter(late),
        )
        found = Tally()
        for stage, reason, source, number, unanswered, ended in session.execute(select(*columns).group_by(*columns[:3])):
            if stage in cls.OPEN:
                found.open += number
                found.new += unanswered
            elif stage == "won":
                found.won += number
                found.sources[source] = found.sources.get(source, 0) + ended
            else:
                found.lost += number
                found.reasons[reason] = found.reasons.get(reason, 0) + ended
        return found


@dataclass
class Tally:
    """open, won, lost; new: open ones that nobody has answered; lost by reason and won by source, lately."""

    open: int = 0
    won: int = 0
    lost: int = 0
    new: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)

    @property
    def ended(self) -> int:
        return self.won + self.lost

    @property
    def is_empty(self) -> bool:
        return not (self.open or self.ended)
