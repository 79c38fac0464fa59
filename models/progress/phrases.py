"""Numbers, dates and intervals in plain words; what sentences and charts share."""

from datetime import date
from decimal import Decimal

from models.progress.phases import Phase
from models.progress.series import Cadence

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
PERIODS = {
    Cadence.DAILY: ("day", "days"),
    Cadence.WEEKLY: ("week", "weeks"),
    Cadence.FORTNIGHTLY: ("fortnight", "fortnights"),
    Cadence.MONTHLY: ("month", "months"),
}
BEFORE_NUMBER = ("€", "£", "$")


def number(value: Decimal) -> str:
    """As many digits as help: 67, 9.4, 0.25, 1,450."""
    size = abs(value)
    digits = 0 if size >= 10 or value == value.to_integral_value() else 1 if size >= 1 else 2
    return f"{value:,.{digits}f}".replace("-", "−")


def quantity(value: Decimal, unit: str) -> str:
    if unit in BEFORE_NUMBER:
        return f"{unit}{number(value)}"
    return f"{number(value)}\u202f%" if unit == "%" else f"{number(value)} {unit}".rstrip()


def count(n: int) -> str:
    return NUMBERS[n] if 0 <= n < len(NUMBERS) else str(n)


def day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]}"


def short_day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1][:3]}"


def month(on: date, beside: date) -> str:
    """The month's name, with its year when `beside` lies in another."""
    return MONTHS[on.month - 1] + (f" {on.year}" if on.year != beside.year else "")


def span(low: Decimal, high: Decimal, unit: str, between: str = "to") -> str:
    """Both ends with the unit once: 15 to 65 %."""
    first = quantity(low, unit) if unit in BEFORE_NUMBER else number(low)
    return f"{first} {between} {quantity(high, unit)}"


def anything(phase: Phase, unit: str) -> str:
    """What to expect of one entry: anything from 49 to 85 %."""
    if phase.lower is not None and phase.upper is not None:
        return f"anything from {span(phase.lower, phase.upper, unit)}"
    if phase.upper is not None:
        return f"anything up to {quantity(phase.upper, unit)}"
    return "anything" if phase.lower is None else f"anything from {quantity(phase.lower, unit)} up"


def usually(phase: Phase, unit: str) -> str:
    """The usual range after an average: usually between 15 and 65 %; empty without a range."""
    if phase.lower is not None and phase.upper is not None:
        return f"usually between {span(phase.lower, phase.upper, unit, 'and')}"
    if phase.upper is not None:
        return f"usually below {quantity(phase.upper, unit)}"
    return "" if phase.lower is None else f"usually above {quantity(phase.lower, unit)}"
