"""Reminders of what is to be paid: three days before, on the day, and one, two and about four weeks after; they stop by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, UniqueConstraint, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, object_session

from billing.bill_line import Instalment
from billing.invoice import Invoice
from billing.payment import Payment
from billing.refund import Dispute
from models.base import Tenanted, refers_to, uuid7
from models.due import Due
from models.errors import DomainError, InvoiceSettled
from models.gate import next_morning
from models.message import Message, Preference
from models.practice import Practice
from models.recipe import Recipe, RecipeSkip

DAYS: Final = (-3, 0, 7, 14, 30)
AT: Final = time(9)
RECIPE: Final = "invoice_late"
KIND: Final = "invoice_reminder"
BY_HAND: Final = "by hand"
PAUSED: Final = "its reminders are paused"
OFF: Final = "invoice reminders are off"


class ReminderPause(Tenanted):
    """The coach said: no reminders of this invoice by themselves. Gone when they go on."""

    __tablename__ = "reminder_pause"
    invoice_id: Mapped[UUID] = refers_to("invoice")
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    __table_args__ = (UniqueConstraint("practice_id", "invoice_id", name="reminder_pause_once"),)


@dataclass(frozen=True)
class Coming:
    """One reminder that would go out: to whom, when, and `days` after the day on which `amount_minor` is to be paid (below zero: before)."""

    at: datetime
    days: int
    instalment_id: UUID
    invoice_id: UUID
    number: str
    recipient_id: UUID
    recipient_kind: str
    who: str
    amount_minor: int
    currency: str


def moments(due_on: date, zone: ZoneInfo) -> Iterator[tuple[int, datetime]]:
    """(days, when) of each reminder of a part that is due on that day."""
    for days in DAYS:
        yield days, datetime.combine(due_on + timedelta(days=days), AT, zone)


def stage(due_on: date, today: date) -> int | None:
    """Which of DAYS it is time for: the latest one, so that a worker that slept sends one mail and not five."""
    return max((days for days in DAYS if due_on + timedelta(days=days) <= today), default=None)


def plan_reminders(invoice: Invoice, zone: ZoneInfo, now: datetime) -> None:
    """At the issue: a due row for each reminder that lies ahead. Whether it is still wanted is asked when its time comes."""
    for instalment in invoice.instalments:
        for _, at in moments(instalment.due_on, zone):
            if at > now:
                Due.plan(instalment, "remind_invoice", at=at)


def remind(session: Session, instalment: Instalment, now: datetime) -> Message | None:
    """Plan the reminder it is time for, for the next morning of a working day there; None when it is not wanted, or planned already."""
    invoice, practice = session.get(Invoice, (instalment.practice_id, instalment.invoice_id)), session.get(Practice, instalment.practice_id)
    assert invoice is not None
    assert practice is not None
    days = stage(instalment.due_on, practice.today(now))
    if days is None or why_not(session, instalment, by_hand=False):
        return None
    payer = invoice.payer
    at = next_morning(Preference.of(session, payer.id).habits(payer.zone, payer.locale), now, workdays=True)
    return Message.plan(payer, KIND, subject=instalment, occasion=f"{instalment.id} {days}", at=at)


def remind_now(invoice: Invoice, now: datetime) -> None:
    """Because somebody pressed a button: whatever the recipe says; twice within a minute is one mail. Raises InvoiceSettled, and in a dispute DomainError."""
    session = object_session(invoice)
    assert session is not None
    covered = invoice.total_minor - invoice.owed_minor
    instalment = next((part for part in invoice.instalments if part.until_minor > covered), None)
    if instalment is None:
        raise InvoiceSettled
    if why := why_not(session, instalment, by_hand=True):
        raise DomainError(f"No reminder now: {why}.")
    Message.plan(invoice.payer, KIND, subject=instalment, occasion=f"{BY_HAND} {instalment.id} {now:%Y-%m-%dT%H:%M}", at=now)


@dataclass(frozen=True)
class Ahead:
    """Of one invoice: the reminders that would come, as (when, days after the day it asks for), and why none will, or ""."""

    moments: tuple[tuple[datetime, int], ...]
    why_not: str
    is_paused: bool

    @property
    def is_off(self) -> bool:
        return self.why_not == OFF


def ahead(session: Session, invoice: Invoice, now: datetime) -> Ahead:
    """What the invoice's page says is coming; two statements at most."""
    practice = session.get_one(Practice, invoice.practice_id)
    covered = invoice.total_minor - invoice.owed_minor
    left = [part for part in invoice.instalments if part.until_minor > covered]
    if not left:
        return Ahead((), "", is_paused=False)
    why = why_not(session, left[0], by_hand=False)
    coming = sorted((at, days) for part in left for days, at in moments(part.due_on, practice.tz) if at > now)
    return Ahead(tuple(coming), why, is_paused=why == PAUSED)


def pause(invoice: Invoice, *, by: UUID, now: datetime) -> None:
    """No reminders of it by themselves until `resume`. Pausing twice is one pause."""
    session = object_session(invoice)
    assert session is not None
    row = insert(ReminderPause).values(id=uuid7(), invoice_id=invoice.id, at=now, by_id=by)
    session.execute(row.on_conflict_do_nothing(constraint="reminder_pause_once"))


def resume(invoice: Invoice) -> None:
    session = object_session(invoice)
    assert session is not None
    session.execute(delete(ReminderPause).where(ReminderPause.invoice_id == invoice.id))


def why_not(session: Session, instalment: Instalment, *, by_hand: bool) -> str:
    """Why a reminder of it is not wanted any more, "" when it is. One that a person asked for leaves out the recipe and the pause."""
    asked = select(
        Instalment.until_minor > Invoice.total_minor - Invoice.owed_sum(),
        _disputed(),
        _paused(),
        _skipped(),
        _recipe_on(),
    ).join(Invoice, Invoice.id == Instalment.invoice_id)
    is_open, disputed, paused, skipped, on = session.execute(asked.where(Instalment.id == instalment.id)).one()
    if not is_open:
        return "it is paid"
    if disputed:
        return "a bank questions a payment of it"
    if by_hand:
        return ""
    if not on:
        return OFF
    return PAUSED if paused else "not to this person" if skipped else ""


def reminders(session: Session, now: datetime, until: datetime) -> list[Coming]:
    """Who would get which reminder between the two moments, were the recipe on: soonest first, in one statement."""
    practice = session.get_one(Practice, session.info["practice_id"])
    asked = _wanted().where(Instalment.due_on <= (until + timedelta(days=4)).date(), Instalment.due_on >= (now - timedelta(days=32)).date())
    found = [
        Coming(
            at, days, part.id, invoice.id, invoice.number, invoice.payer_id, invoice.payer_kind, _who(invoice), open_minor, invoice.currency
        )
        for part, invoice, open_minor in session.execute(asked)
        for days, at in moments(part.due_on, practice.tz)
        if now < at <= until
    ]
    return sorted(found, key=lambda coming: (coming.at, coming.number))


def _wanted() -> Select[Instalment, Invoice, int]:
    """(instalment, invoice, what is missing of it) of each that is not covered, paused, skipped or disputed."""
    missing = func.least(Instalment.amount_minor, Instalment.until_minor - Invoice.total_minor + Invoice.owed_sum())
    rows = select(Instalment, Invoice, missing).join(Invoice, Invoice.id == Instalment.invoice_id)
    return rows.where(missing > 0, ~_disputed(), ~_paused(), ~_skipped())


def _who(invoice: Invoice) -> str:
    buyer = invoice.snapshot["buyer"]
    return f"{buyer['name']}, {buyer['organisation']}" if buyer["organisation"] else str(buyer["name"])


def _disputed() -> ColumnElement[bool]:
    return exists().where(Dispute.payment_id == Payment.id, Payment.invoice_id == Invoice.id, Dispute.state == "open")


def _paused() -> ColumnElement[bool]:
    return exists().where(ReminderPause.invoice_id == Invoice.id)


def _skipped() -> ColumnElement[bool]:
    return exists().where(RecipeSkip.recipe_id == Recipe.id, Recipe.name == RECIPE, RecipeSkip.recipient_id == Invoice.payer_id)


def _recipe_on() -> ColumnElement[bool]:
    return exists().where(Recipe.name == RECIPE, Recipe.on_at.is_not(None), Recipe.off_at.is_(None))
