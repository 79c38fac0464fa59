"""A company, and the people there who are a boss, HR or finance to a client."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Tenanted, belongs_to, has_many, refers_to, uuid7
from models.folding import clean, clean_line, fold


class Organisation(Tenanted):
    __tablename__ = "organisation"
    name: Mapped[str]
    folded: Mapped[str]
    contacts: Mapped[list[Contact]] = has_many("contact.organisation_id", back_populates="organisation", order_by="Contact.name")
    __table_args__ = (
        UniqueConstraint("practice_id", "folded", name="organisation_once"),
        CheckConstraint("char_length(name) between 1 and 200", name="name_length"),
    )

    @classmethod
    def called(cls, session: Session, name: str) -> Organisation:
        """The company of that name, new if there is none yet. Accents and case do not matter; two who ask at once get the same one."""
        row = insert(cls).values(id=uuid7(), name=clean_line(name), folded=fold(name))
        session.execute(row.on_conflict_do_nothing(constraint="organisation_once"))
        return session.scalars(select(cls).where(cls.folded == fold(name))).one()


class Contact(Tenanted):
    """Somebody at a company. What they are to a client is said by a sponsorship."""

    __tablename__ = "contact"
    organisation_id: Mapped[UUID | None] = refers_to("organisation")
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    folded: Mapped[str]
    address: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str] = mapped_column(default="en")
    organisation: Mapped[Organisation | None] = belongs_to("organisation_id", back_populates="contacts")
    sponsorships: Mapped[list[Sponsorship]] = has_many("sponsorship.contact_id", back_populates="contact")
    kind: ClassVar[str] = "contact"
    __table_args__ = (
        UniqueConstraint("practice_id", "address", name="contact_address_once"),
        Index("contact_person_ix", "practice_id", "person_id"),
        Index("contact_folded_ix", "practice_id", "folded"),
        CheckConstraint("char_length(name) between 1 and 200", name="name_length"),
        {"info": {"reader": "self"}},
    )

    def __init__(self, **values: Any) -> None:
        values["name"] = clean(values["name"])
        super().__init__(folded=fold(values["name"]), **values)

    def rename(self, name: str) -> None:
        self.name, self.folded = clean(name), fold(name)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def is_at_organisation(self) -> bool:
        """Mail to an employer's server betrays nothing."""
        return True


class Sponsorship(Tenanted):
    """A boss is a boss *of somebody*; one person may be boss, HR and finance to the same client."""

    __tablename__ = "sponsorship"
    ROLES: ClassVar[tuple[str, ...]] = ("boss", "hr", "finance")
    client_id: Mapped[UUID] = refers_to("client")
    contact_id: Mapped[UUID] = refers_to("contact")
    role: Mapped[str]
    contact: Mapped[Contact] = belongs_to("contact_id", back_populates="sponsorships")
    __table_args__ = (
        UniqueConstraint("practice_id", "client_id", "contact_id", "role", name="sponsorship_once"),
        Index("sponsorship_one_boss", "practice_id", "client_id", unique=True, postgresql_where="role = 'boss'"),
        CheckConstraint("role in ('boss', 'hr', 'finance')", name="role_known"),
    )
