"""Stretches of the calendar: `since` is in, `until` is out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    since: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.since <= day < self.until


def month_of(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)


def months_later(month: date, n: int) -> date:
    """The first of the month `n` after (before, when negative) that of `month`."""
    count = month.year * 12 + month.month - 1 + n
    return date(count // 12, count % 12 + 1, 1)


def last_quarter(today: date) -> Period:
    """The last three months of the calendar year's quarters that are over: in May, January to March."""
    this = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return Period(months_later(this, -3), this)


def last_twelve_months(today: date) -> Period:
    """The twelve months before this one, whole."""
    return Period(months_later(today, -12), month_of(today))


def whole_months(since: date, today: date) -> int:
    """Full months gone by; 0 when `since` is still to come."""
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    return max(months, 0)
