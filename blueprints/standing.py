"""How an invoice stands, as a badge: for the practice's list and for whoever pays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app import formats
from billing.balance import Balance
from billing.instalments import Part
from billing.invoice import Invoice


@dataclass(frozen=True)
class Standing:
    """kind as parts.badge knows it: done, late or waits."""

    kind: str
    words: str


def standing(balance: Balance, *, today: date, currency: str, locale: str) -> Standing:
    match balance.state(today):
        case "credited":
            return Standing("done", "Credited")
        case "paid" if balance.owed_minor < 0:
            return Standing("done", f"Paid, {formats.money(-balance.owed_minor, currency, locale)} too much")
        case "paid":
            return Standing("done", "Paid")
        case "late":
            return Standing("late", _late(balance.next_due, today))
        case "part paid":
            return Standing("waits", f"{formats.money(balance.owed_minor, currency, locale)} still open")
    due = balance.next_due
    return Standing("waits", "Due today" if due == today else f"Due {formats.day(due, locale, 'short')}" if due else "Open")


def listed(rows: Iterable[Any], *, today: date, locale: str) -> list[tuple[Invoice, Standing]]:
    """Rows of Invoice.listed(), each with its badge."""
    return [(invoice, standing(Balance(*balance), today=today, currency=invoice.currency, locale=locale)) for invoice, *balance in rows]


@dataclass(frozen=True)
class Instalment:
    """One part as the page and the payer read it."""

    due_on: date
    amount_minor: int
    standing: Standing


def instalments(parts: Iterable[Part], *, today: date, currency: str, locale: str) -> list[Instalment]:
    return [Instalment(part.due_on, part.amount_minor, _part(part, today, currency, locale)) for part in parts]


def _part(part: Part, today: date, currency: str, locale: str) -> Standing:
    if part.is_covered:
        return Standing("done", f"Paid {formats.day(part.covered, locale, 'short')}" if part.covered else "Paid")
    if part.is_late(today):
        return Standing("late", _late(part.due_on, today))
    if part.open_minor < part.amount_minor:
        return Standing("waits", f"{formats.money(part.open_minor, currency, locale)} still open")
    days = (part.due_on - today).days
    return Standing("waits", "Due today" if days == 0 else "Due tomorrow" if days == 1 else f"Due in {days} days")


def _late(due: date | None, today: date) -> str:
    days = (today - (due or today)).days
    return "One day late" if days == 1 else f"{days} days late"
