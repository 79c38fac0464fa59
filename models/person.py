"""Whoever signs in: one identity, whatever they are to how many practices."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from models.base import Base, uuid7
from models.errors import LinkSpent
from models.folding import fold_address


class Person(Base):
    __tablename__ = "person"
    kind: ClassVar[str] = "person"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    address: Mapped[str] = mapped_column(unique=True)  # folded
    name: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    theme: Mapped[str] = mapped_column(default="auto")
    new_address: Mapped[str | None]  # waits for its confirmation
    created_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("theme in ('auto', 'light', 'dark')", name="theme_known"),
        CheckConstraint("char_length(address) between 3 and 320", name="address_length"),
        CheckConstraint("char_length(name) <= 200", name="name_length"),
        {"info": {"platform": "signs in before a practice is entered"}},
    )

    @classmethod
    def by_address(cls, session: Session, address: str) -> Person | None:
        return session.scalar(select(cls).where(cls.address == fold_address(address)))

    @classmethod
    def at(cls, session: Session, address: str, name: str, now: datetime) -> Person:
        """Whoever this address belongs to, made if nobody has it yet."""
        if person := cls.by_address(session, address):
            return person
        person = cls(address=fold_address(address), name=name, created_at=now)
        session.add(person)
        session.flush()
        return person

    @property
    def first_name(self) -> str:
        return (self.name or self.address).split()[0]

    def set_password(self, password_hash: str, now: datetime) -> None:
        """Comes after the address was proven, so it is confirmed too."""
        self.password_hash = password_hash
        self.confirm(now)

    def move(self, now: datetime) -> str:
        """The new address was confirmed. Answers the old one, which is told. LinkSpent when it became somebody else's meanwhile."""
        session = object_session(self)
        assert session is not None
        assert self.new_address is not None
        if Person.by_address(session, self.new_address):
            raise LinkSpent
        old, self.address, self.new_address = self.address, self.new_address, None
        self.confirm(now)
        return old

    def confirm(self, now: datetime) -> None:
        self.confirmed_at = self.confirmed_at or now
