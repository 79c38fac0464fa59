"""An agreement ends with its evidence: outcomes that are computed, lessons that both noted, and two signatures over that very text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, object_session

from models.base import Tenanted, belongs_to, has_many, refers_to
from models.contract.came_to import came_to, closing_goals
from models.contract.contract import Contract
from models.contract.offer import Signer
from models.contract.text import canonical, sha256
from models.due import Due
from models.errors import AlreadySigned, NotAsked, NotClosing
from models.evidence import evidence


class Closing(Tenanted):
    """One text to sign; other lessons or newer evidence make the next, `n + 1`, and the signatures of the old one count no more."""

    __tablename__ = "closing"
    LESSONS: ClassVar[tuple[str, ...]] = ("start", "stop", "keep")

    contract_id: Mapped[UUID] = refers_to("contract", shields=True)
    n: Mapped[int]
    body: Mapped[dict[str, Any]]  # outcomes by goal, lessons, days: canonical, so that it can be hashed
    sha256: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    contract: Mapped[Contract] = belongs_to("contract_id")
    signatures: Mapped[list[ClosingSignature]] = has_many(
        "closing_signature.closing_id", back_populates="closing", order_by="ClosingSignature.at"
    )
    __table_args__ = (UniqueConstraint("practice_id", "contract_id", "n", name="closing_once"), {"info": {"append_only": True}})

    @classmethod
    def newest(cls, session: Session, contract_id: UUID) -> Closing | None:
        """With its signatures, in one statement."""
        found = select(cls).where(cls.contract_id == contract_id).order_by(cls.n.desc()).limit(1)
        return session.scalars(found.options(joinedload(cls.signatures))).unique().one_or_none()

    @classmethod
    def write(cls, contract: Contract, lessons: Mapping[str, str], comments: Mapping[str, str], *, by: UUID, now: datetime) -> Closing:
        """The next text: what the looks say at this moment, and what both noted. `comments` by id of the goal stand beside, and change nothing."""
        if contract.state != "closing":
            raise NotClosing
        session = _session(contract)
        last = cls.newest(session, contract.id)
        came = came_to(contract, evidence(session, closing_goals(contract)), now)
        return cls._next(contract, last, came, lessons, comments, by=by, now=now)

    def reword(self, contract: Contract, lessons: Mapping[str, str], *, by: UUID, now: datetime) -> Closing:
        """Other lessons beside the same evidence: what the client does on her own page, where nobody else's answers are seen."""
        if contract.state != "closing":
            raise NotClosing
        came = {name: value for name, value in self.body.items() if name not in ("lessons", "comments")}
        return self._next(contract, self, came, lessons, self.body["comments"], by=by, now=now)

    @classmethod
    def _next(
        cls,
        contract: Contract,
        last: Closing | None,
        came: Mapping[str, Any],
        lessons: Mapping[str, str],
        comments: Mapping[str, str],
        *,
        by: UUID,
        now: datetime,
    ) -> Closing:
        session = _session(contract)
        body = {
            **came,
            "lessons": {name: lessons.get(name, "") for name in cls.LESSONS},
            "comments": {goal: words for goal, words in comments.items() if words},
        }
        digest = sha256(canonical(body))
        if last is not None and last.sha256 == digest:
            return last
        made = cls(contract_id=contract.id, n=last.n + 1 if last else 1, body=body, sha256=digest, at=now, by_id=by, contract=contract)
        session.add(made)
        session.flush()
        return made

    @property
    def is_intact(self) -> bool:
        return sha256(canonical(self.body)) == self.sha256 and all(one.sha256 == self.sha256 for one in self.signatures)

    @property
    def fingerprint(self) -> str:
        """The hash in groups of eight, for people to compare."""
        return " ".join(self.sha256[i : i + 8] for i in range(0, 64, 8))

    def signature(self, role: str) -> ClosingSignature | None:
        return next((one for one in self.signatures if one.role == role), None)

    @property
    def is_signed_by_both(self) -> bool:
        return bool(self.signature("coach") and self.signature("client"))

    @property
    def shares_report(self) -> bool:
        """Did the client say that the boss gets the report?"""
        given = self.signature("client")
        return given is not None and given.shares_report

    def sign(self, role: str, who: Signer, digest: str, *, shares_report: bool = False, now: datetime) -> ClosingSignature:
        """Over exactly the text that was on the page. Raises NotAsked when there is a newer one, AlreadySigned."""
        session = _session(self)
        newest = self.newest(session, self.contract_id)
        if newest is not self or digest != self.sha256:
            raise NotAsked
        if self.signature(role):
            raise AlreadySigned
        signature = ClosingSignature(
            closing_id=self.id, who_id=who.id, role=role, name=who.name, sha256=self.sha256, shares_report=shares_report, at=now, ip=who.ip
        )
        self.signatures.append(signature)
        session.flush()
        Due.plan(signature, "settle_closing", at=now)
        return signature


class ClosingSignature(Tenanted):
    __tablename__ = "closing_signature"
    closing_id: Mapped[UUID] = refers_to("closing", shields=True)
    who_id: Mapped[UUID]
    role: Mapped[str]  # coach | client
    name: Mapped[str]
    sha256: Mapped[str]
    shares_report: Mapped[bool]  # the client's: does the boss get the report?
    at: Mapped[datetime]
    ip: Mapped[str] = mapped_column(default="")
    closing: Mapped[Closing] = belongs_to("closing_id", back_populates="signatures")
    __table_args__ = (
        UniqueConstraint("practice_id", "closing_id", "role", name="closing_signed_once"),
        CheckConstraint("role in ('coach', 'client')", name="role_known"),
        {"info": {"append_only": True, "signed_by_reader": True}},
    )


def _session(thing: Contract | Closing) -> Session:
    session = object_session(thing)
    assert session is not None
    return session
