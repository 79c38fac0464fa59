"""What waits for somebody and what others did, in one statement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Select
from sqlalchemy.orm import Session

from models.base import constant
from models.today.agreements import asked_before, asked_since, boss_signed, drafts, promises, to_sign, unanswered
from models.today.finding import colleagues, enquiries, next_steps
from models.today.measured import signals, silent
from models.today.need import KINDS, MOST, Need, in_order
from models.today.news import done, entered, kept, replied, signed, wrote
from models.today.rows import Asking, together
from models.today.waiting import actions, own_actions, unmarked, unsent

Asks = Callable[[bool], Select[Any]]
"""A statement of the shared columns, of one coach's clients only or of all: built from nothing but that, so that it is built once."""
News = Need
"""The same fields, of a kind that is none of KINDS."""
LINES: Final = 6
_NEEDS: Final[tuple[Asks, ...]] = (
    signals, silent, to_sign, boss_signed, asked_before, asked_since, drafts, unanswered, promises, unsent, own_actions, actions, enquiries,
    next_steps, colleagues,
)  # fmt: skip
_NEWS: Final[tuple[Asks, ...]] = (entered, done, signed, kept, replied, wrote)


def told(session: Session, asking: Asking, since: datetime, *more: Asks) -> tuple[list[Need], list[News]]:
    """What needs somebody today, at most MOST, in order; and what others did from `since` on, at most LINES, the newest first. `more`: the
    same columns, from floors above."""
    found = [Need(*row) for row in session.execute(_whole(asking.mine, asking.content, more), {**asking.values, "since": since})]
    news = [one for one in found if one.kind not in KINDS]
    return in_order(one for one in found if one.kind in KINDS), sorted(news, key=_at, reverse=True)[:LINES]


def _at(one: News) -> datetime:
    assert one.at is not None
    return one.at


@cache
def _whole(mine: bool, content: bool, more: tuple[Asks, ...]) -> Select[Any]:
    """Built once of each kind: that takes far longer than to send it."""
    return together(each(mine).limit(constant(MOST)) for each in (unmarked, *more, *((*_NEEDS, *_NEWS) if content else ())))
