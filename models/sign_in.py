"""A device that is signed in. Read on every request, so revoking the row signs the device out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, delete, select, update
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from models.base import Base, uuid7
from models.person import Person
from models.secret import digest, new_token


class SignIn(Base):
    """proof: `password` opens the workspace; `mail` (a code or a ten-minute link) the pages of a client or a boss; `link` one object only."""

    __tablename__ = "sign_in"
    WORKSPACE_IDLE: ClassVar[timedelta] = timedelta(days=14)
    LONGEST: ClassVar[timedelta] = timedelta(days=90)
    LINKED: ClassVar[timedelta] = timedelta(days=30)  # no longer than the link it came by
    FRESH: ClassVar[timedelta] = timedelta(minutes=30)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proof: Mapped[str]
    only_practice_id: Mapped[UUID | None]
    only_object_id: Mapped[UUID | None]  # for proof `link`: the one thing that link was for
    reader_id: Mapped[UUID | None]  # for proof `link`: the client or contact it was sent to
    browser: Mapped[str] = mapped_column(default="")
    ip: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
    __table_args__ = (
        Index("sign_in_person_ix", "person_id"),
        CheckConstraint("proof in ('password', 'mail', 'link')", name="proof_known"),
        CheckConstraint("(proof = 'link') = (only_object_id is not null)", name="link_opens_one"),
        {"info": {"platform": "read before a practice is entered"}},
    )

    @classmethod
    def start(
        cls, session: Session, person: Person, proof: str, *, now: datetime, browser: str, ip: str, **only: UUID | None
    ) -> tuple[SignIn, str]:
        """The row and its token; the token leaves in a cookie and is not kept."""
        token = new_token()
        row = cls(
            token_hash=digest(token),
            person_id=person.id,
            person=person,
            proof=proof,
            browser=browser[:300],
            ip=ip,
            created_at=now,
            seen_at=now,
            proved_at=now,
            expires_at=now + (cls.LINKED if proof == "link" else cls.LONGEST),
            **only,
        )
        session.add(row)
        session.flush()
        return row, token

    @classmethod
    def with_token(cls, token: str, now: datetime) -> ColumnElement[bool]:
        """The row of this token, while it is good."""
        return and_(cls.token_hash == digest(token), cls.revoked_at.is_(None), cls.expires_at > now)

    @classmethod
    def by_token(cls, session: Session, token: str, now: datetime) -> SignIn | None:
        row = session.scalar(select(cls).join(cls.person).options(contains_eager(cls.person)).where(cls.with_token(token, now)))
        return None if row is None or row.has_idled(now) else row

    def has_idled(self, now: datetime) -> bool:
        return self.proof == "password" and self.seen_at < now - self.WORKSPACE_IDLE

    @classmethod
    def devices(cls, session: Session, person_id: UUID, now: datetime) -> list[SignIn]:
        live = select(cls).where(cls.person_id == person_id, cls.revoked_at.is_(None), cls.expires_at > now)
        return list(session.scalars(live.order_by(cls.seen_at.desc()).limit(50)))

    @classmethod
    def revoke_all(cls, session: Session, person_id: UUID, now: datetime, but: UUID | None = None) -> None:
        live = update(cls).where(cls.person_id == person_id, cls.revoked_at.is_(None))
        session.execute(live.where(cls.id != but) if but else live, {"revoked_at": now})

    @classmethod
    def forget(cls, session: Session, before: datetime) -> None:
        """Rows whose end lies so far back that nobody asks about them."""
        session.execute(delete(cls).where((cls.expires_at < before) | (cls.revoked_at < before)))

    def revoke(self, now: datetime) -> None:
        self.revoked_at = now

    def is_stale_since(self, now: datetime) -> bool:
        """Writing "seen" on each request would cost more than the page: once a minute is enough."""
        return now - self.seen_at > timedelta(minutes=1)

    def is_fresh(self, now: datetime) -> bool:
        """Was the password or a mailed code given within the last half hour? Sensitive acts ask."""
        return now - self.proved_at < self.FRESH

    @classmethod
    def see(cls, session: Session, id: UUID, now: datetime) -> None:
        """It was used just now. This column only, and not of a row that is revoked or being changed: what a request read at its beginning
        must not undo a revocation that came meanwhile, nor wait for the request's own commit."""
        free = select(cls.id).where(cls.id == id, cls.revoked_at.is_(None)).with_for_update(skip_locked=True).scalar_subquery()
        session.execute(update(cls).where(cls.id == free).values(seen_at=now).execution_options(synchronize_session=False))

    def prove(self, now: datetime) -> None:
        self.proved_at = now
