"""What the numbers ask for: a signal that nobody has looked at, a goal without entries."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from sqlalchemy import CTE, Select, and_, case, exists, func, or_, select

from models.contract.goal import Goal
from models.measure import Measure
from models.measure_pause import MeasurePause
from models.progress.words import Tone
from models.today.rows import ago, columns, first, whose

SILENCE: Final = {"daily": 4, "weekly": 16, "fortnightly": 30, "monthly": 65}
"""So many days without an entry are too many: two periods, and a little."""


@cache
def _live(mine: bool) -> CTE:
    """Goals in force with the measure each is judged by: both questions are about all of them."""
    client = whose(mine)
    of_measure = (getattr(Measure, name) for name in ("headline", "tone", "signal_since", "signal_seen", "cadence", "last_at"))
    return first(
        select(Goal.id, Goal.title, Goal.live_at, *of_measure, Measure.id.label("measure_id"), *client.c)
        .join(Goal, Goal.id == Measure.goal_id)
        .join(client, client.c.client_id == Goal.client_id)
        .where(Goal.live_at.is_not(None), Goal.closed_at.is_(None), Measure.role == "leading"),
        "live",
    )


def _asked(kind: Any, live: Any, **more: Any) -> Select[Any]:
    return select(*columns(kind, live.id, words=live.title, of=live, **more))


def signals(mine: bool) -> Select[Any]:
    """`id` is the goal's, `on` the beginning of the signal. Plain ones first: of four stable charts one shows a possible signal."""
    live = _live(mine).c
    is_possible = live.tone == Tone.EARLY.value
    kind = case((is_possible, "possible signal"), else_="signal")
    asked = _asked(kind, live, more=live.headline, at=live.last_at, on=live.signal_since)
    unseen = live.signal_since.is_distinct_from(live.signal_seen)
    return asked.where(live.signal_since.is_not(None), unseen).order_by(is_possible, live.last_at)


def silent(mine: bool) -> Select[Any]:
    live = _live(mine).c
    last = func.greatest(live.last_at, live.live_at)
    paused = exists().where(MeasurePause.measure_id == live.measure_id, MeasurePause.last.is_(None))
    late = [and_(live.cadence == cadence, last < ago(days)) for cadence, days in SILENCE.items()]
    return _asked("silent", live, at=last).where(or_(*late), ~paused).order_by(last)
