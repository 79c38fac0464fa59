"""The company's pages over HTTP: the boss answers and signs, the client commits and signs, finance signs the terms, HR learns that it exists."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app import jobs
from models import Contract, Measure, Promise, SharedNote
from models.contract import offer
from tests.cast import NOW, House
from tests.statements import counted
from tests.story import MARKS, TODAY, begin, sign_all, signer

Enter = Callable[..., Session]
Browse = Callable[..., FlaskClient]
AGREED = {
    "goal_1": "agree",
    "worth_it": "No Thursday questions",
    "promise_1": "I do not reopen a decision",
    "due_1": "2199-12-31",
    "promise_2": "Agenda by Thursday",
}


@pytest.fixture
def with_boss(enter: Enter, harbour: House) -> UUID:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        offer.send_to_boss(contract, now=NOW, today=TODAY)
        session.commit()
        return contract.id


def work(app: Flask) -> None:
    """What the worker would do by now."""
    with app.app_context():
        while jobs.run_next():
            pass


def fingerprint(page: str, kind: str) -> str:
    found = re.search(rf'name="{kind}-sha256"[^>]*value="([0-9a-f]{{64}})"', page)
    assert found, page
    return found[1]


def sign(browser: FlaskClient, address: str, kind: str, name: str) -> int:
    page = browser.get(address).get_data(as_text=True)
    data = {f"{kind}-name": name, f"{kind}-sha256": fingerprint(page, kind)}
    return browser.post(f"{address}/parts/{kind}/signature", data=data).status_code


def test_from_the_boss_to_an_agreement_in_force(with_boss: UUID, app: Flask, browse: Browse, enter: Enter, harbour: House) -> None:
    bruno, cleo, fritz = (browse(harbour, who) for who in ("bruno", "cleo", "fritz"))
    theirs, hers = f"/for/{harbour.slug}/agreements/{with_boss}", f"/my/{harbour.slug}/agreements/{with_boss}"
    assert cleo.get(hers).status_code == 404
    assert "Something waits for you" in bruno.get(f"/for/{harbour.slug}/").get_data(as_text=True)
    question = bruno.get(theirs).get_data(as_text=True)
    assert "Cleo wants to do one thing better" in question
    assert "70\u202f%" in question
    assert 'datetime="2027-03-31"' in question
    refused = bruno.post(theirs + "/answer", data={"goal_1": "agree", "worth_it": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.get_data(as_text=True)
    assert bruno.post(theirs + "/answer", data=AGREED).status_code == 303
    over = bruno.get(theirs).get_data(as_text=True)
    assert "I do not reopen a decision" in over
    assert "Change what I wrote" in over
    assert bruno.post(theirs + "/answer/removal").status_code == 303
    assert "Agenda by Thursday" in bruno.get(theirs).get_data(as_text=True)
    assert bruno.post(theirs + "/answer", data=AGREED).status_code == 303
    assert bruno.post(f"{theirs}/parts/goals/signature", data={"goals-name": "", "goals-sha256": "x"}).status_code == 422
    assert bruno.post(f"{theirs}/parts/goals/signature", data={"goals-name": "Bruno", "goals-sha256": "0" * 64}).status_code == 409
    assert sign(bruno, theirs, "goals", "Bruno Vale") == 303
    work(app)
    with enter(harbour) as session:
        contract = session.get(Contract, (harbour.practice_id, with_boss))
        offer.offer(contract, signer(harbour.members["alice"], "Alice Harbour"), now=NOW, today=TODAY)
        session.commit()
    assert "An agreement waits for you" in cleo.get(f"/my/{harbour.slug}/").get_data(as_text=True)
    page = cleo.get(hers).get_data(as_text=True)
    assert "How committed are you?" in page
    assert "Dates only." in page
    assert cleo.post(hers + "/commitment", data={"commitment": "11"}).status_code == 422
    assert cleo.post(hers + "/commitment", data={"commitment": "6", "reason": MARKS["commitment"]}).status_code == 303
    assert "6 of 10." in cleo.get(hers).get_data(as_text=True)
    assert cleo.post(hers + "/commitment/removal").status_code == 303
    assert cleo.post(hers + "/commitment", data={"commitment": "9", "reason": MARKS["commitment"]}).status_code == 303
    assert sign(cleo, hers, "goals", "Cleo Marsh") == 303
    assert "Open your page" not in cleo.get(hers).text, "one part still waits for her"
    assert sign(cleo, hers, "annex", "Cleo Marsh") == 303
    assert f'href="/my/{harbour.slug}/">Open your page' in cleo.get(hers).text, "and where she counts is said at once"
    assert bruno.post(f"{theirs}/parts/annex/signature", data={}).status_code == 404
    assert sign(fritz, theirs, "terms", "Fritz Vale") == 303
    assert fritz.get(theirs).status_code == 200
    with enter(harbour) as session:
        contract = session.get(Contract, (harbour.practice_id, with_boss))
        for kind in ("goals", "annex"):
            contract.part(kind).open.sign(harbour.members["alice"], "Alice Harbour", now=NOW, ip="", browser="", address="")
        session.commit()
    work(app)
    with enter(harbour) as session:
        assert session.get(Contract, (harbour.practice_id, with_boss)).is_active
    assert "You promised" in bruno.get(f"/for/{harbour.slug}/").get_data(as_text=True)
    exists = browse(harbour, "hana").get(f"/for/{harbour.slug}/").get_data(as_text=True)
    assert "That is all HR is told" in exists
    assert "Decisions are closed" not in exists


def test_a_suggestion_goes_back_to_the_coach(with_boss: UUID, app: Flask, browse: Browse, enter: Enter, harbour: House) -> None:
    bruno, address = browse(harbour, "bruno"), f"/for/{harbour.slug}/agreements/{with_boss}"
    assert bruno.post(address + "/answer", data={"goal_1": "suggest"}).status_code == 422
    sent = bruno.post(address + "/answer", data={"goal_1": "suggest", "suggest_1": "Close it the same day"})
    assert sent.status_code == 303
    assert bruno.get(sent.location).status_code == 200
    work(app)
    with enter(harbour) as session:
        contract = session.get(Contract, (harbour.practice_id, with_boss))
        assert contract.is_draft
        assert [reply.words for reply in contract.part("goals").replies] == ["Close it the same day"]
    assert bruno.get(address).status_code == 404


@pytest.mark.parametrize("junk", ["\x00", "\u202e", "<script>alert(1)</script>", "9999-99-99", "x" * 30_000])
def test_junk_comes_back_as_it_was(junk: str, with_boss: UUID, browse: Browse, harbour: House) -> None:
    bruno, address = browse(harbour, "bruno"), f"/for/{harbour.slug}/agreements/{with_boss}/answer"
    answer = bruno.post(address, data=dict.fromkeys(["goal_1", "due_1", "promise_1", "worth_it", "once"], junk))
    assert answer.status_code == 422
    assert "<script>alert(1)" not in answer.get_data(as_text=True)


def test_promises_are_kept_by_whoever_made_them(browse: Browse, enter: Enter, harbour: House) -> None:
    sign_all(enter, harbour)
    with enter(harbour) as session:
        promise = session.scalars(select(Promise).order_by(Promise.place)).first()
    address = f"/for/{harbour.slug}/promises/{promise.id}/kept"
    for other in ("fritz", "hana"):
        assert browse(harbour, other).post(address).status_code == 404
    bruno = browse(harbour, "bruno")
    assert bruno.post(address).status_code == 303
    assert "Kept since" in bruno.get(f"/for/{harbour.slug}/").get_data(as_text=True)
    assert bruno.post(address + "/removal").status_code == 303
    with enter(harbour) as session:
        assert not session.scalars(select(Promise).order_by(Promise.place)).first().is_kept


def test_anyone_may_end_it_with_a_reason(app: Flask, browse: Browse, enter: Enter, harbour: House) -> None:
    id = sign_all(enter, harbour)
    bruno, address = browse(harbour, "bruno"), f"/for/{harbour.slug}/agreements/{id}"
    assert bruno.post(address + "/ending", data={"end-words": ""}).status_code == 422
    assert bruno.post(address + "/ending", data={"end-words": "A new role"}).status_code == 303
    work(app)
    assert "It ended" in bruno.get(address).get_data(as_text=True)
    assert "has ended" in bruno.get(f"/for/{harbour.slug}/").get_data(as_text=True)
    assert bruno.post(address + "/ending", data={"end-words": "Again"}).status_code == 404
    with enter(harbour) as session:
        contract = session.get(Contract, (harbour.practice_id, id))
        assert (contract.ended_reason, contract.ended_by_name) == ("A new role", "Bruno Vale")


def test_no_private_word_reaches_the_company(app: Flask, browse: Browse, enter: Enter, harbour: House) -> None:
    id = sign_all(enter, harbour, MARKS)
    now = datetime.now(UTC)
    with enter(harbour, harbour.clients["cleo"]) as session:
        measure = session.scalar(select(Measure))
        goal_id = measure.goal_id
        period = measure.open_periods(now.date())[0]
        measure.enter(Decimal("61.25"), period, by=harbour.clients["cleo"], now=now, today=now.date(), comment=MARKS["entry"])
        session.commit()
    with enter(harbour) as session:
        session.add(SharedNote(client_id=harbour.clients["cleo"], author_id=harbour.members["alice"], text="mark-shared-note", at=now))
        session.commit()
    cleo = browse(harbour, "cleo")
    before = {who: read_all(browse(harbour, who), harbour, id) for who in ("bruno", "hana", "fritz")}
    page = f"/my/{harbour.slug}/goals/{goal_id}/share"
    looked_at = cleo.get(page).get_data(as_text=True).partition('name="looked_at" value="')[2][:64]
    cleo.post(page, data={"looked_at": looked_at})
    work(app)
    after = {who: read_all(browse(harbour, who), harbour, id) for who in ("bruno", "hana", "fritz")}
    for who, text in [*before.items(), *after.items()]:
        for mark in (*MARKS.values(), "mark-shared-note", "9 of 10", "Dates only"):
            assert mark not in text, (who, mark)
    assert "figcaption" not in before["bruno"]  # no chart
    assert "shared this with you" in after["bruno"]
    assert "figcaption" in after["bruno"]
    assert "shared this" not in after["hana"] + after["fritz"]


def read_all(browser: FlaskClient, house: House, id: UUID) -> str:
    paths = ("/", "/messages", f"/agreements/{id}", f"/agreements/{id}/answered")
    pages: list[Any] = [browser.get(f"/for/{house.slug}{path}") for path in paths]
    assert all(page.status_code in (200, 404) for page in pages)
    return "".join(page.get_data(as_text=True) for page in pages)


def test_who_may_not(browse: Browse, enter: Enter, harbour: House, summit: House) -> None:
    id = sign_all(enter, harbour)
    for path, for_hr in (("/", 200), ("/messages", 200), (f"/agreements/{id}", 404)):
        address = f"/for/{harbour.slug}{path}"
        assert browse().get(address).status_code == 303
        assert browse(harbour, "cleo").get(address).status_code == 404
        assert browse(summit, "petra").get(address).status_code == 404
        assert browse(harbour, "hana").get(address).status_code == for_hr


def test_few_statements(browse: Browse, enter: Enter, harbour: House, connection: Connection) -> None:
    id = sign_all(enter, harbour)
    for who, path in (("bruno", "/"), ("bruno", f"/agreements/{id}"), ("fritz", f"/agreements/{id}"), ("bruno", "/messages")):
        browser = browse(harbour, who)
        browser.get(f"/for/{harbour.slug}{path}")
        with counted(connection) as sent:
            browser.get(f"/for/{harbour.slug}{path}")
        assert len(sent) <= 8, (path, "\n".join(s[:150] for s in sent))


def test_a_link_opens_its_own_agreement_and_nothing_else(app: Flask, browse: Browse, enter: Enter, harbour: House) -> None:
    from app.auth import READER
    from models import Contact, Person, SignIn

    id = sign_all(enter, harbour)
    with enter(harbour) as session:
        bruno = session.get_one(Contact, (harbour.practice_id, harbour.contacts["bruno"]))
        person = Person.at(session, bruno.address, bruno.name, datetime.now(UTC))
        only = {"only_practice_id": harbour.practice_id, "only_object_id": id, "reader_id": bruno.id}
        _, token = SignIn.start(session, person, "link", now=datetime.now(UTC), browser="test", ip="127.0.0.1", **only)
        session.commit()
    browser = browse()
    with browser.session_transaction() as cookie:
        cookie[READER] = token
    assert browser.get(f"/for/{harbour.slug}/agreements/{id}").status_code == 200
    assert browser.get(f"/for/{harbour.slug}/agreements/{id}/answered").status_code == 200
    for path in ("/", "/messages"):
        assert browser.get(f"/for/{harbour.slug}{path}").status_code == 303
