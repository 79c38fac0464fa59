"""How an invoice stands, as a badge: for the practice's list and for whoever pays."""

from dataclasses import dataclass
from datetime import date

from app import formats
from billing.invoice import state_of


@dataclass(frozen=True)
class Standing:
    """kind as parts.badge knows it: done, late or waits."""

    kind: str
    words: str


def standing(total_minor: int, paid_minor: int, due_on: date, *, today: date, currency: str, locale: str) -> Standing:
    match state_of(total_minor, paid_minor, due_on, today):
        case "paid" if paid_minor > total_minor:
            return Standing("done", f"Paid, {formats.money(paid_minor - total_minor, currency, locale)} too much")
        case "paid":
            return Standing("done", "Paid")
        case "late":
            days = (today - due_on).days
            return Standing("late", "One day late" if days == 1 else f"{days} days late")
        case "part paid":
            return Standing("waits", f"{formats.money(total_minor - paid_minor, currency, locale)} still open")
    return Standing("waits", "Due today" if due_on == today else f"Due {formats.day(due_on, locale, 'short')}")
