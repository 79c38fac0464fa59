"""What waited over the night and is no longer so in the morning does not leave."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.mail import Letter
from models import CoachingSession, Contract
from models.contract import offer
from tests.app.jobs.test_followups import DAY, NOW, cleo, messages, signed, write
from tests.cast import House
from tests.signing import boss_signs
from tests.story import TODAY, Enter, begin, signer

__all__ = ["signed"]
NIGHT = NOW.replace(hour=22)
MORNING = NIGHT + timedelta(hours=10)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def session(enter: Enter, harbour: House, app: Flask) -> Iterator[Session]:
    with app.app_context(), enter(harbour) as session:
        yield session


def kinds(session: Session, *named: str) -> list[str]:
    """What the morning's deliveries write, each for the first time."""
    found = [message for kind in named for message in messages(session, kind)]
    for message in found:
        message.state = "planned"
    session.flush()
    return [message.kind for message in found if isinstance(write(session, message, MORNING), Letter)]


def test_of_a_session_only_the_last_word_leaves(session: Session, harbour: House) -> None:
    moved = CoachingSession.plan(cleo(session, harbour), NOW + 9 * DAY, 60, place="video", now=NIGHT)
    moved.move(NOW + 10 * DAY, 60, "video", NIGHT + MINUTE)
    assert kinds(session, "session_planned", "session_cancelled") == ["session_planned"]
    moved.cancel(harbour.members["alice"], NIGHT + 2 * MINUTE)
    session.flush()
    assert kinds(session, "session_planned", "session_cancelled") == ["session_cancelled"]


def test_an_offer_that_was_taken_back_does_not_leave_and_the_next_one_does_once(session: Session, enter: Enter, harbour: House) -> None:
    contract = begin(session, harbour)
    offer.send_to_boss(contract, now=NIGHT, today=TODAY)
    contract.take_back()
    session.flush()
    assert kinds(session, "agreement_boss") == []
    offer.send_to_boss(contract, now=NIGHT + MINUTE, today=TODAY)
    assert kinds(session, "agreement_boss") == ["agreement_boss"]
    session.commit()
    boss_signs(enter, harbour, contract.id)
    assert kinds(session, "agreement_boss") == [], "it was signed over night"
    contract = session.get_one(Contract, (harbour.practice_id, contract.id))
    offer.offer(contract, signer(harbour.members["alice"], "Alice Harbour"), now=NIGHT + 2 * MINUTE, today=TODAY)
    assert kinds(session, "agreement_client", "agreement_terms") == ["agreement_client", "agreement_terms"]
    contract.take_back()
    session.flush()
    assert kinds(session, "agreement_client", "agreement_terms") == []


@pytest.mark.parametrize("slip", [False, True])
def test_a_change_that_was_taken_back_does_not_leave(session: Session, harbour: House, signed: object, slip: bool) -> None:
    contract = session.get_one(Contract, (harbour.practice_id, signed))
    terms = contract.part("terms")
    terms.draft |= {"work": "Ten sessions of ninety minutes each."}
    alice = signer(harbour.members["alice"], "Alice Harbour")
    offer.propose_change(contract, "terms", alice, "A word", now=NIGHT, today=TODAY, slip=slip)
    kind = "agreement_slip" if slip else "agreement_change"
    assert kinds(session, kind) == [kind]
    offer.withdraw_change(terms)
    session.flush()
    assert kinds(session, kind) == []
