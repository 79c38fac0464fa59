"""The first page: today's one thing, then goals, actions, the next session and the newest note."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from markupsafe import Markup

from app import db, markdown
from app.charts import SMALL, small_chart
from app.clock import now
from blueprints.drawing import drawn
from blueprints.portal import bp
from blueprints.portal.entry import form_for
from blueprints.portal.loading import live_goals
from blueprints.portal.summary import summary
from blueprints.reading import here, me_as_client, today
from models import Goal, Measure, progress
from models.progress import Sentence


@dataclass(frozen=True)
class Card:
    """A goal as the first page shows it."""

    goal: Goal
    measure: Measure
    said: Sentence
    chart: Markup
    is_due: bool
    may_begin: bool  # nothing is counted yet, and an entry can be made


@bp.get("/")
def show() -> Any:
    cards = [card(goal, today()) for goal in live_goals() if goal.measure]
    about = summary(db.session(), me_as_client(), now())
    due = next((c.measure for c in cards if c.is_due), None)
    return render_template(
        "portal/home.html",
        greeting=greeting(),
        cards=cards,
        about=about,
        measure=due,
        first=next((c for c in cards if c.may_begin), None),
        form=form_for(due, about.boss) if due and not about.waiting else None,
        note=markdown.render(about.note) if about.note else "",
    )


def card(goal: Goal, day: date) -> Card:
    measure = goal.measure
    assert measure is not None
    found = measure.recall(day)
    chart = small_chart(found, title=goal.title, uid=f"goal-{goal.place}", widths=SMALL) if found.points else ""
    begins = not found.points and measure.pause is None and bool(measure.open_periods(day))
    return Card(goal, measure, progress.is_changing(found), drawn(chart), measure.due_now(day) is not None, begins)


def greeting() -> str:
    hour = here().hour
    return "Good morning" if 5 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"
