"""Charts on pages: app/charts writes them as text and escapes what came from people, so here they become markup."""

from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

from app.charts import bar, trail
from app.charts.bar import SOLD
from billing.morning import Month
from models.roster import Listed


def drawn(svg: str) -> Markup:
    """A chart of app/charts, and nothing else."""
    return Markup(svg)


def thumbnail(goal: Listed, *, width: int = 96, height: int = 28) -> Markup:
    """The last entries of a goal, small, beside what they say."""
    return drawn(trail(goal.trail, goal.low, goal.high, goal.tone if goal.signal_since else "same", width=width, height=height))


def measure_drawn(measure: Row[Any]) -> Markup:
    """The same, large, for the thing that comes first on Today: trail, usual_low, usual_high and tone of a measure."""
    return drawn(trail(measure.trail, measure.usual_low, measure.usual_high, measure.tone, width=560, height=120))


def month_drawn(month: Month) -> Markup:
    """What of a month's money came, is due and is late."""
    return drawn(bar((max(0, month.received), month.due, month.late)))


def sold_drawn(sold: int, offered: int) -> Markup:
    """Minutes sold of those offered."""
    return drawn(bar((min(sold, offered), max(0, offered - sold)), SOLD))
