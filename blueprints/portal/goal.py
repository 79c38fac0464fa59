"""A goal with its chart, the two sentences and the table of numbers, in the client's words; and what is shared of it."""

from typing import Any
from uuid import UUID

from flask import g, render_template
from sqlalchemy import select

from app import db
from app.charts import PORTAL, goal_chart
from blueprints.drawing import drawn
from blueprints.portal import bp
from blueprints.portal.entry import spoken
from blueprints.portal.loading import goal_of
from blueprints.reading import me_as_client, today
from models import Goal, Measure, Part, Record, Seat, Share, progress


@bp.get("/goals/<uuid:id>")
def goal(id: UUID) -> Any:
    found = goal_of(id)
    measure = measured(found)
    numbers = measure.assess(today())
    boss, share = shared_of(found)
    return render_template(
        "portal/goal.html",
        goal=found,
        measure=measure,
        said=progress.is_changing(numbers),
        question=progress.reach_question(numbers.series),
        reach=progress.will_reach(numbers),
        started=progress.where_started(numbers),
        how=progress.how_drawn(numbers),
        chart=drawn(goal_chart(numbers, title=found.title, uid="goal", widths=PORTAL)),
        entries=entries(measure),
        boss=boss,
        share=share,
        record=Record.newest(db.session(), found.id),
        may_enter=bool(found.is_live and measure.open_periods(today())),
        zone=g.reader.zone,
    )


def measured(goal: Goal) -> Measure:
    assert goal.measure is not None  # goal_of() loads no other
    return goal.measure


def entries(measure: Measure) -> list[dict[str, Any]]:
    """Newest first, each with the numbers it corrected."""
    earlier = {reading.id: reading for reading in measure.readings}
    rows = []
    for reading in sorted(measure.standing, key=lambda reading: reading.period, reverse=True):
        old, was = reading, []
        while old.supersedes_id and (old := earlier[old.supersedes_id]):
            was.append(spoken(measure, old))
        fixed = measure.start is not None and reading.period <= measure.start.through
        rows.append({"reading": reading, "said": spoken(measure, reading), "was": was, "fixed": fixed})
    return rows


def shared_of(goal: Goal) -> tuple[Seat | None, Share | None]:
    """The boss of the agreement, if there is one and sharing was agreed, and what they see of this goal. One statement."""
    standing = (Share.goal_id == goal.id) & (Share.what == "progress") & Share.taken_back_at.is_(None)
    asked = (
        select(Seat, Share).join(Part, Part.id == Seat.part_id).outerjoin(Share, standing).order_by(Share.at.desc().nulls_last()).limit(1)
    )
    row = (
        db.session()
        .execute(asked.where(Part.contract_id == goal.contract_id, Part.kind == "goals", Seat.role == "boss", Seat.signs))
        .first()
    )
    if row is None or not goal.contract.shares_progress:
        return None, None
    return row[0], row[1]


def first_name(seat: Seat | None) -> str:
    return (seat.name.split() or [""])[0] if seat else ""


def is_mine(share: Share) -> bool:
    return share.client_id == me_as_client().id
