"""Parts of a sum with days of their own, and what covers them. Pure: amounts in integer minor units, days as dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

from billing.tax import half_up
from models.contract.text import number

MOST = 24


@dataclass(frozen=True)
class Share:
    """One part of a plan: its weight beside the others', and how many days after the day of issue it is due."""

    weight: Decimal
    days: int

    @property
    def kept(self) -> dict[str, Any]:
        return {"weight": number(self.weight), "days": self.days}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Share:
        return cls(Decimal(kept["weight"]), kept["days"])


WEIGHTS: dict[str, tuple[int, ...]] = {"one": (1,), "two": (1, 1), "three": (1, 1, 1), "deposit": (30, 70)}
"""The usual plans, by name."""


def usual(plan: str, days: int) -> tuple[Share, ...]:
    """A usual plan: the first part after `days`, each other one 30 days later."""
    return tuple(Share(Decimal(weight), days + 30 * n) for n, weight in enumerate(WEIGHTS[plan]))


def plan_of(shares: Sequence[Share]) -> str:
    """The name of the usual plan they are, else "own"."""
    return next((name for name in WEIGHTS if usual(name, shares[0].days) == tuple(shares)), "own")


def split(total_minor: int, weights: Sequence[Decimal]) -> list[int]:
    """Parts in proportion to the weights which together are the total: the running sums are rounded half up, not the parts."""
    whole = sum(weights, Decimal(0))
    edges = [0, *(half_up(total_minor * mark / whole) for mark in accumulate(weights))]
    return [after - before for before, after in pairwise(edges)]


@dataclass(frozen=True)
class Part:
    """How one instalment stands. `open_minor` is what is missing of it, `covered` when it was paid or credited in full."""

    due_on: date
    amount_minor: int
    open_minor: int
    covered: date | datetime | None

    @property
    def is_covered(self) -> bool:
        return self.open_minor == 0

    def is_late(self, today: date) -> bool:
        return not self.is_covered and self.due_on < today


def standing(parts: Iterable[tuple[date, int]], came: Iterable[tuple[date | datetime, int]]) -> list[Part]:
    """`parts` as (day, amount) and what `came`, as (when, amount, below zero when it went back), both in order: it covers the parts one after another."""
    planned, events = list(parts), list(came)
    covered = sum(amount for _, amount in events)
    found, upto = [], 0
    for due_on, amount in planned:
        upto += amount
        missing = min(amount, max(upto - covered, 0))
        found.append(Part(due_on, amount, missing, _since(upto, events) if missing == 0 else None))
    return found


def _since(upto: int, events: Sequence[tuple[date | datetime, int]]) -> date | datetime | None:
    """Since when at least `upto` has been there without a break."""
    running, since = 0, None
    for when, amount in events:
        running += amount
        since = None if running < upto else since or when
    return since
