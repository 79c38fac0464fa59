"""Charts as plain SVG text: one string serves page, PDF and mail. Everything that came from a person is escaped in it.

goal_chart(assess(series, today), title=goal.title, uid="goal-1")
"""

from app.charts.bar import bar
from app.charts.frame import LEAD, PAGE, PAPER, PHONE, PORTAL, SMALL, Width
from app.charts.goal import goal_chart, shared_chart
from app.charts.small import small_chart
from app.charts.spark import spark
from app.charts.trail import trail

__all__ = [
    "LEAD",
    "PAGE",
    "PAPER",
    "PHONE",
    "PORTAL",
    "SMALL",
    "Width",
    "bar",
    "goal_chart",
    "shared_chart",
    "small_chart",
    "spark",
    "trail",
]
