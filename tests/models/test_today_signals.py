"""Signals on Today: a plain one before a possible one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Client, Contract, Goal, Measure
from models.today import Asking, Need, in_order, told
from tests.cast import NOW, House
from tests.story import TODAY, sign_all

Enter = Callable[..., Session]


def needs(session: Session, asked: Asking, *more: Any) -> list[Need]:
    return told(session, asked, asked.now, *more)[0]


def test_one_from_few_entries_waits_behind_a_plain_one_however_old(enter: Enter, harbour: House) -> None:
    sign_all(enter, harbour)
    with enter(harbour) as session:
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        first = session.scalars(select(Measure)).one()
        goal = Goal(
            contract_id=session.scalars(select(Contract.id)).one(), client_id=cleo.id, created_at=NOW, live_at=NOW, place=2, draft={}
        )
        session.add(goal)
        session.flush()
        other = Measure(
            goal_id=goal.id,
            role="leading",
            name="Days",
            kind="number",
            direction="lower",
            cadence="weekly",
            start_size=8,
            first_period=TODAY,
        )
        session.add(other)
        first.signal_since, first.tone, first.last_at = TODAY - timedelta(days=9), "early", NOW - timedelta(days=9)
        other.signal_since, other.tone, other.last_at = TODAY, "concern", NOW
        session.flush()
        found = needs(session, Asking(NOW, TODAY, harbour.members["alice"], True))
        assert [(need.kind, need.id) for need in found] == [("signal", goal.id), ("possible signal", first.goal_id)]
        assert all(need.is_signal for need in found)


def test_both_come_before_everything_else() -> None:
    kinds = ("to sign", "possible signal", "late", "signal")
    found = in_order(Need(kind, uuid4(), uuid4(), "Cleo", "", "", NOW, None, None, "") for kind in kinds)
    assert [need.kind for need in found] == ["signal", "possible signal", "to sign", "late"]
