"""Another coach for a client: asked by the coach, decided by the client; until then nothing opens."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from werkzeug.test import TestResponse

from app import jobs
from models import Audit, Client, CoachingSession, Contract, Membership, Message
from models.contract import offer
from models.errors import DomainError
from models.handover import hand_over
from tests.cast import NOW, House
from tests.client_forms import change, url
from tests.statements import counted
from tests.story import MARKS, TODAY, Enter, begin, furnish, signer

Browse = Callable[..., FlaskClient]


def cleo_of(enter: Enter, house: House) -> Client:
    with enter(house) as session:
        return session.get_one(Client, (house.practice_id, house.clients["cleo"]))


def ask(browse: Browse, house: House, who: str = "alice", to: str = "bob", version: int = 1) -> int:
    form = change(house, coach=str(house.members[to]), version=str(version))
    return browse(house, who).post(url(house, f"/{house.clients['cleo']}/edit"), data=form).status_code


def work(app: Flask) -> None:
    with app.app_context():
        while jobs.run_next():
            pass


def say(cleo: FlaskClient, house: House, answer: str, to: str = "bob") -> TestResponse:
    """acceptance or refusal, to whoever stood on the page."""
    return cleo.post(f"/my/{house.slug}/coach/{answer}", data={"coach": str(house.members[to])})


def private_pages(house: House, contract: UUID) -> list[str]:
    return [f"/p/{house.slug}/clients/{house.clients['cleo']}/why", f"/p/{house.slug}/contracts/{contract}"]


def private_words(browser: FlaskClient, house: House, contract: UUID) -> set[str]:
    """Which marks of cause, whys and annex this browser is shown."""
    text = "".join(browser.get(page).text for page in private_pages(house, contract))
    return {mark for name, mark in MARKS.items() if name in ("annex", "cause", "why", "commitment") and mark in text}


def test_cause_and_annex_open_to_the_next_coach_with_the_clients_yes_and_not_before(
    app: Flask, enter: Enter, harbour: House, browse: Browse
) -> None:
    contract = furnish(enter, harbour, app)["contract"]
    assert ask(browse, harbour) == 303
    alice, bob, cleo = (browse(harbour, who) for who in ("alice", "bob", "cleo"))
    assert private_words(bob, harbour, contract) == set()
    assert bob.get(private_pages(harbour, contract)[0]).status_code == 403
    assert private_words(alice, harbour, contract) == {MARKS[name] for name in ("annex", "cause", "why", "commitment")}
    assert "once Cleo has said yes" in alice.get(url(harbour, f"/{harbour.clients['cleo']}")).text
    assert "May another coach go on with you?" in cleo.get(f"/my/{harbour.slug}/").text
    page = cleo.get(f"/my/{harbour.slug}/coach").text
    assert "May Bob Harbour go on with you?" in page and "your private annex included" in page
    assert say(cleo, harbour, "acceptance").status_code == 303
    assert private_words(bob, harbour, contract) == {MARKS[name] for name in ("annex", "cause", "why", "commitment")}
    assert private_words(alice, harbour, contract) == set(), "and close to the coach before"
    assert "Bob Harbour is your coach" in cleo.get(f"/my/{harbour.slug}/coach").text
    assert "May another coach" not in cleo.get(f"/my/{harbour.slug}/").text
    with enter(harbour) as session:
        planned = session.scalars(select(CoachingSession.coach_id)).all()
        assert set(planned) == {harbour.members["alice"]}, "sessions that are booked stay as they are"
        line = session.scalars(select(Audit).where(Audit.act == "client.accept_another_coach_for")).one()
        assert (line.actor_id, line.object_id) == (harbour.clients["cleo"], harbour.clients["cleo"])
    assert "You: accept another coach for <small>your page</small>" in cleo.get(f"/my/{harbour.slug}/log").text


def test_a_no_leaves_all_as_it_is_and_can_be_asked_again(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    cleo = browse(harbour, "cleo")
    assert ask(browse, harbour) == 303
    assert say(cleo, harbour, "refusal").status_code == 303
    standing = cleo_of(enter, harbour)
    assert (standing.coach_id, standing.next_coach_id) == (harbour.members["alice"], None)
    assert ask(browse, harbour, version=1) == 409, "the form is older than the answer"
    assert ask(browse, harbour, version=standing.version) == 303
    assert cleo_of(enter, harbour).next_coach_id == harbour.members["bob"]
    with enter(harbour) as session:
        kinds = session.scalars(select(Message.kind).where(Message.recipient_id == harbour.clients["cleo"])).all()
    assert kinds == ["handover_asked"] * 2


def test_one_mail_asks_and_one_tells_whoever_coaches_now(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    ask(browse, harbour)
    say(browse(harbour, "cleo"), harbour, "acceptance")
    work(app)
    with enter(harbour) as session:
        told = {(m.kind, m.recipient_id): m for m in session.scalars(select(Message))}
    assert set(told) == {("handover_asked", harbour.clients["cleo"]), ("handover_answered", harbour.members["bob"])}
    assert told[("handover_asked", harbour.clients["cleo"])].state == "stopped", "the answer was faster than the mail"


def test_the_question_is_taken_back_by_naming_the_coach_they_have(enter: Enter, harbour: House, browse: Browse) -> None:
    ask(browse, harbour)
    assert ask(browse, harbour, to="alice", version=2) == 303
    assert cleo_of(enter, harbour).next_coach_id is None
    late = say(browse(harbour, "cleo"), harbour, "acceptance")
    assert late.status_code == 409 and "answered or taken back" in late.text
    assert cleo_of(enter, harbour).coach_id == harbour.members["alice"]


@pytest.mark.parametrize("answer", ["acceptance", "refusal"])
def test_a_yes_is_to_whoever_stood_on_the_page(enter: Enter, harbour: House, browse: Browse, answer: str) -> None:
    ask(browse, harbour)
    assert say(browse(harbour, "cleo"), harbour, answer, to="ada").status_code == 409
    assert browse(harbour, "cleo").post(f"/my/{harbour.slug}/coach/{answer}").status_code == 409
    assert say(browse(harbour, "dora"), harbour, answer).status_code == 409
    standing = cleo_of(enter, harbour)
    assert (standing.coach_id, standing.next_coach_id) == (harbour.members["alice"], harbour.members["bob"])


def test_saving_something_else_asks_nothing_and_keeps_the_question(enter: Enter, harbour: House, browse: Browse) -> None:
    ask(browse, harbour)
    alice, page = browse(harbour, "alice"), url(harbour, f"/{harbour.clients['cleo']}/edit")
    chosen = [option for option in re.findall(r"<option[^>]*>", alice.get(page).text) if "selected" in option]
    assert any(str(harbour.members["bob"]) in option for option in chosen)
    assert ask(browse, harbour, version=2) == 303
    assert cleo_of(enter, harbour).next_coach_id == harbour.members["bob"]
    with enter(harbour) as session:
        assert len(session.scalars(select(Message)).all()) == 1


def test_whoever_left_meanwhile_takes_nobody_over(enter: Enter, harbour: House, browse: Browse) -> None:
    ask(browse, harbour)
    with enter(harbour) as session:
        session.get_one(Membership, (harbour.practice_id, harbour.members["bob"])).ended_at = NOW
        session.commit()
    refused = say(browse(harbour, "cleo"), harbour, "acceptance")
    assert refused.status_code == 409 and "no longer coaches here" in refused.text
    assert cleo_of(enter, harbour).coach_id == harbour.members["alice"]


def test_an_owner_asks_only_when_the_coach_has_left(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        dora = session.get_one(Client, (harbour.practice_id, harbour.clients["dora"]))
        alice, bob = (session.get_one(Membership, (harbour.practice_id, harbour.members[who])) for who in ("alice", "bob"))
        with pytest.raises(DomainError, match="Only Bob Harbour"):
            hand_over(dora, alice.id, by=alice, now=NOW)
        bob.ended_at = NOW
        assert hand_over(dora, alice.id, by=alice, now=NOW)
        assert dora.coach_id == bob.id, "also then it is Dora who decides"


def test_not_while_an_agreement_waits_for_signatures(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        offer.send_to_boss(contract, now=NOW, today=TODAY)
        cleo = contract.client
        alice = session.get_one(Membership, (harbour.practice_id, harbour.members["alice"]))
        with pytest.raises(DomainError, match="waits for signatures"):
            hand_over(cleo, harbour.members["bob"], by=alice, now=NOW)


def test_the_next_coach_signs_the_next_change(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    id = furnish(enter, harbour, app)["contract"]
    ask(browse, harbour)
    say(browse(harbour, "cleo"), harbour, "acceptance")
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, id))
        bob = signer(harbour.members["bob"], "Bob Harbour")
        version = offer.propose_change(contract, "annex", bob, "Another coach", now=NOW, today=TODAY)
        assert [(signature.who_id, signature.role) for signature in version.signatures] == [(harbour.members["bob"], "coach")]
        assert [seat.name for seat in version.missing] == ["Cleo Marsh"]


def test_the_question_costs_its_pages_few_statements(
    app: Flask, enter: Enter, harbour: House, browse: Browse, connection: Connection
) -> None:
    furnish(enter, harbour, app)
    ask(browse, harbour)
    pages = {
        ("alice", url(harbour, f"/{harbour.clients['cleo']}")),
        ("alice", url(harbour, f"/{harbour.clients['cleo']}/edit")),
        ("cleo", f"/my/{harbour.slug}/"),
        ("cleo", f"/my/{harbour.slug}/coach"),
    }
    for who, page in pages:
        browser = browse(harbour, who)
        browser.get(page)
        with counted(connection) as sent:
            assert browser.get(page).status_code == 200
        assert len(sent) <= 8, (page, sent)
