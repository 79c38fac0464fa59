"""A named colleague or the boss says by one link whether the figures are right. A result is not shown on somebody's own log alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Tenanted, refers_to
from models.client import Client
from models.due import Due
from models.errors import AskedAlready, NotAsked, NoWitness
from models.folding import clean_line, fold_address
from models.link import Link
from models.membership import Membership
from models.message import Message

if TYPE_CHECKING:
    from models.contract.goal import Goal


class Confirmation(Tenanted):
    """The door of whoever is asked enters as this row. `body` is what they are shown, `sha256` of it what they confirm."""

    __tablename__ = "confirmation"
    kind: ClassVar[str] = "confirmer"
    TIMES: ClassVar[int] = 2  # asked, and reminded once
    goal_id: Mapped[UUID] = refers_to("goal")
    client_id: Mapped[UUID] = refers_to("client")
    name: Mapped[str]
    address: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str]
    relation: Mapped[str]  # boss | colleague
    body: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    asked_at: Mapped[datetime]
    by_id: Mapped[UUID]
    answered_at: Mapped[datetime | None]
    confirmed: Mapped[bool | None]
    words: Mapped[str] = mapped_column(default="")
    __table_args__ = (
        Index("confirmation_goal_ix2", "practice_id", "goal_id", "asked_at"),
        CheckConstraint("relation in ('boss', 'colleague')", name="relation_known"),
        CheckConstraint("(answered_at is null) = (confirmed is null)", name="answered_is_yes_or_no"),
        CheckConstraint("char_length(name) between 1 and 200 and char_length(address) between 3 and 320", name="who_length"),
        CheckConstraint("char_length(words) <= 500", name="words_length"),
        {"info": {"reader": "self"}},
    )

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def is_at_organisation(self) -> bool:
        """They work where the client works: a mail to them says nothing by itself."""
        return True

    @classmethod
    def ask(
        cls,
        session: Session,
        goal: Goal,
        body: dict[str, Any],
        *,
        name: str,
        address: str,
        relation: str,
        zone: str,
        locale: str,
        by: UUID,
        now: datetime,
    ) -> Confirmation:
        """On the practice's side, because the client said so. Who never answered is asked once more when their link has run out, and then not again.

        Raises AskedAlready, and NoWitness for the client's own address and for those who work in the practice: both have said already what they say.
        """
        address, digest = fold_address(address), digest_of(body)
        team = Membership.team(session, goal.practice_id)
        if address in (session.get_one(Client, (goal.practice_id, goal.client_id)).address, *(one.address for one in team)):
            raise NoWitness
        session.execute(select(Client.id).where(Client.id == goal.client_id).with_for_update())  # of two posts one is first
        cls._refuse_third(session.scalars(select(cls).where(cls.goal_id == goal.id, cls.address == address)).all(), digest, now)
        asked = cls(
            goal_id=goal.id,
            client_id=goal.client_id,
            name=clean_line(name),
            address=address,
            zone=zone,
            locale=locale,
            relation=relation,
            body=body,
            sha256=digest,
            asked_at=now,
            by_id=by,
        )
        session.add(asked)
        session.flush()
        Message.plan(asked, "confirmation_asked", subject=asked, occasion=str(asked.id), at=now)
        return asked

    @classmethod
    def _refuse_third(cls, before: Sequence[Confirmation], digest: str, now: datetime) -> None:
        """`before`: what somebody was asked about a goal so far."""
        silent = [one for one in before if one.answered_at is None]
        if any(one.answered_at and one.sha256 == digest for one in before):
            raise AskedAlready("They have answered about these figures already.")
        if any(one.is_open(now) for one in silent):
            raise AskedAlready("They were asked, and their link still opens. You may ask once more when it has run out, after 30 days.")
        if len(silent) >= cls.TIMES:
            raise AskedAlready("They were asked twice and did not answer. That is an answer too: name somebody else.")

    def is_open(self, now: datetime) -> bool:
        """Can they still answer by the link they got?"""
        return self.answered_at is None and now < self.asked_at + Link.LIVES["confirmation"]

    def answer(self, confirmed: bool, words: str, digest: str, now: datetime) -> None:
        """Once, over the figures that were on the page. Raises NotAsked."""
        if self.answered_at is not None or digest != self.sha256:
            raise NotAsked("You have answered already. Thank you.")
        self.answered_at, self.confirmed, self.words = now, confirmed, words
        Due.plan(self, "hear_confirmation", at=now)


def digest_of(body: dict[str, Any]) -> str:
    """SHA-256 of what somebody was shown."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
