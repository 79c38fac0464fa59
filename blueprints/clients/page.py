"""One client: the next thing to do first, then goals, sessions, actions, notes, money, people."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import g, render_template, url_for
from sqlalchemy import DateTime, Uuid, bindparam, or_, select
from sqlalchemy.orm import joinedload

from app import db
from app.clock import now
from app.markdown import render
from app.tenancy import find
from billing import morning
from blueprints.clients import bp
from blueprints.drawing import thumbnail
from blueprints.forms.agreement import NewForm
from blueprints.seeing import seen
from models import Action, Client, Membership, Sponsorship
from models.history import Event, History, history
from models.roster import Standing, standings

DONE_SHOWN = timedelta(days=7)
PEOPLE = (
    joinedload(Client.coach).joinedload(Membership.person),
    joinedload(Client.next_coach).joinedload(Membership.person),
    joinedload(Client.organisation),
    joinedload(Client.sponsorships).joinedload(Sponsorship.contact),
)
"""Everybody the page names, with the client in one statement."""
ACTIONS = (
    select(Action)
    .where(
        Action.client_id == bindparam("client_id", type_=Uuid()),
        Action.dropped_at.is_(None),
        or_(Action.done_at.is_(None), Action.done_at > bindparam("since", type_=DateTime(timezone=True))),
    )
    .order_by(Action.done_at.is_not(None), Action.due.nulls_last(), Action.id)
    .limit(12)
)
"""Open ones by day, and what was done within the week."""


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    client = find(Client, id, *PEOPLE)
    session, moment, content = db.session(), now(), g.membership.reads_content
    standing = standings(session, [id]).get(id, Standing()) if content else Standing()
    past = history(session, id, moment, notes=content)
    actions = list(session.scalars(ACTIONS, {"client_id": id, "since": moment - DONE_SHOWN})) if content else []
    return render_template(
        "clients/show.html",
        client=client,
        standing=standing,
        history=past,
        line=_line(past, standing),
        render=render,
        actions=actions,
        accounts=morning.account(session, id, g.practice.today(moment)) if g.membership.bills else [],
        today=g.practice.today(moment),
        content=content,
        theirs=client.coach_id == g.membership.id,
        seen=seen,
        next=_next_step(client, standing, past),
        begin=NewForm(),
        may_begin=_may_begin(client, standing),
        thumbnail=thumbnail,
    )


def _line(past: History, standing: Standing) -> list[Event]:
    """Sessions that were, and the agreement once it left the coach's desk; the newest first."""
    events = list(past.past)
    if standing.contract_id and standing.since and standing.state != "draft":
        events.append(Event("agreement", standing.contract_id, standing.since, None, standing.state, "", None, 0))
    return sorted(events, key=lambda event: event.at, reverse=True)


def _may_begin(client: Client, standing: Standing) -> bool:
    """Only the client's own coach begins an agreement, and one at a time stands on this page."""
    theirs = client.coach_id == g.membership.id and g.membership.coaches and client.archived_at is None
    return theirs and (standing.contract_id is None or standing.is_over)


def _begins(client: Client, standing: Standing, past: History) -> bool:
    """Where companies pay, the work with somebody new begins with what was asked for, as the first page says."""
    return g.practice.has_sponsors and _may_begin(client, standing) and standing.contract_id is None and not past.held


@dataclass(frozen=True)
class Step:
    label: str
    url: str
    posts: bool = False


def _next_step(client: Client, standing: Standing, past: History) -> Step | None:
    """The one primary act. Whoever only reads is offered none that changes something."""
    if client.archived_at:
        return Step("Bring back", url_for(".restore", id=client.id), posts=True) if g.membership.writes else None
    if past.unmarked:
        return Step("Say how the session went", url_for("coaching_sessions.show", id=past.unmarked[0].id))
    if waiting := next((goal for goal in standing.goals if goal.signal_waits), None):
        return Step("Review the signal", url_for("goals.show", id=waiting.id))
    if not g.membership.writes:
        return None
    theirs = client.coach_id == g.membership.id
    if theirs and standing.state == "draft" and standing.contract_id:
        return Step("Go on with the agreement", url_for("contracts.edit", id=standing.contract_id))
    if _begins(client, standing, past):
        return Step("Ask what is behind the request", url_for("why.show", id=client.id))
    if not past.coming:
        return Step("Book a session", url_for("coaching_sessions.new", id=client.id))
    if _may_begin(client, standing) and g.practice.has_sponsors:
        return None  # the page's own form begins an agreement
    return Step("Prepare the next session", url_for("coaching_sessions.show", id=past.coming[0].id))
