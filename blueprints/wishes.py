"""What we send a reader and what is coming, and how they want it: the same page for everyone we write to."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from app import auth, db
from app.clock import now
from app.tenancy import find
from blueprints.forms.wishes import HabitsForm, PlaceForm, pause_form
from blueprints.reading import me_as_client, today
from models import Message, Preference
from models.errors import DomainError
from models.gate import week_of
from models.seen import seen_here

MONTH = timedelta(days=30)


class NotSkippable(DomainError):
    sentence = "Invoices, and anything you must sign, come in any case."


def preference() -> Preference:
    """Theirs, stored from now on."""
    found = Preference.of(db.session(), g.reader.id)
    db.session().add(found)
    return found


def page(status: int = 200, **refused: Any) -> Any:
    wishes = Preference.of(db.session(), g.reader.id)
    since = now() - MONTH
    asked = select(Message).where(Message.recipient_id == g.reader.id, (Message.planned_for > since) | (Message.state == "planned"))
    messages = list(db.session().scalars(asked.order_by(Message.planned_for.desc()).limit(60)))
    sent = [message for message in messages if message.state in ("sending", "sent", "perhaps sent")]
    sees = seen_here("wishes")
    week = week_of(now(), g.reader.zone)
    body = render_template(
        "reading/messages.html",
        door=request.blueprint,
        wishes=wishes,
        coming=[message for message in reversed(messages) if message.is_coming],
        was=[message for message in messages if not message.is_coming],
        minutes=sum(message.minutes for message in sent),
        reminders=sum(message.is_nudge and message.week == week for message in sent),
        is_paused=bool(wishes.paused_until and wishes.paused_until > now()),
        pause=(refused.get("pause") or pause_form(today())).tell(sees, "seen-pause"),
        habits=(refused.get("habits") or HabitsForm(obj=wishes, prefix="habits-")).tell(sees, "seen-habits"),
        place=PlaceForm(at_work=g.reader.at_work, prefix="place-").tell(sees, "seen-place") if g.reader.kind == "client" else None,
    )
    return (body, status) if status != 200 else body


def pause() -> Any:
    form = pause_form(today())
    if not form.validate():
        return page(422, pause=form)
    until = datetime.combine(form.until.data, datetime.min.time(), ZoneInfo(g.reader.zone))
    preference().pause(until)
    return _done("reminders.pause", "Paused. Invoices and anything to sign come all the same.")


def stop() -> Any:
    preference().stop(now())
    return _done("reminders.stop", "Stopped. No reminder will come.")


def resume() -> Any:
    preference().resume()
    return _done("reminders.resume", "Reminders may come again.")


def keep_habits() -> Any:
    form = HabitsForm(prefix="habits-")
    if not form.validate():
        return page(422, habits=form)
    wishes = preference()
    wishes.quiet_from, wishes.quiet_to, wishes.budget = form.quiet_from.data, form.quiet_to.data, form.budget.data
    return _done("reminders.habits", "Saved.")


def keep_place() -> Any:
    """The client chooses whether their address is the employer's: then mails say only that something waits."""
    me_as_client().at_work = bool(PlaceForm(prefix="place-").at_work.data)
    return _done("client.place", "Saved.")


def skip(id: UUID) -> Any:
    message = find(Message, id, lock=True)
    if message.recipient_id != g.reader.id:
        abort(404)
    if not message.is_nudge:
        raise NotSkippable
    message.stop("skipped by whom it was for")
    return _done("message.skip", "Skipped.", message.id)


def _done(act: str, words: str, id: UUID | None = None) -> Any:
    auth.audit(act, id or g.reader.id)
    flash(words)
    return redirect(url_for(".messages"), 303)


def hang(bp: Blueprint) -> None:
    """The same doors at the client's pages and at those of the people at a company."""
    bp.add_url_rule("/messages", "messages", page)
    for path, endpoint, view in (
        ("pause", "pause_messages", pause),
        ("stop", "stop_messages", stop),
        ("resumption", "resume_messages", resume),
        ("habits", "keep_habits", keep_habits),
        ("<uuid:id>/skip", "skip_message", skip),
    ):
        bp.add_url_rule(f"/messages/{path}", endpoint, view, methods=["POST"])
