"""The work log: most rows write themselves; correcting one is two taps, and the old one stays readable."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import func, select
from wtforms import SelectChoice

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing import PricePlan
from blueprints.forms.work import KINDS, CorrectForm, WorkForm
from models import Client, Work
from models.seen import seen_here
from models.week import monday_of

bp = Blueprint("work", __name__, url_prefix="/p/<slug>/work")
MOST, MOST_CLIENTS = 200, 500
NAMES = KINDS | {"overrun": "Running over", "no_show": "Missed"}


@bp.get("")
def index() -> Any:
    return _page(_form())


@bp.post("")
def add() -> Any:
    form = _form()
    if not form.validate():
        return _page(form), 422
    form.spend()
    client = UUID(form.client.data) if form.client.data else None
    row = Work.log(
        db.session(),
        g.membership.id,
        form.kind.data,
        form.minutes.data,
        form.on.data,
        client_id=client,
        note=form.note.data or "",
        now=now(),
    )
    PricePlan.weigh(db.session(), now())
    auth.audit("work.log", row.id)
    flash("Written down.")
    return redirect(url_for(".index", week=monday_of(form.on.data).isoformat()), 303)


@bp.get("/<uuid:id>")
def correct(id: UUID) -> Any:
    row = _mine(id)
    return _correct_page(row, CorrectForm(formdata=None, minutes=row.minutes))


@bp.post("/<uuid:id>")
def save(id: UUID) -> Any:
    row, form = _mine(id), CorrectForm()
    if not form.validate():
        return _correct_page(row, form), 422
    if form.minutes.data != row.minutes:
        newer = row.correct(form.minutes.data, by=g.membership.id, now=now())
        PricePlan.weigh(db.session(), now())
        auth.audit("work.correct", newer.id)
        flash(f"Saved: {newer.minutes} minutes.")
    return redirect(url_for(".index", week=monday_of(row.on).isoformat()), 303)


def _correct_page(row: Work, form: CorrectForm) -> str:
    return render_template("work/correct.html", row=row, form=form.tell(seen_here("work")), names=NAMES, older=_older(row))


def _mine(id: UUID) -> Work:
    row = find(Work, id)
    if row.member_id != g.membership.id and not g.membership.owns:
        abort(404)
    return row


def _older(row: Work) -> list[Work]:
    """What it corrects, the newest first."""
    found: list[Work] = []
    while row.supersedes_id and len(found) < 20:
        row = find(Work, row.supersedes_id)
        found.append(row)
    return found


def _form() -> WorkForm:
    today = g.practice.today(now())
    form = WorkForm(on=today, today=today)
    theirs = select(Client.id, Client.name).where(Client.archived_at.is_(None)).order_by(Client.folded).limit(MOST_CLIENTS)
    form.client.choices = [
        SelectChoice("", "nobody in particular"),
        *(SelectChoice(str(id), name) for id, name in db.session().execute(theirs)),
    ]
    return form


def _page(form: WorkForm) -> str:
    monday = _monday()
    sunday = monday + timedelta(days=6)
    rows = (
        select(Work.id, Work.on, Work.kind, Work.minutes, Work.note, Work.source, Work.session_id, Client.name.label("client"))
        .outerjoin(Client, Client.id == Work.client_id)
        .where(Work.stands(), Work.minutes > 0, Work.member_id == g.membership.id, Work.on.between(monday, sunday))
        .order_by(Work.on.desc(), Work.id.desc())
        .limit(MOST)
    )
    found = db.session().execute(rows).all()
    by_kind: dict[str, int] = {}
    for row in found:
        by_kind[row.kind] = by_kind.get(row.kind, 0) + row.minutes
    return render_template(
        "work/index.html",
        rows=found,
        form=form.tell(seen_here("work")),
        names=NAMES,
        monday=monday,
        sunday=sunday,
        total=sum(by_kind.values()),
        by_kind=sorted(by_kind.items(), key=lambda pair: -pair[1]),
        before=url_for(".index", week=(monday - timedelta(weeks=1)).isoformat()),
        after=url_for(".index", week=(monday + timedelta(weeks=1)).isoformat()) if monday < monday_of(form.today) else None,
        any=bool(found) or db.session().scalar(select(func.count()).select_from(Work).limit(1)),
    )


def _monday() -> date:
    try:
        asked = date.fromisoformat(request.args.get("week", ""))
        if not date(2000, 1, 1) <= asked <= date(2100, 1, 1):
            raise ValueError
    except ValueError:
        asked = g.practice.today(now())
    return monday_of(asked)
