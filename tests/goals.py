"""A goal with numbers, for tests of the pages that show them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Look, Measure, Reading
from tests.cast import House
from tests.story import GOAL, begin

Enter = Callable[..., Session]
TODAY = datetime.now(UTC).date()


def in_force(enter: Enter, house: House) -> UUID:
    """A goal in force since ten weeks ago, with a start of twelve weeks before that."""
    with enter(house) as session:
        contract = begin(session, house)
        [goal] = contract.goals
        now = datetime.now(UTC) - timedelta(weeks=10)
        contract.activated_at = goal.live_at = now
        goal.title, goal.behaviour = GOAL["title"], GOAL["behaviour"]
        measure = Measure(
            goal_id=goal.id, goal=goal, name=GOAL["measure"], kind="percentage", direction="higher", unit="%", cadence="weekly",
            target=Decimal(70), start_size=12, first_period=now.date(), cue="after the minutes are out",
        )  # fmt: skip
        session.add(measure)
        session.flush()
        history = [
            (now.date() - timedelta(weeks=12 - n), Decimal(v)) for n, v in enumerate((38, 44, 31, 47, 40, 35, 49, 42, 36, 45, 33, 41))
        ]
        measure.begin(history, by=house.members["alice"], now=now, today=now.date())
        measure.looks = [Look(measure_id=measure.id, on=TODAY + timedelta(weeks=8))]
        measure.update_status(now.date(), "Cleo")
        session.commit()
        return goal.id


def measured(session: Session) -> Measure:
    return session.scalars(select(Measure)).one()


def due(enter: Enter, house: House) -> list[date]:
    with enter(house) as session:
        return measured(session).open_periods(TODAY)


def put(enter: Enter, house: House, values: list[int], comment: str = "", by: UUID | None = None) -> None:
    """Entries of the client's for the weeks since, oldest first."""
    with enter(house) as session:
        measure, now = measured(session), datetime.now(UTC)
        first = measure.first_period
        for n, value in enumerate(values):
            measure.readings.append(
                Reading(
                    measure_id=measure.id,
                    period=first + timedelta(weeks=n),
                    value=Decimal(value),
                    by_id=by or house.clients["cleo"],
                    at=now,
                    comment=comment,
                )
            )
        session.flush()
        measure.update_status(TODAY, "Cleo")
        session.commit()


def entry(period: date, value: str, **more: str) -> dict[str, str]:
    return {"period": period.isoformat(), "value": value, "counted": "", "of": "", "comment": "", "once": str(uuid4()), **more}
