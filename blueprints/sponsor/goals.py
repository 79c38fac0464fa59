"""What the boss answers to the goals: agree or suggest, two promises, what would make it worth it."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for

from app import auth
from app.clock import now
from blueprints.forms.answer import boss_form
from blueprints.reading import me_as_contact, part_of, signer, today
from blueprints.seeing import seen_outside
from blueprints.sponsor import bp
from models import Part
from models.contract import answer
from models.errors import NotAsked


def places(goals: Part) -> list[int]:
    return [int(goal["place"]) for goal in (goals.text or {})["goals"]]


def question(id: UUID, goals: Part, form: Any = None) -> Any:
    seat = goals.seat_of(me_as_contact().id)
    assert seat is not None  # asks() said "add"
    form = form or filled(boss_form(places(goals), today()), seat.contribution)
    names = {role: (goals.text or {})[role].split()[0] for role in ("client", "coach")}
    form.tell(seen_outside("promise", "boss", **names))
    answers = seen_outside("answer", "boss", **names)
    return render_template("sponsor/question.html", id=id, text=goals.text, form=form, seen_answer=answers, me=me_as_contact())


def filled(form: Any, before: dict[str, Any]) -> Any:
    """What they had said before they wanted to change it."""
    form.worth_it.data = before.get("worth_it", "")
    for number, (words, due) in enumerate(before.get("promises", [])[:2], 1):
        form[f"promise_{number}"].data, form[f"due_{number}"].raw = words, due
    return form


@bp.post("/agreements/<uuid:id>/answer")
def reply(id: UUID) -> Any:
    """Agreed to all: what they add is frozen with the text, to be read over and signed. A suggestion goes back to the coach instead."""
    goals, me = part_of(id, "goals"), me_as_contact()
    if goals.asks(me.id) != "add":
        raise NotAsked
    form = boss_form(places(goals), today())
    if not form.validate():
        return question(id, goals, form), 422
    form.spend()
    seat = goals.seat_of(me.id)
    assert seat is not None
    seat.add(promises=form.promises, worth_it=form.worth_it.data or "")
    for place in places(goals):
        words = form.suggestions.get(place, "")
        answer.reply(goals, signer(me.name), "suggests" if words else "agrees", words, now=now(), goal_place=place)
    auth.audit("goals.answer", goals.id)
    if form.suggestions:
        return redirect(url_for("sponsor.answered", id=id), 303)
    answer.read_over(goals, signer(me.name), now=now())
    return redirect(url_for("sponsor.agreement", id=id), 303)


@bp.post("/agreements/<uuid:id>/answer/removal")
def reconsider(id: UUID) -> Any:
    """Before signing, other words."""
    goals = part_of(id, "goals")
    answer.read_again(goals, signer(me_as_contact().name))
    auth.audit("goals.reconsider", goals.id)
    return redirect(url_for("sponsor.agreement", id=id), 303)
