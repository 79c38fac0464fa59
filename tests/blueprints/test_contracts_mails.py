"""The mails of an agreement: written for each reader, neutral where an employer's server would see them."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.jobs.letters import Deliver
from app.jobs.occasions import occasion_of
from app.mail import Letter
from models import Client, Contract, Membership, Message
from tests.cast import NOW, House
from tests.story import GOAL, begin

Enter = Callable[..., Session]
KINDS = {
    "client": ("agreement_client", "agreement_change", "agreement_in_force", "agreement_changed", "agreement_ended", "agreement_terms"),
    "coach": ("agreement_back", "agreement_asked", "agreement_in_force", "agreement_changed", "agreement_ended"),
    "boss": ("agreement_boss", "agreement_change", "agreement_in_force", "agreement_terms"),
}


def letter(app: Flask, session: Session, kind: str, whom: object, contract: Contract) -> Letter:
    message = Message.plan(whom, kind, subject=contract, occasion=f"{kind}:test", at=NOW, session=session)
    assert message is not None
    with app.app_context():
        return Deliver()._write(session, message, occasion_of(session, message))


@pytest.mark.parametrize(("who", "kind"), [(who, kind) for who, kinds in KINDS.items() for kind in kinds])
def test_each_is_written(app: Flask, enter: Enter, harbour: House, who: str, kind: str) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        client = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        people = {
            "client": client,
            "boss": client.boss,
            "coach": session.get_one(Membership, (harbour.practice_id, harbour.members["alice"])),
        }
        sent = letter(app, session, kind, people[who], contract)
        assert sent.subject.strip()
        assert "\n" not in sent.subject.strip()
        link = f"/contracts/{contract.id}" if who == "coach" else "/l/harbour-coaching/"
        assert link in sent.text
        assert link in sent.html
        for private in ("Dates only.", GOAL["title"], "4,800"):
            assert private not in sent.text + sent.html + sent.subject
        if who == "boss":
            assert "Cleo" not in sent.text + sent.html + sent.subject


def test_the_reason_of_an_end_reaches_who_was_sent_a_part(app: Flask, enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        contract.end(by=UUID(int=1), name="Cleo Marsh", reason="Another <b>job</b>", now=NOW)
        sent = letter(app, session, "agreement_ended", contract.client, contract)
        assert "“Another <b>job</b>”" in sent.text
        assert "“Another &lt;b&gt;job&lt;/b&gt;”" in sent.html
        kept = session.scalars(select(Message).where(Message.kind == "agreement_ended")).one()
        assert "/l/harbour-coaching/" not in (kept.words or "")
