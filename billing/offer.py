"""What is for sale. A published version never changes: editing an offer makes the next version and touches nobody who bought."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from billing.tax import LARGEST_MINOR
from models.base import Tenanted, belongs_to, has_many, refers_to


class Offer(Tenanted):
    """`n` is the version that is for sale, 0 before the first. `taken` counts who holds one of `places` now: changed under the row's lock."""

    __tablename__ = "offer"
    KINDS: ClassVar[tuple[str, ...]] = ("first_call", "single", "package", "subscription", "seat")
    kind: Mapped[str]
    shown: Mapped[str] = mapped_column(default="hidden")  # public | link | hidden
    rank: Mapped[int | None]  # 1, 2, 3: good, better, best on the page
    handle: Mapped[str]  # its address on the public pages; of one that is shown by link only, random
    n: Mapped[int] = mapped_column(default=0)
    places: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    until: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    versions: Mapped[list[OfferVersion]] = has_many("offer_version.offer_id", back_populates="offer", order_by="OfferVersion.n")
    __table_args__ = (
        UniqueConstraint("practice_id", "handle", name="offer_handle_once"),
        CheckConstraint("kind in ('first_call', 'single', 'package', 'subscription', 'seat')", name="kind_known"),
        CheckConstraint("shown in ('public', 'link', 'hidden')", name="shown_known"),
        CheckConstraint("rank between 1 and 3", name="rank_known"),
        CheckConstraint("places between 1 and 100000 and taken >= 0 and taken <= places", name="places_hold"),
        {"info": {"reader": "open"}},
    )

    @property
    def is_sold_out(self) -> bool:
        return self.places is not None and self.taken >= self.places


class OfferVersion(Tenanted):
    """`price_minor` is net, for the whole (a month, of a subscription). `instalments` equal parts of `instalment_minor`, when that is offered."""

    __tablename__ = "offer_version"
    offer_id: Mapped[UUID] = refers_to("offer")
    n: Mapped[int]
    name: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    price_minor: Mapped[int]
    currency: Mapped[str]
    tax_percent: Mapped[Decimal] = mapped_column(default=Decimal(0))
    sessions: Mapped[int] = mapped_column(default=1)
    minutes: Mapped[int] = mapped_column(default=60)
    valid_months: Mapped[int | None]
    instalments: Mapped[int] = mapped_column(default=1)
    instalment_minor: Mapped[int | None]
    on_invoice: Mapped[bool] = mapped_column(default=False)  # may a company pay it on invoice?
    cancel_hours: Mapped[int] = mapped_column(default=24)  # until then a session can be moved or cancelled without losing it
    terms: Mapped[str] = mapped_column(default="")  # what the buyer agrees to, as it stood when this was published
    published_at: Mapped[datetime]
    by_id: Mapped[UUID]
    offer: Mapped[Offer] = belongs_to("offer_id", back_populates="versions")
    __table_args__ = (
        UniqueConstraint("practice_id", "offer_id", "n", name="offer_version_once"),
        CheckConstraint(f"price_minor between 0 and {LARGEST_MINOR}", name="price_sane"),
        CheckConstraint("tax_percent >= 0 and tax_percent < 100", name="tax_sane"),
        CheckConstraint("sessions between 0 and 1000 and minutes between 5 and 1440", name="sessions_sane"),
        CheckConstraint("valid_months between 1 and 120", name="valid_sane"),
        CheckConstraint("instalments between 1 and 24 and (instalments = 1) = (instalment_minor is null)", name="instalments_sane"),
        CheckConstraint("cancel_hours between 0 and 720", name="cancel_sane"),
        CheckConstraint("char_length(name) between 1 and 200", name="name_length"),
        {"info": {"reader": "open", "append_only": True}},
    )
