"""From a draft to an agreement in force, changed by signing again, and ended: the coach's side over HTTP."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models import Contract, Message, Part, Signature, Version
from models.contract import answer
from tests.cast import NOW, House
from tests.signing import boss_signs, in_force, others_sign, settle_all
from tests.statements import counted
from tests.story import GOAL, begin, parts_for, signer

Enter = Callable[..., Session]
Browse = Callable[..., FlaskClient]


def base(id: UUID) -> str:
    return f"/p/harbour-coaching/contracts/{id}"


def draft(enter: Enter, house: House) -> UUID:
    with enter(house) as session:
        contract = begin(session, house)
        session.commit()
        return contract.id


def state(enter: Enter, house: House, id: UUID) -> str:
    with enter(house) as session:
        return session.get_one(Contract, (house.practice_id, id)).state


def print_on(page: str, kind: str) -> str:
    """The hash that the form of a part carries."""
    form = re.search(rf'action="[^"]*/parts/{kind}/signature".*?</form>', page, re.DOTALL)
    assert form
    found = re.search(r'name="sha256"[^>]*value="([0-9a-f]{64})"', form[0])
    assert found
    return found[1]


def targets(page: str) -> list[str]:
    return [found.strip() for found in re.findall(r"<dt>Target</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)]


def test_all_the_way_into_force(enter: Enter, browse: Browse, harbour: House, connection: Connection) -> None:
    id, alice = draft(enter, harbour), browse(harbour, "alice")
    assert alice.post(f"{base(id)}/reading").status_code == 303
    early = alice.post(f"{base(id)}/offer", data={"name": "Alice Harbour"})
    assert early.status_code == 409
    assert "Bruno reads it first" in early.text
    boss_signs(enter, harbour, id)
    page = alice.get(base(id))
    assert "I do not reopen a decision" in page.text
    assert "Offer it to Cleo" in page.text
    assert alice.post(f"{base(id)}/offer", data={"name": " "}).status_code == 422
    assert alice.post(f"{base(id)}/offer", data={"name": "Alice Harbour"}).status_code == 303
    assert "It waits for" in alice.get(base(id)).text
    others_sign(enter, harbour, id)
    with counted(connection) as sent:
        page = alice.get(base(id))
    assert len(sent) <= 8, sent
    for kind in ("goals", "annex"):
        sha256 = print_on(page.text, kind)
        wrong = alice.post(f"{base(id)}/parts/{kind}/signature", data={"name": "Alice Harbour", "sha256": "0" * 64})
        assert wrong.status_code == 409
        assert alice.post(f"{base(id)}/parts/{kind}/signature", data={"name": "", "sha256": sha256}).status_code == 422
        for expected in (303, 409, 409):
            answered = alice.post(f"{base(id)}/parts/{kind}/signature", data={"name": "Alice Harbour", "sha256": sha256})
            assert answered.status_code == expected
    assert state(enter, harbour, id) == "active"
    page = alice.get(base(id))
    assert "Nine" not in page.text
    assert "9 of 10." in page.text
    assert "All signed exactly this text." in page.text
    with enter(harbour) as session:
        assert len(session.scalars(select(Signature)).all()) == 7


def test_the_coach_signs_goals_and_terms_with_one_name(enter: Enter, browse: Browse, harbour: House) -> None:
    """Each its own signature over its own hash. The annex waits: its client adds to it, and signs it first."""
    id, alice = draft(enter, harbour), browse(harbour, "alice")
    alice.post(f"{base(id)}/reading")
    boss_signs(enter, harbour, id)
    form = re.search(r'<form class="sign" id="offer".*?</form>', alice.get(base(id)).text, re.DOTALL)
    assert form
    assert "sign the goals and the terms" in form[0]
    [read] = re.findall(r'name="sha256"[^>]*value="([0-9a-f]{64})"', form[0])
    assert alice.post(f"{base(id)}/offer", data={"name": "Alice Harbour", "sha256": "0" * 64}).status_code == 409
    assert state(enter, harbour, id) == "with boss"
    assert alice.post(f"{base(id)}/offer", data={"name": "Alice Harbour", "sha256": read}).status_code == 303
    with enter(harbour) as session:
        parts = session.get_one(Contract, (harbour.practice_id, id)).parts
        hers = {part.kind: s.sha256 for part in parts if part.open for s in part.open.signatures if s.role == "coach"}
        assert hers == {"goals": read, "terms": next(part.open.sha256 for part in parts if part.kind == "terms" and part.open)}
    others_sign(enter, harbour, id)
    page = alice.get(base(id)).text
    assert "under the private annex" in page
    sha256 = print_on(page, "annex")
    assert alice.post(f"{base(id)}/parts/annex/signature", data={"name": "Alice Harbour", "sha256": sha256}).status_code == 303
    assert state(enter, harbour, id) == "active"


def test_without_a_boss_it_is_offered_at_once(enter: Enter, browse: Browse, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour, who="dora", coach="bob")
        session.commit()
        id = contract.id
    bob = browse(harbour, "bob")
    assert "the goals and the terms" in bob.get(f"{base(id)}/edit").text
    assert bob.post(f"{base(id)}/reading").status_code == 409
    assert bob.post(f"{base(id)}/offer", data={"name": "Bob Harbour"}).status_code == 303
    assert bob.post(f"{base(id)}/offer", data={"name": "Bob Harbour"}).status_code == 409
    assert state(enter, harbour, id) == "offered"
    assert browse(harbour, "alice").post(f"{base(id)}/offer", data={"name": "Alice"}).status_code == 403


def test_what_is_missing_stops_it_in_words(enter: Enter, browse: Browse, harbour: House) -> None:
    id, alice = draft(enter, harbour), browse(harbour, "alice")
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, id))
        contract.goals[0].write(contract.goals[0].draft_no, {**GOAL, "behaviour": "Be more open"})
        contract.set_looks([], shares_progress=True)
        session.commit()
    page = alice.get(f"{base(id)}/edit")
    assert "Two things to mend before it can be offered." in page.text
    assert "Nobody could say on a given day whether this happened." in page.text
    assert "one to three review dates" in page.text
    assert alice.post(f"{base(id)}/reading").status_code == 409


def test_a_suggestion_stands_beside_its_goal(enter: Enter, browse: Browse, harbour: House) -> None:
    id, alice = draft(enter, harbour), browse(harbour, "alice")
    alice.post(f"{base(id)}/reading")
    with enter(harbour, harbour.contacts["bruno"]) as session:
        goals = parts_for(session, id)["goals"]
        answer.reply(goals, signer(harbour.contacts["bruno"], "Bruno Vale"), "suggests", "Count Fridays too.", now=NOW, goal_place=1)
        session.commit()
    with enter(harbour) as session:
        from models import Reply
        from models.contract import settle

        settle.hear_reply(session.scalars(select(Reply)).one(), NOW)
        session.commit()
    page = alice.get(f"{base(id)}/edit")
    assert page.status_code == 200
    assert "Count Fridays too." in page.text
    assert "suggested something for goal 1" in alice.get(base(id)).text


def test_a_change_is_shown_signed_and_kept(enter: Enter, browse: Browse, harbour: House) -> None:
    id, alice = in_force(enter, harbour), browse(harbour, "alice")
    change = f"{base(id)}/parts/goals/change"
    assert "Nothing differs." in alice.get(change).text
    nothing = alice.post(change, data={"name": "Alice Harbour", "reason": "Because"})
    assert nothing.status_code == 409
    with enter(harbour) as session:
        [goal] = session.get_one(Contract, (harbour.practice_id, id)).goals
        number = goal.draft_no
    typed = {**GOAL, "target": "75", "version": number}
    assert alice.post(f"{base(id)}/goals/{goal.id}", data=typed).status_code == 303
    page = alice.get(change)
    assert "<del>" in page.text
    assert "<ins>" in page.text
    assert "Bruno Vale" in page.text
    assert alice.post(change, data={"name": "Alice Harbour", "reason": ""}).status_code == 422
    sent = alice.post(change, data={"name": "Alice Harbour", "reason": "It was too low"})
    assert sent.status_code == 303
    assert "It was too low" in alice.get(sent.location).text
    assert alice.post(change, data={"name": "Alice Harbour", "reason": "Again"}).status_code == 409
    assert alice.get(change).status_code == 303
    for who in (harbour.clients["cleo"], harbour.contacts["bruno"]):
        with enter(harbour, who) as session:
            goals = parts_for(session, id)["goals"]
            answer.sign(goals, signer(who, "Name Here"), goals.open.sha256, now=NOW)
            session.commit()
    settle_all(enter, harbour, id)
    with enter(harbour) as session:
        versions = session.scalars(
            select(Version).join(Part, Part.id == Version.part_id).where(Part.kind == "goals").order_by(Version.n)
        ).all()
        assert [version.n for version in versions] == [1, 2]
        kinds = list(session.scalars(select(Message.kind).where(Message.kind.like("agreement_chang%"))))
        assert kinds.count("agreement_change") == 2
        assert kinds.count("agreement_changed") == 3
    old = alice.get(f"{base(id)}/versions/{versions[0].id}")
    assert targets(old.text) == ["70\u202f%"]
    assert targets(alice.get(base(id)).text) == ["75\u202f%"]
    assert "What changed" in alice.get(f"{base(id)}/versions/{versions[1].id}/changes").text
    assert alice.get(f"{base(id)}/versions/{uuid4()}").status_code == 404
    assert "needed now" in alice.get(change).text


def test_a_change_is_withdrawn(enter: Enter, browse: Browse, harbour: House) -> None:
    id, alice = in_force(enter, harbour), browse(harbour, "alice")
    with enter(harbour) as session:
        terms = session.get_one(Contract, (harbour.practice_id, id)).part("terms")
        terms.write(terms.draft_no, {"fee": "EUR 5,000 net"})
        session.commit()
    change = f"{base(id)}/parts/terms/change"
    assert alice.post(change, data={"name": "Alice Harbour", "reason": "Two more sessions"}).status_code == 303
    assert "A change waits for signatures" in alice.get(base(id)).text
    assert alice.post(f"{change}/removal").status_code == 303
    with enter(harbour) as session:
        terms = session.get_one(Contract, (harbour.practice_id, id)).part("terms")
        assert terms.open is None
        assert terms.in_force is not None
        assert terms.in_force.n == 1


def test_a_goal_is_replaced_and_another_leaves_by_a_change(enter: Enter, browse: Browse, harbour: House) -> None:
    id, alice = in_force(enter, harbour), browse(harbour, "alice")
    with enter(harbour) as session:
        [goal] = session.get_one(Contract, (harbour.practice_id, id)).goals
    assert alice.post(f"{base(id)}/goals/{goal.id}/parking").status_code == 409
    assert alice.post(f"{base(id)}/goals/{goal.id}/leaving").status_code == 303
    page = alice.get(f"{base(id)}/edit")
    assert "Leaves with this change" in page.text
    assert alice.post(f"{base(id)}/goals/{goal.id}/leaving/removal").status_code == 303
    assert alice.post(f"{base(id)}/goals/{goal.id}/replacement", data={"once": str(uuid4())}).status_code == 303
    page = alice.get(f"{base(id)}/edit")
    assert f"instead of “{GOAL['title']}”" in page.text
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, id))
        [new] = [each for each in contract.goals if each.replaces_id]
    assert alice.post(f"{base(id)}/goals/{new.id}/removal").status_code == 303
    assert "instead of" not in alice.get(f"{base(id)}/edit").text
    assert alice.post(f"{base(id)}/goals/{goal.id}/removal").status_code == 409


def test_it_ends_early_with_a_reason(enter: Enter, browse: Browse, harbour: House) -> None:
    id, alice = in_force(enter, harbour), browse(harbour, "alice")
    assert alice.get(f"{base(id)}/ending").status_code == 200
    assert alice.post(f"{base(id)}/ending", data={"reason": "", "once": str(uuid4())}).status_code == 422
    assert alice.post(f"{base(id)}/ending", data={"reason": "Cleo has another job.", "once": str(uuid4())}).status_code == 303
    assert alice.post(f"{base(id)}/ending", data={"reason": "Again", "once": str(uuid4())}).status_code == 409
    page = alice.get(base(id))
    assert "Ended early by Alice Harbour: “Cleo has another job.”" in page.text
    assert GOAL["behaviour"] in page.text
    with enter(harbour) as session:
        told = set(session.scalars(select(Message.recipient_id).where(Message.kind == "agreement_ended")))
        assert told == {harbour.clients["cleo"], harbour.contacts["bruno"], harbour.contacts["fritz"]}
        assert not [goal for goal in session.get_one(Contract, (harbour.practice_id, id)).goals if goal.place]


def test_others_read_and_do_nothing(enter: Enter, browse: Browse, harbour: House, summit: House) -> None:
    id = in_force(enter, harbour)
    for who in ("bob", "ada", "rita"):
        browser = browse(harbour, who)
        page = browser.get(base(id))
        assert page.status_code == 200
        assert "I am tired of my own evenings." not in page.text
        assert "Dates only." not in page.text
        for address in ("ending", "offer", "offer/removal", "parts/goals/signature", "parts/annex/change", "goals"):
            assert browser.post(f"{base(id)}/{address}", data={"once": str(uuid4())}).status_code == 403, (who, address)
        assert browser.get(f"{base(id)}/parts/annex/change").status_code == 403
    with enter(harbour) as session:
        annex = session.get_one(Contract, (harbour.practice_id, id)).part("annex").in_force_id
    for who, status in (("alice", 200), ("bob", 403), ("rita", 403), ("ada", 403)):
        assert browse(harbour, who).get(f"{base(id)}/versions/{annex}").status_code == status
    assert browse(summit, "charlie").get(base(id)).status_code == 404
    assert browse().get(base(id)).status_code == 303
    assert browse(harbour, "alice").get(f"{base(id)}/parts/other/change").status_code == 404
