"""What the readers of an agreement do with it, each behind their own wall, for tests of the other side's pages."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from models import Contract
from models.contract import answer, offer, settle
from tests.cast import NOW, House
from tests.story import TODAY, begin, parts_for, signer

Enter = Callable[..., Session]


def boss_signs(enter: Enter, house: House, id: UUID) -> None:
    with enter(house, house.contacts["bruno"]) as session:
        goals = parts_for(session, id)["goals"]
        bruno = signer(house.contacts["bruno"], "Bruno Vale")
        seat = goals.seat_of(bruno.id)
        assert seat is not None
        seat.add(promises=[["I do not reopen a decision", "2026-12-31"], ["Agenda by Thursday", ""]], worth_it="No Thursday questions")
        answer.sign(goals, bruno, answer.read_over(goals, bruno, now=NOW).sha256, now=NOW)
        session.commit()
    settle_all(enter, house, id)


def others_sign(enter: Enter, house: House, id: UUID) -> None:
    """The client signs goals and annex, finance the terms."""
    cleo = signer(house.clients["cleo"], "Cleo Marsh")
    with enter(house, cleo.id) as session:
        parts = parts_for(session, id)
        goals, annex = parts["goals"], parts["annex"]
        assert goals.open is not None
        answer.sign(goals, cleo, goals.open.sha256, now=NOW)
        seat = annex.seat_of(cleo.id)
        assert seat is not None
        seat.add(commitment=9, commitment_reason="I am tired of my own evenings.")
        answer.sign(annex, cleo, answer.read_over(annex, cleo, now=NOW).sha256, now=NOW)
        session.commit()
    fritz = signer(house.contacts["fritz"], "Fritz Vale")
    with enter(house, fritz.id) as session:
        terms = parts_for(session, id)["terms"]
        assert terms.open is not None
        answer.sign(terms, fritz, terms.open.sha256, now=NOW)
        session.commit()


def settle_all(enter: Enter, house: House, id: UUID) -> None:
    with enter(house) as session:
        for part in session.get_one(Contract, (house.practice_id, id)).parts:
            settle.settle_part(part, NOW)
        session.commit()


def in_force(enter: Enter, house: House) -> UUID:
    """Cleo's agreement, signed by all."""
    alice = signer(house.members["alice"], "Alice Harbour")
    with enter(house) as session:
        contract = begin(session, house)
        offer.send_to_boss(contract, now=NOW, today=TODAY)
        session.commit()
        id = contract.id
    boss_signs(enter, house, id)
    with enter(house) as session:
        offer.offer(session.get_one(Contract, (house.practice_id, id)), alice, now=NOW, today=TODAY)
        session.commit()
    others_sign(enter, house, id)
    with enter(house) as session:
        contract = session.get_one(Contract, (house.practice_id, id))
        for kind in ("goals", "annex"):
            part = contract.part(kind)
            assert part.open is not None
            part.open.sign(alice.id, alice.name, now=NOW, ip=alice.ip, browser=alice.browser, address=alice.address)
        session.commit()
    settle_all(enter, house, id)
    return id
