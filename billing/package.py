"""Sessions a client has left: sold, given or paid by a third party, booked, used, given back, expired."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ScalarSelect, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from billing.credit import Booking, Credit, PackageChange
from billing.offer import OfferVersion
from billing.purchase import Purchase
from billing.subscription import Subscription
from models.base import Tenanted, belongs_to, has_many, refers_to
from models.client import Client
from models.coaching_session import CoachingSession
from models.due import Due
from models.errors import AfterItsEnd, MessageDone, NothingLeft
from models.message import Message
from models.practice import Practice


class Package(Tenanted):
    """source: sold | given | third_party. What is left is the balance of the last credit."""

    __tablename__ = "package"
    client_id: Mapped[UUID] = refers_to("client", shields=True)
    purchase_id: Mapped[UUID | None] = refers_to("purchase")
    version_id: Mapped[UUID | None] = refers_to("offer_version")
    subscription_id: Mapped[UUID | None] = refers_to("subscription")
    name: Mapped[str]
    source: Mapped[str]
    minutes: Mapped[int]
    cancel_hours: Mapped[int] = mapped_column(default=24)
    expires_on: Mapped[date | None]
    created_at: Mapped[datetime]
    client: Mapped[Client] = belongs_to("client_id")
    credits: Mapped[list[Credit]] = has_many("credit.package_id", back_populates="package", order_by="Credit.seq")
    changes: Mapped[list[PackageChange]] = has_many("package_change.package_id", order_by="PackageChange.at")
    __table_args__ = (
        UniqueConstraint("practice_id", "purchase_id", name="package_of_purchase_once"),
        CheckConstraint("source in ('sold', 'given', 'third_party')", name="source_known"),
        CheckConstraint("minutes between 5 and 1440 and cancel_hours between 0 and 720", name="minutes_sane"),
        CheckConstraint("char_length(name) between 1 and 200", name="name_length"),
    )

    @classmethod
    def sell(cls, purchase: Purchase, now: datetime) -> Package:
        """What a settled purchase brings its client, once. Of a company it is a third party that pays."""
        session = object_session(purchase)
        assert session is not None
        assert purchase.client_id is not None
        version = purchase.version
        found = session.scalar(select(cls).where(cls.purchase_id == purchase.id))
        if found is None:
            source = "third_party" if purchase.company else "sold"
            found = cls._of_version(session, version, purchase.client_id, source, now, purchase_id=purchase.id)
        found.enter("third_party" if found.source == "third_party" else "bought", version.sessions, now=now, cause_id=purchase.id)
        return found

    @classmethod
    def renew(cls, subscription: Subscription, version: OfferVersion, cause_id: UUID, now: datetime) -> Package:
        """The sessions of one month that was paid, once; what is left of an earlier month stays as long as its terms say."""
        session = object_session(subscription)
        assert session is not None
        found = session.scalar(select(cls).where(cls.subscription_id == subscription.id))
        if found is None:
            of = {"purchase_id": subscription.purchase_id, "subscription_id": subscription.id}
            found = cls._of_version(session, version, subscription.client_id, "sold", now, **of)
        if found.enter("bought", version.sessions, now=now, cause_id=cause_id) and version.valid_months:
            found.expires_on = _months_later(found._practice.today(now), version.valid_months)
            found._plan_expiry()
        return found

    @classmethod
    def give(
        cls, client: Client, name: str, sessions: int, minutes: int, *, expires_on: date | None, why: str, by: UUID, now: datetime
    ) -> Package:
        """Sessions that nobody pays for."""
        session = object_session(client)
        assert session is not None
        given = cls(client_id=client.id, name=name, source="given", minutes=minutes, cancel_hours=24, expires_on=expires_on, created_at=now)
        session.add(given)
        session.flush()
        given.enter("given", sessions, now=now, by=by, why=why)
        given._plan_expiry()
        return given

    @classmethod
    def _of_version(cls, session: Session, version: OfferVersion, client_id: UUID, source: str, now: datetime, **of: UUID) -> Package:
        today = session.get_one(Practice, version.practice_id).today(now)
        made = cls(
            client_id=client_id,
            version_id=version.id,
            name=version.name,
            source=source,
            minutes=version.minutes,
            cancel_hours=version.cancel_hours,
            expires_on=_months_later(today, version.valid_months) if version.valid_months else None,
            created_at=now,
            **of,
        )
        session.add(made)
        session.flush()
        made._plan_expiry()
        return made

    @classmethod
    def left_of(cls) -> ScalarSelect[int]:
        """The balance, for a column of a list."""
        newest = select(Credit.balance).where(Credit.package_id == cls.id).order_by(Credit.seq.desc()).limit(1)
        return func.coalesce(newest.correlate(cls).scalar_subquery(), 0)  # type: ignore[return-value]

    @classmethod
    def planned_of(cls) -> ScalarSelect[int]:
        """How many of its sessions are in the calendar and not yet over, for a column of a list."""
        return _planned().where(Booking.package_id == cls.id).correlate(cls).scalar_subquery()

    @classmethod
    def to_book(cls, session: Session, client_id: UUID, today: date, most: int = 30) -> list[tuple[UUID, str]]:
        """(id, name and what is left) of those that a session can be taken from, the one that ends first, first."""
        left, planned = cls.left_of(), cls.planned_of()
        asked = select(cls.id, cls.name, left - planned).where(cls.client_id == client_id, left > planned)
        alive = asked.where((cls.expires_on.is_(None)) | (cls.expires_on >= today))
        rows = session.execute(alive.order_by(cls.expires_on.nulls_last(), cls.id).limit(most))
        return [(id, f"{name}: {unbooked} not yet booked") for id, name, unbooked in rows]

    @property
    def left(self) -> int:
        newest = select(Credit.balance).where(Credit.package_id == self.id).order_by(Credit.seq.desc()).limit(1)
        return self._session.scalar(newest) or 0

    def lock(self) -> None:
        """Whoever adds an entry, or books, comes one after the other."""
        self._session.execute(select(Package.id).where(Package.id == self.id).with_for_update())

    def enter(
        self,
        kind: str,
        n: int,
        *,
        now: datetime,
        session_id: UUID | None = None,
        cause_id: UUID | None = None,
        by: UUID | None = None,
        why: str = "",
    ) -> Credit | None:
        """Add one entry; None when this cause has made it before. Raises NothingLeft rather than go below zero."""
        self.lock()
        mine = select(Credit).where(Credit.package_id == self.id)
        if n == 0 or (cause_id and self._session.scalar(mine.where(Credit.kind == kind, Credit.cause_id == cause_id))):
            return None
        last = self._session.scalar(mine.order_by(Credit.seq.desc()).limit(1))
        seq, balance = (last.seq + 1, last.balance + n) if last else (1, n)
        if balance < 0:
            raise NothingLeft
        entry = Credit(
            package_id=self.id,
            seq=seq,
            kind=kind,
            n=n,
            balance=balance,
            session_id=session_id,
            cause_id=cause_id,
            at=now,
            by_id=by,
            why=why,
        )
        self._session.add(entry)
        self._session.flush()
        return entry

    def book(self, start: datetime, *, place: str, by: str, now: datetime, minutes: int | None = None) -> CoachingSession:
        """Put one of its sessions in the calendar. `by`: coach | client; `minutes` where it is to be longer or shorter for once.
        Raises NothingLeft when all that are left are booked already, AfterItsEnd when it begins after the last day, on the client's calendar."""
        self.lock()
        if self.is_over(self._practice.today(now)) or self.unbooked < 1:
            raise NothingLeft
        if self.expires_on is not None and start.astimezone(ZoneInfo(self.client.zone)).date() > self.expires_on:
            raise AfterItsEnd
        planned = CoachingSession.plan(self.client, start, minutes or self.minutes, place=place, now=now)
        self._session.add(Booking(package_id=self.id, session_id=planned.id, booked_by=by, at=now))
        self._session.flush()
        if by == "client":
            planned.tell_coach(now)
        return planned

    @property
    def unbooked(self) -> int:
        """What is left and not yet in the calendar."""
        return self.left - (self._session.scalar(_planned().where(Booking.package_id == self.id)) or 0)

    def is_over(self, today: date) -> bool:
        """`today`: the practice's day."""
        return self.expires_on is not None and today > self.expires_on

    def counts(self, held: CoachingSession) -> bool:
        """Is the session used up? Held, missed, or cancelled by the client too late."""
        if held.cancelled_at:
            late = held.cancelled_at > held.start - timedelta(hours=self.cancel_hours)
            return late and held.cancelled_by == held.client_id
        return held.held_at is not None or held.missed_at is not None

    def settle(self, held: CoachingSession, now: datetime) -> Credit | None:
        """Make the entries of that session agree with how it ended, whatever came before. One that nothing is left for stays unpaid work."""
        self.lock()
        taken = -(
            self._session.scalar(
                select(func.coalesce(func.sum(Credit.n), 0)).where(Credit.package_id == self.id, Credit.session_id == held.id)
            )
            or 0
        )
        if self.counts(held) and taken < 1 and self.left > 0:
            return self.enter("used", -1, now=now, session_id=held.id)
        if self.counts(held):
            return None
        if self.is_over(self._practice.today(now)):
            Due.plan(self, "expire_package", at=now)  # what kept its place in the calendar until now goes with the rest
        return self.enter("returned", 1, now=now, session_id=held.id) if taken > 0 else None

    def expire(self, now: datetime) -> Credit | None:
        """What nobody used by its day. A session that is still in the calendar before that day keeps its place."""
        if not self.is_over(self._practice.today(now)):
            self._plan_expiry()  # its end was moved, or the practice's midnight
            return None
        return self.enter("expired", -max(self.unbooked, 0), now=now)

    def take_back(self, sessions: int, *, cause_id: UUID, now: datetime) -> Credit | None:
        """Money went back, so sessions go too: as many as are left at most."""
        return self.enter("refunded", -min(sessions, self.left), now=now, cause_id=cause_id)

    def propose(self, sessions: int, expires_on: date | None, reason: str, *, by: UUID, now: datetime) -> PackageChange:
        """Another number or another end, for this one buyer: in force when they say yes. They are told."""
        change = PackageChange(package_id=self.id, sessions=sessions, expires_on=expires_on, reason=reason, at=now, by_id=by)
        self._session.add(change)
        self._session.flush()
        Message.plan(self.client, "package_change", subject=change, occasion=str(change.id), at=now)
        return change

    def agree(self, change: PackageChange, now: datetime) -> None:
        """The client's yes. Raises MessageDone when it was answered before, NothingLeft when more would go than is left."""
        self.lock()
        self._session.refresh(change)
        if not change.is_open:
            raise MessageDone("This was answered already.")
        change.agreed_at = now
        self.enter("changed", change.sessions, now=now, cause_id=change.id, why=change.reason)
        if change.expires_on:
            self.expires_on = change.expires_on
            self._plan_expiry()

    def decline(self, change: PackageChange, now: datetime) -> None:
        self.lock()
        self._session.refresh(change)
        if not change.is_open:
            raise MessageDone("This was answered already.")
        change.declined_at = now

    def _plan_expiry(self) -> None:
        if self.expires_on:
            Due.plan(self, "expire_package", at=datetime.combine(self.expires_on + timedelta(days=1), time(3), self._practice.tz))

    @property
    def _practice(self) -> Practice:
        return self._session.get_one(Practice, self.practice_id)

    @property
    def _session(self) -> Session:
        session = object_session(self)
        assert session is not None
        return session


def settle(session: Session, held: CoachingSession, now: datetime) -> None:
    """The package a session is taken from, if there is one, made to agree with it."""
    booked = select(Package).join(Booking, Booking.package_id == Package.id).where(Booking.session_id == held.id)
    if package := session.scalar(booked):
        package.settle(held, now)


def is_free_call(session: Session, held: CoachingSession) -> bool:
    """Is it the free first call that somebody took up?"""
    free = select(Package.id).join(Booking, Booking.package_id == Package.id).join(Purchase, Purchase.id == Package.purchase_id)
    return session.scalar(free.where(Booking.session_id == held.id, Purchase.is_first_call).limit(1)) is not None


def _planned() -> Select[int]:
    open_ = [c.is_(None) for c in (CoachingSession.held_at, CoachingSession.missed_at, CoachingSession.cancelled_at)]
    return select(func.count()).select_from(Booking).join(CoachingSession, CoachingSession.id == Booking.session_id).where(*open_)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last: 31 January and one month is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
