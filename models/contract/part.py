"""A part of an agreement: goals, private annex or terms, each with its own versions, hash and signers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKeyConstraint, Index, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, object_session

from models.base import Tenanted, belongs_to, constant, has_many, refers_to
from models.contract.text import canonical, parse, sha256
from models.contract.version import Seat, Signature, Version
from models.errors import NotAsked, Stale

if TYPE_CHECKING:
    from models.contract.contract import Contract
    from models.contract.reply import Reply


class Part(Tenanted):
    """`readers`: who from outside the practice reads it. `proposed`: what the readers read before it is frozen, without what they add."""

    __tablename__ = "part"
    KINDS: ClassVar[tuple[str, ...]] = ("goals", "annex", "terms")
    NAMES: ClassVar[dict[str, str]] = {"goals": "Goals", "annex": "Private annex", "terms": "Terms"}

    contract_id: Mapped[UUID] = refers_to("contract")
    kind: Mapped[str]
    readers: Mapped[list[UUID]] = mapped_column(default=list)
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    draft_no: Mapped[int] = mapped_column(default=1)
    proposed: Mapped[dict[str, Any] | None]
    in_force_id: Mapped[UUID | None]
    open_id: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]  # the contract's, for readers who do not see the contract
    contract: Mapped[Contract] = belongs_to("contract_id", back_populates="parts")
    seats: Mapped[list[Seat]] = has_many("seat.part_id", back_populates="part", order_by="Seat.place")
    versions: Mapped[list[Version]] = has_many("version.part_id", back_populates="part", order_by="Version.n")
    replies: Mapped[list[Reply]] = has_many("reply.part_id", back_populates="part", order_by="Reply.at")
    __table_args__ = (
        UniqueConstraint("practice_id", "contract_id", "kind", name="part_once"),
        Index("part_out_ix", "practice_id", "open_id", postgresql_where="open_id is not null"),
        CheckConstraint("kind in ('goals', 'annex', 'terms')", name="kind_known"),
        ForeignKeyConstraint(
            ["practice_id", "id", "in_force_id"],
            ["version.practice_id", "version.part_id", "version.id"],
            name="part_in_force_is_its_own",
            use_alter=True,
        ),
        ForeignKeyConstraint(
            ["practice_id", "id", "open_id"],
            ["version.practice_id", "version.part_id", "version.id"],
            name="part_open_is_its_own",
            use_alter=True,
        ),
    )

    @property
    def name(self) -> str:
        return self.NAMES[self.kind]

    @property
    def in_force(self) -> Version | None:
        return next((v for v in self.versions if v.id == self.in_force_id), None)

    @property
    def open(self) -> Version | None:
        """The version that waits for signatures: one at a time."""
        return next((v for v in self.versions if v.id == self.open_id), None)

    @property
    def shown(self) -> Version | None:
        """What a reader reads: the open version, else the one in force."""
        return self.open or self.in_force

    @property
    def text(self) -> dict[str, Any] | None:
        """What stands on the page: the version's words, or what is proposed while it is not frozen."""
        return parse(self.shown.text) if self.shown else self.proposed

    @property
    def contributor(self) -> Seat | None:
        """Who adds something to the text, and so reads it over and signs first."""
        return next((seat for seat in self.seats if seat.contributes), None)

    @property
    def is_signed(self) -> bool:
        return self.open is not None and self.open.is_signed_by_all

    def days_since_change(self, now: datetime) -> int | None:
        """Days since the version in force was frozen; None before there is one."""
        return (now - self.in_force.frozen_at).days if self.in_force else None

    def seat_of(self, who_id: UUID) -> Seat | None:
        return next((seat for seat in self.seats if seat.who_id == who_id), None)

    def asks(self, who_id: UUID) -> str:
        """What it waits for from this reader: "add" (their own words, before it is frozen), "sign", or nothing."""
        seat = self.seat_of(who_id)
        if seat is None or not seat.signs or self.ended_at:
            return ""
        if self.open is None:
            return "add" if seat.contributes and self.proposed is not None else ""
        return "sign" if self.open.waits_for(who_id) else ""

    @classmethod
    def asking(cls) -> ColumnElement[bool]:
        """asks() of a part that is joined with a seat of it, as a condition: without loading any text."""
        signed = select(Signature.id).where(Signature.version_id == cls.open_id)
        first = aliased(Seat)
        unsigned_first = (
            select(first.id)
            .where(first.part_id == cls.id, first.contributes, first.signs, first.id != Seat.id)
            .where(~signed.where(Signature.seat_id == first.id).exists())
        )
        adds = cls.open_id.is_(None) & Seat.contributes & (func.jsonb_typeof(cls.proposed) == "object")
        signs = cls.open_id.is_not(None) & ~signed.where(Signature.seat_id == Seat.id).exists() & ~unsigned_first.exists()
        slip = select(Version.id).where(Version.id == cls.open_id, Version.kind == "slip").correlate(cls)
        signs &= Seat.role.in_([constant("client"), constant("coach")]) | ~slip.exists()  # of a typing error the others are only told
        return Seat.signs & cls.ended_at.is_(None) & (adds | signs)

    @classmethod
    def waiting(cls, who_id: UUID) -> Select[UUID]:
        """The contracts in which a part asks something of this reader, newest first."""
        mine = select(cls.contract_id).join(Seat, Seat.part_id == cls.id).where(Seat.who_id == who_id, cls.asking())
        return mine.order_by(cls.contract_id.desc())

    def write(self, draft_no: int, words: Mapping[str, Any]) -> None:
        if draft_no != self.draft_no:
            raise Stale
        self.draft = {**self.draft, **words}
        self.draft_no += 1

    def seat(self, who_id: UUID, name: str, role: str, *, contributes: bool, place: int) -> Seat:
        """Give somebody a seat, or the one they have."""
        seat = self.seat_of(who_id)
        if seat is None:
            seat = Seat(part_id=self.id, who_id=who_id)
            self.seats.append(seat)
        seat.name, seat.role, seat.signs, seat.contributes, seat.place = name, role, True, contributes, place
        return seat

    def unseat_all(self) -> None:
        for seat in self.seats:
            seat.signs = seat.contributes = False

    def propose(self, text: Mapping[str, Any]) -> None:
        """What is proposed, in the form it will have when frozen: what readers add is still empty."""
        self.proposed = parse(canonical(text))
        self.open_id = None

    def freeze(self, added: Mapping[str, Any], *, by: UUID, now: datetime, reason: str = "", kind: str = "version") -> Version:
        """The contributor pressed *read it over*: from here on there is a text with a hash, and it never changes."""
        session = object_session(self)
        assert session is not None
        if self.proposed is None:
            raise NotAsked
        lock(session, self)
        text = canonical({**self.proposed, **added})
        newest = self.versions[-1].n if self.versions else 0
        version = Version(
            part_id=self.id,
            n=newest + 1,
            kind=kind,
            format=self.proposed["format"],
            text=text,
            sha256=sha256(text),
            reason=reason,
            frozen_at=now,
            by_id=by,
        )
        self.versions.append(version)
        session.flush()
        self.open_id = version.id
        return version

    def close_open(self) -> None:
        """Nobody is asked to sign any more; the version stays readable to the practice."""
        self.open_id = None

    def put_in_force(self) -> Version:
        assert self.open is not None
        version = self.open
        self.in_force_id, self.open_id, self.proposed = version.id, None, None
        return version


def lock(session: Session, part: Part) -> None:
    session.execute(select(Part.id).where(Part.id == part.id).with_for_update())
