"""What is left of an invoice, as the database keeps it, is what adding up its rows gives."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

import wsgi
from app import db
from billing.credit_note import CreditNote
from billing.invoice import Invoice
from billing.payment import Payment
from models import Practice
from tests.cast import NOW, House, add_client, build_house, settings_for
from tests.money import TOTAL, draft, issue

Enter = Callable[..., Session]


class Database(Protocol):
    url: str


def left(session: Session) -> int:
    session.flush()
    return session.scalars(select(Invoice.left_minor)).one()


def test_it_follows_every_payment_credit_and_step_back(enter: Enter, harbour: House) -> None:
    id, by = issue(enter, harbour), harbour.members["alice"]
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, id))
        assert left(session) == invoice.owed_minor == TOTAL
        payment = invoice.book(1000, NOW.date(), by=by, now=NOW)
        assert left(session) == invoice.owed_minor == TOTAL - 1000
        CreditNote.issue(invoice, amount_minor=121, reason="One minute", by=by, now=NOW)
        assert left(session) == invoice.owed_minor == TOTAL - 1121
        invoice.take_back(payment, by=by, now=NOW)
        assert left(session) == invoice.owed_minor == TOTAL - 121
        invoice.book(TOTAL - 121, NOW.date(), by=by, now=NOW)
        assert left(session) == invoice.owed_minor == 0
        with pytest.raises(ProgrammingError, match="permission denied"):
            session.execute(update(Invoice).values(left_minor=1))


def test_payments_at_once_are_all_taken_off(fresh_database: Callable[[], Database]) -> None:
    """Also those that take no lock of their own."""
    url = fresh_database().url
    engine = db.connect(url, pool_size=20)
    house = build_house(lambda: db.open_session(engine), wsgi.create_app(settings_for(url), engine), "harbour", "alice", {})
    with db.open_session(engine) as session:
        db.enter(session, house.practice_id)
        add_client(session, house, "cleo", "alice")
        made = draft(session, house)
        id = made.issue(session.get_one(Practice, house.practice_id), by=house.members["alice"], now=NOW).id
        session.commit()

    def pay(n: int) -> None:
        with db.open_session(engine) as session:
            db.enter(session, house.practice_id)
            session.add(Payment(invoice_id=id, amount_minor=10 + n, how="hand", at=NOW))
            session.commit()

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(pay, range(20)))
    with db.open_session(engine) as session:
        db.enter(session, house.practice_id)
        assert left(session) == session.get_one(Invoice, (house.practice_id, id)).owed_minor == TOTAL - sum(range(10, 30))
    engine.dispose()
