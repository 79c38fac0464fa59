"""What people say of the work, in their own words, shown only as far and as long as they agreed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, belongs_to, has_many, refers_to


class Testimonial(Tenanted):
    """The writer's door enters as this row. source: closing (asked by itself after the final report), hand, old (from before, entered by the coach)."""

    __tablename__ = "testimonial"
    kind: ClassVar[str] = "writer"
    source: Mapped[str]
    client_id: Mapped[UUID | None] = refers_to("client")
    contract_id: Mapped[UUID | None] = refers_to("contract")
    goal_id: Mapped[UUID | None] = refers_to("goal")  # whose measured result may stand beside it
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    zone: Mapped[str]
    locale: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    company: Mapped[str] = mapped_column(default="")
    said_on: Mapped[date | None]  # of an old one
    photo_id: Mapped[UUID | None] = refers_to("file")
    measured: Mapped[dict[str, Any] | None]  # the picture that may be shown, recomputed by a job; null when the data do not bear one
    incentive: Mapped[str] = mapped_column(default="")
    relationship: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    texts: Mapped[list[TestimonialText]] = has_many("testimonial_text.testimonial_id", order_by="TestimonialText.n")
    consents: Mapped[list[Consent]] = has_many("consent.testimonial_id", back_populates="testimonial", order_by="Consent.at, Consent.id")
    __table_args__ = (
        UniqueConstraint("practice_id", "contract_id", name="testimonial_asked_once"),
        Index("testimonial_client_ix", "practice_id", "client_id"),
        CheckConstraint("source in ('closing', 'hand', 'old')", name="source_known"),
        CheckConstraint("char_length(name) between 1 and 200 and char_length(address) <= 320", name="who_length"),
        CheckConstraint(
            "char_length(role) <= 200 and char_length(company) <= 200 and char_length(incentive) <= 500 and char_length(relationship) <= 500",
            name="texts_length",
        ),
        {"info": {"reader": "self"}},
    )


class TestimonialText(Tenanted):
    """`by` writer or coach. Only a text whose hash its writer agreed to is ever shown."""

    __tablename__ = "testimonial_text"
    testimonial_id: Mapped[UUID] = refers_to("testimonial", shields=True)
    n: Mapped[int]
    by: Mapped[str]
    text: Mapped[str]
    sha256: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("practice_id", "testimonial_id", "n", name="testimonial_text_once"),
        CheckConstraint("by in ('writer', 'coach')", name="by_known"),
        CheckConstraint("char_length(text) between 1 and 4000", name="text_length"),
        {"info": {"append_only": True}},
    )


class Consent(Tenanted):
    """The newest one holds. `items`: text, name, role, company, photo, measured; `channels`: page, wall, proposal, post. Withdrawn: none of either."""

    __tablename__ = "consent"
    ITEMS: ClassVar[tuple[str, ...]] = ("text", "name", "role", "company", "photo", "measured")
    CHANNELS: ClassVar[tuple[str, ...]] = ("page", "proposal", "post")
    testimonial_id: Mapped[UUID] = refers_to("testimonial", shields=True)
    items: Mapped[list[Any]]
    channels: Mapped[list[Any]]
    text_sha256: Mapped[str]
    expires_on: Mapped[date | None]
    at: Mapped[datetime]
    ip: Mapped[str] = mapped_column(default="")
    browser: Mapped[str] = mapped_column(default="")
    method: Mapped[str]  # form | renewal | withdrawal
    testimonial: Mapped[Testimonial] = belongs_to("testimonial_id", back_populates="consents")
    __table_args__ = (
        CheckConstraint("method in ('form', 'renewal', 'withdrawal')", name="method_known"),
        CheckConstraint("(method = 'withdrawal') = (jsonb_array_length(items) = 0 and expires_on is null)", name="withdrawn_is_empty"),
        {"info": {"append_only": True}},
    )


class WallCard(Tenanted):
    """What strangers see of a testimonial, complete: written from its newest consent by one function, and gone with it."""

    __tablename__ = "wall_card"
    testimonial_id: Mapped[UUID] = refers_to("testimonial")
    body: Mapped[dict[str, Any]]
    rank: Mapped[int] = mapped_column(default=0)  # the coach's order; 1 is first, 0 by date
    on_page: Mapped[bool] = mapped_column(default=True)
    said_on: Mapped[date]
    expires_on: Mapped[date]
    __table_args__ = (
        UniqueConstraint("practice_id", "testimonial_id", name="wall_card_once"),
        {"info": {"reader": "open"}},
    )
