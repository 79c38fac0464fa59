"""Today: what needs the coach, the day's sessions, what others did since yesterday, and the money of the month."""

from datetime import datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from sqlalchemy import DateTime, Select, Uuid, bindparam, select
from sqlalchemy.orm import contains_eager

from app import db
from app.auth import audit
from app.clock import now
from app.tenancy import find
from billing import morning
from blueprints.drawing import measure_drawn, month_drawn, sold_drawn
from blueprints.forms.client import NewClientForm
from blueprints.price.words import FLAGS
from blueprints.seeing import seen_in_words
from models import Client, CoachingSession, Goal, Measure
from models.roster import count
from models.today import MIDNIGHT, Asking, Need, clients, told

bp = Blueprint("today", __name__, url_prefix="/p/<slug>/")
MOST_SESSIONS = 20


@bp.get("")
def show() -> Any:
    moment = now().astimezone(g.practice.tz)
    asking = _asking(moment)
    session, midnight = db.session(), datetime.combine(asking.today, time(), g.practice.tz)
    yesterday = midnight - timedelta(days=1)
    waiting, news = told(session, asking, yesterday, morning.late, morning.answered, *([morning.paid] if g.membership.bills else []))
    tomorrow = datetime.combine(asking.today + timedelta(days=1), time(), g.practice.tz)
    sessions = list(session.scalars(_sessions(asking.mine), {**asking.values, "tomorrow": tomorrow}))
    if not waiting and not sessions and count(session) == (0, 0):
        return _welcome(moment)
    months, glance = morning.month(session, midnight.replace(day=1), moment, asking.today) if g.membership.bills else ([], None)
    return render_template(
        "today/show.html", moment=moment, midnight=midnight, today=asking.today, needs=waiting, sessions=sessions, drawing=_drawing(waiting),
        coming=next((one for one in sessions if one.end > moment and one.is_planned), None),
        news=news,
        month_drawn=month_drawn,
        glance=glance if g.membership.owns else None, flags={flag.value: said for flag, said in FLAGS.items()}, sold_drawn=sold_drawn,
        months=months,
    )  # fmt: skip


def _asking(moment: datetime) -> Asking:
    """Coaches see what their own clients ask for; who coaches nobody sees all of it."""
    member = g.membership
    return Asking(moment, moment.date(), member.id if member.coaches else None, member.reads_content)


@cache
def _sessions(mine: bool) -> Select[CoachingSession]:
    today = CoachingSession.between(MIDNIGHT, bindparam("tomorrow", type_=DateTime(timezone=True)))
    shown = today.join(CoachingSession.client).where(*clients(mine))
    return shown.options(contains_eager(CoachingSession.client).load_only(Client.name)).limit(MOST_SESSIONS)


_DRAWN = select(Measure.trail, Measure.usual_low, Measure.usual_high, Measure.tone).where(
    Measure.goal_id == bindparam("goal_id", type_=Uuid()), Measure.role == "leading"
)


def _drawing(waiting: list[Need]) -> Any:
    """The first thing is a signal: draw what the measure keeps of it."""
    if not waiting or not waiting[0].is_signal:
        return None
    return measure_drawn(db.session().execute(_DRAWN, {"goal_id": waiting[0].id}).one())


def _welcome(moment: datetime) -> Any:
    part = "morning" if 4 <= moment.hour < 12 else "afternoon" if moment.hour < 18 else "evening"
    form = NewClientForm().tell(seen_in_words("client", client="your client"))
    return render_template("today/welcome.html", part_of_day=part, form=form)


@bp.post("/signals/<uuid:id>/seen")
def see(id: UUID) -> Any:
    """The coach has looked at a goal's signal: it leaves Today until there is another."""
    _measure(id).see_signal()
    audit("signal.see", id)
    flash({"words": "Off this list until there is another signal.", "undo": url_for(".unsee", id=id)}, "undo")
    return redirect(url_for(".show"), 303)


@bp.post("/signals/<uuid:id>/seen/removal")
def unsee(id: UUID) -> Any:
    _measure(id).unsee_signal()
    audit("signal.unsee", id)
    return redirect(url_for(".show"), 303)


def _measure(goal_id: UUID) -> Measure:
    if not g.membership.reads_content:
        abort(403)
    measure = find(Goal, goal_id).measure
    if measure is None:
        abort(404)
    return measure
