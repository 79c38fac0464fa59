"""Somebody is asked to work in the practice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, select, update
from sqlalchemy.orm import Mapped, Session, object_session

from models.base import Tenanted, refers_to
from models.errors import LinkSpent
from models.folding import fold_address
from models.membership import Membership
from models.message import Message
from models.person import Person


class Invitation(Tenanted):
    __tablename__ = "invitation"
    kind = "invitation"
    address: Mapped[str]
    role: Mapped[str]
    by_id: Mapped[UUID] = refers_to("membership")
    at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("role in ('owner', 'coach', 'assistant', 'reader')", name="role_known"),
        CheckConstraint("char_length(address) between 3 and 320", name="address_length"),
    )

    @classmethod
    def send(cls, session: Session, address: str, role: str, *, by: UUID, now: datetime) -> Invitation:
        invitation = cls(address=fold_address(address), role=role, by_id=by, at=now)
        session.add(invitation)
        session.flush()
        Message.plan(invitation, "invitation", subject=invitation, occasion=str(invitation.id), at=now)
        return invitation

    @classmethod
    def waiting(cls, session: Session) -> list[Invitation]:
        """Open ones, the newest first. 100 at most."""
        still = select(cls).where(cls.accepted_at.is_(None), cls.withdrawn_at.is_(None))
        return list(session.scalars(still.order_by(cls.at.desc()).limit(100)))

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None

    def accept(self, person: Person, now: datetime) -> Membership:
        """Join; somebody who was here before comes back with the new role."""
        session = object_session(self)
        assert session is not None
        session.refresh(self, with_for_update=True)
        if not self.is_open:
            raise LinkSpent
        self.accepted_at = now
        session.flush()
        Invitation.close(session, self.address, now)
        member = session.scalar(select(Membership).where(Membership.practice_id == self.practice_id, Membership.person_id == person.id))
        if member:
            if member.ended_at is None:
                member.change_role(session, self.role)  # the only owner stays one
            member.role, member.ended_at = self.role, None
            return member
        member = Membership(practice_id=self.practice_id, person_id=person.id, person=person, role=self.role, created_at=now)
        session.add(member)
        session.flush()
        return member

    @classmethod
    def close(cls, session: Session, address: str, now: datetime) -> None:
        """All that still wait for this address: whoever is in needs none, and whoever was sent away must not come back by an older one."""
        still = update(cls).where(cls.address == fold_address(address), cls.accepted_at.is_(None), cls.withdrawn_at.is_(None))
        session.execute(still.values(withdrawn_at=now))

    def withdraw(self, now: datetime) -> None:
        self.withdrawn_at = now
