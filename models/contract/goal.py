"""A goal: at most two live ones a person, over all agreements. The place is taken in a draft already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from models.base import Tenanted, belongs_to, has_many, refers_to
from models.contract.wording import FIELDS, GoalWording
from models.errors import AlreadyOffered, NotInForce, Stale, TwoGoalsAtMost

if TYPE_CHECKING:
    from models.contract.contract import Contract
    from models.measure import Measure


class Goal(Tenanted):
    __tablename__ = "goal"
    contract_id: Mapped[UUID] = refers_to("contract")
    client_id: Mapped[UUID] = refers_to("client", shields=True)  # the contract's: said again for the cap, tied by a key of three
    place: Mapped[int | None]  # 1 or 2 while live or paused, also in a draft; null when parked, closed, replaced
    replaces_id: Mapped[UUID | None] = refers_to("goal")  # takes over that goal's place when the change is in force
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)  # wording.FIELDS as typed
    draft_no: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(default="")  # the rest is written from the agreed text, and kept for queries
    behaviour: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    created_at: Mapped[datetime]
    live_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    leaves: Mapped[bool] = mapped_column(default=False)  # goes with the change that is being written
    closed_at: Mapped[datetime | None]
    contract: Mapped[Contract] = belongs_to("contract_id", back_populates="goals")
    measures: Mapped[list[Measure]] = has_many("measure.goal_id", back_populates="goal", order_by="Measure.id")
    __table_args__ = (
        CheckConstraint("place in (1, 2)", name="at_most_two"),
        CheckConstraint("place is null or (parked_at is null and closed_at is null)", name="place_is_held_by_the_living"),
        ForeignKeyConstraint(
            ["practice_id", "contract_id", "client_id"],
            ["contract.practice_id", "contract.id", "contract.client_id"],
            name="goal_of_its_client",
        ),
        UniqueConstraint("practice_id", "client_id", "place", name="goal_two_live"),  # over all contracts; nulls do not collide
    )

    @property
    def measure(self) -> Measure | None:
        """The leading one, by which the goal is judged."""
        return next((m for m in self.measures if m.role == "leading"), None)

    @property
    def called(self) -> str:
        """As all of them call it; "" as long as nobody gave it a name."""
        return self.title or str(self.draft.get("title") or "").strip()

    @property
    def name(self) -> str:
        """For pages, which must call it something."""
        return self.called or "A goal without a name yet"

    @property
    def is_live(self) -> bool:
        return self.live_at is not None and self.closed_at is None

    @property
    def is_parked(self) -> bool:
        return self.parked_at is not None and self.closed_at is None

    @property
    def is_draft(self) -> bool:
        return self.live_at is None and self.parked_at is None and self.closed_at is None

    def wording(self, today: date, place: int | None = None) -> GoalWording:
        return GoalWording.read(self.draft, place or self.place or 1, today)

    def write(self, draft_no: int, words: Mapping[str, Any]) -> None:
        """Save what was typed, right or wrong; a stale form is refused and both texts are shown."""
        if draft_no != self.draft_no:
            raise Stale
        self.draft = {**self.draft, **{name: words[name] for name in FIELDS if name in words}}
        self.draft_no += 1

    def park(self, now: datetime) -> None:
        """Wait in view. Only what is not in force can be parked; a live goal leaves by a change."""
        if not self.is_draft:
            raise AlreadyOffered("This goal is in force. It leaves by a change that all agree.")
        self.place, self.parked_at, self.replaces_id = None, now, None

    def unpark(self) -> None:
        """Back into a free place; raises TwoGoalsAtMost when there is none. A goal that is not parked stays where it is."""
        if not self.is_parked:
            return
        session = object_session(self)
        assert session is not None
        self.place, self.parked_at = free_place(session, self.client_id), None

    def leave(self) -> None:
        """The next change of the goals is without it; until all have signed that, it lives on."""
        if not self.is_live:
            raise NotInForce("Only a goal that is in force leaves by a change. Park this one instead.")
        self.leaves = True

    def stay(self) -> None:
        self.leaves = False

    def drop(self, now: datetime) -> None:
        """A replacement or a parked wish that is no longer wanted."""
        if self.is_live:
            raise AlreadyOffered("This goal is in force. It leaves by a change that all agree.")
        self.close(now)

    def close(self, now: datetime) -> None:
        self.place, self.closed_at = None, now


def free_place(session: Session, client_id: UUID) -> int:
    """The lowest place nobody holds; raises TwoGoalsAtMost. Locks the client's row, so that two who ask come one after the other."""
    from models.client import Client

    session.flush()
    session.execute(select(Client.id).where(Client.id == client_id).with_for_update())
    taken = set(session.scalars(select(Goal.place).where(Goal.client_id == client_id, Goal.place.is_not(None))))
    free = [place for place in (1, 2) if place not in taken]
    if not free:
        raise TwoGoalsAtMost
    return free[0]
