"""Who is boss, HR or finance to a client, and what that opens and shuts."""

import re
from collections.abc import Callable
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import jobs
from models import Client, Contact, Contract, File, Goal, Part, Promise, Share, Sponsorship
from models.contract import answer, offer, settle
from tests.cast import NOW, House
from tests.client_forms import change, url
from tests.story import TODAY, Enter, begin, sign_all, signer

Browse = Callable[..., FlaskClient]


def test_who_reads_an_agreement_cannot_change_while_it_is_out(enter: Enter, harbour: House, browse: Browse) -> None:
    with enter(harbour) as session:
        begin(session, harbour).with_boss_at = NOW
        session.commit()
    alice, id = browse(harbour, "alice"), harbour.clients["cleo"]
    answer = alice.post(
        url(harbour, f"/{id}/edit"), data=change(harbour, name="Cleo Typed", boss_name="Bea", boss_address="bea@company.example")
    )
    assert answer.status_code == 422 and "Take it back to draft" in answer.text and "Cleo Typed" in answer.text
    with enter(harbour) as session:
        cleo = session.get_one(Client, (harbour.practice_id, id))
        assert (cleo.name, cleo.version) == ("Cleo Marsh", 1)
        assert session.scalar(select(Sponsorship.id).join(Sponsorship.contact).where(Contact.name == "Bruno Vale"))
    assert alice.post(url(harbour, f"/{id}/edit"), data=change(harbour, name="Cleo Typed")).status_code == 303, "the name alone can"


def share_progress(cleo: FlaskClient, house: House, goal_id: UUID) -> None:
    page = f"/my/{house.slug}/goals/{goal_id}/share"
    looked_at = re.search(r'name="looked_at" value="([0-9a-f]{64})"', cleo.get(page).text)
    assert looked_at
    assert cleo.post(page, data={"looked_at": looked_at[1]}).status_code == 303


def test_a_boss_who_was_replaced_reads_nothing_from_then_on(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    contract_id = sign_all(enter, harbour)
    with app.app_context():
        while jobs.run_next():
            pass
    with enter(harbour) as session:
        goal_id = session.scalars(select(Goal.id)).one()
        paper = session.scalars(select(File.id).where(File.readers.contains([harbour.contacts["bruno"]]))).one()
    alice, cleo, bruno = (browse(harbour, who) for who in ("alice", "cleo", "bruno"))
    share_progress(cleo, harbour, goal_id)
    home, theirs = f"/for/{harbour.slug}/", f"/for/{harbour.slug}/agreements/{contract_id}"
    file = f"/for/{harbour.slug}/files/{paper}"
    assert "Cleo" in bruno.get(home).text
    assert (bruno.get(theirs).status_code, bruno.get(file).status_code) == (200, 200)
    form = change(harbour, boss_name="Bea New", boss_address="bea@company.example")
    assert alice.post(url(harbour, f"/{harbour.clients['cleo']}/edit"), data=form).status_code == 303
    assert "Cleo" not in bruno.get(home).text
    assert (bruno.get(theirs).status_code, bruno.get(file).status_code) == (404, 404)
    with enter(harbour, harbour.contacts["bruno"]) as session:
        for noun in (Part, Promise, Share, File):
            assert session.scalars(select(noun)).all() == [], noun
    with enter(harbour) as session:
        assert session.scalars(select(Share).where(Share.what == "exists")).one().stands, "HR is who it was"
        terms = session.scalars(select(Part).where(Part.kind == "terms")).one()
        assert harbour.contacts["fritz"] in terms.readers, "and so is finance"
    assert "What Bruno Vale sees" not in cleo.get(f"/my/{harbour.slug}/goals/{goal_id}").text
    assert cleo.get(f"/my/{harbour.slug}/goals/{goal_id}/share").status_code == 404, "nobody is there to share it with"


def test_whoever_is_named_boss_signs_the_next_version_and_reads_from_there(enter: Enter, harbour: House, browse: Browse) -> None:
    contract_id = sign_all(enter, harbour)
    form = change(harbour, boss_name="Bea New", boss_address="bea@company.example")
    assert browse(harbour, "alice").post(url(harbour, f"/{harbour.clients['cleo']}/edit"), data=form).status_code == 303
    with enter(harbour) as session:
        bea = session.scalars(select(Contact).where(Contact.name == "Bea New")).one()
        harbour.contacts["bea"] = bea.id
        contract = session.get_one(Contract, (harbour.practice_id, contract_id))
        assert bea.id not in contract.part("goals").readers, "Cleo has not agreed to her yet"
        alice = signer(harbour.members["alice"], "Alice Harbour")
        version = offer.propose_change(contract, "goals", alice, "Cleo has another boss", now=NOW, today=TODAY)
        assert {seat.name for seat in version.missing} == {"Bea New", "Cleo Marsh"}
        session.commit()
    for who, name in (("bea", "Bea New"), ("cleo", "Cleo Marsh")):
        id = {**harbour.contacts, **harbour.clients}[who]
        with enter(harbour, id) as session:
            goals = session.scalars(select(Part).where(Part.kind == "goals")).one()
            assert goals.open is not None
            answer.sign(goals, signer(id, name), goals.open.sha256, now=NOW)
            session.commit()
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, contract_id))
        settle.settle_part(contract.part("goals"), NOW)
        session.commit()
        assert contract.part("goals").open_id is None
        assert set(contract.part("goals").readers) == {harbour.clients["cleo"], bea.id}
    with enter(harbour, bea.id) as session:
        promises = session.scalars(select(Promise)).all()
        assert len(promises) == 2 and {promise.contact_id for promise in promises} == {bea.id}


def test_who_signs_a_change_cannot_be_replaced_while_it_waits(enter: Enter, harbour: House, browse: Browse) -> None:
    contract_id, id = sign_all(enter, harbour), harbour.clients["cleo"]
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, contract_id))
        contract.part("terms").write(2, {"fee": "EUR 5,000 net"})
        offer.propose_change(contract, "terms", signer(harbour.members["alice"], "Alice Harbour"), "Prices", now=NOW, today=TODAY)
        session.commit()
    form = change(harbour, finance_name="Fay New", finance_address="fay@company.example")
    answered = browse(harbour, "alice").post(url(harbour, f"/{id}/edit"), data=form)
    assert answered.status_code == 422 and "Withdraw it before changing who signs" in answered.text
