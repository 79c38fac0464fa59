"""What is for sale. A published version never changes: editing an offer makes the next version and touches nobody who bought."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from billing.instalments import split
from billing.tax import LARGEST_MINOR, Line, Sums, sums
from models.base import Tenanted, belongs_to, has_many, refers_to
from models.errors import DomainError, NotForSale, Stale
from models.folding import fold


@dataclass(frozen=True)
class Terms:
    """What a version says, as OfferVersion's columns spell it."""

    name: str
    price_minor: int
    currency: str
    words: str = ""
    tax_percent: Decimal = Decimal(0)
    sessions: int = 1
    minutes: int = 60
    valid_months: int | None = None
    instalments: int = 1
    instalment_minor: int | None = None
    on_invoice: bool = False
    cancel_hours: int = 24
    terms: str = ""


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

    @classmethod
    def make(cls, session: Session, kind: str, name: str, now: datetime) -> Offer:
        """Not for sale before its first version is published. Its address cannot be guessed, so that it can be shown by link only."""
        plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40].strip("-")
        made = cls(kind=kind, handle=f"{plain or 'offer'}-{secrets.token_hex(6)}", created_at=now, versions=[])
        session.add(made)
        session.flush()
        return made

    def publish(self, terms: Terms, *, seen: int, by: UUID, now: datetime) -> OfferVersion:
        """The next version; the newest one itself when it says the same. `seen`: the version that was looked at; raises Stale when it is not
        the newest any more."""
        self.lock()
        if seen != self.n:
            raise Stale
        if (newest := self.current) is not None and newest.says == terms:
            return newest
        if self.is_first_call and terms.price_minor:
            raise DomainError("A first call is free. For one that costs something, make a single session.")
        made = OfferVersion(offer_id=self.id, n=self.n + 1, published_at=now, by_id=by, **asdict(terms))
        self.n += 1
        self.versions.append(made)
        self._session.flush()
        return made

    def place(self, *, shown: str, rank: int | None, places: int | None, until: date | None) -> None:
        """Where it stands, and for how many at the same time. Not part of what a buyer agrees to, so no new version."""
        self.lock()
        if places is not None and places < self.taken:
            raise DomainError(f"{self.taken} hold a place already. Write that number, or more.")
        self.shown, self.rank, self.places, self.until = shown, rank, places, until

    def lock(self) -> None:
        """Two who publish, or who take the last place, come one after the other."""
        self._session.flush()  # a refresh forgets what was not sent yet
        self._session.refresh(self, with_for_update=True)

    @property
    def current(self) -> OfferVersion | None:
        """What is for sale; none before the first is published."""
        return next((version for version in self.versions if version.n == self.n), None)

    @property
    def is_first_call(self) -> bool:
        return self.kind == "first_call"

    @property
    def is_full(self) -> bool:
        return self.places is not None and self.taken >= self.places

    def is_for_sale(self, today: date) -> bool:
        is_over = self.ended_at is not None or (self.until is not None and self.until < today)
        return self.n > 0 and self.shown != "hidden" and not is_over and not self.is_full

    def state(self, today: date) -> str:
        """ended, over (its last day has passed), full, public, link or hidden."""
        if self.ended_at:
            return "ended"
        if self.until is not None and self.until < today:
            return "over"
        return "full" if self.is_full else self.shown

    def take_place(self) -> bool:
        """For one who paid; False when the last one is gone. Under the row's lock."""
        self.lock()
        if self.is_full:
            return False
        self.taken += 1
        return True

    def free_place(self) -> None:
        """Of one who holds it no longer."""
        self.lock()
        self.taken = max(self.taken - 1, 0)

    def end(self, now: datetime) -> None:
        """Nobody buys it any more; who has keeps it."""
        self.ended_at = now

    def restore(self) -> None:
        """Undo of end."""
        self.ended_at = None

    @classmethod
    def at(cls, session: Session, handle: str) -> Offer | None:
        return session.scalar(select(cls).where(cls.handle == handle))

    def check_for_sale(self, today: date) -> None:
        """Raises NotForSale."""
        if not self.is_for_sale(today):
            raise NotForSale("The last place is taken. Ask whether another comes free." if self.is_full else None)

    @property
    def _session(self) -> Session:
        session = object_session(self)
        assert session is not None
        return session


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

    @property
    def says(self) -> Terms:
        return Terms(**{name: getattr(self, name) for name in Terms.__dataclass_fields__})

    def line(self, *, by_instalments: bool = False) -> Line:
        """As it stands on an invoice."""
        price = self.instalments * (self.instalment_minor or 0) if by_instalments else self.price_minor
        return Line(self.name, Decimal(1), price, tax_percent=self.tax_percent, version_id=self.id)

    def sums(self, *, by_instalments: bool = False) -> Sums:
        """Of the whole; of a subscription, of one month."""
        return sums([self.line(by_instalments=by_instalments)])

    def parts(self, *, by_instalments: bool) -> list[int]:
        """What is paid each time, tax included: the first at once, each other a month later."""
        total = self.sums(by_instalments=by_instalments).total_minor
        return split(total, [Decimal(1)] * self.instalments) if by_instalments else [total]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that a buyer agrees to."""
        text = json.dumps(asdict(self.says), default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
