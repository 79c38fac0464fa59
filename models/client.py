"""Somebody who is coached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Select, and_, func, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from models.base import Tenanted, belongs_to, has_many, refers_to
from models.errors import NotYours, Stale
from models.folding import clean, fold, fold_address
from models.membership import Membership
from models.organisation import Contact, Organisation, Sponsorship

if TYPE_CHECKING:
    from models.contract.contract import Contract


class Client(Tenanted):
    __tablename__ = "client"
    kind: ClassVar[str] = "client"
    coach_id: Mapped[UUID] = refers_to("membership")
    next_coach_id: Mapped[UUID | None] = refers_to("membership")  # asked to go on with them; models/handover.py
    organisation_id: Mapped[UUID | None] = refers_to("organisation")
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    folded: Mapped[str]
    address: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str] = mapped_column(default="en")
    at_work: Mapped[bool] = mapped_column(default=False)  # is the address one at the employer's? The client chooses it
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    coach: Mapped[Membership] = belongs_to("coach_id")
    next_coach: Mapped[Membership | None] = belongs_to("next_coach_id")
    organisation: Mapped[Organisation | None] = belongs_to("organisation_id")
    contracts: Mapped[list[Contract]] = has_many("contract.client_id", back_populates="client", order_by="Contract.created_at.desc()")
    sponsorships: Mapped[list[Sponsorship]] = has_many("sponsorship.client_id")
    __table_args__ = (
        Index("client_folded_ix", "practice_id", "folded"),
        Index("client_person_ix", "practice_id", "person_id"),
        Index("client_address_ix", "practice_id", "address"),
        CheckConstraint("next_coach_id <> coach_id", name="next_is_another"),
        CheckConstraint("char_length(name) between 1 and 200", name="name_length"),
        CheckConstraint("char_length(address) between 3 and 320", name="address_length"),
        {"info": {"reader": "self"}},
    )

    def __init__(self, **values: Any) -> None:
        values["name"] = clean(values["name"])
        values["address"] = fold_address(values["address"])
        super().__init__(folded=fold(values["name"]), **values)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def is_at_organisation(self) -> bool:
        return self.at_work

    def rename(self, name: str) -> None:
        self.name, self.folded = clean(name), fold(name)

    def write(self, version: int, *, by: Membership, name: str, address: str, zone: str) -> None:
        """What the coach keeps about a client; a stale form is refused and both texts are shown.

        The address is the way in: it is changed by the coach alone, or by an owner when the coach has left. Raises NotYours.
        """
        if version != self.version:
            raise Stale
        if fold_address(address) != self.address:
            self.require_hands_of(by)
        self.rename(name)
        if fold_address(address) != self.address:
            self.address, self.person_id = fold_address(address), None  # whoever holds the old address is not them any more
        self.zone = zone
        self.version += 1

    def is_in_the_hands_of(self, member: Membership) -> bool:
        """Their own coach; an owner only when that coach works here no more."""
        has_left = self.coach.ended_at is not None or not self.coach.coaches
        return (member.coaches and member.id == self.coach_id) or (member.owns and has_left)

    def require_hands_of(self, member: Membership) -> None:
        if not self.is_in_the_hands_of(member):
            raise NotYours(f"Only {self.coach.name}, who coaches {self.first_name}, changes the address or hands over to another coach.")

    def sponsors(self, role: str) -> list[Contact]:
        return [s.contact for s in self.sponsorships if s.role == role]

    @property
    def boss(self) -> Contact | None:
        return next(iter(self.sponsors("boss")), None)

    @property
    def payer(self) -> Contact | Client:
        """Finance, else the boss, else the client."""
        return next(iter(self.sponsors("finance")), None) or self.boss or self

    def name_sponsor(self, role: str, *, name: str, address: str, zone: str) -> Contact:
        """Say who is boss, HR or finance. The same address is the same person, whatever they are to whom."""
        session = object_session(self)
        assert session is not None
        address = fold_address(address)
        contact = session.scalar(select(Contact).where(Contact.address == address))
        if contact is None:
            contact = Contact(name=name, address=address, zone=zone, locale=self.locale, organisation_id=self.organisation_id)
            session.add(contact)
            session.flush()
        if contact not in self.sponsors(role):
            session.add(Sponsorship(client_id=self.id, contact_id=contact.id, role=role, contact=contact))
            session.flush()
            session.expire(self, ["sponsorships"])
        return contact

    def archive(self, now: datetime) -> None:
        self.archived_at = now

    def restore(self) -> None:
        self.archived_at = None

    @classmethod
    def live(cls) -> Select[Client]:
        return select(cls).where(cls.archived_at.is_(None)).order_by(cls.folded, cls.id)

    @classmethod
    def called(cls, words: str, limit: int = 20) -> Select[Client]:
        """Whose name holds every word typed: accents and case do not matter."""
        return cls.live().where(_holds(cls.folded, words)).limit(limit)

    @classmethod
    def around(cls, words: str, limit: int = 20) -> Select[str, Sequence[str], UUID, str]:
        """Whose boss, HR or finance is called so: rows of that person's `name`, their `roles`, and the client's `id` and `client` (a name)."""
        pairs = (
            select(Contact.name, func.array_agg(Sponsorship.role).label("roles"), cls.id, cls.name.label("client"))
            .select_from(Sponsorship)
            .join(Contact, Contact.id == Sponsorship.contact_id)
            .join(cls, cls.id == Sponsorship.client_id)
        )
        found = pairs.where(cls.archived_at.is_(None), _holds(Contact.folded, words))
        each = found.group_by(Contact.id, Contact.name, Contact.folded, cls.id, cls.name, cls.folded)
        return each.order_by(Contact.folded, cls.folded, cls.id).limit(limit)


def _holds(folded: Any, words: str) -> ColumnElement[bool]:
    """Every word of them, the first eight."""
    return and_(True, *(folded.contains(part, autoescape=True) for part in fold(words).split()[:8]))
