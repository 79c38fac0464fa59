"""What all statements of Today share: their columns, so that many are sent as one, and their parameters, so that each is built once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CTE, BindParameter, Date, DateTime, Numeric, Select, String, Uuid, bindparam, cast, null, select, union_all

from models.base import constant
from models.client import Client

TODAY: Final = bindparam("today", type_=Date())
MIDNIGHT: Final = bindparam("midnight", type_=DateTime(timezone=True))
"""Where the practice's day began."""
SINCE: Final = bindparam("since", type_=DateTime(timezone=True))
"""Where news begin."""
NOW: Final = bindparam("ago_0", type_=DateTime(timezone=True))
"""Where they end. Said although nothing lies ahead: a span with two ends tells PostgreSQL that it is short, and to look there first."""
_COACH: Final = bindparam("coach_id", type_=Uuid())
_AGO: Final = (0, 2, 4, 5, 14, 16, 30, 60, 65)
"""Days; of each the moment is sent along, because the practice's clock counts them and not the database's."""


@dataclass(frozen=True)
class Asking:
    """Whose Today, on the practice's clock: of the clients of `coach_id`, or of all when that is None. `content`: may they read goals, notes
    and messages?"""

    now: datetime
    today: date
    coach_id: UUID | None
    content: bool

    @property
    def mine(self) -> bool:
        """Of one coach's clients only?"""
        return self.coach_id is not None

    @property
    def clients(self) -> list[Any]:
        """Conditions on Client, with the coach in them."""
        return _of_coach(self.coach_id)

    @property
    def values(self) -> dict[str, Any]:
        """Of the parameters of every statement here, but for SINCE."""
        moments = {_name(days): self.now - timedelta(days=days) for days in _AGO}
        midnight = datetime.combine(self.today, time(), self.now.tzinfo)
        return {"today": self.today, "midnight": midnight, "coach_id": self.coach_id, **moments}


def clients(mine: bool) -> list[Any]:
    """Conditions on Client, with the coach as a parameter."""
    return _of_coach(_COACH if mine else None)


@cache
def whose(mine: bool) -> CTE:
    """Columns client_id and name of the clients whom a statement is about: looked up once for all its parts."""
    return first(select(Client.id.label("client_id"), Client.name).where(*clients(mine)), "whose")


def first(found: Select[*tuple[Any, ...]], name: str) -> CTE:
    """To be found before anything is joined: there is little of it, which PostgreSQL does not know, so it would begin at the clients."""
    return found.cte(name).prefix_with("materialized")


def ago(days: int) -> BindParameter[datetime]:
    """The moment so many days before now; one of _AGO."""
    return bindparam(_name(days), type_=DateTime(timezone=True))


def _name(days: int) -> str:
    return f"ago_{days}"


def _of_coach(coach: Any) -> list[Any]:
    return [Client.archived_at.is_(None), *([] if coach is None else [Client.coach_id == coach])]


def columns(
    kind: Any,
    id: Any,
    *,
    words: Any = "",
    more: Any = "",
    at: Any = None,
    on: Any = None,
    amount: Any = None,
    currency: Any = "",
    of: Any,
) -> list[Any]:
    """The fields of Need. `of`: who it is about, with `client_id` and `name`."""
    return [
        _word(kind).label("kind"),
        id.label("id"),
        of.client_id.label("client_id"),
        of.name.label("name"),
        cast(_word(words), String).label("words"),
        cast(_word(more), String).label("more"),
        cast(null() if at is None else at, DateTime(timezone=True)).label("at"),
        cast(null() if on is None else on, Date).label("on"),
        cast(null() if amount is None else amount, Numeric).label("amount"),
        cast(_word(currency), String).label("currency"),
    ]


def _word(said: Any) -> Any:
    """A word of ours stands in the statement itself; a hundred of them as parameters took longer to send than the rest of it."""
    return constant(said) if isinstance(said, str) else said


def together(asked: Iterable[Select[Any]]) -> Select[Any]:
    """One statement of many: each of them ordered and limited by itself."""
    return select(union_all(*(select(each.subquery()) for each in asked)).subquery())
