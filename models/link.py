"""A link, or a link and a code, that left in a mail: one purpose, one object, expiring. Only hashes stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from models.base import Base, uuid7
from models.errors import LinkSpent, WrongCode
from models.secret import digest, keyed, keyed_digits, keyed_hex, same


class Link(Base):
    __tablename__ = "link"
    LIVES: ClassVar[dict[str, timedelta]] = {
        "sign_in": timedelta(minutes=10),
        "reset": timedelta(hours=1),
        "confirm": timedelta(days=2),
        "invitation": timedelta(days=30),
        "agreement": timedelta(days=30),
        "invoice": timedelta(days=30),
        "statement": timedelta(days=30),
        "share": timedelta(days=30),
        "portal": timedelta(days=30),
        "demo": timedelta(days=30),
        "purchase": timedelta(days=90),
        "testimonial": timedelta(days=36500),
        "confirmation": timedelta(days=30),
        "stop": timedelta(days=36500),
        "reply": timedelta(days=400),
    }
    TRIES: ClassVar[int] = 5

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    code_hash: Mapped[bytes | None]
    browser_hash: Mapped[bytes | None]  # the browser that asked: in any other, a sign-in link also asks for the code
    purpose: Mapped[str]
    subject_id: Mapped[UUID]  # the object: a contract, an invoice, a person, …
    reader_id: Mapped[UUID | None]  # the client or contact it was sent to
    address: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    __table_args__ = (
        Index("link_subject_ix", "practice_id", "purpose", "subject_id"),
        CheckConstraint("tries between 0 and 5", name="five_tries"),
        {"info": {"platform": "opened before a practice is entered"}},
    )

    @classmethod
    def mint(
        cls,
        session: Session,
        secret: bytes,
        purpose: str,
        *,
        practice_id: UUID,
        subject_id: UUID,
        address: str,
        now: datetime,
        reader_id: UUID | None = None,
        with_code: bool = False,
        browser: str | None = None,
    ) -> Link:
        """A link whose token and code follow from its id and the installation's secret: whoever sends it derives them, nobody stores them."""
        row = cls(
            id=uuid7(),
            practice_id=practice_id,
            browser_hash=digest(browser) if browser else None,
            purpose=purpose,
            subject_id=subject_id,
            reader_id=reader_id,
            address=address,
            created_at=now,
            expires_at=now + cls.LIVES[purpose],
        )
        row.token_hash = digest(row.token(secret))
        row.code_hash = digest(row.code(secret)) if with_code else None
        session.add(row)
        session.flush()
        return row

    @classmethod
    def reuse(
        cls,
        session: Session,
        secret: bytes,
        purpose: str,
        *,
        practice_id: UUID,
        subject_id: UUID,
        address: str,
        now: datetime,
        reader_id: UUID | None,
    ) -> Link:
        """The same link again while it has a week to live, so that a mail sent twice holds one address; else a new one."""
        same = select(cls).where(
            cls.practice_id == practice_id,
            cls.purpose == purpose,
            cls.subject_id == subject_id,
            cls.reader_id == reader_id,
            cls.address == address,
            cls.used_at.is_(None),
            cls.expires_at > now + timedelta(days=7),
        )
        found = session.scalar(same.order_by(cls.expires_at.desc()).limit(1))
        return found or cls.mint(
            session, secret, purpose, practice_id=practice_id, subject_id=subject_id, address=address, now=now, reader_id=reader_id
        )

    def token(self, secret: bytes) -> str:
        """256 bits for an address, from the row's id under the installation's secret; of a mail address 160, where large and small letters are one."""
        if self.purpose == "reply":
            return keyed_hex(secret, f"link token {self.id}")
        return keyed(secret, f"link token {self.id}")

    def code(self, secret: bytes) -> str:
        """Six digits for a person to type."""
        return keyed_digits(secret, f"link code {self.id}")

    @classmethod
    def find(cls, session: Session, token: str, *purposes: str) -> Link | None:
        return session.scalar(select(cls).where(cls.token_hash == digest(token), cls.purpose.in_(purposes)))

    def check_open(self, now: datetime) -> None:
        if self.expires_at <= now or (self.used_at and self.purpose in ("sign_in", "reset", "confirm", "invitation")):
            raise LinkSpent

    def asked_from(self, browser: str | None) -> bool:
        return self.browser_hash is None or bool(browser and digest(browser) == self.browser_hash)

    def use(self, now: datetime) -> None:
        """Once: the row is locked first, so of two who press at the same moment one is told that it is used."""
        session = object_session(self)
        assert session is not None
        session.refresh(self, with_for_update=True)
        self.check_open(now)
        self.used_at = now

    @classmethod
    def count_try(cls, session: Session, id: UUID) -> bool:
        """One more try of the code; False when it is dead. Runs in a short transaction of its own: a refusal rolls back."""
        more = update(cls).where(cls.id == id, cls.tries < cls.TRIES, cls.used_at.is_(None)).values(tries=cls.tries + 1).returning(cls.id)
        return session.scalar(more) is not None

    def check_code(self, code: str, now: datetime) -> None:
        self.check_open(now)
        if not self.code_hash or not same(digest(code.strip().replace(" ", "")), self.code_hash):
            raise WrongCode

    @classmethod
    def close(cls, session: Session, purpose: str, subject_id: UUID, now: datetime) -> None:
        """All of one purpose about one thing: a password that was set makes the other reset links worthless."""
        still = update(cls).where(cls.purpose == purpose, cls.subject_id == subject_id, cls.used_at.is_(None))
        session.execute(still.values(used_at=now))

    @classmethod
    def recent(cls, session: Session, address: str, since: datetime) -> int:
        """How many links went to this address lately: mail sent on somebody's behalf is slowed."""
        return session.scalar(select(func.count()).select_from(cls).where(cls.address == address, cls.created_at > since)) or 0
