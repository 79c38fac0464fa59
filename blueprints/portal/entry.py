"""An entry in two taps, its correction, and the client's own pause."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for

from app import auth, formats
from app.clock import now
from blueprints.forms.entry import correction_form, entry_form
from blueprints.portal import bp
from blueprints.portal.frame import who_sees
from blueprints.portal.loading import boss_name, measure_of, reading_of
from blueprints.reading import me_as_client, today
from models import Measure, Reading
from models.errors import CommentNeeded, EntryRefused, StartIsFixed
from models.progress import phrases
from models.seen import SeenBy

PERIODS = {"daily": "{}", "weekly": "the week to {}", "fortnightly": "the two weeks to {}", "monthly": "the month to {}"}


def form_for(measure: Measure, boss: str | None = None) -> Any:
    """None when everything that is due was entered, or the goal is not in force. `boss`: the first name, where it is known already."""
    periods = measure.open_periods(today()) if measure.goal.is_live else []
    if not periods:
        return None
    due = measure.due_now(today()) or next((on for on in periods if on <= today()), periods[0])
    words = {on.isoformat(): PERIODS[measure.cadence].format(formats.day(on, g.reader.locale, "short")) for on in periods}
    return entry_form(measure, words, g.reader.locale, chosen=due.isoformat()).tell(seen_number(measure, boss))


def correction_of(measure: Measure) -> Any:
    return correction_form(measure, g.reader.locale).tell(seen_number(measure))


def seen_number(measure: Measure, boss: str | None = None) -> SeenBy:
    """Numbers are in the picture that may be shared; what is written beside them never is."""
    if not measure.goal.contract.shares_progress:
        return who_sees("entry")
    return who_sees("chart", boss_name() if boss is None else boss)


@bp.get("/measures/<uuid:id>/entry")
def entry(id: UUID) -> Any:
    measure = measure_of(id)
    return render_template("portal/entry.html", measure=measure, form=form_for(measure))


@bp.post("/measures/<uuid:id>/entry")
def enter(id: UUID) -> Any:
    """The answer is the chart."""
    measure = measure_of(id)
    form = form_for(measure)
    if form is None:
        raise EntryRefused("There is nothing to enter now: all that was due is there.")
    if form.validate():
        value, of = form.amount()
        on = date.fromisoformat(form.period.data)
        try:
            reading = measure.enter(value, on, by=g.reader.id, now=now(), today=today(), count_of=of, comment=form.comment.data or "")
        except EntryRefused as refused:
            form.refuse(form.value, refused.sentence)
        else:
            form.spend()
            auth.audit("entry.make", measure.id)
            flash(saved_words(measure, reading))
            return redirect(url_for("portal.goal", id=measure.goal_id), 303)
    return render_template("portal/entry.html", measure=measure, form=form), 422


@bp.get("/measures/<uuid:id>/entries/<uuid:entry_id>/correction")
def correction(id: UUID, entry_id: UUID) -> Any:
    measure = measure_of(id)
    reading = reading_of(measure, entry_id)
    if measure.start and reading.period <= measure.start.through:
        raise StartIsFixed
    return render_template("portal/correction.html", measure=measure, reading=reading, form=correction_of(measure))


@bp.post("/measures/<uuid:id>/entries/<uuid:entry_id>/correction")
def correct(id: UUID, entry_id: UUID) -> Any:
    measure = measure_of(id)
    reading, form = reading_of(measure, entry_id), correction_of(measure)
    if form.validate():
        value, of = form.amount()
        try:
            newer = measure.correct(reading, value, by=g.reader.id, now=now(), today=today(), count_of=of, comment=form.comment.data or "")
        except EntryRefused as refused:
            form.refuse(form.comment if isinstance(refused, CommentNeeded) else form.value, refused.sentence)
        else:
            auth.audit("entry.correct", measure.id)
            flash(f"Corrected to {spoken(measure, newer)}. The old number stays readable.")
            return redirect(url_for("portal.goal", id=measure.goal_id), 303)
    return render_template("portal/correction.html", measure=measure, reading=reading, form=form), 422


@bp.post("/measures/<uuid:id>/pause")
def pause(id: UUID) -> Any:
    """While it is paused nothing is due, and nobody asks why."""
    measure = measure_of(id)
    measure.pause_from(today(), me_as_client().id)
    auth.audit("measure.pause", measure.id)
    flash({"words": "Paused. Nothing is due until you go on.", "undo": url_for("portal.resume", id=id)}, "undo")
    return redirect(url_for("portal.goal", id=measure.goal_id), 303)


@bp.post("/measures/<uuid:id>/pause/removal")
def resume(id: UUID) -> Any:
    measure = measure_of(id)
    measure.resume(today())
    auth.audit("measure.resume", measure.id)
    flash("It goes on from today.")
    return redirect(url_for("portal.goal", id=measure.goal_id), 303)


def spoken(measure: Measure, reading: Reading) -> str:
    """One entry in words: 61 %, 11 of 15, yes."""
    if measure.kind == "yes_no":
        return "yes" if reading.value else "no"
    if reading.count_of is not None:
        return f"{phrases.number(reading.value)} of {phrases.number(reading.count_of)}"
    return phrases.quantity(reading.value, measure.unit)


def saved_words(measure: Measure, reading: Reading) -> str:
    said = f"Saved: {spoken(measure, reading)}."
    return f"{said} With this entry, where you started is fixed." if measure.start and measure.start.through == reading.period else said
