"""A typing error: client and coach sign, the others are told and may object for seven days; until then the old text holds."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contract, Due, Message, Part, Reply
from models.contract import answer, offer, settle
from models.errors import NotAsked
from tests.cast import NOW, House
from tests.story import TODAY, parts_for, sign_all, signer

Enter = Callable[..., Session]
WEEK = timedelta(days=7)


@pytest.fixture
def slipped(enter: Enter, harbour: House) -> UUID:
    """An agreement in force whose coach and client have signed a mended word."""
    id = sign_all(enter, harbour)
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, id))
        goal = contract.live_goals[0]
        goal.write(goal.draft_no, {"title": "Decisions are closed in the meetings"})
        version = offer.propose_change(
            contract, "goals", signer(harbour.members["alice"], "Alice Harbour"), "A letter", now=NOW, today=TODAY, slip=True
        )
        assert [seat.role for seat in version.told] == ["boss"]
        assert [seat.role for seat in version.missing] == ["client"]
        kinds = dict(session.execute(select(Message.recipient_id, Message.kind).where(Message.occasion == str(version.id))).all())
        assert kinds == {harbour.clients["cleo"]: "agreement_change", harbour.contacts["bruno"]: "agreement_slip"}
        session.commit()
    with enter(harbour, harbour.clients["cleo"]) as session:
        goals = parts_for(session, id)["goals"]
        assert goals.open
        answer.sign(goals, signer(harbour.clients["cleo"], "Cleo Marsh"), goals.open.sha256, now=NOW)
        session.commit()
    return id


def goals_of(session: Session, house: House, id: UUID) -> Part:
    return session.get_one(Contract, (house.practice_id, id)).part("goals")


def test_it_holds_after_seven_days(enter: Enter, harbour: House, slipped: UUID) -> None:
    with enter(harbour) as session:
        goals = goals_of(session, harbour, slipped)
        settle.settle_part(goals, NOW)
        assert goals.in_force and goals.in_force.n == 1, "until then the old text holds"
        assert NOW + WEEK in set(session.scalars(select(Due.at).where(Due.verb == "settle_part", Due.subject_id == goals.id)))
        settle.settle_part(goals, NOW + WEEK)
        assert goals.in_force.n == 2
        assert goals.contract.live_goals[0].title == "Decisions are closed in the meetings"


def test_an_objection_leaves_the_old_text(enter: Enter, harbour: House, slipped: UUID) -> None:
    with enter(harbour, harbour.contacts["bruno"]) as session:
        goals = parts_for(session, slipped)["goals"]
        assert goals.open
        with pytest.raises(NotAsked):
            answer.sign(goals, signer(harbour.contacts["bruno"], "Bruno Vale"), "0" * 64, now=NOW)
        said = answer.reply(goals, signer(harbour.contacts["bruno"], "Bruno Vale"), "asks", "That is not a letter", now=NOW)
        session.commit()
        said_id = said.id
    with enter(harbour) as session:
        settle.hear_reply(session.get_one(Reply, (harbour.practice_id, said_id)), NOW)
        goals = goals_of(session, harbour, slipped)
        assert goals.open is None
        settle.settle_part(goals, NOW + WEEK)
        assert goals.in_force and goals.in_force.n == 1


def test_where_nobody_else_signs_it_holds_at_once(enter: Enter, harbour: House) -> None:
    id = sign_all(enter, harbour)
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, id))
        annex = contract.part("annex")
        annex.write(annex.draft_no, {"boundaries": "Dates only"})
        offer.propose_change(
            contract, "annex", signer(harbour.members["alice"], "Alice Harbour"), "A full stop", now=NOW, today=TODAY, slip=True
        )
        session.commit()
    with enter(harbour, harbour.clients["cleo"]) as session:
        annex = parts_for(session, id)["annex"]
        assert annex.open
        answer.sign(annex, signer(harbour.clients["cleo"], "Cleo Marsh"), annex.open.sha256, now=NOW)
        session.commit()
    with enter(harbour) as session:
        annex = session.get_one(Contract, (harbour.practice_id, id)).part("annex")
        settle.settle_part(annex, NOW)
        assert annex.in_force and annex.in_force.n == 2
