"""What the numbers ask for: a signal that nobody has looked at, a goal without entries."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, and_, case, exists, func, or_, select

from models.client import Client
from models.contract.goal import Goal
from models.measure import Measure
from models.measure_pause import MeasurePause
from models.progress.words import Tone
from models.today.rows import ago, clients, columns

SILENCE: Final = {"daily": 4, "weekly": 16, "fortnightly": 30, "monthly": 65}
"""So many days without an entry are too many: two periods, and a little."""


def _live(mine: bool, *what: Any) -> Select[Any]:
    return (
        select(*what)
        .select_from(Measure)
        .join(Goal, Goal.id == Measure.goal_id)
        .join(Client, Client.id == Goal.client_id)
        .where(*clients(mine), Goal.live_at.is_not(None), Goal.closed_at.is_(None), Measure.role == "leading")
    )


def signals(mine: bool) -> Select[Any]:
    """`id` is the goal's, `on` the beginning of the signal. Plain ones first: of four stable charts one shows a possible signal."""
    is_possible = Measure.tone == Tone.EARLY.value
    what = columns(
        case((is_possible, "possible signal"), else_="signal"),
        Goal.id,
        words=Goal.title,
        more=Measure.headline,
        at=Measure.last_at,
        on=Measure.signal_since,
    )
    unseen = Measure.signal_since.is_distinct_from(Measure.signal_seen)
    return _live(mine, *what).where(Measure.signal_since.is_not(None), unseen).order_by(is_possible, Measure.last_at)


def silent(mine: bool) -> Select[Any]:
    last = func.greatest(Measure.last_at, Goal.live_at)
    paused = exists().where(MeasurePause.measure_id == Measure.id, MeasurePause.last.is_(None))
    late = [and_(Measure.cadence == cadence, last < ago(days)) for cadence, days in SILENCE.items()]
    return _live(mine, *columns("silent", Goal.id, words=Goal.title, at=last)).where(or_(*late), ~paused).order_by(last)
