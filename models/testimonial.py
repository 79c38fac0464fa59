"""What people say of the work, in their own words, shown only as far and as long as they agreed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from models import photograph
from models.base import Tenanted, belongs_to, has_many, refers_to
from models.client import Client
from models.consent import Consent
from models.contract.goal import Goal
from models.due import Due
from models.errors import AskedAlready, NotAsked, NothingToAsk, NothingToShow
from models.local_time import years_on
from models.membership import Membership
from models.message import BY_HAND, Message
from models.wall import WallCard


class Testimonial(Tenanted):
    """The writer's door enters as this row. source: closing (after the final report), hand, old (from before, entered by the coach).
    `by_id` is the coach in whose name it is asked."""

    __tablename__ = "testimonial"
    kind: ClassVar[str] = "writer"
    RENEW_BEFORE: ClassVar[timedelta] = timedelta(days=30)

    source: Mapped[str]
    client_id: Mapped[UUID | None] = refers_to("client")
    contract_id: Mapped[UUID | None] = refers_to("contract")
    goal_id: Mapped[UUID | None] = refers_to("goal")  # whose measured result may stand beside it
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    zone: Mapped[str]
    locale: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    company: Mapped[str] = mapped_column(default="")
    said_on: Mapped[date | None]  # of an old one
    photo_id: Mapped[UUID | None] = refers_to("file")
    measured: Mapped[dict[str, Any] | None]  # the picture that may be shown, recomputed by a job; null when the data do not bear one
    incentive: Mapped[str] = mapped_column(default="")
    relationship: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    client: Mapped[Client | None] = belongs_to("client_id")
    goal: Mapped[Goal | None] = belongs_to("goal_id")
    texts: Mapped[list[TestimonialText]] = has_many("testimonial_text.testimonial_id", order_by="TestimonialText.n")
    consents: Mapped[list[Consent]] = has_many("consent.testimonial_id", back_populates="testimonial", order_by="Consent.at, Consent.id")
    __table_args__ = (
        UniqueConstraint("practice_id", "contract_id", name="testimonial_asked_once"),
        Index("testimonial_client_ix", "practice_id", "client_id"),
        CheckConstraint("source in ('closing', 'hand', 'old')", name="source_known"),
        CheckConstraint("char_length(name) between 1 and 200 and char_length(address) <= 320", name="who_length"),
        CheckConstraint(
            "char_length(role) <= 200 and char_length(company) <= 200 and char_length(incentive) <= 500 and char_length(relationship) <= 500",
            name="texts_length",
        ),
        {"info": {"reader": "self"}},
    )

    @classmethod
    def of_client(
        cls, client: Client, source: str, now: datetime, *, contract_id: UUID | None = None, goal: Goal | None = None
    ) -> Testimonial:
        """Nobody is asked by it yet."""
        session = object_session(client)
        assert session is not None
        made = cls(
            source=source,
            client_id=client.id,
            client=client,
            contract_id=contract_id,
            goal_id=goal.id if goal else None,
            goal=goal,
            name=client.name,
            address=client.address,
            zone=client.zone,
            locale=client.locale,
            company=client.organisation.name if client.organisation else "",
            created_at=now,
            by_id=client.coach_id,
        )
        session.add(made)
        session.flush()
        return made

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def is_at_organisation(self) -> bool:
        return False

    @property
    def recipient(self) -> Client | Testimonial:
        """A client is written to as the client, so that their wishes and their budget hold; somebody from before as the writer."""
        return self.client or self

    # asking: once, and once more, then silence

    def ask(self, now: datetime) -> None:
        """By hand, at once; the recipe reminds of it. Raises NothingToAsk without an address and for those who work here, else AskedAlready."""
        if not self.recipient.address:
            raise NothingToAsk
        if self.recipient.address in [one.address for one in Membership.team(self.session, self.practice_id)]:
            raise NothingToAsk("Nobody is asked for words about their own work. Write the address of whoever said it.")
        if self.asked_at or self.answered_at or self.declined_at:
            raise AskedAlready
        self.asked_at = now
        Message.plan(self.recipient, "testimonial", subject=self, occasion=f"{BY_HAND} {self.id}", at=now)
        self._refresh(now)

    def was_written_to(self, now: datetime, *, again: bool) -> None:
        """The request left, or its one reminder."""
        if again:
            self.reminded_at = self.reminded_at or now
        elif self.asked_at is None:
            self.asked_at = now
            self._refresh(now)

    @property
    def waits(self) -> bool:
        return bool(self.asked_at and not self.answered_at and not self.declined_at)

    def decline(self, now: datetime) -> None:
        """Silence from here on."""
        self.declined_at = self.declined_at or now
        self._refresh(now)

    # the words

    @property
    def newest(self) -> TestimonialText | None:
        return self.texts[-1] if self.texts else None

    def text_with(self, digest: str) -> TestimonialText | None:
        """The newest text of that fingerprint."""
        return next((text for text in reversed(self.texts) if text.sha256 == digest), None)

    @property
    def own(self) -> TestimonialText | None:
        """What the writer said last, or what was entered of old; never what the coach proposed in its place."""
        return next((text for text in reversed(self.texts) if text.by == "writer"), self.texts[0] if self.texts else None)

    @property
    def agreed_text(self) -> TestimonialText | None:
        """The very text its writer agreed to; None before that."""
        return self.text_with(self.consent.text_sha256) if self.consent else None

    @property
    def proposal(self) -> TestimonialText | None:
        """Words of the coach that its writer has not approved: shown to the two of them, and nowhere else."""
        last = self.newest
        return last if last and last.by == "coach" and (self.consent is None or self.consent.text_sha256 != last.sha256) else None

    def say(self, words: str, now: datetime) -> TestimonialText:
        """The writer's own words; the same again is no new text."""
        last = self.newest
        return last if last and last.by == "writer" and last.sha256 == fingerprint(words) else self._add("writer", words, now)

    def propose(self, words: str, now: datetime) -> TestimonialText:
        """Other words, by the coach: they stand nowhere until the writer approves exactly them, by the link that is mailed now.

        Raises NothingToShow while there are none of the writer's: nobody is handed words to say. What was said before is entered by it.
        """
        if self.newest is None and self.source != "old":
            raise NothingToShow("There is nothing to change yet: the first words are the writer's own.")
        text = self._add("coach", words, now)
        if self.consent is not None and self.recipient.address:
            Message.plan(self.recipient, "testimonial_edit", subject=self, occasion=str(text.id), at=now)
        return text

    def _add(self, by: str, words: str, now: datetime) -> TestimonialText:
        if not words.strip():
            raise NothingToShow
        n = self.texts[-1].n + 1 if self.texts else 1
        text = TestimonialText(testimonial_id=self.id, n=n, by=by, text=words, sha256=fingerprint(words), at=now)
        self.texts.append(text)
        self.session.flush()
        return text

    # what was agreed to

    @property
    def consent(self) -> Consent | None:
        """The newest one: it alone holds."""
        return self.consents[-1] if self.consents else None

    def agree(
        self, items: Sequence[str], channels: Sequence[str], digest: str, years: int, *, ip: str, browser: str, now: datetime, today: date
    ) -> Consent:
        """Exactly these items of exactly this text, there, and so long. Raises NotAsked when the text is another by now."""
        if self.text_with(digest) is None or (self.newest and self.newest.sha256 != digest):
            raise NotAsked("The words are others by now. Read them once more.")
        self.answered_at = self.answered_at or now
        self.declined_at = None
        return self._consent("form", items, channels, digest, years_on(today, years), ip, browser, now, today, as_seen=True)

    def approve(self, digest: str, *, ip: str, browser: str, now: datetime, today: date) -> Consent:
        """The coach's other words, instead of the old ones: everything else as it was agreed. Raises NotAsked."""
        old = self.consent
        if old is None or not old.holds(today) or self.proposal is None or self.proposal.sha256 != digest:
            raise NotAsked("These words are not waiting for a yes any more.")
        return self._consent("form", old.items, old.channels, digest, old.expires_on, ip, browser, now, today)

    def renew(self, years: int, *, ip: str, browser: str, now: datetime, today: date) -> Consent:
        """The same for longer. Raises NotAsked once it ran out: its card is gone, and with it what its writer had looked at."""
        old = self.consent
        if old is None or not old.holds(today):
            raise NotAsked("There is nothing to renew.")
        return self._consent("renewal", old.items, old.channels, old.text_sha256, years_on(today, years), ip, browser, now, today)

    def withdraw(self, *, ip: str, browser: str, now: datetime, today: date) -> Consent | None:
        """Gone at once, everywhere: the card leaves with the same commit. Withdrawing what was never agreed to changes nothing."""
        old = self.consent
        if old is None or old.is_withdrawal:
            return None
        return self._consent("withdrawal", [], [], old.text_sha256, None, ip, browser, now, today)

    def _consent(
        self,
        method: str,
        items: Sequence[str],
        channels: Sequence[str],
        digest: str,
        until: date | None,
        ip: str,
        browser: str,
        now: datetime,
        today: date,
        *,
        as_seen: bool = False,
    ) -> Consent:
        given = Consent(
            testimonial_id=self.id,
            items=[item for item in Consent.ITEMS if item in items],
            channels=[channel for channel in Consent.CHANNELS if channel in channels],
            text_sha256=digest,
            expires_on=until,
            at=now,
            ip=ip,
            browser=browser[:300],
            method=method,
        )
        self.consents.append(given)
        if as_seen or given.is_withdrawal:
            photograph.settle(self, "photo" in given.items, now)
        WallCard.write(self, today, as_seen=as_seen)
        Due.plan(given, "follow_consent", at=now)
        self._refresh(now)
        return given

    def _refresh(self, now: datetime) -> None:
        """What strangers are told of how many were asked is counted on the practice's side."""
        Due.plan(self, "count_voices", at=now)

    @property
    def session(self) -> Session:
        session = object_session(self)
        assert session is not None
        return session


class TestimonialText(Tenanted):
    """`by` writer or coach. Only a text whose hash its writer agreed to is ever shown."""

    __tablename__ = "testimonial_text"
    testimonial_id: Mapped[UUID] = refers_to("testimonial", shields=True)
    n: Mapped[int]
    by: Mapped[str]
    text: Mapped[str]
    sha256: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("practice_id", "testimonial_id", "n", name="testimonial_text_once"),
        CheckConstraint("by in ('writer', 'coach')", name="by_known"),
        CheckConstraint("char_length(text) between 1 and 4000", name="text_length"),
        {"info": {"append_only": True}},
    )


def fingerprint(words: str) -> str:
    """SHA-256 of exactly these words, in hex."""
    return hashlib.sha256(words.encode()).hexdigest()
