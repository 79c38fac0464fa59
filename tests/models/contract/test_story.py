"""From a draft to an agreement in force and a first entry, each act behind its own wall."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from models import Client, Contract, Goal, Measure, Message, Part, Promise, Reading, Share, Version
from models.contract import answer, offer, settle
from models.contract.written import check_part
from models.errors import NotAsked, NotReady, StartIsFixed, TwoGoalsAtMost
from tests.cast import NOW, House
from tests.story import TODAY, begin, parts_for, sign_all, signer

Enter = Callable[..., Session]


def test_the_whole_story(enter: Enter, harbour: House) -> None:
    id = sign_all(enter, harbour)
    with enter(harbour) as session:
        contract = session.get(Contract, (harbour.practice_id, id))
        assert contract.state == "active"
        [goal] = contract.live_goals
        assert goal.title == "Decisions are closed in the meeting"
        assert goal.measure.start.n == 12
        assert goal.measure.target == Decimal(70)
        assert all(check_part(part) for part in contract.parts)
        promised = [p.text for p in session.scalars(select(Promise).order_by(Promise.place))]
        assert promised == ["I do not reopen a decision outside the meeting", "Agenda by Thursday"]
        kinds = set(session.scalars(select(Message.kind)))
        assert {"agreement_boss", "agreement_client", "agreement_terms", "agreement_in_force"} <= kinds
    with enter(harbour, harbour.clients["cleo"]) as session:
        measure = session.scalar(select(Measure))
        reading = measure.enter(Decimal(61), measure.open_periods(TODAY)[0], by=harbour.clients["cleo"], now=NOW, today=TODAY)
        assert measure.made == 13
        with pytest.raises(StartIsFixed):
            measure.correct(measure.readings[0], Decimal(1), by=harbour.clients["cleo"], now=NOW, today=TODAY)
        measure.correct(reading, Decimal(62), by=harbour.clients["cleo"], now=NOW, today=TODAY)
        session.commit()
        assert measure.last_value == Decimal(62)
    with enter(harbour, harbour.contacts["bruno"]) as session:
        assert [part.kind for part in session.scalars(select(Part))] == ["goals"]
        for closed in (Goal, Measure, Reading, Contract, Client, Message):
            found = list(session.scalars(select(closed)))
            assert all(isinstance(row, Message) and row.recipient_id == harbour.contacts["bruno"] for row in found), closed
    with enter(harbour, harbour.contacts["hana"]) as session:
        assert [share.what for share in session.scalars(select(Share))] == ["exists"]
        assert not list(session.scalars(select(Part)))
    with enter(harbour, harbour.contacts["fritz"]) as session:
        assert [part.kind for part in session.scalars(select(Part))] == ["terms"]


def test_a_version_is_never_updated(enter: Enter, harbour: House) -> None:
    sign_all(enter, harbour)
    with enter(harbour) as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(update(Version).values(text="{}"))


def test_a_parked_goal_without_a_name_is_not_in_the_text(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        contract.park_goal(NOW, "Say no once a week")
        contract.add_goal(NOW).park(NOW)
        session.flush()
        assert len(contract.parked_goals) == 2
        offer.send_to_boss(contract, now=NOW, today=TODAY)
        assert contract.part("goals").proposed["parked"] == ["Say no once a week"]
        assert "without a name" not in str(contract.part("goals").proposed)


def test_a_third_goal_is_refused(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        contract.add_goal(NOW)
        with pytest.raises(TwoGoalsAtMost):
            contract.add_goal(NOW)
        other = session.get(Client, (harbour.practice_id, harbour.clients["cleo"]))
        with pytest.raises(TwoGoalsAtMost):
            Contract.begin(session, other, by=harbour.members["alice"], now=NOW)


def test_who_may_not_sign_yet(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        with pytest.raises(NotReady, match="reads it first"):
            offer.offer(contract, signer(harbour.members["alice"], "Alice"), now=NOW, today=TODAY)
        offer.send_to_boss(contract, now=NOW, today=TODAY)
        session.commit()
        id = contract.id
    with enter(harbour, harbour.contacts["bruno"]) as session:
        goals = parts_for(session, id)["goals"]
        with pytest.raises(NotAsked):
            answer.sign(goals, signer(harbour.contacts["bruno"], "Bruno"), "0" * 64, now=NOW)


def test_a_change_takes_a_second_signature(enter: Enter, harbour: House) -> None:
    id = sign_all(enter, harbour)
    alice = signer(harbour.members["alice"], "Alice Harbour")
    with enter(harbour) as session:
        contract = session.get(Contract, (harbour.practice_id, id))
        goal = contract.live_goals[0]
        goal.write(goal.draft_no, {"target": "75"})
        version = offer.propose_change(contract, "goals", alice, "The target was too low", now=NOW, today=TODAY)
        assert version.n == 2
        assert goal.measure.target == Decimal(70)
        session.commit()
    for who in (harbour.clients["cleo"], harbour.contacts["bruno"]):
        with enter(harbour, who) as session:
            goals = parts_for(session, id)["goals"]
            answer.sign(goals, signer(who, "Name Here"), goals.open.sha256, now=NOW)
            session.commit()
    with enter(harbour) as session:
        contract = session.get(Contract, (harbour.practice_id, id))
        settle.settle_part(contract.part("goals"), NOW)
        session.commit()
        assert contract.live_goals[0].measure.target == Decimal(75)
        assert contract.part("goals").in_force.n == 2
        assert check_part(contract.part("goals"))
        contract.end(by=harbour.clients["cleo"], name="Cleo Marsh", reason="A new role", now=NOW)
        session.commit()
        assert not contract.live_goals
        assert all(goal.place is None for goal in contract.goals)
