"""Who works in a practice, and as what. "By whom" in a practice's rows means a membership, never a person."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, UniqueConstraint, Uuid, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from models.base import Tenanted
from models.errors import LastOwner
from models.person import Person
from models.practice import Practice


class Membership(Tenanted):
    __tablename__ = "membership"
    kind: ClassVar[str] = "member"
    ROLES: ClassVar[tuple[str, ...]] = ("owner", "coach", "assistant", "reader")

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
    practice: Mapped[Practice] = relationship()
    __table_args__ = (
        UniqueConstraint("practice_id", "person_id", name="membership_person_once"),
        Index("membership_person_ix", "person_id"),
        CheckConstraint("role in ('owner', 'coach', 'assistant', 'reader')", name="role_known"),
        {"info": {"platform": "found by person before a practice is entered"}},
    )

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def first_name(self) -> str:
        return (self.name or self.address).split()[0]

    @property
    def address(self) -> str:
        return self.person.address

    @property
    def owns(self) -> bool:
        return self.role == "owner"

    @property
    def coaches(self) -> bool:
        return self.role in ("owner", "coach")

    @property
    def reads_content(self) -> bool:
        """Goals, charts, shared notes. An assistant schedules and bills without seeing them."""
        return self.role in ("owner", "coach", "reader")

    @property
    def writes(self) -> bool:
        return self.role != "reader"

    @property
    def bills(self) -> bool:
        return self.role in ("owner", "coach", "assistant")

    def change_role(self, session: Session, role: str) -> None:
        if self.owns and role != "owner":
            self._leave_an_owner(session)
        self.role = role

    def end(self, session: Session, now: datetime) -> None:
        if self.owns:
            self._leave_an_owner(session)
        self.ended_at = now

    def restore(self) -> None:
        """Undo an end: they are back, as what they were."""
        self.ended_at = None

    def _leave_an_owner(self, session: Session) -> None:
        owners = select(Membership).where(
            Membership.practice_id == self.practice_id, Membership.role == "owner", Membership.ended_at.is_(None)
        )
        if len(session.scalars(owners.with_for_update()).all()) < 2:
            raise LastOwner

    @classmethod
    def of(cls, session: Session, person_id: UUID) -> list[Membership]:
        return list(session.scalars(_of_person(), {"person_id": person_id}))

    @classmethod
    def team(cls, session: Session, practice_id: UUID) -> list[Membership]:
        """Who works there now, with their persons, the longest first. 200 at most."""
        here = select(cls).join(cls.person).where(cls.practice_id == practice_id, cls.ended_at.is_(None))
        return list(session.scalars(here.options(contains_eager(cls.person)).order_by(cls.created_at).limit(200)))

    @classmethod
    def count(cls, session: Session, practice_id: UUID) -> int:
        return session.scalar(select(func.count()).select_from(cls).where(cls.practice_id == practice_id, cls.ended_at.is_(None))) or 0


@cache
def _of_person() -> Select[Membership]:
    """Built once: every page of one's own account asks it."""
    named = contains_eager(Membership.practice).load_only(Practice.name, Practice.slug)
    found = select(Membership).join(Membership.practice).options(named).order_by(Practice.name)
    return found.where(Membership.person_id == bindparam("person_id", type_=Uuid()), Membership.ended_at.is_(None)).limit(200)
