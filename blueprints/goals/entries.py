"""An entry that the coach makes for the client, and its correction."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for

from app import formats
from app.auth import audit
from app.clock import now
from blueprints.forms.entry import correction_form, entry_form
from blueprints.goals import bp
from blueprints.goals.loading import measured, reading_of
from blueprints.goals.page import in_words
from blueprints.seeing import seen
from models import Goal, Measure
from models.errors import CommentNeeded, EntryRefused, StartIsFixed


@bp.get("/<uuid:id>/entries/new")
def new(id: UUID) -> Any:
    goal, measure = measured(id)
    return entry_page(goal, measure, form_for(measure))


@bp.post("/<uuid:id>/entries")
def create(id: UUID) -> Any:
    goal, measure = measured(id)
    form = form_for(measure)
    if form is None:
        raise EntryRefused("There is nothing to enter now: all that was due is there.")
    if form.validate():
        value, of = form.amount()
        on, moment = date.fromisoformat(form.period.data), now()
        form.spend()
        try:
            measure.enter(
                value, on, by=g.membership.id, now=moment, today=g.practice.today(moment), count_of=of, comment=form.comment.data or ""
            )
        except EntryRefused as refused:
            form.refuse(form.value, refused.sentence)
        else:
            audit("entry.make", measure.id)
            flash("Saved. The chart below has it.")
            return redirect(url_for(".show", id=id), 303)
    return entry_page(goal, measure, form), 422


@bp.get("/<uuid:id>/entries/<uuid:entry_id>/correction")
def correction(id: UUID, entry_id: UUID) -> Any:
    goal, measure = measured(id)
    reading = reading_of(measure, entry_id)
    if measure.start and reading.period <= measure.start.through:
        raise StartIsFixed
    return correction_page(goal, measure, reading.period, correction_form(measure, g.practice.locale))


@bp.post("/<uuid:id>/entries/<uuid:entry_id>/correction")
def correct(id: UUID, entry_id: UUID) -> Any:
    """The old number stays readable; the new one holds."""
    goal, measure = measured(id)
    reading, form = reading_of(measure, entry_id), correction_form(measure, g.practice.locale)
    if form.validate():
        value, of = form.amount()
        moment = now()
        try:
            measure.correct(
                reading, value, by=g.membership.id, now=moment, today=g.practice.today(moment), count_of=of, comment=form.comment.data or ""
            )
        except EntryRefused as refused:
            form.refuse(form.comment if isinstance(refused, CommentNeeded) else form.value, refused.sentence)
        else:
            audit("entry.correct", measure.id)
            flash("Corrected. The old number stays readable.")
            return redirect(url_for(".show", id=id), 303)
    return correction_page(goal, measure, reading.period, form), 422


def form_for(measure: Measure) -> Any:
    """None when all that was due is there, or the goal is not in force."""
    today = g.practice.today(now())
    periods = measure.open_periods(today) if measure.goal.is_live else []
    if not periods:
        return None
    words = in_words(periods, measure.cadence, [formats.day(on, g.practice.locale, "short") for on in periods])
    chosen = next((on for on in periods if on <= today), periods[0])
    return entry_form(measure, words, g.practice.locale, chosen=chosen.isoformat())


def entry_page(goal: Goal, measure: Measure, form: Any) -> str:
    client = goal.contract.client
    if form:
        form.tell(seen("chart" if goal.contract.shares_progress else "entry", client))
    return render_template("goals/entry.html", goal=goal, measure=measure, client=client, form=form, seen=seen("entry", client))


def correction_page(goal: Goal, measure: Measure, on: date, form: Any) -> str:
    client = goal.contract.client
    form.tell(seen("chart" if goal.contract.shares_progress else "entry", client))
    return render_template("goals/correction.html", goal=goal, measure=measure, client=client, on=on, form=form, seen=seen("entry", client))
