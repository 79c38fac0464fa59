"""The recipe of invoice reminders: before, on and after the day a part of it is due; they stop by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from billing import reminding
from billing.bill_line import Instalment
from billing.invoice import Invoice
from models.client import Client
from models.membership import Membership
from models.organisation import Contact
from models.recipes import NONE, Amount, Asked, Blank, Number, Phrase, Rule, Value, Wish, Words, register
from models.recipes.hours import MORNING, on_day
from models.recipes.people import MOST


def steps(blanks: Mapping[str, str]) -> list[int]:
    """Days after the day it is due (below zero: before), in order."""
    before, on = blanks["before"], blanks["on"]
    after = [int(blanks[name]) for name in ("first", "second", "third") if blanks[name] != NONE]
    return sorted({*([-int(before)] if before != NONE else []), *([0] if on != NONE else []), *after})


def moments(due_on: date, blanks: Mapping[str, str], zone: str) -> list[tuple[int, datetime]]:
    """(days, when) of each reminder of a part that is due on that day."""
    return [(days, on_day(due_on + timedelta(days=days), MORNING, zone)) for days in steps(blanks)]


def find(session: Session, asked: Asked) -> list[Wish]:
    """One a part and step; of those whose day has come only the latest, so that a worker that slept sends one mail and not five."""
    missing = func.least(Instalment.amount_minor, Instalment.until_minor - Invoice.total_minor + Invoice.left_minor)
    rows = (
        select(Instalment, Invoice, missing, Client, Contact)
        .join(Invoice, Invoice.id == Instalment.invoice_id)
        .outerjoin(Client, Client.id == Invoice.payer_id)
        .outerjoin(Contact, Contact.id == Invoice.payer_id)
        .where(Invoice.left_minor > 0, missing > 0, ~reminding.disputed())
        .options(
            selectinload(Invoice.instalments), joinedload(Invoice.client).joinedload(Client.coach).joinedload(Membership.person)
        )
        .limit(MOST)
    )  # fmt: skip
    if asked.subject_id:
        rows = rows.where(Instalment.id == asked.subject_id)
    if not asked.by_hand:
        days = [0, *steps(asked.blanks)]
        begin, end = asked.begin.date() - timedelta(days=max(days) + 7), asked.end.date() + timedelta(days=7 - min(days))
        rows = rows.where(~reminding.paused(), Instalment.due_on.between(begin, end))
    wishes = []
    for part, invoice, open_minor, client, contact in session.execute(rows):
        to = client or contact
        wishes += [
            _wish(part, invoice, open_minor, to, days, at, is_last=days >= max(steps(asked.blanks), default=0))
            for days, at in (_by_hand(part, asked) if asked.by_hand else wanted(part, asked.blanks, to.zone, asked.now))
        ]
    return wishes


def _by_hand(part: Instalment, asked: Asked) -> list[tuple[int, datetime]]:
    return [((asked.now.astimezone(ZoneInfo(asked.zone)).date() - part.due_on).days, asked.now)]


def wanted(part: Instalment, blanks: Mapping[str, str], zone: str, now: datetime) -> list[tuple[int, datetime]]:
    """(days, when) of the last whose day has come, and of all that are to come."""
    found = moments(part.due_on, blanks, zone)
    last = max((days for days, at in found if at <= now), default=None)
    return [(days, at) for days, at in found if last is None or days >= last]


def _wish(part: Instalment, invoice: Invoice, open_minor: int, to: Client | Contact, days: int, at: datetime, *, is_last: bool) -> Wish:
    lead = invoice.client.coach.name if invoice.client else str(invoice.snapshot["seller"]["name"])
    values: dict[str, Value] = {
        "amount": Amount(open_minor, invoice.currency),
        "number": invoice.number,
        "due": part.due_on,
        "days": str(abs(days)),
        "when": Phrase("by {due}" if days < 0 else "today" if days == 0 else "since {due}"),
        "request": Phrase(request(days, is_last=is_last)),
    }
    return Wish(to, part, occasion(part, days), at, invoice.issued_at, lead, values, talk=reminding.about(invoice))


def occasion(part: Instalment, days: int) -> str:
    """One a part and step."""
    return f"{part.id} {days}"


def request(days: int, *, is_last: bool) -> str:
    """What is asked for, more firmly with time."""
    if days <= 0:
        by = "today" if days == 0 else "by {due}"
        return f"{{amount}} of invoice {{number}} is to be paid {by}. If it is on its way already, thank you: nothing more to do."
    if days < 14:
        return "{amount} of invoice {number} was to be paid by {due} and has not come yet. Perhaps it slipped by: could you look?"
    if days < 30 or not is_last:
        return (
            "{amount} of invoice {number} was to be paid by {due} and has not come yet. "
            "Please pay it this week, or tell us what stands in the way."
        )
    return (
        "{amount} of invoice {number} has been open since {due}. This is the last reminder that comes by itself. "
        "Please pay it now, or write to us so that we find a way together."
    )


RULE = Rule(
    name=reminding.RECIPE,
    title="Invoice late",
    sentence="Remind whoever pays {before} before an invoice is due, {on}, and when it is late, after {first}, {second} and {third}.",
    kind=reminding.KIND,
    stops="Stops when it is paid, credited or a bank questions the payment, when they write back about that invoice, "
    "and when you pause the reminders of it",
    done="nothing is to be paid now, or a later reminder took its place",
    words=Words(
        "Invoice {number}: {amount} {when}",
        "{first_name},\n\n{request}\n\nOn its page you can pay it by card, or see how to pay by transfer.",
    ),
    variables=("request", "amount", "number", "due", "days", "when"),
    blanks=(
        Number("before", "How long before", "3", "day", most=30, may_be_left=True),
        Blank("on", "On the day", {"yes": "on the day itself", NONE: "not on the day itself"}),
        Number("first", "First reminder after it", "7", "day", most=120, may_be_left=True),
        Number("second", "Second reminder after it", "14", "day", most=120, may_be_left=True),
        Number("third", "Third reminder after it", "30", "day", most=120, may_be_left=True),
    ),
    comes_anyway=True,
    outlives_reply=True,
    find=find,
)
register(RULE, before="testimonial")
