"""Putting a session in the calendar, and moving it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from app import db, errors
from app.auth import audit
from app.clock import now
from app.tenancy import find
from billing import Package, PricePlan
from blueprints.coaching_sessions import bp
from blueprints.coaching_sessions.loading import a_client, session_of
from blueprints.forms.sessions import BookForm, MoveForm, PlanForm
from blueprints.seeing import seen
from models import Client, CoachingSession
from models.errors import AfterItsEnd, NoSuchTime
from models.local_time import comes_twice, moment_of
from models.week import city


@bp.get("/clients/<uuid:id>/sessions/new")
def new(id: UUID) -> Any:
    client = a_client(id)
    form = _with_packages(PlanForm(day=day_asked()), client)
    form.package.data = form.package.choices[-1].value if len(form.package.choices) == 2 else ""
    return plan_page(client, form)


@bp.post("/clients/<uuid:id>/sessions")
def create(id: UUID) -> Any:
    client = a_client(id)
    form = _with_packages(PlanForm(), client)
    planned = book(client, form) if form.validate() else None
    return booked(planned) if planned else (plan_page(client, form), 422)


@bp.get("/sessions/<uuid:id>/edit")
def edit(id: UUID) -> Any:
    planned = session_of(id)
    here = planned.start.astimezone(g.practice.tz)
    form = MoveForm(day=here.date(), clock=here.time(), minutes=planned.planned_minutes, place=planned.place, was=planned.start.isoformat())
    return move_page(planned, form)


@bp.post("/sessions/<uuid:id>/edit")
def update(id: UUID) -> Any:
    find(CoachingSession, id, lock=True)
    planned, form = session_of(id), MoveForm()
    if not form.validate():
        return move_page(planned, form), 422
    if form.was.data != planned.start.isoformat():
        form.refuse(form.day, "Somebody moved it meanwhile. Its new time stands above; save again to move it from there.")
        form.was.data = planned.start.isoformat()
        return move_page(planned, form), 409
    start = start_of(form)
    if start is None or not saved(form, lambda: planned.move(start, form.minutes.data, form.place.data or "", now())):
        return move_page(session_of(id), form), 422
    PricePlan.weigh(db.session(), now())
    audit("session.move", id)
    flash(f"Moved. {planned.client.first_name} is told by mail.")
    return redirect(url_for(".show", id=id), 303)


def book(client: Client, form: PlanForm | BookForm) -> CoachingSession | None:
    """Plan what the form says; None when it was refused, and the form says why."""
    made: list[CoachingSession] = []
    start = start_of(form)
    if start is None:
        return None

    def plan() -> None:
        form.spend()
        how = {"place": form.place.data or "", "now": now()}
        if isinstance(form, PlanForm) and form.package.data:
            package = find(Package, UUID(form.package.data))
            made.append(package.book(start, by="coach", minutes=form.minutes.data, **how))
        else:
            made.append(CoachingSession.plan(client, start, form.minutes.data, **how))

    if not saved(form, plan):
        return None
    PricePlan.weigh(db.session(), now())
    audit("session.plan", made[0].id)
    return made[0]


def _with_packages(form: PlanForm, client: Client) -> PlanForm:
    form.offer(Package.to_book(db.session(), client.id, g.practice.today(now())))
    return form


def booked(planned: CoachingSession) -> Any:
    words = f"Planned. {planned.client.first_name} is told by mail." if planned.start > now() else "Planned."
    if comes_twice(planned.start, g.practice.tz):
        words += " That hour comes twice, because the clocks go back: the first of the two is meant."
    flash(words)
    return redirect(url_for("coaching_sessions.show", id=planned.id), 303)


def start_of(form: PlanForm | BookForm | MoveForm) -> datetime | None:
    try:
        return moment_of(form.day.data, form.clock.data, g.practice.tz)
    except NoSuchTime as refused:
        form.refuse(form.clock, refused.sentence)
        return None


def saved(form: Any, act: Any) -> bool:
    """Do it, or say at the field why not: another session has the hour, or the package ends before that day."""
    try:
        with db.session().begin_nested():
            act()
    except IntegrityError as error:
        sentence = errors.constraint(error)
        if sentence is None or "no_overlap" not in str(error.orig):
            raise
        form.refuse(form.clock, sentence)
        return False
    except AfterItsEnd as refused:
        form.refuse(form.day, refused.sentence)
        return False
    return True


def day_asked() -> date | None:
    """The calendar's links carry the day that was pressed."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def plan_page(client: Client, form: PlanForm) -> str:
    form.tell(seen("session", client))
    return render_template("coaching_sessions/plan.html", client=client, form=form, zone_name=city(g.practice.zone))


def move_page(planned: CoachingSession, form: MoveForm) -> str:
    form.tell(seen("session", planned.client))
    return render_template(
        "coaching_sessions/move.html", planned=planned, client=planned.client, form=form, zone_name=city(g.practice.zone)
    )
