"""The page of a goal, all its entries, and the question whether they may be shown."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Response, abort, flash, g, redirect, render_template, request, url_for

from app import db
from app.auth import audit
from app.clock import now
from app.spreadsheet import csv_file
from blueprints.goals import bp
from blueprints.goals.loading import goal_of, measured
from blueprints.goals.page import page_of
from blueprints.paging import page_asked, pager
from blueprints.seeing import seen
from models import Goal, Message
from models.contract.text import number as written
from models.errors import NotInForce
from models.gate import week_of
from models.reading import newest_entries

FEW, MANY = 8, 100


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    goal = goal_of(id)
    named = {"goal": goal, "client": goal.contract.client, "boss": boss_of(goal), "seen": seen("chart", goal.contract.client)}
    if goal.measure is None:
        return render_template("goals/unmeasured.html", **named)
    entries = newest_entries(db.session(), goal.measure.id, FEW)
    return render_template("goals/show.html", page=page_of(goal, goal.measure, entries, g.practice.today(now())), **named)


@bp.get("/<uuid:id>/entries")
def entries(id: UUID) -> Any:
    goal, number = goal_of(id), page_asked(request.args.get("page"))
    if goal.measure is None:
        abort(404)
    pages = pager(number, more=goal.measure.made > number * MANY, address=lambda n: url_for(".entries", id=id, page=n))
    entries = newest_entries(db.session(), goal.measure.id, MANY, (number - 1) * MANY)
    page = page_of(goal, goal.measure, entries, g.practice.today(now()))
    return render_template("goals/entries.html", page=page, pages=pages, goal=goal, client=goal.contract.client)


@bp.get("/<uuid:id>/entries.csv")
def download(id: UUID) -> Response:
    """All entries that stand. What people wrote cannot become a formula."""
    _, measure = measured(id)
    head = ("date", "value", "out of", "amount", "unit", "comment", "entered at (UTC)", "source")
    rows = [
        (
            *(one.period, _plain(one.value), one.count_of and _plain(one.count_of), _plain(round(one.amount, 6))),
            *(measure.unit, one.comment, one.at.strftime("%Y-%m-%d %H:%M"), one.source),
        )
        for one in measure.standing
    ]
    answer = Response(csv_file(head, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="entries.csv"'
    return answer


@bp.post("/<uuid:id>/sharing-request")
def ask(id: UUID) -> Any:
    """Ask the client to share it, once a week at most. Nobody else hears of it."""
    goal = goal_of(id)
    if not goal.is_live or not boss_of(goal):
        raise NotInForce
    moment, client = now(), goal.contract.client
    asked = Message.plan(client, "sharing_asked", subject=goal, occasion=f"{goal.id}:{week_of(moment, g.practice.zone)}", at=moment)
    audit("goal.ask_to_share", goal.id)
    flash(f"{client.first_name} is asked by mail." if asked else f"{client.first_name} was asked this week already. Ask in person.")
    return redirect(url_for(".show", id=id), 303)


def boss_of(goal: Goal) -> str:
    """Whose eyes the progress could be shared with: a first name, or nothing."""
    boss = goal.contract.client.boss if g.practice.has_sponsors else None
    return boss.first_name if boss else ""


def _plain(value: Decimal) -> Decimal:
    """Without the noughts that only the column adds."""
    return Decimal(written(value))
