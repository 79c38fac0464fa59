"""What the rules about clients share."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import joinedload

from models.base import Tenanted
from models.client import Client
from models.contract.goal import Goal
from models.membership import Membership
from models.recipes.rule import Asked

MOST: Final = 2000
"""Causes a rule looks at in one go; a practice with more of them is served by the next hour's."""


def living(rows: Any, asked: Asked, subject: type[Tenanted]) -> Any:
    """Of clients who are not archived, each with their coach; about one subject only, where that is asked."""
    rows = rows.where(Client.archived_at.is_(None))
    if asked.subject_id:
        rows = rows.where(subject.id == asked.subject_id)
    return rows.options(joinedload(Client.coach).joinedload(Membership.person)).limit(MOST)


def live_goals() -> ColumnElement[Any]:
    """Titles of the client's live goals, by place; null when there is none."""
    titles = select(func.array_agg(aggregate_order_by(Goal.title, Goal.place)))
    return (
        titles.where(Goal.client_id == Client.id, Goal.live_at.is_not(None), Goal.closed_at.is_(None)).correlate(Client).scalar_subquery()
    )
