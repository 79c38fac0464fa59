"""What is mailed about money: an invoice, a receipt, and nothing of it to an employer's server."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.jobs import ERRANDS, letters
from app.mail import Letter
from billing.invoice import Invoice
from models import Message
from tests.cast import NOW, House
from tests.money import issue, work

Enter = Callable[..., Session]


class Nobody:
    """Delivers nothing, so that the messages stay planned."""

    verb = "deliver"

    def prepare(self, session: Session, subject_id: UUID) -> None:
        return None


def written(app: Flask, enter: Enter, house: House, monkeypatch: pytest.MonkeyPatch) -> dict[str, Letter]:
    """What would be handed to the mail server, by kind."""
    monkeypatch.setattr(letters, "now", lambda: NOW)  # by day, whenever the test runs
    made: dict[str, Letter] = {}
    with app.test_request_context(), enter(house) as session:
        for mail in session.scalars(select(Message).where(Message.kind.in_(("invoice", "receipt")))):
            letter = letters.Deliver().prepare(session, mail.id)
            assert isinstance(letter, Letter)
            made[mail.kind] = letter
    return made


def test_the_mails_of_a_client_carry_their_papers(app: Flask, enter: Enter, harbour: House, monkeypatch: pytest.MonkeyPatch) -> None:
    id = issue(enter, harbour, "dora")
    with enter(harbour) as session:
        session.get_one(Invoice, (harbour.practice_id, id)).receive(100000, how="stripe", now=NOW, provider_id="pi_1")
        session.commit()
    monkeypatch.setitem(ERRANDS, "deliver", Nobody())
    work(app)
    made = written(app, enter, harbour, monkeypatch)
    assert made["invoice"].subject == "Invoice 2026-001, €2,178.00"
    assert [name for name, _ in made["invoice"].attachments] == ["Invoice 2026-001.pdf"]
    assert "/l/harbour-coaching/" in made["invoice"].text
    assert "Received: €1,000.00 for invoice 2026-001" in made["receipt"].subject
    assert [name for name, _ in made["receipt"].attachments] == ["Receipt for invoice 2026-001.pdf"]
    for letter in made.values():
        assert "2026-001" in letter.html
        assert "Dora" in letter.text


def test_the_mail_to_a_company_says_nothing(app: Flask, enter: Enter, harbour: House, monkeypatch: pytest.MonkeyPatch) -> None:
    issue(enter, harbour)
    monkeypatch.setitem(ERRANDS, "deliver", Nobody())
    work(app)
    letter = written(app, enter, harbour, monkeypatch)["invoice"]
    assert letter.attachments == ()
    for word in ("Cleo", "2,178", "2026-001", "package"):
        assert word not in letter.subject + letter.text + letter.html
