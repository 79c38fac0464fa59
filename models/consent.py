"""What a writer agreed to: which words, what else beside them, where, until when. Rows are added and never changed; the newest one holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, belongs_to, refers_to

if TYPE_CHECKING:
    from models.testimonial import Testimonial


class Consent(Tenanted):
    """The newest one holds. `items`: text, name, role, company, photo, measured; `channels`: page, proposal, post. Withdrawn: none of either."""

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

    @property
    def is_withdrawal(self) -> bool:
        return self.method == "withdrawal"

    def holds(self, today: date) -> bool:
        return self.expires_on is not None and today < self.expires_on

    def is_public(self, today: date) -> bool:
        """May the words stand on the coach's own page?"""
        return self.holds(today) and "text" in self.items and "page" in self.channels
