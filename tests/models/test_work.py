"""Work that writes itself from sessions, is corrected by a row of its own, and follows every change of mind."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from models import Client, CoachingSession, Work
from tests.cast import NOW, House
from tests.story import Enter

BEGIN = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)  # 0:30 on the 2nd in Amsterdam


def settle(session: Session, held: CoachingSession, **how: bool) -> dict[str, int]:
    zone = ZoneInfo("Europe/Amsterdam")
    Work.settle(session, held, before=15, after=10, is_free=how.get("is_free", False), zone=zone, now=NOW)
    assert Work.settle(session, held, before=15, after=10, is_free=how.get("is_free", False), zone=zone, now=NOW) == []
    return {row.kind: row.minutes for row in session.scalars(select(Work).where(Work.stands()).order_by(Work.kind)) if row.minutes}


def planned(session: Session, harbour: House) -> CoachingSession:
    cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
    return CoachingSession.plan(cleo, BEGIN, 60, place="", now=NOW)


@pytest.mark.parametrize(
    ("real", "wanted"),
    [
        (60, {"session": 60, "preparation": 15, "notes": 10}),
        (65, {"session": 65, "preparation": 15, "notes": 10}),
        (80, {"session": 60, "overrun": 20, "preparation": 15, "notes": 10}),
        (40, {"session": 40, "preparation": 15, "notes": 10}),
    ],
)
def test_a_session_that_was_held(enter: Enter, harbour: House, real: int, wanted: dict[str, int]) -> None:
    with enter(harbour) as session:
        held = planned(session, harbour)
        held.hold(real, NOW)
        assert settle(session, held) == dict(sorted(wanted.items()))
        assert {row.on.isoformat() for row in session.scalars(select(Work))} == {"2026-12-02"}


def test_missed_taken_back_and_free(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        one = planned(session, harbour)
        one.miss(NOW)
        assert settle(session, one) == {"no_show": 60, "preparation": 15}
        one.reopen(NOW)
        assert settle(session, one) == {}
        one.hold(60, NOW)
        assert settle(session, one, is_free=True) == {"free_call": 60, "notes": 10, "preparation": 15}


def test_what_was_corrected_by_hand_stays_and_the_old_row_too(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        held = planned(session, harbour)
        held.hold(60, NOW)
        settle(session, held)
        notes = session.scalars(select(Work).where(Work.kind == "notes")).one()
        notes.correct(35, by=harbour.members["alice"], now=NOW + timedelta(minutes=1))
        assert settle(session, held)["notes"] == 35
        assert [row.minutes for row in session.scalars(select(Work).where(Work.kind == "notes").order_by(Work.at))] == [10, 35]
        with pytest.raises(IntegrityError), session.begin_nested():
            notes.correct(5, by=harbour.members["alice"], now=NOW)


def test_evidence_is_not_overwritten(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        Work.log(session, harbour.members["alice"], "travel", 40, NOW.date(), client_id=None, note="to Quay Freight", now=NOW)
        for statement in (update(Work).values(minutes=1), delete(Work)):
            with pytest.raises(ProgrammingError), session.begin_nested():
                session.execute(statement)
