"""The columns that all statements of Today share, so that many are sent as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, Numeric, Select, String, cast, literal, null, select, union_all

from models.client import Client


@dataclass(frozen=True)
class Asking:
    """Whose Today: of the clients of `coach_id`, or of all when that is None. `content`: may they read goals, notes and messages?"""

    now: datetime
    today: date
    coach_id: UUID | None
    content: bool

    @property
    def clients(self) -> list[Any]:
        """Conditions on Client."""
        mine = [Client.coach_id == self.coach_id] if self.coach_id else []
        return [Client.archived_at.is_(None), *mine]


def columns(
    kind: str, id: Any, *, words: Any = "", more: Any = "", at: Any = None, on: Any = None, amount: Any = None, currency: Any = ""
) -> list[Any]:
    """The fields of Need, for a statement that joins Client."""
    return [
        literal(kind).label("kind"),
        id.label("id"),
        Client.id.label("client_id"),
        Client.name.label("name"),
        cast(words, String).label("words"),
        cast(more, String).label("more"),
        cast(null() if at is None else at, DateTime(timezone=True)).label("at"),
        cast(null() if on is None else on, Date).label("on"),
        cast(null() if amount is None else amount, Numeric).label("amount"),
        cast(currency, String).label("currency"),
    ]


def together(asked: Iterable[Select[Any]]) -> Select[Any]:
    """One statement of many: each of them ordered and limited by itself."""
    return select(union_all(*(select(each.subquery()) for each in asked)).subquery())
