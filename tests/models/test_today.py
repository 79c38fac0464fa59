"""What waits for the coach, and in which order."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from billing import morning
from billing.draft import InvoiceDraft
from billing.tax import Line
from models import Action, Client, CoachingSession, Colleague, Contract, Measure, Membership, Message, Promise, Reply
from models.contract import answer, offer
from models.today import KINDS, MOST, Asking, Need, in_order, told
from tests.cast import NOW, House
from tests.story import TODAY, begin, parts_for, sign_all, signer

Enter = Callable[..., Session]


def needs(session: Session, asked: Asking, *more: Any) -> list[Need]:
    return told(session, asked, asked.now, *more)[0]


def news(session: Session, asked: Asking, since: datetime, *more: Any) -> list[Need]:
    return told(session, asked, since, *more)[1]


def need(kind: str, *, days: int = 0, name: str = "Cleo") -> Need:
    return Need(kind, uuid4(), UUID(int=1), name, "", "", NOW - timedelta(days=days), None, None, "")


def asking(house: House, who: str | None = "alice", *, days: int = 0, content: bool = True) -> Asking:
    return Asking(NOW + timedelta(days=days), TODAY + timedelta(days=days), house.members[who] if who else None, content)


def waiting(session: Session, asked: Asking) -> list[str]:
    return [found.kind for found in needs(session, asked, morning.late)]


def test_the_most_urgent_kind_comes_first_and_within_it_the_longest_waiting() -> None:
    found = [need("draft"), need("unmarked", days=1), need("unmarked", days=3), need("signal")]
    assert [(n.kind, n.at) for n in in_order(found)] == [(n.kind, n.at) for n in (found[3], found[2], found[1], found[0])]


def test_at_most_seven_and_no_kind_crowds_out_the_others() -> None:
    ordered = in_order([need("unmarked", days=n) for n in range(20)] + [need("late"), need("draft")])
    assert [n.kind for n in ordered] == ["unmarked"] * 5 + ["late", "draft"]
    assert len(ordered) == MOST


def test_the_two_names_of_the_day_come_whatever_else_waits() -> None:
    ordered = in_order([need(kind) for kind in KINDS] + [need("colleague", name="Wim")])
    assert [n.kind for n in ordered[-2:]] == ["colleague"] * 2 and len(ordered) == MOST


def test_the_names_of_the_day_change_at_the_practices_midnight(enter: Enter, harbour: House) -> None:
    """Written to at eight in the evening of the day before in Auckland, which is the same day in London."""
    morning_there = datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("Pacific/Auckland"))
    with enter(harbour) as session:
        alice = harbour.members["alice"]
        Colleague.add_all(session, alice, [(f"Colleague {n}", "", "") for n in range(4)], morning_there - timedelta(days=9))
        first = session.scalars(select(Colleague).order_by(Colleague.id)).first()
        assert first is not None
        asked = Asking(morning_there, morning_there.date(), alice, True)
        first.wrote(morning_there - timedelta(hours=1))
        session.flush()
        assert waiting(session, asked) == ["colleague"], "one of today's two is done"
        first.wrote_at = morning_there - timedelta(hours=13)
        session.flush()
        assert waiting(session, asked) == ["colleague"] * 2, "that was yesterday"


def test_every_kind_has_a_place() -> None:
    assert sorted(n.kind for n in in_order([need(kind) for kind in KINDS], most=99)) == sorted(KINDS)


def test_nothing_waits_in_a_practice_that_just_began(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        assert waiting(session, asking(harbour)) == []
        assert news(session, asking(harbour), NOW) == []


def test_a_session_that_nobody_marked(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        planned = CoachingSession.plan(cleo, NOW - timedelta(hours=3), 60, place="", now=NOW - timedelta(days=1))
        assert waiting(session, asking(harbour)) == ["unmarked"]
        assert waiting(session, asking(harbour, "bob")) == []
        assert waiting(session, asking(harbour, None, content=False)) == ["unmarked"]
        planned.miss(NOW)
        assert waiting(session, asking(harbour)) == []


def test_a_client_who_was_archived_asks_for_nothing(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        CoachingSession.plan(cleo, NOW - timedelta(hours=3), 60, place="", now=NOW - timedelta(days=1))
        cleo.archive(NOW)
        assert waiting(session, asking(harbour)) == []


def test_an_agreement_on_its_way(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        assert waiting(session, asking(harbour)) == []
        assert waiting(session, asking(harbour, days=3)) == ["draft"]
        offer.send_to_boss(contract, now=NOW, today=TODAY)
        id = contract.id
        session.commit()
        assert waiting(session, asking(harbour)) == []
        [found] = needs(session, asking(harbour, days=6))
        assert (found.kind, found.words) == ("unanswered", "Bruno Vale")
    with enter(harbour, harbour.contacts["bruno"]) as session:
        goals, bruno = parts_for(session, id)["goals"], signer(harbour.contacts["bruno"], "Bruno Vale")
        version = answer.read_over(goals, bruno, now=NOW)
        answer.sign(goals, bruno, version.sha256, now=NOW)
        session.commit()
    with enter(harbour) as session:
        [found] = needs(session, asking(harbour, days=6))
        assert (found.kind, found.words, found.id) == ("boss signed", "Bruno Vale", id)
        assert [(n.kind, n.words, n.more) for n in news(session, asking(harbour), NOW)] == [("signed for", "Bruno Vale", "goals")]


def test_a_wish_for_another_text_waits_until_it_is_sent_again(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        part = contract.part("goals")
        for n in range(2):
            session.add(
                Reply(
                    part_id=part.id,
                    who_id=uuid4(),
                    who_name="Bruno Vale",
                    kind="suggests",
                    goal_place=1,
                    words=f"wish {n}",
                    at=NOW + timedelta(hours=n),
                )
            )
        session.flush()
        [found] = needs(session, asking(harbour, days=4))
        assert (found.kind, found.words, found.more) == ("asked", "Bruno Vale", "wish 1")
        contract.with_boss_at = NOW
        assert waiting(session, asking(harbour)) == []


def test_what_the_numbers_ask_for(enter: Enter, harbour: House) -> None:
    id = sign_all(enter, harbour)
    with enter(harbour) as session:
        measure = session.scalars(select(Measure)).one()
        assert waiting(session, asking(harbour)) == []
        assert waiting(session, asking(harbour, days=17)) == ["silent"]
        measure.pause_from(TODAY, harbour.clients["cleo"])
        session.flush()
        assert waiting(session, asking(harbour, days=17)) == []
        measure.signal_since, measure.last_at, measure.tone = TODAY, NOW, "better"
        session.flush()
        [found] = needs(session, asking(harbour))
        assert (found.kind, found.on, found.id) == ("signal", TODAY, measure.goal_id)
        measure.see_signal()
        assert waiting(session, asking(harbour)) == []
        measure.signal_since = date(2026, 12, 1)
        assert waiting(session, asking(harbour)) == ["signal"], "another signal is another thing to look at"
        measure.see_signal()
        promise = session.scalars(select(Promise).where(Promise.due.is_not(None))).one()
        [found] = needs(session, asking(harbour, days=60))
        assert (found.kind, found.words, found.more, found.id) == ("promise", promise.text, "Bruno Vale", id)


def test_a_signed_part_that_only_the_coach_has_not_signed(enter: Enter, harbour: House) -> None:
    id = sign_all(enter, harbour)
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, id))
        part = contract.part("annex")
        coach = part.seat_of(harbour.members["alice"])
        assert coach is not None
        part.open_id = part.in_force_id
        coach.signs = True
        assert waiting(session, asking(harbour)) == [], "all of them have signed"
        assert part.in_force is not None
        part.propose({**part.in_force.content, "boundaries": "None."})
        version = part.freeze({}, by=harbour.members["alice"], now=NOW)
        assert waiting(session, asking(harbour)) == [], "the client has not"
        version.sign(harbour.clients["cleo"], "Cleo Marsh", now=NOW, ip="", browser="", address="")
        [found] = needs(session, asking(harbour))
        assert (found.kind, found.words) == ("to sign", "annex")


def test_actions_messages_and_invoices_that_are_late(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        practice = session.get_one(Membership, (harbour.practice_id, harbour.members["alice"])).practice
        session.add_all(
            [
                Action(client_id=cleo.id, who="coach", text="Send the questions", due=TODAY - timedelta(days=1), created_at=NOW),
                Action(client_id=cleo.id, who="client", text="Ask Fien", due=TODAY - timedelta(days=4), created_at=NOW),
                Action(client_id=cleo.id, who="client", text="Not so late", due=TODAY - timedelta(days=3), created_at=NOW),
            ]
        )
        session.flush()
        message = Message.plan(cleo, "portal_welcome", subject=cleo, occasion="once", at=NOW)
        assert message is not None
        message.fail("the mail server refused this address")
        lines = [Line("Package", unit_minor=480000).kept]
        draft = InvoiceDraft(client_id=cleo.id, client=cleo, lines=lines, currency="EUR", created_at=NOW)
        session.add(draft)
        session.flush()
        invoice = draft.issue(practice, by=harbour.members["alice"], now=NOW)
        session.flush()
        invoice.receive(80000, how="hand", now=NOW)
        assert [(n.kind, n.words) for n in needs(session, asking(harbour), morning.late)] == [
            ("unsent", "portal_welcome"), ("own action", "Send the questions"), ("action", "Ask Fien"),
        ]  # fmt: skip
        later = asking(harbour, "alice", days=15, content=False)
        [found] = needs(session, later, morning.late)
        assert (found.kind, found.words, found.amount, found.currency) == ("late", "2026-001", Decimal(400000), "EUR")
        assert [(n.kind, n.amount) for n in news(session, asking(harbour), NOW, morning.paid)] == [("paid", Decimal(80000))]
        assert morning.month(session, NOW, NOW, TODAY)[0] == [("EUR", 80000, 400000, 0)]
        assert morning.month(session, later.now, later.now, TODAY + timedelta(days=20))[0] == [("EUR", 0, 0, 400000)]


@pytest.mark.parametrize("content", [True, False])
def test_the_other_practice_asks_for_nothing_here(enter: Enter, harbour: House, summit: House, content: bool) -> None:
    with enter(summit) as session:
        cody = session.get_one(Client, (summit.practice_id, summit.clients["cody"]))
        CoachingSession.plan(cody, NOW - timedelta(hours=3), 60, place="", now=NOW - timedelta(days=1))
        session.commit()
    with enter(harbour) as session:
        assert waiting(session, asking(harbour, None, content=content)) == []
