"""What a practice says to strangers: whom it helps, with what, how, on what terms. One a practice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Tenanted
from models.errors import DomainError, Stale

TERMS = """**Moving a session.** Until the time that is said at each offer you can move or cancel a session and lose nothing. Later it counts as held.

**Changing your mind.** Within fourteen days of buying you can withdraw by a line to the address below, and get back what was not used.

**What stays between us.** What you say stays between you and your coach. What is measured belongs to you, and is shown to others only when you say so."""

PRIVACY = """What you write here is read by the coach you write to, and by nobody else. It is kept for as long as we are in touch, and deleted when you ask.

Paying happens at Stripe; your card is never seen here. No cookie is set on these pages, and nobody is told that you were here."""


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

    @classmethod
    def of(cls, session: Session) -> PublicPage:
        """The practice's; a new one begins with texts to start from, and is not yet shown to anybody."""
        return session.scalar(select(cls)) or cls(
            terms=TERMS, privacy=PRIVACY, headline="", lead="", method="", answers_in_days=2, face={}, version=1
        )

    def write(self, version: int, **words: Any) -> None:
        """Change its texts, by the names of its columns. Stale when they were saved since `version` was read."""
        if version != self.version:
            raise Stale
        for name, value in words.items():
            setattr(self, name, value)
        self.version += 1

    def show(self, now: datetime) -> None:
        """To everybody who has its address. Raises DomainError while it says nothing."""
        if not self.headline.strip():
            raise DomainError("Say first whom you help and with what: strangers read that sentence before anything else.")
        self.shown_at = self.shown_at or now

    def hide(self) -> None:
        self.shown_at = None
