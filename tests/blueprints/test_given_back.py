"""Money that went back by hand: entered, booked with its credit note when there was time to take it back, and never more than came."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.clock import now
from billing import Credit, Offer, Package, Purchase, Refund
from billing.credit_note import CreditNote
from billing.gateway import Gateway
from billing.invoice import Invoice
from billing.payment import Payment
from billing.statement import statement
from models import Due, Message
from tests.blueprints.test_buying import agree, begin, hidden, offered, with_stripe
from tests.cast import House
from tests.money import TOTAL, issue, work
from tests.sale import SINGLE
from tests.words import text

__all__ = ["with_stripe"]
Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
BASE = "/p/harbour-coaching/invoices"
ON = "2026-11-20"


def paid(enter: Enter, house: House, invoice_id: UUID, amount: int = TOTAL) -> UUID:
    with enter(house) as session:
        invoice = session.get_one(Invoice, (house.practice_id, invoice_id))
        payment = invoice.book(amount, now().date(), by=house.members["alice"], now=now(), note="bank transfer")
        session.commit()
        return payment.id


def enters(member: FlaskClient, invoice_id: UUID, payment_id: UUID, amount: str, **more: Any) -> TestResponse:
    sent = {"payment": str(payment_id), "amount": amount, "given_on": ON, "note": "transfer", "reason": "Two hours were not held."}
    return member.post(f"{BASE}/{invoice_id}/given-back", data={"once": str(uuid4()), **sent, **more})


def five_minutes_later(app: Flask, enter: Enter, house: House) -> None:
    with enter(house) as session:
        session.execute(update(Due).where(Due.done_at.is_(None)).values(try_at=Due.try_at - timedelta(minutes=6)))
        session.commit()
    work(app)


def test_in_part_then_the_rest(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    id, alice = issue(enter, harbour), browse(harbour, "alice")
    payment = paid(enter, harbour, id)
    assert "What did you give back of" in alice.get(f"{BASE}/{id}/given-back/new").text
    first = enters(alice, id, payment, "1,000.00")
    assert first.status_code == 303, text(first.text)
    assert "€1,000.00 went back by hand on" in text(alice.get(f"{BASE}/{id}").text)
    assert enters(alice, id, payment, "1,178.01").status_code == 422
    assert alice.post(f"{BASE}/{id}/payments/{payment}/reversal").status_code == 409
    five_minutes_later(app, enter, harbour)
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, id))
        assert (invoice.paid_minor, invoice.credited_minor, invoice.owed_minor) == (TOTAL - 100000, 100000, 0)
        [account] = statement(session, "Europe/Amsterdam", client_id=harbour.clients["cleo"])
        assert [(entry.kind, entry.on.isoformat(), entry.words) for entry in account.entries if entry.kind == "given back"] == [
            ("given back", ON, "")
        ]
        assert account.balance_minor == 0
    page = text(alice.get(f"{BASE}/{id}").text)
    assert "€1,000.00 went back to the payer, transfer" in page
    assert "Take it back" not in page
    assert enters(alice, id, payment, "1,178.00").status_code == 303
    five_minutes_later(app, enter, harbour)
    with enter(harbour) as session:
        notes = session.scalars(select(CreditNote).order_by(CreditNote.number)).all()
        assert [(note.total_minor, note.reason) for note in notes] == [
            (100000, "Two hours were not held."),
            (117800, "Two hours were not held."),
        ]
        assert session.scalars(select(Message.subject_id).where(Message.kind == "credit_note")).all() == [note.id for note in notes]
        assert session.get_one(Invoice, (harbour.practice_id, id)).state(now().date()) == "credited"
    assert enters(alice, id, payment, "0.01").status_code in (404, 422)


def test_a_mistake_leaves_no_paper(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    id, alice = issue(enter, harbour), browse(harbour, "alice")
    payment = paid(enter, harbour, id)
    enters(alice, id, payment, "500")
    with enter(harbour) as session:
        entered = session.scalars(select(Refund.id)).one()
    undo = f"{BASE}/{id}/given-back/{entered}/reversal"
    assert undo in alice.get(f"{BASE}/{id}").text
    assert alice.post(f"{BASE}/{issue(enter, harbour)}/given-back/{entered}/reversal").status_code == 404
    assert alice.post(undo).status_code == 303
    assert alice.post(undo).status_code == 409
    five_minutes_later(app, enter, harbour)
    with enter(harbour) as session:
        assert session.scalars(select(CreditNote)).all() == []
        assert session.get_one(Invoice, (harbour.practice_id, id)).paid_minor == TOTAL
    assert enters(alice, id, payment, "2,178.00").status_code == 303
    five_minutes_later(app, enter, harbour)
    with enter(harbour) as session:
        later = session.scalars(select(Refund.id).where(Refund.state == "done")).one()
    assert "credit note is written already" in alice.post(f"{BASE}/{id}/given-back/{later}/reversal").text


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "2,178.01"}, {"amount": "0"}, {"amount": "-5"}, {"amount": "1,0,0"}, {"amount": "1" * 30}, {"given_on": "2999-01-01"},
     {"given_on": ""}, {"reason": " "}, {"payment": str(uuid4())}],
)  # fmt: skip
def test_what_cannot_have_gone_back(browse: Browse, harbour: House, enter: Enter, wrong: dict[str, str]) -> None:
    id = issue(enter, harbour)
    payment = paid(enter, harbour, id)
    assert enters(browse(harbour, "alice"), id, payment, wrong.pop("amount", "5"), **wrong).status_code == 422
    with enter(harbour) as session:
        assert session.scalars(select(Refund)).all() == []


def test_not_of_a_payment_by_card_nor_of_a_mistake(browse: Browse, harbour: House, enter: Enter) -> None:
    id, alice = issue(enter, harbour), browse(harbour, "alice")
    mistaken = paid(enter, harbour, id, 5000)
    alice.post(f"{BASE}/{id}/payments/{mistaken}/reversal")
    with enter(harbour) as session:
        by_card = session.get_one(Invoice, (harbour.practice_id, id)).receive(7000, how="stripe", now=now(), provider_id="pi_1")
        assert by_card is not None
        session.commit()
    assert "Nothing can go back by hand" in alice.get(f"{BASE}/{id}/given-back/new").text
    assert [enters(alice, id, one, "5").status_code for one in (mistaken, by_card.id)] == [422, 422]


def test_what_was_paid_twice_goes_back_without_a_credit_note(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    id, alice = issue(enter, harbour), browse(harbour, "alice")
    payment = paid(enter, harbour, id)
    with enter(harbour) as session:
        session.get_one(Invoice, (harbour.practice_id, id)).receive(TOTAL, how="stripe", now=now(), provider_id="pi_1")
        session.commit()
    enters(alice, id, payment, "2,178.00")
    five_minutes_later(app, enter, harbour)
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, id))
        assert (invoice.paid_minor, invoice.credited_minor, invoice.owed_minor) == (TOTAL, 0, 0)


def test_what_was_bought_goes_with_its_money(browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway) -> None:
    stranger, alice = browse(), browse(harbour, "alice")
    url = begin(stranger, offered(enter, harbour, terms=replace(SINGLE, on_invoice=True), places=3))
    agree(stranger, url)
    made = hidden(stranger.get(url).text, "made")
    stranger.post(f"{url}/invoice", data={"made": made, "company": "Ilves Oy"})
    work(app)
    with enter(harbour) as session:
        draft = session.scalars(select(Purchase.id)).one()
    assert alice.post(f"{BASE}/{draft}/issue", data={"version": 1}).status_code == 303
    work(app)
    with enter(harbour) as session:
        invoice = session.scalars(select(Invoice)).one()
        assert (session.scalars(select(Package)).one().left, session.scalars(select(Offer.taken)).one()) == (1, 1)
    payment = paid(enter, harbour, invoice.id, invoice.total_minor)
    enters(alice, invoice.id, payment, "254.10")
    five_minutes_later(app, enter, harbour)
    with enter(harbour) as session:
        assert session.scalars(select(Package)).one().left == 0
        assert session.scalars(select(Credit.kind).where(Credit.n < 0)).all() == ["refunded"]
        assert session.scalars(select(Offer.taken)).one() == 0
        assert sum(session.scalars(select(Payment.amount_minor))) == 0
