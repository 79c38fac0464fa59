"""Numbers without gaps, invoices that never change, and money that is booked once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

import wsgi
from app import db
from billing import owed
from billing.balance import Balance
from billing.draft import InvoiceDraft
from billing.invoice import Invoice
from billing.payment import Payment
from billing.tax import Line
from models import Client, Due, Message, Practice
from models.errors import DomainError, InvoiceNotReady, InvoiceSettled, NotTakenBack, Stale, TooMuchPaid
from tests.cast import NOW, House, add_client, build_house, settings_for
from tests.money import TOTAL, draft, issue

Enter = Callable[..., Session]
TODAY = date(2026, 11, 17)


class Database(Protocol):
    url: str


def found(session: Session, house: House, id: UUID) -> Invoice:
    return session.get_one(Invoice, (house.practice_id, id))


def test_forty_at_once_of_which_ten_roll_back_have_no_gap(fresh_database: Callable[[], Database]) -> None:
    url = fresh_database().url
    engine = db.connect(url, pool_size=40)
    app = wsgi.create_app(settings_for(url), engine)
    house = build_house(lambda: db.open_session(engine), app, "harbour", "alice", {})
    with db.open_session(engine) as session:
        db.enter(session, house.practice_id)
        add_client(session, house, "cleo", "alice")
        drafts = [draft(session, house).id for _ in range(40)]
        session.commit()

    def one(n: int) -> None:
        with db.open_session(engine) as session:
            db.enter(session, house.practice_id)
            practice = session.get_one(Practice, house.practice_id)
            session.get_one(InvoiceDraft, (house.practice_id, drafts[n])).issue(practice, by=house.members["alice"], now=NOW)
            if n % 4 == 0:
                session.rollback()
            else:
                session.commit()

    with ThreadPoolExecutor(40) as threads:
        list(threads.map(one, range(40)))
    with db.open_session(engine) as session:
        db.enter(session, house.practice_id)
        assert sorted(session.scalars(select(Invoice.number))) == [f"2026-{n:03d}" for n in range(1, 31)]
        assert len(session.scalars(select(InvoiceDraft.id)).all()) == 10
    engine.dispose()


def test_one_draft_becomes_one_invoice(enter: Enter, harbour: House) -> None:
    """Two who issue the same draft at once: the second meets the key, which is the draft's own."""
    with enter(harbour) as session:
        made = draft(session, harbour)
        practice = session.get_one(Practice, harbour.practice_id)
        values = {name: getattr(made, name) for name in ("id", "client_id", "lines", "currency", "created_at")}
        assert made.issue(practice, by=harbour.members["alice"], now=NOW).id == values["id"]
        session.commit()
        again = InvoiceDraft(**values)
        session.add(again)
        session.flush()
        with pytest.raises(IntegrityError, match="invoice_pk"):
            again.issue(practice, by=harbour.members["alice"], now=NOW)


def test_what_was_issued_never_changes(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    for change in (
        {"total_minor": 1, "net_minor": 1, "tax_minor": 0},
        {"number": "2026-999"},
        {"snapshot": {}},
        {"due_on": TODAY},
        {"currency": "USD"},
    ):
        with enter(harbour) as session, pytest.raises(ProgrammingError, match="permission denied"):
            session.execute(update(Invoice).where(Invoice.id == id).values(**change))
    with enter(harbour) as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(delete(Invoice).where(Invoice.id == id))


def test_later_settings_leave_it_alone(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    with enter(harbour) as session:
        practice = session.get_one(Practice, harbour.practice_id)
        practice.legal_name, practice.currency, practice.tax_name = "Another Ltd", "USD", "GST"
        session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"])).rename("Somebody Else")
        session.commit()
    with enter(harbour) as session:
        invoice = found(session, harbour, id)
        assert invoice.snapshot["seller"]["name"] == "Harbour Ltd"
        assert (invoice.currency, invoice.snapshot["tax"]) == ("EUR", {"name": "VAT"})
        assert invoice.snapshot["taxes"] == [{"percent": "21", "net_minor": 180000, "tax_minor": 37800}]
        assert (invoice.number, invoice.issued_on, invoice.due_on) == ("2026-001", TODAY, TODAY + timedelta(days=14))
        assert (invoice.net_minor, invoice.tax_minor, invoice.total_minor) == (180000, 37800, TOTAL)


def test_who_pays_reads_it_and_nobody_else_from_outside(enter: Enter, harbour: House, summit: House) -> None:
    id = issue(enter, harbour)
    readers = {who: harbour.contacts[who] for who in ("bruno", "hana", "fritz")} | harbour.clients
    for who, reader_id in readers.items():
        with enter(harbour, reader_id) as session:
            seen = session.scalars(select(Invoice.id)).all()
            assert seen == ([id] if who == "fritz" else []), who
    with enter(summit) as session:
        assert session.scalars(select(Invoice.id)).all() == []


@pytest.mark.parametrize("missing", ["legal_name", "legal_address"])
def test_it_needs_a_name_and_an_address(enter: Enter, harbour: House, missing: str) -> None:
    with enter(harbour) as session:
        practice = session.get_one(Practice, harbour.practice_id)
        setattr(practice, missing, "")
        with pytest.raises(InvoiceNotReady):
            draft(session, harbour).issue(practice, by=harbour.members["alice"], now=NOW)


@pytest.mark.parametrize("wrong", [{"unit_minor": 0}, {"description": "  "}])
def test_nothing_is_no_invoice(enter: Enter, harbour: House, wrong: dict[str, object]) -> None:
    with enter(harbour) as session, pytest.raises(DomainError, match="above zero"):
        draft(session, harbour, **wrong).issue(session.get_one(Practice, harbour.practice_id), by=harbour.members["alice"], now=NOW)


def test_a_draft_that_two_write(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        made = draft(session, harbour)
        made.write(1, lines=[Line("Mine", Decimal(2), 120000, tax_percent=Decimal(21)).kept], po_number="PO 1")
        assert (made.written[0].description, made.sums.total_minor, made.draft_no) == ("Mine", 290400, 2)
        with pytest.raises(Stale):
            made.write(1, po_number="PO 2")


def test_parts_add_up_and_never_too_much(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    by = harbour.members["alice"]
    with enter(harbour) as session:
        invoice = found(session, harbour, id)
        assert invoice.state(TODAY) == "open"
        for amount in (0, -1, TOTAL + 1):
            with pytest.raises(TooMuchPaid):
                invoice.book(amount, TODAY, by=by, now=NOW)
        invoice.book(100000, TODAY, by=by, now=NOW)
        assert (invoice.owed_minor, invoice.state(TODAY), invoice.state(invoice.due_on + timedelta(days=1))) == (
            117800,
            "part paid",
            "late",
        )
        with pytest.raises(TooMuchPaid):
            invoice.book(117801, TODAY, by=by, now=NOW)
        invoice.book(117800, TODAY, by=by, now=NOW)
        assert invoice.state(invoice.due_on + timedelta(days=1)) == "paid"
        with pytest.raises(InvoiceSettled):
            invoice.book(1, TODAY, by=by, now=NOW)


def test_a_mistake_is_taken_back_once_with_a_row_of_its_own(enter: Enter, harbour: House) -> None:
    id, by = issue(enter, harbour), harbour.members["alice"]
    with enter(harbour) as session:
        invoice = found(session, harbour, id)
        payment = invoice.book(TOTAL, TODAY, by=by, now=NOW)
        undone = invoice.take_back(payment, by=by, now=NOW)
        session.flush()
        assert (undone.amount_minor, invoice.owed_minor, invoice.state(TODAY)) == (-TOTAL, TOTAL, "open")
        for wrong in (payment, undone):
            with pytest.raises(NotTakenBack):
                invoice.take_back(wrong, by=by, now=NOW)
        invoice.thank(payment, NOW)
        assert session.scalars(select(Message).where(Message.kind == "receipt")).all() == []
        with pytest.raises(ProgrammingError, match="permission denied"):
            session.execute(update(Payment).values(amount_minor=1))


def test_two_who_take_back_at_once_make_one_row(enter: Enter, harbour: House) -> None:
    id, by = issue(enter, harbour), harbour.members["alice"]
    with enter(harbour) as session:
        payment = found(session, harbour, id).book(TOTAL, TODAY, by=by, now=NOW)
        session.add_all([payment.reversal(by=by, now=NOW), payment.reversal(by=by, now=NOW)])
        with pytest.raises(IntegrityError, match="payment_reversed_once"):
            session.flush()


def test_a_card_payment_is_booked_once_and_not_taken_back(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    with enter(harbour) as session:
        invoice = found(session, harbour, id)
        payment = invoice.receive(TOTAL, how="stripe", now=NOW, provider_id="pi_1")
        assert invoice.receive(TOTAL, how="stripe", now=NOW, provider_id="pi_1") is None
        assert payment is not None
        assert invoice.paid_minor == TOTAL
        with pytest.raises(NotTakenBack):
            invoice.take_back(payment, by=harbour.members["alice"], now=NOW)


def test_a_receipt_of_money_by_hand_waits_for_second_thoughts(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    with enter(harbour) as session:
        invoice = found(session, harbour, id)
        by_hand = invoice.book(100, TODAY, by=harbour.members["alice"], now=NOW)
        by_card = invoice.receive(200, how="stripe", now=NOW, provider_id="pi_1")
        assert by_card is not None
        planned = dict(session.execute(select(Due.subject_id, Due.at).where(Due.verb == "make_receipt_pdf")).all())
        assert planned == {by_hand.id: NOW + timedelta(minutes=5), by_card.id: NOW}


def test_its_mail_once_more(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    with enter(harbour) as session:
        invoice = found(session, harbour, id)
        invoice.announce(NOW)
        invoice.announce(NOW)
        invoice.announce_again(NOW + timedelta(hours=1))
        invoice.announce_again(NOW + timedelta(hours=1, seconds=20))
        mails = session.scalars(select(Message).where(Message.subject_id == id)).all()
        assert [mail.address for mail in mails] == ["fritz@company.example"] * 2
        invoice.receive(TOTAL, how="hand", now=NOW)
        with pytest.raises(InvoiceSettled):
            invoice.announce_again(NOW)


def test_currencies_are_never_added(enter: Enter, harbour: House) -> None:
    issue(enter, harbour)
    issue(enter, harbour, currency="JPY", unit_minor=100000, quantity=Decimal(1), tax_percent=Decimal(10))
    paid = issue(enter, harbour)
    with enter(harbour) as session:
        found(session, harbour, paid).book(TOTAL, TODAY, by=harbour.members["alice"], now=NOW)
        found(session, harbour, issue(enter, harbour)).book(17800, TODAY, by=harbour.members["alice"], now=NOW)
        session.flush()
        euros = 3 * TOTAL
        assert owed.totals(session, "all", TODAY) == [("EUR", euros, TOTAL + 200000, 0), ("JPY", 110000, 110000, 0)]
        late = TODAY + timedelta(days=15)
        assert owed.totals(session, "all", late) == [("EUR", euros, TOTAL + 200000, TOTAL + 200000), ("JPY", 110000, 110000, 110000)]
        assert owed.totals(session, "paid", late) == [("EUR", TOTAL, 0, 0)]
        states = {state: [row.number for row in session.execute(owed.listed(state, TODAY))] for state in owed.STATES}
        assert states == {
            "all": ["2026-004", "2026-003", "2026-002", "2026-001"],
            "unpaid": ["2026-004", "2026-002", "2026-001"],
            "late": [],
            "paid": ["2026-003"],
        }
        assert len(session.execute(owed.listed("late", late)).all()) == 3


def test_the_list_is_searched_by_number_client_and_company(enter: Enter, harbour: House) -> None:
    issue(enter, harbour)
    issue(enter, harbour, "dora")
    with enter(harbour) as session:
        for words, numbers in (
            ("CLÉO", ["2026-001"]),
            ("quay", ["2026-001"]),
            ("-002", ["2026-002"]),
            ("dora 002", ["2026-002"]),
            ("%", []),
        ):
            assert [row.number for row in session.execute(owed.listed("all", TODAY, words))] == numbers, words


@pytest.mark.parametrize(
    ("paid", "day", "state"), [(0, 0, "open"), (0, 1, "late"), (5, 0, "part paid"), (5, 1, "late"), (9, 1, "paid"), (10, 1, "paid")]
)
def test_states(paid: int, day: int, state: str) -> None:
    assert Balance(9, 0, paid, TODAY if paid < 9 else None).state(TODAY + timedelta(days=day)) == state
