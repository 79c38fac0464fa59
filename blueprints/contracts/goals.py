"""The goals of a draft, and of a change that is being written: at most two, others parked in view."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from app.auth import audit
from app.clock import now
from app.tenancy import find
from blueprints.contracts import bp
from blueprints.contracts.desk import edit_page, found, goal_form
from blueprints.contracts.loading import goal_of, load_draft
from blueprints.contracts.saving import save
from blueprints.forms.agreement import GoalForm, NewForm, WishForm
from models import Contract, DomainError, Goal


@bp.post("/contracts/<uuid:id>/goals")
def add_goal(id: UUID) -> Any:
    contract = load_draft(id)
    return _make(contract, "goal.add", lambda: contract.add_goal(now()))


@bp.post("/contracts/<uuid:id>/parked")
def park_wish(id: UUID) -> Any:
    contract, form = load_draft(id), WishForm()
    if not form.validate():
        return edit_page(contract, 422, wish=form)
    form.spend()
    goal = contract.park_goal(now(), form.title.data)
    audit("goal.wish", goal.id)
    return redirect(url_for(".edit", id=id, _anchor="parked"), 303)


@bp.get("/contracts/<uuid:id>/goals/<uuid:goal_id>")
def goal(id: UUID, goal_id: UUID) -> Any:
    find(Contract, id)
    return redirect(url_for(".edit", id=id, _anchor=f"goal_{goal_id}"), 303)


@bp.post("/contracts/<uuid:id>/goals/<uuid:goal_id>")
def write_goal(id: UUID, goal_id: UUID) -> Any:
    contract, form = load_draft(id), GoalForm()
    goal = goal_of(contract, goal_id)
    return save(
        contract,
        form,
        lambda version: goal.write(version, form.words),
        block=f"goal_{goal.id}",
        act="goal.write",
        what=f"{contract.client.name}’s goal",
        object_id=goal.id,
        standing=lambda: (goal.draft_no, goal_form(goal).typed),
        found=lambda: found(contract, goal),
    )


@bp.post("/contracts/<uuid:id>/goals/<uuid:goal_id>/parking")
def park(id: UUID, goal_id: UUID) -> Any:
    return _act(id, goal_id, "goal.park", lambda goal: goal.park(now()), "Parked. It waits here, where all can see it.", "unpark")


@bp.post("/contracts/<uuid:id>/goals/<uuid:goal_id>/parking/removal")
def unpark(id: UUID, goal_id: UUID) -> Any:
    return _act(id, goal_id, "goal.unpark", lambda goal: goal.unpark())


@bp.post("/contracts/<uuid:id>/goals/<uuid:goal_id>/replacement")
def replace(id: UUID, goal_id: UUID) -> Any:
    contract = load_draft(id)
    contract.require_active()
    old = goal_of(contract, goal_id)
    return _make(contract, "goal.replace", lambda: contract.replace_goal(old, now()))


@bp.post("/contracts/<uuid:id>/goals/<uuid:goal_id>/leaving")
def leave(id: UUID, goal_id: UUID) -> Any:
    return _act(id, goal_id, "goal.leave", lambda goal: goal.leave(), "It leaves with the change, once all have signed that.", "stay")


@bp.post("/contracts/<uuid:id>/goals/<uuid:goal_id>/leaving/removal")
def stay(id: UUID, goal_id: UUID) -> Any:
    return _act(id, goal_id, "goal.stay", lambda goal: goal.stay())


@bp.post("/contracts/<uuid:id>/goals/<uuid:goal_id>/removal")
def drop(id: UUID, goal_id: UUID) -> Any:
    return _act(id, goal_id, "goal.drop", lambda goal: goal.drop(now()), "Dropped.")


def _make(contract: Contract, act: str, verb: Callable[[], Goal]) -> Any:
    """A button that makes a goal: once, however often it is sent; a refusal stands on the page."""
    form = NewForm()
    if not form.validate():
        return edit_page(contract, 422, declined=str(form.once.errors[0]))
    form.spend()
    try:
        goal = verb()
    except DomainError as refusal:
        return edit_page(contract, 409, declined=refusal.sentence)
    audit(act, goal.id)
    return redirect(url_for(".edit", id=contract.id, _anchor=f"goal_{goal.id}"), 303)


def _act(id: UUID, goal_id: UUID, act: str, verb: Callable[[Goal], None], done: str = "", undo: str = "") -> Any:
    """Something done with one goal; a refusal stands on the page, and what was done can be undone from there."""
    contract = load_draft(id)
    goal = goal_of(contract, goal_id)
    try:
        verb(goal)
    except DomainError as refusal:
        return edit_page(contract, 409, declined=refusal.sentence)
    audit(act, goal.id)
    if undo:
        flash({"words": done, "undo": url_for(f".{undo}", id=id, goal_id=goal_id)}, "undo")
    elif done:
        flash(done)
    return redirect(url_for(".edit", id=id, _anchor="goals"), 303)
