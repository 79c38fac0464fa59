"""Sessions that are left, free times to book, and what is booked already."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from sqlalchemy import and_, exists, select

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing import Package, PackageChange, Subscription
from blueprints.booking import Free, free, take
from blueprints.forms.booking import TimeForm
from blueprints.portal import bp
from blueprints.portal.coming import Coming, coming
from blueprints.reading import me_as_client
from models.errors import AfterItsEnd, NothingLeft, TimeTaken, TooLateToCancel

MOST = 30


@bp.get("/book")
def booking() -> Any:
    rows = [row for row in _rows() if row.left or row.change or not row.package.is_over(g.practice.today(now()))]
    pays_monthly = db.session().scalar(select(exists().where(Subscription.client_id == g.reader.id)))
    return render_template("portal/booking.html", rows=rows, coming=coming(now()), moment=now(), pays_monthly=pays_monthly)


@bp.get("/book/<uuid:id>")
def times(id: UUID) -> Any:
    """The free hours, for a session of one package."""
    return _times(id)


@bp.post("/book/<uuid:id>")
def book(id: UUID) -> Any:
    form, package = TimeForm(), find(Package, id)
    try:
        hours = free(me_as_client().coach_id, package.minutes, g.reader.zone, package.expires_on)
        start = hours.pick(form.start.data)
        if not form.validate():
            return _times(id), 422
        form.spend()
        take(lambda: package.book(start, place=hours.place, by="client", now=now()))
    except (AfterItsEnd, TimeTaken, NothingLeft) as refused:
        return _times(id, refused.sentence), 409
    auth.audit("session.book", package.id)
    flash("Booked. It stands in the calendar, and you get a mail with the time.")
    return redirect(url_for(".booking"), 303)


@bp.get("/sessions/<uuid:id>/move")
def move_session(id: UUID) -> Any:
    return _move_page(_planned(id))


@bp.post("/sessions/<uuid:id>/move")
def save_move(id: UUID) -> Any:
    one, form = _planned(id), TimeForm()
    if not one.can_be_moved(now()):
        raise TooLateToCancel(one.too_late)
    try:
        start = _free_for(one).pick(form.start.data)
        take(lambda: one.session.move(start, one.session.planned_minutes, one.session.place, now()))
    except TimeTaken as refused:
        return _move_page(one, refused.sentence), 409
    one.session.tell_coach(now())
    auth.audit("session.move", id)
    flash("Moved. You get a mail with the new time.")
    return redirect(url_for(".booking"), 303)


@bp.post("/sessions/<uuid:id>/cancellation")
def cancel_session(id: UUID) -> Any:
    one = _planned(id)
    if one.session.start <= now():
        raise TooLateToCancel
    one.session.cancel(g.reader.id, now())
    one.session.tell_coach(now())
    auth.audit("session.cancel", id)
    flash(
        "Cancelled. "
        + ("Nothing is lost." if one.is_in_time(now()) else "It counts as held, because it was less than the time agreed before.")
    )
    return redirect(url_for(".booking"), 303)


@bp.post("/package-changes/<uuid:id>/agreement")
def agree_to_change(id: UUID) -> Any:
    change = find(PackageChange, id)
    find(Package, change.package_id).agree(change, now())
    auth.audit("package_change.agree", id)
    flash("Agreed. It holds from now on.")
    return redirect(url_for(".booking"), 303)


@bp.post("/package-changes/<uuid:id>/refusal")
def decline_change(id: UUID) -> Any:
    change = find(PackageChange, id)
    find(Package, change.package_id).decline(change, now())
    auth.audit("package_change.decline", id)
    flash("Everything stays as you bought it.")
    return redirect(url_for(".booking"), 303)


@dataclass(frozen=True)
class Row:
    """A package as this page shows it. `planned`: what is in the calendar of it; `change`: what waits for an answer."""

    package: Package
    left: int
    planned: int
    change: PackageChange | None

    @property
    def can_be_booked(self) -> bool:
        return self.left > self.planned and not self.package.is_over(g.practice.today(now()))


def _rows() -> list[Row]:
    """The one that ends first, first."""
    mine = (
        select(Package, Package.left_of(), Package.planned_of(), PackageChange)
        .outerjoin(PackageChange, and_(PackageChange.package_id == Package.id, PackageChange.waits()))
        .where(Package.client_id == g.reader.id)
        .order_by(Package.expires_on.nulls_last(), Package.id)
        .limit(MOST)
    )
    return [Row(*row) for row in db.session().execute(mine)]


def _times(id: UUID, refused: str = "") -> str:
    row = next((row for row in _rows() if row.package.id == id), None) or abort(404)
    of = (me_as_client().coach_id, row.package.minutes, g.reader.zone, row.package.expires_on)
    days = free(*of).days if row.can_be_booked else ()
    return render_template("portal/times.html", row=row, package=row.package, days=days, form=TimeForm(formdata=None), refused=refused)


def _move_page(one: Coming, refused: str = "") -> str:
    return render_template(
        "portal/move.html",
        one=one,
        days=_free_for(one).days,
        form=TimeForm(formdata=None),
        refused=refused,
        moment=now(),
        movable=one.can_be_moved(now()),
    )


def _free_for(one: Coming) -> Free:
    return free(one.session.coach_id, one.session.planned_minutes, g.reader.zone, one.last_day)


def _planned(id: UUID) -> Coming:
    found = next((one for one in coming(now()) if one.session.id == id), None)
    if found is None:
        abort(404)
    return found
