"""Writing an agreement over HTTP: by its coach only, saved as it is typed, at most two goals."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from models import Contract, Goal, Membership
from tests.cast import House
from tests.statements import counted
from tests.story import GOAL, begin

Enter = Callable[..., Session]
Browse = Callable[..., FlaskClient]


def draft(enter: Enter, house: House) -> UUID:
    with enter(house) as session:
        contract = begin(session, house)
        session.commit()
        return contract.id


def goals_of(enter: Enter, house: House, id: UUID) -> list[Goal]:
    with enter(house) as session:
        return list(session.scalars(select(Goal).where(Goal.contract_id == id).order_by(Goal.place, Goal.id)))


def test_a_coach_begins_an_agreement_once(enter: Enter, browse: Browse, harbour: House) -> None:
    browser, once = browse(harbour, "alice"), str(uuid4())
    address = f"/p/harbour-coaching/clients/{harbour.clients['cleo']}/contracts"
    first = browser.post(address, data={"once": once})
    assert first.status_code == 303
    assert first.location.endswith("/edit")
    assert browser.post(address, data={"once": once}).status_code == 409
    with enter(harbour) as session:
        assert len(session.scalars(select(Contract)).all()) == 1
    page = browser.get(first.location)
    assert page.status_code == 200
    assert "to mend before it can be offered" in page.text
    assert "Say what a colleague will see" in page.text
    assert 'data-find="behaviour"></div>' in page.text, "nothing is remarked beside a field before a word is typed"


def test_the_page_costs_a_few_statements(enter: Enter, browse: Browse, harbour: House, connection: Connection) -> None:
    id, browser = draft(enter, harbour), browse(harbour, "alice")
    with counted(connection) as sent:
        page = browser.get(f"/p/harbour-coaching/contracts/{id}/edit")
    assert page.status_code == 200
    assert len(sent) <= 8, sent
    assert "Nothing is missing. Bruno reads it first." in page.text
    assert "Dates only." in page.text


def test_typing_is_saved_and_a_stale_form_shows_both(enter: Enter, browse: Browse, harbour: House) -> None:
    id, browser = draft(enter, harbour), browse(harbour, "alice")
    [goal] = goals_of(enter, harbour, id)
    address = f"/p/harbour-coaching/contracts/{id}/goals/{goal.id}"
    typed = {**GOAL, "title": "Decisions close", "version": goal.draft_no}
    answer = browser.post(address, data=typed, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json["version"] == goal.draft_no + 1
    stale = browser.post(address, data={**typed, "title": "Mine"}, headers={"Accept": "application/json"})
    assert stale.status_code == 409
    both = browser.post(address, data={**typed, "title": "Mine"})
    assert both.status_code == 409
    assert "Mine" in both.text
    assert "Decisions close" in both.text
    assert "Alice" in both.text
    plain = browser.post(address, data={**typed, "title": "By the button", "version": goal.draft_no + 1})
    assert plain.status_code == 303
    assert goals_of(enter, harbour, id)[0].name == "By the button"


def test_too_long_is_said_and_kept(enter: Enter, browse: Browse, harbour: House) -> None:
    id, browser = draft(enter, harbour), browse(harbour, "alice")
    [goal] = goals_of(enter, harbour, id)
    address = f"/p/harbour-coaching/contracts/{id}/goals/{goal.id}"
    long = "x" * 1001
    page = browser.post(address, data={**GOAL, "behaviour": long, "version": goal.draft_no})
    assert page.status_code == 422
    assert long in page.text
    assert "At most 1000 characters fit here." in page.text
    quick = browser.post(address, data={**GOAL, "behaviour": long, "version": goal.draft_no}, headers={"Accept": "application/json"})
    assert quick.status_code == 422
    assert "At most 1000" in quick.json["words"]


@pytest.mark.parametrize(
    "junk",
    [
        {"target": "10" * 300, "due": "9999-99-99", "low": "NaN", "high": "Infinity", "start_size": "1e400"},
        {"kind": "no such", "direction": "\x00", "cadence": "<script>"},
        {"version": "1" * 400},
        {"title": "\ud800 \u202e \u200b", "history": "2026-01-01 5\n" * 3, "start_from": "history"},
        {"due": "0001-01-01", "history": "9999-12-31 NaN\nfoo", "start_from": "history"},
    ],
)
def test_junk_is_never_an_error_of_ours(enter: Enter, browse: Browse, harbour: House, junk: dict[str, str]) -> None:
    id, browser = draft(enter, harbour), browse(harbour, "alice")
    [goal] = goals_of(enter, harbour, id)
    encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in {**GOAL, "version": str(goal.draft_no), **junk}.items()}
    answer = browser.post(f"/p/harbour-coaching/contracts/{id}/goals/{goal.id}", data=encoded)
    assert answer.status_code in (303, 422)
    assert browser.get(f"/p/harbour-coaching/contracts/{id}/edit").status_code == 200
    assert browser.get(f"/p/harbour-coaching/contracts/{id}").status_code == 200


def test_a_third_goal_is_refused_in_a_sentence(enter: Enter, browse: Browse, harbour: House) -> None:
    id, browser = draft(enter, harbour), browse(harbour, "alice")
    address = f"/p/harbour-coaching/contracts/{id}/goals"
    assert browser.post(address, data={"once": str(uuid4())}).status_code == 303
    third = browser.post(address, data={"once": str(uuid4())})
    assert third.status_code == 409
    assert "A person holds two live goals at most." in third.text
    assert browser.post(f"/p/harbour-coaching/contracts/{id}/parked", data={"once": str(uuid4()), "title": "Slides"}).status_code == 303
    second = goals_of(enter, harbour, id)[1]
    [wish] = [goal for goal in goals_of(enter, harbour, id) if goal.is_parked]
    back = browser.post(f"/p/harbour-coaching/contracts/{id}/goals/{wish.id}/parking/removal")
    assert back.status_code == 409
    assert "two live goals" in back.text
    assert browser.post(f"/p/harbour-coaching/contracts/{id}/goals/{second.id}/parking").status_code == 303
    assert browser.post(f"/p/harbour-coaching/contracts/{id}/goals/{wish.id}/parking/removal").status_code == 303
    assert [goal.name for goal in goals_of(enter, harbour, id) if goal.place] == [GOAL["title"], "Slides"]


def test_dates_annex_and_terms(enter: Enter, browse: Browse, harbour: House) -> None:
    id, browser = draft(enter, harbour), browse(harbour, "alice")
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, id))
        number, annex, terms = contract.looks_no, contract.part("annex").draft_no, contract.part("terms").draft_no
    base = f"/p/harbour-coaching/contracts/{id}"
    assert browser.post(f"{base}/looks", data={"version": number, "first": "2027-02-01"}).status_code == 303
    assert browser.post(f"{base}/looks", data={"version": number, "first": "2027-02-02"}).status_code == 409
    assert browser.post(f"{base}/looks", data={"version": 1, "first": "0999-02-02"}).status_code == 422
    assert browser.post(f"{base}/annex", data={"version": annex, "boundaries": "Never on Fridays."}).status_code == 303
    assert browser.post(f"{base}/terms", data={"version": terms, "work": "Six.", "fee": "Nothing."}).status_code == 303
    assert browser.post(f"{base}/terms", data={"version": terms, "work": "Seven."}).status_code == 409
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, id))
        assert contract.looks == ["2027-02-01"]
        assert not contract.shares_progress
        assert contract.part("annex").draft["boundaries"] == "Never on Fridays."
        assert contract.part("terms").draft["fee"] == "Nothing."


def test_who_may_not(enter: Enter, browse: Browse, harbour: House, summit: House) -> None:
    id = draft(enter, harbour)
    base = f"/p/harbour-coaching/contracts/{id}"
    assert browse(harbour, "bob").get(f"{base}/edit").status_code == 403
    assert browse(harbour, "ada").get(f"{base}/edit").status_code == 403
    assert browse(harbour, "bob").post(f"{base}/annex", data={"version": 1}).status_code == 403
    assert browse(harbour, "rita").post(f"{base}/terms", data={"version": 1}).status_code == 403
    assert browse(summit, "charlie").get(f"{base}/edit").status_code == 404
    assert browse(summit, "charlie").get(f"/p/summit-coaching/contracts/{id}/edit").status_code == 404
    assert browse(harbour, "alice").get(f"/p/harbour-coaching/contracts/{uuid4()}/edit").status_code == 404
    begun = browse(harbour, "alice").post(f"/p/harbour-coaching/clients/{harbour.clients['dora']}/contracts", data={"once": str(uuid4())})
    assert begun.status_code == 409


def test_the_annex_is_the_clients_coachs(enter: Enter, browse: Browse, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour, who="dora", coach="bob")
        session.commit()
        id = contract.id
    for who, sees_goals in (("alice", True), ("rita", True), ("ada", False), ("bob", True)):
        page = browse(harbour, who).get(f"/p/harbour-coaching/contracts/{id}")
        assert page.status_code == 200
        assert ("Dates only." in page.text) == (who == "bob"), who
        assert (GOAL["behaviour"] in page.text) == sees_goals, who
        assert "EUR 4,800 net" in page.text


def test_what_lies_with_its_readers_is_not_written(enter: Enter, browse: Browse, harbour: House) -> None:
    id, browser = draft(enter, harbour), browse(harbour, "alice")
    assert browser.post(f"/p/harbour-coaching/contracts/{id}/reading").status_code == 303
    assert browser.get(f"/p/harbour-coaching/contracts/{id}/edit").status_code == 303
    refused = browser.post(f"/p/harbour-coaching/contracts/{id}/annex", data={"version": 1, "boundaries": "x"})
    assert refused.status_code == 409
    assert "Take it back to draft" in refused.text
    assert browser.post(f"/p/harbour-coaching/contracts/{id}/offer/removal").status_code == 303
    assert browser.get(f"/p/harbour-coaching/contracts/{id}/edit").status_code == 200


def test_who_coaches_no_longer_reads_and_writes_none(enter: Enter, browse: Browse, harbour: House) -> None:
    """Clients still name whoever coached them; the annex is not an assistant's to see for that."""
    id, browser = draft(enter, harbour), browse(harbour, "alice")
    for role in ("assistant", "reader"):
        with enter(harbour) as session:
            session.execute(update(Membership).where(Membership.id == harbour.members["alice"]).values(role=role))
            session.commit()
        address = f"/p/harbour-coaching/contracts/{id}"
        assert browser.get(f"{address}/edit").status_code == 403
        assert browser.post(f"{address}/annex", data={"version": "2", "boundaries": "All of it."}).status_code == 403
        assert "Dates only." not in browser.get(address).text
        begun = browser.post(f"/p/harbour-coaching/clients/{harbour.clients['cleo']}/contracts", data={"once": str(uuid4())})
        assert begun.status_code in (403, 409)


def test_what_was_typed_is_remarked_on_with_the_saving(enter: Enter, browse: Browse, harbour: House, connection: Connection) -> None:
    id, browser = draft(enter, harbour), browse(harbour, "alice")
    [goal] = goals_of(enter, harbour, id)
    address = f"/p/harbour-coaching/contracts/{id}/goals/{goal.id}"
    vague = {**GOAL, "behaviour": "Be more decisive <b>soon</b>", "target": "many<b>", "version": goal.draft_no}
    with counted(connection) as sent:
        answer = browser.post(address, data=vague, headers={"Accept": "application/json"})
    assert len(sent) <= 12, sent
    found = answer.json["found"]
    assert 'class="finding must"' in found["behaviour"] and "<svg" in found["behaviour"]
    assert "<b>" not in "".join(found.values())
    assert 'class="finding must"' in found["target"]
    assert "things to mend" in answer.json["shown"]["step"]
    better = browser.post(address, data={**GOAL, "version": answer.json["version"]}, headers={"Accept": "application/json"})
    mended = better.json["found"]
    assert "finding must" not in "".join(mended.values())
    assert "<li>" in answer.json["shown"]["next"] and "Send it to Bruno" in better.json["shown"]["next"]
    page = browser.get(f"/p/harbour-coaching/contracts/{id}/edit").text
    for name in {*found, *mended}:
        assert f'data-find="{name}"' in page, name
    for name in answer.json["shown"]:
        assert f'data-shown="{name}"' in page, name
