"""What strangers see of a testimonial: one row, complete, written by one function from the newest consent, and gone with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, object_session

from models import photograph
from models.base import Tenanted, refers_to
from models.picture import fingerprint

if TYPE_CHECKING:
    from models.consent import Consent
    from models.testimonial import Testimonial


class WallCard(Tenanted):
    """What strangers see of a testimonial, complete: written from its newest consent by one function, and gone with it."""

    __tablename__ = "wall_card"
    SEEN: ClassVar[tuple[str, ...]] = ("role", "company", "photo", "incentive", "relationship", "chart_seen")
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

    @classmethod
    def standing(cls, today: date) -> Select[WallCard]:
        """Those that may be seen today: the coach's order first, then the newest. 60 at most."""
        placed = cls.rank == 0
        return select(cls).where(cls.expires_on > today).order_by(placed, cls.rank, cls.said_on.desc(), cls.id).limit(60)

    @classmethod
    def write(cls, testimonial: Testimonial, today: date, *, as_seen: bool = False) -> WallCard | None:
        """The one place where a card is made, changed or taken away: by the newest consent and nothing else. Place and order stay the coach's.

        `as_seen`: its writer has just looked at all of it. Else role, company, photograph and what is disclosed stay as they were agreed to,
        whatever was typed or uploaded since.
        """
        session = object_session(testimonial)
        assert session is not None
        session.flush()
        card = session.scalar(select(cls).where(cls.testimonial_id == testimonial.id))
        consent = testimonial.consent
        if consent is None or not consent.is_public(today) or testimonial.agreed_text is None:
            if card is not None:
                session.delete(card)
                session.flush()
            return None
        assert consent.expires_on is not None
        body = body_of(testimonial, consent, photograph.path_of(session, testimonial))  # asks the database, so before there is half a card
        if card is None:
            card = cls(testimonial_id=testimonial.id)
            session.add(card)
        kept = {} if as_seen or not card.body else {name: card.body[name] for name in cls.SEEN if name in card.body}
        card.body, card.expires_on = _without_surprise({**body, **kept}), consent.expires_on
        card.said_on = testimonial.said_on or date.fromisoformat(body["agreed_on"])
        session.flush()
        return card


def body_of(testimonial: Testimonial, consent: Consent, photo: str | None) -> dict[str, Any]:
    """Exactly the items that were agreed to; also what the writer is shown before it stands. What is left out is not in it."""
    agreed, text = set(consent.items), testimonial.text_with(consent.text_sha256)
    assert text is not None
    named = "name" in agreed
    return {
        "text": text.text,
        "name": testimonial.name if named else f"{testimonial.name[0].upper()}.",
        "name_kept_back": not named,
        "role": testimonial.role if "role" in agreed else "",
        "company": testimonial.company if "company" in agreed else "",
        "photo": photo if "photo" in agreed else None,
        "measured": shown_measured(testimonial.measured, named=named) if "measured" in agreed else None,
        "chart_seen": bool(testimonial.measured and testimonial.measured["badge"]),
        "incentive": testimonial.incentive,
        "relationship": testimonial.relationship,
        "until": consent.expires_on.isoformat() if consent.expires_on else "",
        "agreed": sorted(agreed),
        "agreed_on": consent.at.astimezone(ZoneInfo(testimonial.zone)).date().isoformat(),
        "said_before": testimonial.said_on.isoformat() if testimonial.said_on else "",
    }


def mark_of(testimonial: Testimonial, shown: Consent) -> str:
    """SHA-256 of the card as its writer looks at it, with the very photograph and without its dates: only what was seen is agreed to."""
    body = body_of(testimonial, shown, str(testimonial.photo_id))
    return fingerprint({name: value for name, value in body.items() if name not in ("until", "agreed_on")})


def _without_surprise(body: dict[str, Any]) -> dict[str, Any]:
    """Whoever agreed to an outcome in a word has not agreed to a chart that could be drawn only later."""
    rose = body["measured"] is not None and body["measured"]["badge"] and not body["chart_seen"]
    return {**body, "measured": None} if rose else body


def shown_measured(measured: dict[str, Any] | None, *, named: bool) -> dict[str, Any] | None:
    """Without what names the writer, when the name was kept back."""
    if measured is None or named:
        return measured
    return {**measured, "goal": "", "behaviour": "", "recorded_by": "", "source": ""}
