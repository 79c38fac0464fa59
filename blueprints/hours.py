"""When I can be booked: the hours of my week, days that differ, and the rules around them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from sqlalchemy import select

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing import PricePlan
from blueprints.forms.hours import ExceptionForm, RulesForm, WeekForm
from models import BookingRules, HoursException, WeeklyHours
from models.bookable import diary
from models.errors import HoursOverlap, Stale
from models.seen import seen_here

bp = Blueprint("hours", __name__, url_prefix="/p/<slug>/hours")
SHOWN, MOST_DAYS = 8, 100


@bp.get("")
def show() -> Any:
    return _page()


@bp.post("/week")
def set_week() -> Any:
    form = WeekForm()
    if not form.validate():
        return _page(week=form), 422
    try:
        WeeklyHours.set_week(db.session(), g.membership.id, form.hours)
    except HoursOverlap as refused:
        form.form_errors = [refused.sentence]
        return _page(week=form), 422
    PricePlan.weigh(db.session(), now())
    auth.audit("hours.set", g.membership.id)
    flash("Saved. Whoever books sees these hours from now on.")
    return redirect(url_for(".show"), 303)


@bp.post("/rules")
def set_rules() -> Any:
    form, rules = RulesForm(), BookingRules.of(db.session(), g.membership.id)
    if not form.validate():
        return _page(rules=form), 422
    db.session().add(rules)
    try:
        rules.write(form.version.data, **form.typed)
    except Stale:
        form.overtaken(rules.version)
        return _page(rules=form), 409
    auth.audit("hours.rules", g.membership.id)
    flash("Saved.")
    return redirect(url_for(".show"), 303)


@bp.post("/days")
def add_day() -> Any:
    form = ExceptionForm()
    if not form.validate():
        return _page(day=form), 422
    form.spend()
    one = HoursException(coach_id=g.membership.id, on=form.on.data, start=form.opens.data, end=form.closes.data)
    db.session().add(one)
    db.session().flush()
    PricePlan.weigh(db.session(), now())
    auth.audit("hours.day", one.id)
    flash("Saved.")
    return redirect(url_for(".show"), 303)


@bp.post("/days/<uuid:id>/removal")
def remove_day(id: UUID) -> Any:
    one = find(HoursException, id)
    if one.coach_id != g.membership.id:
        abort(404)
    db.session().delete(one)
    PricePlan.weigh(db.session(), now())
    auth.audit("hours.day_removed", id)
    flash("Gone. The hours of the week hold on that day again.")
    return redirect(url_for(".show"), 303)


def _page(week: Any = None, day: ExceptionForm | None = None, rules: RulesForm | None = None) -> str:
    mine, session, sees = g.membership.id, db.session(), seen_here("hours")
    hours = select(WeeklyHours).where(WeeklyHours.coach_id == mine).order_by(WeeklyHours.weekday, WeeklyHours.start)
    stored = [(row.weekday, row.start, row.end) for row in session.scalars(hours)]
    with session.no_autoflush:
        days = select(HoursException).where(HoursException.coach_id == mine, HoursException.on >= g.practice.today(now()))
        standing = session.scalars(days.order_by(HoursException.on, HoursException.start).limit(MOST_DAYS)).all()
        usual = BookingRules.of(session, mine)
    return render_template(
        "hours/show.html",
        week=(week or WeekForm.of(stored)).tell(sees, "seen-week"),
        day=(day or ExceptionForm(formdata=None)).tell(sees, "seen-day"),
        rules=(rules or RulesForm(formdata=None, obj=usual)).tell(sees, "seen-rules"),
        days=standing,
        next_free=diary(session, mine, g.practice.tz, now()).free(60, now(), SHOWN),
        has_hours=bool(stored or standing),
    )
