"""One thing that needs somebody, and the order of many. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

KINDS: Final[tuple[str, ...]] = (
    "signal",
    "possible signal",
    "to sign",
    "boss signed",
    "asked",
    "enquiry",
    "unmarked",
    "unsent",
    "answered",
    "late",
    "next step",
    "silent",
    "own action",
    "promise",
    "action",
    "draft",
    "unanswered",
    "colleague",
)
"""In the order in which they need somebody."""
CONTENT: Final[frozenset[str]] = frozenset(KINDS) - {"unmarked", "late", "answered"}
"""Kinds that tell of coaching: not for whoever only schedules and bills."""
MOST: Final = 7
OF_A_KIND: Final = 3


class Need(NamedTuple):
    """`id` is the row it speaks of, `words` and `more` what stands there, `at` or `on` since when, `amount` in minor units."""

    kind: str
    id: UUID
    client_id: UUID | None  # none of somebody who is no client
    name: str
    words: str
    more: str
    at: datetime | None
    on: date | None
    amount: Decimal | None
    currency: str

    @property
    def is_signal(self) -> bool:
        """Also one from few entries, over limits that are still on trial: it comes after the others."""
        return self.kind in ("signal", "possible signal")

    def days(self, today: date) -> int:
        """How many days ago that was."""
        return (today - self.on).days if self.on else 0


def in_order(found: Iterable[Need], most: int = MOST) -> list[Need]:
    """By kind, then the longest waiting first. No kind crowds out the others: the fourth of a kind comes only where room is left. The day's
    former colleagues come last and have their room, whatever else there is: nobody waits for them, so they would never come otherwise."""
    ranked = sorted(found, key=_rank)
    names = [need for need in ranked if need.kind == "colleague"]
    return _fitting([need for need in ranked if need.kind != "colleague"], most - len(names)) + names


def _fitting(ranked: list[Need], most: int) -> list[Need]:
    chosen: list[Need] = []
    for need in ranked:
        if sum(1 for other in chosen if other.kind == need.kind) < OF_A_KIND:
            chosen.append(need)
    left = [need for need in ranked if need not in chosen]
    return sorted([*chosen, *left][:most], key=_rank)


def _rank(need: Need) -> tuple[int, float, int, str, UUID]:
    since = need.at.timestamp() if need.at else 0.0
    return (KINDS.index(need.kind), since, need.on.toordinal() if need.on else 0, need.name, need.id)
