"""Rows written from the agreed text, and the check that they still say what the text says."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import object_session

from models.contract.contract import Contract
from models.contract.goal import Goal
from models.contract.part import Part
from models.contract.version import Version
from models.look import Look
from models.measure import Measure
from models.promise import Promise


def _number(written: str | None) -> Decimal | None:
    return Decimal(written) if written else None


def write_goals(contract: Contract, version: Version, now: datetime) -> None:
    """Goals live, replaced and closed; measures, promises and looks: exactly as the text says."""
    session = object_session(contract)
    assert session is not None
    text = version.content
    today = contract.client.coach.practice.today(now)
    goals = {contract.place_of(goal): goal for goal in contract.current_goals}
    agreed = {int(written["place"]): written for written in text["goals"]}
    for goal in contract.goals:
        if goal.is_live and goal.place and (goals.get(goal.place) is not goal or goal.place not in agreed):
            goal.close(now)
    session.flush()
    for place, written in agreed.items():
        goal = goals[place]
        goal.place, goal.replaces_id, goal.leaves = place, None, False
        goal.live_at = goal.live_at or now
        goal.title, goal.behaviour, goal.due = written["title"], written["behaviour"], _date(written["measure"]["due"])
        _write_measure(goal, written, version, [date.fromisoformat(on) for on in text["looks"]], now, today)
    _write_promises(contract, text, version)
    session.flush()


def _date(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _columns(written: dict[str, Any]) -> dict[str, Any]:
    """A measure's columns as the text says them."""
    return {
        "name": written["name"],
        "kind": written["kind"],
        "direction": written["direction"],
        "unit": written["unit"],
        "cadence": written["cadence"],
        "cue": written["cue"],
        "recorded_by": written["recorded_by"],
        **{name: _number(written[name]) for name in ("low", "high", "scale_min", "scale_max", "target")},
    }


def _write_measure(goal: Goal, written: dict[str, Any], version: Version, looks: list[date], now: datetime, today: date) -> None:
    measure = goal.measure
    if measure is None:
        start = written["start"]
        measure = Measure(
            goal_id=goal.id,
            goal=goal,
            role="leading",
            start_size=int(start["entries_needed"]),
            source=start["source"],
            **_columns(written["measure"]),
        )
        goal.measures.append(measure)
        history = [(date.fromisoformat(e["on"]), Decimal(e["value"])) for e in start["history"]]
        measure.begin(history, by=version.by_id, now=now, today=today)
    else:
        for name, value in _columns(written["measure"]).items():
            setattr(measure, name, value)
    known = {look.on for look in measure.looks}
    measure.looks += [Look(measure_id=measure.id, on=on) for on in looks if on not in known]
    session = object_session(goal)
    assert session is not None
    session.flush()
    for look in [look for look in measure.looks if look.on not in looks and look.held_at is None]:
        measure.looks.remove(look)
        session.delete(look)
    measure.update_status(today, goal.contract.client.first_name)


def _write_promises(contract: Contract, text: dict[str, Any], version: Version) -> None:
    session = object_session(contract)
    boss = contract.client.boss
    if session is None or boss is None:
        return
    standing = {p.place: p for p in session.query(Promise).filter(Promise.contract_id == contract.id)}
    for written in text["promises"]:
        place = int(written["place"])
        promise = standing.get(place) or Promise(contract_id=contract.id, contact_id=boss.id, place=place)
        promise.contact_id = boss.id  # who was named boss since then has signed this text, so it is theirs to keep
        promise.text, promise.due = written["words"], _date(written["due"])
        promise.readers = [contract.client_id, boss.id]
        session.add(promise)


def check_part(part: Part, version: Version | None = None) -> bool:
    """Both ways: the hash of the text is every signature's, and, for the goals in force, the rows say what the text says."""
    version = version or part.in_force
    if version is None or not version.is_intact:
        return False
    if part.kind != "goals" or version.id != part.in_force_id or part.contract.is_over:
        return True
    text = version.content
    live = {goal.place: goal for goal in part.contract.live_goals}
    return len(live) == len(text["goals"]) and all(_says(live.get(int(w["place"])), w) for w in text["goals"])


def _says(goal: Goal | None, written: dict[str, Any]) -> bool:
    if goal is None or goal.measure is None:
        return False
    if (goal.title, goal.behaviour, goal.due) != (written["title"], written["behaviour"], _date(written["measure"]["due"])):
        return False
    return all(getattr(goal.measure, name) == value for name, value in _columns(written["measure"]).items())
