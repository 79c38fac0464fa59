"""How full the coming weeks are, how many clients fit, and how many have to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from billing.pricing.apportion import apportion
from billing.pricing.refusal import Reason, Refusal

WEEKS_AHEAD = 12
WEEKS_A_MONTH = Decimal(52) / 12
FULL_AT = Decimal("0.85")
"""Plan to fill no more of the offered hours: past 80 to 85 % waiting grows steeply (science.md 7.5)."""


@dataclass(frozen=True, slots=True)
class Week:
    """Minutes of the week that starts on `monday`: offered for booking, booked, and expected of clients who have not booked yet.

    Raises ValueError for negative minutes.
    """

    monday: date
    offered: int
    booked: int
    expected: int = 0

    def __post_init__(self) -> None:
        if min(self.offered, self.booked, self.expected) < 0:
            raise ValueError("minutes are never negative")

    @property
    def taken(self) -> int:
        return self.booked + self.expected

    @property
    def free(self) -> int:
        """None below zero: what is booked outside the offered hours frees nothing and owes nothing."""
        return max(self.offered - self.taken, 0)

    @property
    def load(self) -> Decimal | None:
        """ρ; above 1 when more is taken than offered, None in a week off."""
        return Decimal(self.taken) / self.offered if self.offered else None

    @property
    def is_full(self) -> bool:
        return self.load is not None and self.load > FULL_AT


@dataclass(frozen=True, slots=True)
class Capacity:
    weeks: tuple[Week, ...]
    offered: int
    booked: int
    expected: int
    free: int

    @property
    def taken(self) -> int:
        return self.booked + self.expected

    @property
    def load(self) -> Decimal:
        return Decimal(self.taken) / self.offered

    @property
    def is_full(self) -> bool:
        return self.load > FULL_AT

    @property
    def can_still_sell(self) -> int:
        """Minutes until the load of 85 % is reached; 0 past it."""
        return max(int((self.offered * FULL_AT).to_integral_value(ROUND_FLOOR)) - self.taken, 0)

    def first_free(self, minutes: int) -> Week | None:
        """The first week with so many minutes left in all."""
        return next((week for week in self.weeks if week.free >= minutes), None)


def capacity(weeks: Iterable[Week], today: date) -> Capacity | Refusal:
    """Of this week and the eleven after it; refuses where no hours are offered in them."""
    this = today - timedelta(days=today.weekday())
    ahead = sorted((w for w in weeks if this <= w.monday < this + timedelta(weeks=WEEKS_AHEAD)), key=lambda w: w.monday)
    offered = sum(week.offered for week in ahead)
    if not offered:
        return Refusal(Reason.NOTHING_OFFERED)
    booked, expected, free = (sum(getattr(week, name) for week in ahead) for name in ("booked", "expected", "free"))
    return Capacity(tuple(ahead), offered, booked, expected, free)


def expect(weeks: Sequence[Week], minutes: int, today: date) -> tuple[Week, ...]:
    """The weeks, with `minutes` that were sold and have no day yet laid over the next twelve in proportion to the hours offered in them.

    Where no hours are offered, nothing is expected.
    """
    this = today - timedelta(days=today.weekday())
    ahead = [w.offered if this <= w.monday < this + timedelta(weeks=WEEKS_AHEAD) else 0 for w in weeks]
    if not any(ahead):
        return tuple(weeks)
    return tuple(replace(week, expected=part) for week, part in zip(weeks, apportion(minutes, ahead), strict=True))


@dataclass(frozen=True, slots=True)
class Sold:
    """Minutes sold against minutes offered, as Today says it."""

    sold: int
    offered: int

    @property
    def share(self) -> Decimal:
        return Decimal(self.sold) / self.offered


def sold(weeks: Sequence[Week]) -> Sold | Refusal:
    offered = sum(week.offered for week in weeks)
    return Sold(sum(week.booked for week in weeks), offered) if offered else Refusal(Reason.NOTHING_OFFERED)


def most_clients(hours_a_week: Decimal, sessions_a_month: Decimal, minutes: int, overhead_minutes: int) -> Decimal | Refusal:
    """How many fit: hours × weeks a month / (sessions a month × (length + what surrounds a session)) (science.md 7.5).

    Not rounded: a part of a client is room left. Refuses where a client takes no time.
    """
    hours_each = sessions_a_month * (minutes + overhead_minutes) / 60
    return hours_a_week * WEEKS_A_MONTH / hours_each if hours_each > 0 else Refusal(Reason.NO_WORK)


def starts_a_month(clients: Decimal, months_each: Decimal) -> Decimal | Refusal:
    """How many have to begin so that there are always `clients`: λ = L / W (Little 1961). Refuses engagements of no length."""
    return clients / months_each if months_each > 0 else Refusal(Reason.NO_WORK)


def talks_needed(starts: Decimal, said_yes: int, talked: int) -> int | Refusal:
    """First talks for so many starts, when `said_yes` of `talked` began; rounded up. Refuses while nobody has said yes."""
    if said_yes <= 0 or talked <= 0:
        return Refusal(Reason.FEW_QUOTES)
    return int((starts * talked / said_yes).to_integral_value(ROUND_CEILING))


def waiting(load: Decimal) -> Decimal | Refusal:
    """How long the queue is for a load below 1: ρ / (1 − ρ), in sessions (science.md 7.5). Refuses from 1 on: it grows for ever."""
    return load / (1 - load) if load < 1 else Refusal(Reason.FULL)
