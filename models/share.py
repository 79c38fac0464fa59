"""What a client shared: a picture of the moment, made for named readers, and taken back by the client at any time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from models.base import Tenanted, refers_to
from models.due import Due

if TYPE_CHECKING:
    from models.client import Client
    from models.contract.contract import Contract
    from models.contract.goal import Goal
    from models.contract.version import Seat
    from models.organisation import Contact


class Share(Tenanted):
    """`body` is what the readers see, complete: nothing else is looked up for them. Its keys are models/picture.py's."""

    __tablename__ = "share"
    WHAT: ClassVar[tuple[str, ...]] = ("exists", "progress", "report")
    what: Mapped[str]
    client_id: Mapped[UUID] = refers_to("client")
    goal_id: Mapped[UUID | None] = refers_to("goal")
    body: Mapped[dict[str, Any]]
    readers: Mapped[list[UUID]] = mapped_column(default=list)
    shown_to: Mapped[list[Any]] = mapped_column(default=list)  # names, for the record: readers empties when it is taken back
    by_id: Mapped[UUID]
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    __table_args__ = (
        Index("share_goal_ix", "practice_id", "goal_id", "at"),
        CheckConstraint("what in ('exists', 'progress', 'report')", name="what_known"),
    )

    @classmethod
    def exists(cls, contract: Contract, hr: Contact, now: datetime) -> Share:
        """HR learns that there is an agreement, by its activation, and nothing more."""
        body = {"client": contract.client.name, "since": contract.client.coach.practice.today(now).isoformat()}
        return cls(
            what="exists", client_id=contract.client_id, body=body, readers=[hr.id], shown_to=[hr.name], by_id=contract.client_id, at=now
        )

    @classmethod
    def progress(cls, client: Client, goal: Goal, body: dict[str, Any], boss: Seat, now: datetime) -> Share:
        """The picture of this moment, for the boss of the agreement; an older picture of the goal goes. The same picture is shared once.

        The boss is told by a due row."""
        session = object_session(goal)
        assert session is not None
        session.execute(select(type(goal).id).where(type(goal).id == goal.id).with_for_update())  # two at once come one after the other
        for older in session.scalars(cls.standing(goal.id)):
            if older.body == body and older.readers == [client.id, boss.who_id]:
                return older
            older.take_back(client.id, now)
        share = cls(
            what="progress",
            client_id=client.id,
            goal_id=goal.id,
            body=body,
            readers=[client.id, boss.who_id],
            shown_to=[boss.name],
            by_id=client.id,
            at=now,
        )
        session.add(share)
        Due.plan(share, "tell_of_share", at=now)
        return share

    @classmethod
    def standing(cls, goal_id: UUID) -> Select[Share]:
        """What is shared of a goal at this moment."""
        return select(cls).where(cls.goal_id == goal_id, cls.what == "progress", cls.taken_back_at.is_(None)).order_by(cls.at.desc())

    def take_back(self, by: UUID, now: datetime) -> None:
        """Out of every reader's sight with the same commit; only the client keeps seeing that it was shared."""
        self.readers, self.taken_back_at = [by], now

    @property
    def stands(self) -> bool:
        return self.taken_back_at is None
