"""Closing an agreement, on the coach's side: what it came to is computed; lessons and comments are proposed; then both sign."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from sqlalchemy import select

from app import db
from app.auth import audit
from app.clock import now
from blueprints.contracts import bp
from blueprints.contracts.loading import is_their_coach, load, load_own, signer
from blueprints.forms.base import Form
from blueprints.forms.closing import SignClosingForm, closing_form
from blueprints.seeing import seen
from models import Closing, Contract, File, Share
from models.contract import close, report
from models.contract.whole import with_numbers
from models.errors import NotAsked, NotInForce


def _page(contract: Contract, status: int = 200, **typed: Form) -> Any:
    newest = Closing.newest(db.session(), contract.id) if contract.closing_at else None
    if newest is None and not contract.is_active:
        raise NotInForce
    text = newest.body if newest else report.as_of(contract, now())
    goals = [goal["id"] for goal in text["goals"]]
    coach, digest = contract.client.coach, newest.sha256 if newest else ""
    form = typed.get("form") or closing_form(goals, newest.n if newest else 0, text if newest else None, formdata=None)
    sign = typed.get("sign") or SignClosingForm(formdata=None, name=coach.name, sha256=digest)
    report_seen = seen("report", contract.client)
    page = render_template(
        "contracts/closing.html",
        contract=contract,
        client=contract.client,
        boss=contract.client.boss,
        closing=newest,
        text=text,
        form=form.tell(seen("lessons", contract.client), "seen-lessons"),
        sign=sign.tell(report_seen, "seen-sign"),
        sees_report=report_seen,
        papers=_papers(contract) if contract.closed_at else [],
        is_mine=is_their_coach(contract),
    )
    return page, status


def _papers(contract: Contract) -> list[tuple[str, UUID]]:
    """The report's versions on paper, each with whom it is for. What was taken back is not among them."""
    asked = select(Share.body["for"].astext, File.id).join(File, File.subject_id == Share.id)
    asked = asked.where(Share.what == "report", Share.taken_back_at.is_(None), Share.body["contract"].astext == str(contract.id))
    return [(whom, id) for whom, id in db.session().execute(asked.order_by(Share.id))]


@bp.get("/contracts/<uuid:id>/closing")
def closing(id: UUID) -> Any:
    return _page(load(id, with_numbers))


@bp.post("/contracts/<uuid:id>/closing")
def write_closing(id: UUID) -> Any:
    """Begin it, or propose other lessons: a next text, which both sign."""
    contract = load_own(id)
    newest = Closing.newest(db.session(), id)
    goals = [str(goal.id) for goal in report.closing_goals(contract)]
    form = closing_form(goals, 0)
    if not form.validate():
        return _page(contract, 422, form=form)
    if contract.is_closing and newest and form.version.data != newest.n + 1:
        form.overtaken(newest.n + 1)
        return _page(contract, 409, form=form)
    act = close.write if contract.is_closing else close.begin
    made = act(contract, form.lessons, form.comments(goals), by=g.membership.id, now=now())
    audit("closing.write", made.id)
    flash(f"{contract.client.first_name} is asked to read it over.")
    return redirect(url_for(".closing", id=id), 303)


@bp.post("/contracts/<uuid:id>/closing/signature")
def sign_closing(id: UUID) -> Any:
    contract, form = load_own(id), SignClosingForm()
    newest = Closing.newest(db.session(), id)
    if newest is None or not contract.is_closing:
        raise NotAsked
    if not form.validate():
        return _page(contract, 422, sign=form)
    newest.sign("coach", signer(form.name.data), form.sha256.data, now=now())
    close.settle(newest, now())
    audit("closing.sign", newest.id)
    flash("Signed. The agreement is closed." if contract.closed_at else "Signed.")
    return redirect(url_for(".closing", id=id), 303)


@bp.post("/contracts/<uuid:id>/closing/removal")
def resume(id: UUID) -> Any:
    contract = load_own(id)
    close.resume(contract)
    audit("closing.take_back", contract.id)
    flash("It goes on as before.")
    return redirect(url_for(".show", id=id), 303)
