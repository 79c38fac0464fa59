"""Somebody asks. Strangers put it into the letterbox; from there it has a stage, a next step and a date, until it is won or lost."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, refers_to


class Enquiry(Tenanted):
    """The three questions: what people should see them do, where on the job it shows and what it costs, what was tried."""

    __tablename__ = "enquiry"
    kind: ClassVar[str] = "enquirer"
    STAGES: ClassVar[tuple[str, ...]] = ("new", "asked back", "talked", "proposed", "won", "lost")
    name: Mapped[str]
    folded: Mapped[str]
    address: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str]
    behaviour: Mapped[str] = mapped_column(default="")
    gap: Mapped[str] = mapped_column(default="")
    tried: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")  # for whom it is asked, where not for themselves
    stage: Mapped[str] = mapped_column(default="new")
    next_step: Mapped[str] = mapped_column(default="")
    next_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="page")  # page | referral | colleague | post | other
    source_note: Mapped[str] = mapped_column(default="")
    value_minor: Mapped[int | None]
    currency: Mapped[str]
    lost_reason: Mapped[str] = mapped_column(default="")  # no answer | no case | boss | price | other coach | other
    client_id: Mapped[UUID | None] = refers_to("client")
    answered_at: Mapped[datetime | None]
    quoted_at: Mapped[datetime | None]  # when a price was named
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        Index("enquiry_stage_ix", "practice_id", "stage", "created_at"),
        Index("enquiry_address_ix", "practice_id", "address"),
        CheckConstraint("stage in ('new', 'asked back', 'talked', 'proposed', 'won', 'lost')", name="stage_known"),
        CheckConstraint("source in ('page', 'referral', 'colleague', 'post', 'other')", name="source_known"),
        CheckConstraint("(stage in ('won', 'lost')) = (closed_at is not null)", name="closed_when_over"),
        CheckConstraint("value_minor >= 0", name="value_sane"),
        CheckConstraint("char_length(name) between 1 and 200 and char_length(address) between 3 and 320", name="who_length"),
        CheckConstraint(
            "char_length(behaviour) <= 2000 and char_length(gap) <= 2000 and char_length(tried) <= 2000 and char_length(about) <= 200 "
            "and char_length(next_step) <= 200 and char_length(source_note) <= 200 and char_length(lost_reason) <= 200",
            name="texts_length",
        ),
        {"info": {"reader": "letterbox"}},
    )
