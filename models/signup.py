"""Signing up: one act that makes a person, a practice and a membership."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import uuid7
from models.folding import clean, fold
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
