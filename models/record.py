"""What the organisation itself wrote down about a goal, laid beside its result by the coach. It counts once the client said yes to that very file."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, aliased

from models.base import Tenanted, refers_to
from models.client import Client
from models.due import Due
from models.errors import NotAsked
from models.message import Message

if TYPE_CHECKING:
    from models.contract.goal import Goal


class Record(Tenanted):
    """Rows are added: the newest of a goal alone counts, and the earlier ones stay readable. Its file has it as subject, and `sha256` is the file's.

    `agreed`: what the client says of it, None before that; they may change their mind.
    """

    __tablename__ = "organisation_record"
    FILE: ClassVar[str] = "record"

    goal_id: Mapped[UUID] = refers_to("goal")
    client_id: Mapped[UUID] = refers_to("client")
    n: Mapped[int]
    source: Mapped[str]  # what it is, and who keeps it
    sha256: Mapped[str]
    by_id: Mapped[UUID]
    at: Mapped[datetime]
    agreed: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    readers: Mapped[list[UUID]]
    __table_args__ = (
        UniqueConstraint("practice_id", "goal_id", "n", name="organisation_record_once"),
        CheckConstraint("(answered_at is null) = (agreed is null)", name="answered_is_yes_or_no"),
        CheckConstraint("char_length(source) between 1 and 200", name="source_length"),
        {"info": {"updatable": ("agreed", "answered_at")}},
    )

    @classmethod
    def lay(cls, session: Session, goal: Goal, body: bytes, source: str, *, by: UUID, now: datetime) -> Record:
        """The next one of this goal: what the client said to the one before counts no more, and they are asked about this one."""
        client = session.scalars(select(Client).where(Client.id == goal.client_id).with_for_update()).one()  # of two uploads one is first
        last = cls.newest(session, goal.id)
        made = cls(
            goal_id=goal.id,
            client_id=client.id,
            n=last.n + 1 if last else 1,
            source=source,
            sha256=hashlib.sha256(body).hexdigest(),
            by_id=by,
            at=now,
            readers=[client.id],
        )
        session.add(made)
        session.flush()
        Message.plan(client, "record_laid", subject=made, occasion=str(made.id), at=now)
        return made

    @classmethod
    def newest(cls, session: Session, goal_id: UUID) -> Record | None:
        return session.scalar(select(cls).where(cls.goal_id == goal_id).order_by(cls.n.desc()).limit(1))

    @classmethod
    def waiting(cls, client_id: UUID) -> Select[UUID]:
        """The goals whose newest record waits for this client's yes or no, the longest first."""
        later = aliased(cls)
        newer = select(later.id).where(later.goal_id == cls.goal_id, later.n > cls.n).exists()
        return select(cls.goal_id).where(cls.client_id == client_id, cls.agreed.is_(None), ~newer).order_by(cls.at)

    def answer(self, agreed: bool, digest: str, now: datetime) -> None:
        """By the client, over the file that was on the page. Raises NotAsked when it is another one by now."""
        if digest != self.sha256:
            raise NotAsked("There is another record by now. Look at that one first.")
        if self.agreed != agreed:
            self.agreed, self.answered_at = agreed, now
            Due.plan(self, "hear_record", at=now)
