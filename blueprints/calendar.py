"""The week: who comes when, on one clock and, where somebody lives elsewhere, on another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, g, render_template, request, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from wtforms import SelectChoice

from app import db, formats
from app.clock import now
from blueprints.coaching_sessions.loading import a_client
from blueprints.coaching_sessions.plan import book, booked, day_asked
from blueprints.forms.sessions import EARLIEST, LATEST, BookForm
from blueprints.seeing import seen_in_words
from models import Client, CoachingSession, Membership
from models.bookable import diary
from models.week import Week, city, far_zone, lay_out, monday_of

bp = Blueprint("calendar", __name__, url_prefix="/p/<slug>/calendar")
MOST, MOST_CLIENTS, MOST_COACHES = 400, 500, 50
WEEK = timedelta(days=7)
USUAL = 60  # minutes of a session, where it is asked what is free


@dataclass(frozen=True)
class Opening:
    """A stretch that is free and offered, drawn among the sessions."""

    start: datetime
    end: datetime
    client: None = None


@bp.get("")
def show() -> Any:
    today, monday = g.practice.today(now()), _monday()
    team = db.session().scalars(_coaches()).all()
    coach = _coach(team)
    sessions = _between(monday, coach)
    far = far_zone([(each.start, each.client.zone) for each in sessions], g.practice.tz)
    week = lay_out([*sessions, *_openings(monday, coach)], monday, g.practice.tz)
    return render_template(
        "calendar/show.html",
        week=week, clocks=_clocks(week, g.practice.zone), far_clocks=_clocks(week, far) if far else {}, today=today,
        far=city(far) if far else "", near=city(g.practice.zone), elsewhere=_elsewhere(sessions), count=len(sessions),
        team=_tabs(team, coach, monday), before=_week_url(monday - WEEK, coach), after=_week_url(monday + WEEK, coach),
        this=_week_url(monday_of(today), coach), is_this=monday == monday_of(today),
    )  # fmt: skip


@bp.get("/new")
def new() -> Any:
    form = BookForm(day=day_asked())
    form.client.choices = _clients()
    return _book_page(form)


@bp.post("")
def create() -> Any:
    form = BookForm()
    form.client.choices = _clients()
    if form.validate():
        planned = book(a_client(UUID(form.client.data)), form)
        if planned:
            return booked(planned)
    return _book_page(form), 422


def _monday() -> date:
    """Of the week asked for, or of this one; 404 for a day that is none, or too far away."""
    asked = request.args.get("week")
    if asked is None:
        return monday_of(g.practice.today(now()))
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        abort(404)
    if not EARLIEST <= day <= LATEST:
        abort(404)
    return monday_of(day)


def _week_url(monday: date, coach: UUID | None) -> str | None:
    if not EARLIEST - WEEK < monday <= LATEST:
        return None
    return url_for(".show", week=monday.isoformat(), coach=coach or "all")


def _coaches() -> Select[tuple[Membership]]:
    coaching = Membership.role.in_(("owner", "coach")) & Membership.ended_at.is_(None)
    return (
        select(Membership)
        .where(Membership.practice_id == g.practice.id, coaching)
        .options(joinedload(Membership.person))
        .order_by(Membership.id)
        .limit(MOST_COACHES)
    )


def _coach(team: Sequence[Membership]) -> UUID | None:
    """Whose week: one's own unless another is asked for; None is everybody's."""
    asked = request.args.get("coach")
    if asked is None:
        return g.membership.id if g.membership.coaches else None
    if asked == "all":
        return None
    return next((member.id for member in team if str(member.id) == asked), None) or abort(404)


def _tabs(team: Sequence[Membership], coach: UUID | None, monday: date) -> list[tuple[str, str | None, bool]]:
    if len(team) < 2:
        return []
    tabs = [(member.name, _week_url(monday, member.id), member.id == coach) for member in team]
    return [*tabs, ("Everybody", _week_url(monday, None), coach is None)]


def _between(monday: date, coach: UUID | None) -> Sequence[CoachingSession]:
    start, end = (datetime.combine(on, time(), g.practice.tz) for on in (monday, monday + WEEK))
    asked = CoachingSession.between(start, end).options(joinedload(CoachingSession.client)).limit(MOST)
    return db.session().scalars(asked.where(CoachingSession.coach_id == coach) if coach else asked).all()


def _openings(monday: date, coach: UUID | None) -> list[Opening]:
    """Of one coach; in a week of everybody's nothing is free."""
    if coach is None:
        return []
    found = diary(db.session(), coach, g.practice.tz, now())
    return [Opening(start, end) for start, end in found.stretches(USUAL, monday, now())]


def _elsewhere(sessions: Sequence[CoachingSession]) -> dict[UUID, str]:
    """When it is for a client whose clock shows another time: "14:00 in Lisbon"."""
    here = g.practice.tz
    return {
        each.id: f"{formats.clock(each.start, each.client.zone, g.practice.locale)} in {city(each.client.zone)}"
        for each in sessions
        if each.start.astimezone(ZoneInfo(each.client.zone)).utcoffset() != each.start.astimezone(here).utcoffset()
    }


def _clocks(week: Week[CoachingSession], zone: str) -> dict[time, str]:
    """What clocks in `zone` show at each row of the table, on its Monday."""
    moments = {row.clock: datetime.combine(week.monday, row.clock, g.practice.tz) for row in week.rows if not row.is_half}
    return {clock: formats.clock(moment, zone, g.practice.locale) for clock, moment in moments.items()}


def _clients() -> list[SelectChoice]:
    """Own clients first: those are booked most."""
    rows = db.session().execute(
        select(Client.id, Client.name, Client.coach_id)
        .where(Client.archived_at.is_(None))
        .order_by(Client.folded, Client.id)
        .limit(MOST_CLIENTS)
    )
    mine = sorted(rows, key=lambda row: row.coach_id != g.membership.id)
    return [SelectChoice(str(row.id), row.name) for row in mine]


def _book_page(form: BookForm) -> str:
    form.tell(seen_in_words("session", client="whoever comes"))
    return render_template("calendar/new.html", form=form, zone_name=city(g.practice.zone))
