"""The agreement: three parts, at most two goals a person, changed only by signing again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zlib import crc32

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from models.base import Tenanted, belongs_to, has_many, refers_to
from models.client import Client
from models.contract.goal import Goal, free_place
from models.contract.part import Part
from models.errors import AlreadyEnded, AlreadyOffered, NotInForce, Stale


class Contract(Tenanted):
    """draft → with boss → offered → active → closing → closed. Each step is a time with an actor, not a flag."""

    __tablename__ = "contract"
    client_id: Mapped[UUID] = refers_to("client", shields=True)
    created_at: Mapped[datetime]
    created_by: Mapped[UUID]
    looks: Mapped[list[Any]] = mapped_column(default=list)  # ISO dates, at most three: when the numbers are judged
    shares_progress: Mapped[bool] = mapped_column(default=True)
    with_boss_at: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    offered_by: Mapped[UUID | None]
    activated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]
    ended_by_name: Mapped[str] = mapped_column(default="")
    ended_reason: Mapped[str] = mapped_column(default="")
    closing_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    client: Mapped[Client] = belongs_to("client_id", back_populates="contracts")
    goals: Mapped[list[Goal]] = has_many("goal.contract_id", back_populates="contract", order_by="[Goal.place, Goal.id]")
    parts: Mapped[list[Part]] = has_many("part.contract_id", back_populates="contract", order_by="Part.kind")
    __table_args__ = (
        UniqueConstraint("practice_id", "id", "client_id", name="contract_of_client"),
        Index(
            "contract_making_ix",
            "practice_id",
            "created_at",
            postgresql_where="activated_at is null and ended_at is null and closed_at is null",
        ),
        CheckConstraint("(ended_at is null) = (ended_by is null)", name="ended_by_somebody"),
        CheckConstraint("jsonb_array_length(looks) <= 3", name="three_looks"),
    )

    @classmethod
    def begin(cls, session: Session, client: Client, *, by: UUID, now: datetime) -> Contract:
        """A draft with its three parts and a first goal; raises TwoGoalsAtMost when no place is free."""
        contract = cls(client_id=client.id, client=client, created_at=now, created_by=by)
        session.add(contract)
        session.flush()
        contract.parts = [Part(contract_id=contract.id, kind=kind) for kind in Part.KINDS]
        session.flush()
        contract.add_goal(now)
        return contract

    @property
    def state(self) -> str:
        if self.ended_at:
            return "ended early"
        if self.closed_at:
            return "closed"
        if self.closing_at:
            return "closing"
        if self.activated_at:
            return "active"
        if self.offered_at:
            return "offered"
        return "with boss" if self.with_boss_at else "draft"

    @property
    def is_draft(self) -> bool:
        return self.state == "draft"

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    @property
    def is_over(self) -> bool:
        return bool(self.ended_at or self.closed_at)

    @property
    def is_out(self) -> bool:
        """With its readers, and not yet in force."""
        return self.state in ("with boss", "offered")

    def part(self, kind: str) -> Part:
        return next(part for part in self.parts if part.kind == kind)

    @property
    def look_dates(self) -> list[date]:
        return sorted(date.fromisoformat(on) for on in self.looks)

    @property
    def current_goals(self) -> list[Goal]:
        """What the next text holds, by place: with its replacement instead of a goal that is to be replaced, and without one that leaves."""
        replaced = {goal.replaces_id for goal in self.goals if goal.replaces_id and goal.closed_at is None and goal.live_at is None}
        found = [goal for goal in self.goals if goal.place and goal.id not in replaced and not goal.leaves]
        found += [goal for goal in self.goals if goal.replaces_id and goal.closed_at is None and goal.live_at is None]
        return sorted(found, key=self.place_of)

    def place_of(self, goal: Goal) -> int:
        """Where a goal stands, or will stand once it has replaced another."""
        if goal.place:
            return goal.place
        old = next((g for g in self.goals if g.id == goal.replaces_id), None)
        return old.place if old and old.place else 0

    @property
    def live_goals(self) -> list[Goal]:
        return [goal for goal in self.goals if goal.is_live]

    @property
    def parked_goals(self) -> list[Goal]:
        return [goal for goal in self.goals if goal.is_parked]

    def add_goal(self, now: datetime) -> Goal:
        """Take the lowest free place of this client's two; raises TwoGoalsAtMost. A race past it meets the constraint and the same sentence."""
        self._refuse_when_over()
        place = free_place(self._session, self.client_id)
        return self._new_goal(now, place=place)

    def park_goal(self, now: datetime, title: str) -> Goal:
        """A wish that waits in view and holds no place."""
        self._refuse_when_over()
        goal = self._new_goal(now, place=None, parked_at=now)
        goal.draft = {"title": title}
        return goal

    def replace_goal(self, old: Goal, now: datetime) -> Goal:
        """Another goal that takes over the place of `old` once all have signed the change."""
        self._refuse_when_over()
        return self._new_goal(now, place=None, replaces_id=old.id)

    def _new_goal(self, now: datetime, **values: Any) -> Goal:
        goal = Goal(contract_id=self.id, client_id=self.client_id, created_at=now, draft={"start_from": "gathered"}, **values)
        self.goals.append(goal)
        self._session.flush()
        return goal

    def set_looks(self, looks: list[date], *, shares_progress: bool) -> None:
        self.looks = [on.isoformat() for on in sorted(set(looks))]
        self.shares_progress = shares_progress

    @property
    def looks_no(self) -> int:
        """Which review dates and sharing a form was filled in over: another number, and somebody else saved meanwhile. 1 to 2^31 - 1."""
        return (crc32(repr((sorted(self.looks), self.shares_progress)).encode()) & 0x3FFFFFFF) + 1

    def write_looks(self, looks_no: int, looks: list[date], *, shares_progress: bool) -> None:
        if looks_no != self.looks_no:
            raise Stale
        self.set_looks(looks, shares_progress=shares_progress)

    def require_writable(self) -> None:
        """A draft is written, and so is the next change of what is in force. What lies with its readers is not."""
        self._refuse_when_over()
        if self.is_out:
            raise AlreadyOffered
        if self.is_closing:
            raise AlreadyOffered("This agreement is being closed. Take that back before changing it.")

    def take_back(self) -> None:
        """Back to draft, before it is active: nobody is asked to sign, and what was frozen stays as it was."""
        if self.activated_at:
            raise AlreadyOffered("It is in force: propose a change instead.")
        self._refuse_when_over()
        self.with_boss_at = self.offered_at = self.offered_by = None
        for part in self.parts:
            part.close_open()
            part.proposed, part.readers = None, []

    def end(self, *, by: UUID, name: str, reason: str, now: datetime) -> None:
        """Anyone may end it early. Its goals free their places; everything stays readable."""
        self._refuse_when_over()
        self.ended_at, self.ended_by, self.ended_by_name, self.ended_reason = now, by, name, reason
        for goal in self.goals:
            if goal.closed_at is None:
                goal.close(now)
        for part in self.parts:
            part.close_open()
            part.ended_at = now

    def close(self, now: datetime) -> None:
        """Both have signed what it came to. Its goals free their places; everything stays readable."""
        self._refuse_when_over()
        self.closed_at = now
        for goal in self.goals:
            if goal.closed_at is None:
                goal.close(now)
        for part in self.parts:
            part.close_open()
            part.ended_at = now

    @property
    def is_closing(self) -> bool:
        return self.state == "closing"

    def require_active(self) -> None:
        if not self.is_active:
            raise NotInForce

    def lock(self) -> None:
        """Whoever puts it in force holds the row, so that two last signatures do it once."""
        self._session.execute(select(Contract.id).where(Contract.id == self.id).with_for_update())
        self._session.refresh(self, ["activated_at", "ended_at", "closing_at", "closed_at"])

    def _refuse_when_over(self) -> None:
        if self.is_over:
            raise AlreadyEnded

    @property
    def _session(self) -> Session:
        session = object_session(self)
        assert session is not None
        return session
