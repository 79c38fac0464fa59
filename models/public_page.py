"""What a practice says to strangers: whom it helps, with what, how, on what terms. One a practice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted


class PublicPage(Tenanted):
    """`face` is what strangers are shown of rows they may not read: counts over all closed agreements and all who were asked for a testimonial.
    A job writes it; the page computes nothing."""

    __tablename__ = "public_page"
    headline: Mapped[str] = mapped_column(default="")
    lead: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")  # Markdown
    terms: Mapped[str] = mapped_column(default="")  # what a buyer agrees to, Markdown
    privacy: Mapped[str] = mapped_column(default="")  # Markdown
    answers_in_days: Mapped[int] = mapped_column(default=2)
    face: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shown_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        UniqueConstraint("practice_id", name="public_page_once"),
        CheckConstraint("answers_in_days between 1 and 30", name="answers_in_days_sane"),
        CheckConstraint(
            "char_length(headline) <= 200 and char_length(lead) <= 1000 and char_length(method) <= 20000 and char_length(terms) <= 20000 "
            "and char_length(privacy) <= 20000",
            name="texts_length",
        ),
        {"info": {"reader": "open"}},
    )

    @property
    def is_shown(self) -> bool:
        return self.shown_at is not None
