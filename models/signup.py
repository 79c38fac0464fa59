"""Signing up: one act that makes a person, a practice and a membership."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, uuid7
from models.errors import LinkSpent
from models.folding import clean, fold, fold_address
from models.membership import Membership
from models.person import Person
from models.practice import Practice

RESERVED = {"admin", "api", "static", "hooks", "check", "healthz", "sign-in", "sign-up", "account", "my", "for"}


def slug_from(name: str) -> str:
    """A practice's address from its name: "Quillmoor Coaching" gives "quillmoor-coaching"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40] or "practice"


def free_slug(session: Session, name: str) -> str:
    wanted = slug_from(name)
    wanted = f"{wanted}-1" if wanted in RESERVED or len(wanted) < 2 else wanted
    taken = set(session.scalars(select(Practice.slug).where(Practice.slug.startswith(wanted, autoescape=True))))
    return next(slug for n in range(1, len(taken) + 3) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)


@dataclass(frozen=True)
class Signup:
    practice_name: str
    who_pays: str
    niche: str
    currency: str
    zone: str
    locale: str

    def make(self, session: Session, person: Person, vault_key: bytes, now: datetime) -> Membership:
        practice = Practice(
            id=uuid7(),
            slug=free_slug(session, self.practice_name),
            name=clean(self.practice_name),
            who_pays=self.who_pays,
            niche=clean(self.niche),
            currency=self.currency,
            zone=self.zone,
            locale=self.locale,
            vault_key=vault_key,
            created_at=now,
        )
        owner = Membership(practice_id=practice.id, practice=practice, person=person, person_id=person.id, role="owner", created_at=now)
        session.add_all([practice, owner])
        session.flush()
        return owner


class PendingSignup(Base):
    """What somebody typed who has yet to show that the address is theirs. Nothing of it exists until then: no account, no practice, so
    nobody can occupy another's address, and an account never holds a password that a stranger chose."""

    __tablename__ = "pending_signup"
    kind: ClassVar[str] = "pending_signup"
    KEPT: ClassVar[timedelta] = timedelta(days=3)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    address: Mapped[str]  # folded
    name: Mapped[str]
    password_hash: Mapped[str]
    practice_name: Mapped[str]
    who_pays: Mapped[str]
    niche: Mapped[str]
    currency: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str]
    created_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("char_length(address) between 3 and 320", name="address_length"),
        CheckConstraint("char_length(name) between 1 and 200", name="name_length"),
        CheckConstraint("char_length(practice_name) between 1 and 200", name="practice_name_length"),
        CheckConstraint("char_length(niche) <= 200", name="niche_length"),
        {"info": {"platform": "there is no practice yet"}},
    )

    @classmethod
    def keep(cls, session: Session, wanted: Signup, *, name: str, address: str, password_hash: str, now: datetime) -> PendingSignup:
        pending = cls(name=clean(name), address=fold_address(address), password_hash=password_hash, created_at=now, **vars(wanted))
        session.add(pending)
        session.flush()
        return pending

    def confirm(self, session: Session, vault_key: bytes, now: datetime) -> Membership:
        """The address was proven: person, practice and membership come into being. LinkSpent when it became somebody's account meanwhile."""
        person = Person.at(session, self.address, self.name, now)
        if person.password_hash:
            raise LinkSpent
        person.name, person.password_hash = person.name or self.name, self.password_hash
        person.confirm(now)
        wanted = Signup(self.practice_name, self.who_pays, self.niche, self.currency, self.zone, self.locale)
        made = wanted.make(session, person, vault_key, now)
        session.delete(self)
        return made

    @classmethod
    def forget(cls, session: Session, now: datetime) -> None:
        """What nobody confirmed."""
        session.execute(delete(cls).where(cls.created_at < now - cls.KEPT))
