"""A frozen text, who signs it, and their signatures. None of it is ever updated."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, object_session

from models.base import Tenanted, belongs_to, has_many, refers_to
from models.contract.text import NotCanonical, parse, sha256
from models.errors import AlreadySigned, NotAsked, NotYours

if TYPE_CHECKING:
    from models.contract.part import Part


class Seat(Tenanted):
    """Somebody's place in a part: what they are to it, and what they add to its text."""

    __tablename__ = "seat"
    part_id: Mapped[UUID] = refers_to("part", shields=True)
    who_id: Mapped[UUID]  # client, contact or membership
    name: Mapped[str] = mapped_column(default="")
    role: Mapped[str]  # client | coach | boss | payer
    signs: Mapped[bool] = mapped_column(default=True)
    contributes: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int] = mapped_column(default=1)
    contribution: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # the boss's promises, the client's commitment, before they are frozen
    part: Mapped[Part] = belongs_to("part_id", back_populates="seats")
    __table_args__ = (
        UniqueConstraint("practice_id", "part_id", "id", "who_id", name="seat_who"),
        UniqueConstraint("practice_id", "part_id", "who_id", name="seat_once"),
        CheckConstraint("role in ('client', 'coach', 'boss', 'payer')", name="role_known"),
    )

    def add(self, **words: Any) -> None:
        self.contribution = {**self.contribution, **words}

    def signature_of(self, version: Version) -> Signature | None:
        return next((s for s in version.signatures if s.seat_id == self.id), None)


class Version(Tenanted):
    __tablename__ = "version"
    OBJECTION: ClassVar[timedelta] = timedelta(days=7)
    part_id: Mapped[UUID] = refers_to("part", shields=True)
    n: Mapped[int]
    kind: Mapped[str] = mapped_column(default="version")  # version | change | slip (a typing error)
    format: Mapped[str]
    text: Mapped[str]  # canonical JSON: models/contract/text.py
    sha256: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    frozen_at: Mapped[datetime]
    by_id: Mapped[UUID]
    part: Mapped[Part] = belongs_to("part_id", back_populates="versions")
    signatures: Mapped[list[Signature]] = has_many("signature.version_id", back_populates="version", order_by="Signature.at")
    __table_args__ = (
        UniqueConstraint("practice_id", "part_id", "n", name="version_n_once"),
        UniqueConstraint("practice_id", "part_id", "id", name="version_of_part"),
        UniqueConstraint("practice_id", "part_id", "id", "sha256", name="version_hash"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="hash_shape"),
        CheckConstraint("kind in ('version', 'change', 'slip')", name="kind_known"),
        {"info": {"append_only": True}},
    )

    @property
    def content(self) -> dict[str, Any]:
        return parse(self.text)

    @property
    def is_intact(self) -> bool:
        """The text still has the hash it was frozen and signed with. Any word altered since, by whomever, makes this False."""
        try:
            parse(self.text)
        except NotCanonical:
            return False
        return sha256(self.text) == self.sha256 and all(s.sha256 == self.sha256 for s in self.signatures)

    @property
    def missing(self) -> list[Seat]:
        """Who has still to sign."""
        done = {signature.seat_id for signature in self.signatures}
        return [seat for seat in self.part.seats if seat.signs and seat.id not in done and not self._is_only_told(seat)]

    @property
    def told(self) -> list[Seat]:
        """Of a typing error: who does not sign, but is told and may object."""
        return [seat for seat in self.part.seats if seat.signs and self._is_only_told(seat)]

    def _is_only_told(self, seat: Seat) -> bool:
        return self.kind == "slip" and seat.role not in ("client", "coach")

    def holds_from(self) -> datetime:
        """When a signed version takes effect: a typing error that others are told of after seven days in which they may object."""
        return self.frozen_at + self.OBJECTION if self.told else self.frozen_at

    @property
    def is_signed_by_all(self) -> bool:
        return not self.missing

    @property
    def fingerprint(self) -> str:
        """The hash in groups of eight, for people to compare."""
        return " ".join(self.sha256[i : i + 8] for i in range(0, 64, 8))

    def waits_for(self, who_id: UUID) -> bool:
        return self.part.open_id == self.id and any(seat.who_id == who_id for seat in self.missing) and self._may_sign_now(who_id)

    def _may_sign_now(self, who_id: UUID) -> bool:
        """What the contributor adds belongs to the text, so they sign first."""
        first = self.part.contributor
        return first is None or not first.signs or first.who_id == who_id or first.signature_of(self) is not None

    def sign(self, who_id: UUID, name: str, *, now: datetime, ip: str, browser: str, address: str) -> Signature:
        """Sign exactly this text. Raises NotAsked when it is not the open one, NotYours without a seat, AlreadySigned."""
        session = object_session(self)
        assert session is not None
        seat = self.part.seat_of(who_id)
        if seat is None or not seat.signs:
            raise NotYours
        if seat.signature_of(self):
            raise AlreadySigned
        if self.part.open_id != self.id or not self._may_sign_now(who_id):
            raise NotAsked
        statement = f"I have read {self.part.name.lower()}, version {self.n}, and agree to it."
        signature = Signature(
            part_id=self.part_id,
            version_id=self.id,
            sha256=self.sha256,
            seat_id=seat.id,
            who_id=who_id,
            name=name,
            statement=statement,
            at=now,
            ip=ip,
            browser=browser[:300],
            address=address,
        )
        self.signatures.append(signature)
        session.flush()
        return signature


class Signature(Tenanted):
    """A typed name over an exact hash. Two keys tie it: to a version of that very part with that very hash, and to its signer's own seat."""

    __tablename__ = "signature"
    part_id: Mapped[UUID] = refers_to("part", shields=True)
    version_id: Mapped[UUID] = refers_to("version")
    sha256: Mapped[str]
    seat_id: Mapped[UUID]
    who_id: Mapped[UUID]
    name: Mapped[str]
    statement: Mapped[str]
    at: Mapped[datetime]
    ip: Mapped[str] = mapped_column(default="")
    browser: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")  # the address the link went to
    version: Mapped[Version] = belongs_to("version_id", back_populates="signatures")
    __table_args__ = (
        Index("signature_at_ix", "practice_id", "at"),
        ForeignKeyConstraint(
            ["practice_id", "part_id", "version_id", "sha256"],
            ["version.practice_id", "version.part_id", "version.id", "version.sha256"],
            name="signature_of_this_hash",
        ),
        ForeignKeyConstraint(
            ["practice_id", "part_id", "seat_id", "who_id"],
            ["seat.practice_id", "seat.part_id", "seat.id", "seat.who_id"],
            name="signature_in_own_seat",
        ),
        UniqueConstraint("practice_id", "version_id", "seat_id", name="signature_once"),
        CheckConstraint("char_length(name) between 1 and 200", name="name_length"),
        {"info": {"append_only": True, "signed_by_reader": True}},
    )

    @property
    def role(self) -> str:
        """What the signer is to the part: client | coach | boss | payer."""
        return next((seat.role for seat in self.version.part.seats if seat.id == self.seat_id), "")
