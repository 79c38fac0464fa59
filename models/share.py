"""What a client shared: a picture of the moment, made for named readers, and taken back by the client at any time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, refers_to

if TYPE_CHECKING:
    from models.contract.contract import Contract
    from models.organisation import Contact


class Share(Tenanted):
    """`body` is what the readers see, complete: nothing else is looked up for them. Its keys are models/picture.py's."""

    __tablename__ = "share"
    WHAT: ClassVar[tuple[str, ...]] = ("exists", "progress")
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
        CheckConstraint("what in ('exists', 'progress')", name="what_known"),
    )

    @classmethod
    def exists(cls, contract: Contract, hr: Contact, now: datetime) -> Share:
        """HR learns that there is an agreement, by its activation, and nothing more."""
        body = {"client": contract.client.name, "since": now.date().isoformat()}
        return cls(
            what="exists", client_id=contract.client_id, body=body, readers=[hr.id], shown_to=[hr.name], by_id=contract.client_id, at=now
        )

    def take_back(self, by: UUID, now: datetime) -> None:
        """Out of every reader's sight with the same commit; only the client keeps seeing that it was shared."""
        self.readers, self.taken_back_at = [by], now

    @property
    def stands(self) -> bool:
        return self.taken_back_at is None
