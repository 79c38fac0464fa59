"""A session's page: what is on the agenda, the notes, the actions, how it ended. Shared with the views of notes and actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g, render_template, url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app import db
from app.clock import now
from app.markdown import render
from blueprints.coaching_sessions.loading import session_of, session_with_notes
from blueprints.forms import apart
from blueprints.forms.action import ActionForm
from blueprints.forms.notes import NewNoteForm, NoteForm, PrivateNoteForm
from blueprints.forms.sessions import HeldForm
from blueprints.private_notes import text_or_none
from blueprints.seeing import seen
from models import Action, CoachingSession, Goal

MOST_ACTIONS = 60


@dataclass(frozen=True)
class Before:
    """`points`: (words, where from, address); `done`: actions done since the last session."""

    points: list[tuple[str, str, str]]
    goals: Sequence[Goal]
    done: list[Action]
    waiting: int


def session_page(id: UUID, **forms: Any) -> str:
    """`forms`: those that were refused, as they were typed: held_form, private_form, shared_form, action_form."""
    if not g.membership.reads_content:
        planned = session_of(id)
        return render_template("coaching_sessions/show.html", **_frame(planned), **_ready(planned, forms))
    planned, private, shared = session_with_notes(id)
    frame = _frame(planned)
    actions = _actions(planned, frame["last"])
    written = text_or_none(private)
    mine = PrivateNoteForm(formdata=None, version=private.draft_no if private else 1, text=written)
    ours = NoteForm(formdata=None, version=shared.draft_no, text=shared.text) if shared else NewNoteForm(formdata=None)
    more = {"private_form": mine, "shared_form": ours, "action_form": ActionForm(formdata=None)}
    ready = _ready(planned, {**more, **forms})
    ready["action_form"].name_client(planned.client.first_name).tell(seen("action", planned.client), "seen-action")
    return render_template(
        "coaching_sessions/show.html",
        **frame, **ready, unopened=private is not None and written is None, shared=shared, note=render(shared.text) if shared else "",
        before=_before(planned, _goals(planned), actions, frame["last"]),
        actions=[action for action in actions if action.session_id == planned.id or not action.is_done],
        seen_note=seen("shared note", planned.client), seen_private=seen("private note", planned.client),
    )  # fmt: skip


def _ready(planned: CoachingSession, forms: dict[str, Any]) -> dict[str, Any]:
    """Several forms on one page: each with ids of its own."""
    ready = {name: apart(form, name.removesuffix("_form")) for name, form in {"held_form": _held(planned), **forms}.items()}
    ready["held_form"].tell(seen("session", planned.client), "seen-session")
    return ready


def _frame(planned: CoachingSession) -> dict[str, Any]:
    number, last = planned.place_in_line()
    return {
        "planned": planned, "client": planned.client, "number": number, "last": last, "is_over": planned.end <= now(),
        "elsewhere": planned.client.zone != g.practice.zone, "today": g.practice.today(now()),
    }  # fmt: skip


def _held(planned: CoachingSession) -> HeldForm:
    return HeldForm(formdata=None, minutes=planned.planned_minutes)


def _goals(planned: CoachingSession) -> Sequence[Goal]:
    live = select(Goal).where(Goal.client_id == planned.client_id, Goal.live_at.is_not(None), Goal.closed_at.is_(None))
    return db.session().scalars(live.order_by(Goal.place).options(joinedload(Goal.measures))).unique().all()


def _actions(planned: CoachingSession, last: datetime | None) -> Sequence[Action]:
    """What is open, what belongs to this session, and what was done since the last one."""
    here = [Action.done_at.is_(None), Action.session_id == planned.id]
    if last:
        here.append(Action.done_at >= last)
    asked = select(Action).where(Action.client_id == planned.client_id, Action.dropped_at.is_(None), or_(*here))
    return db.session().scalars(asked.order_by(Action.due.nulls_last(), Action.id).limit(MOST_ACTIONS)).all()


def _before(planned: CoachingSession, goals: Sequence[Goal], actions: Sequence[Action], last: datetime | None) -> Before:
    points = [
        (
            goal.name,
            "a signal: what did it?" if goal.measure and goal.measure.signal_since else "a goal in force",
            url_for("goals.show", id=goal.id),
        )
        for goal in goals
    ]
    waiting = [action for action in actions if not action.is_done and action.session_id != planned.id]
    points += [(action.text, "from an open action", "") for action in waiting[:6]]
    done = [action for action in actions if action.done_at and (last is None or action.done_at >= last)]
    return Before(points, goals, done, len(waiting))
