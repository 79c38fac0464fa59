"""Credit notes: numbers of their own without gaps, never more than is owed, to the last cent of each rate."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

import wsgi
from app import db
from billing.credit_note import CreditNote, _over
from billing.invoice import Invoice
from billing.tax import Line, Tax, sums
from models import Due, Message
from models.errors import DomainError, InvoiceSettled, TooMuchCredited
from tests.cast import NOW, House, add_client, build_house, settings_for
from tests.money import TOTAL, draft, issue

Enter = Callable[..., Session]
TWO_RATES = [
    Line("Coaching", unit_minor=10007, tax_percent=Decimal(21)),
    Line("Book", Decimal(3), 333, tax_percent=Decimal(9)),
    Line("Exempt", unit_minor=50),
]


class Database(Protocol):
    url: str


def found(session: Session, house: House, id: object) -> Invoice:
    return session.get_one(Invoice, (house.practice_id, id))


def test_it_lowers_what_is_owed_and_leaves_the_invoice(enter: Enter, harbour: House) -> None:
    id, by = issue(enter, harbour), harbour.members["alice"]
    with enter(harbour) as session:
        invoice = found(session, harbour, id)
        note = CreditNote.issue(invoice, amount_minor=121, reason=" One minute ", by=by, now=NOW)
        assert (note.number, note.net_minor, note.tax_minor, note.total_minor, note.reason) == ("C2026-001", 100, 21, 121, "One minute")
        assert (invoice.total_minor, invoice.owed_minor, invoice.credited_minor) == (TOTAL, TOTAL - 121, 121)
        assert note.snapshot["buyer"] == invoice.snapshot["buyer"]
        assert note.snapshot["invoice"]["number"] == "2026-001"
        planned = set(session.scalars(select(Due.verb).where(Due.subject_id.in_([note.id, invoice.id]))))
        assert {"make_credit_note_pdf", "close_pages"} <= planned
        note.announce(invoice, NOW)
        note.announce(invoice, NOW)
        assert [mail.address for mail in session.scalars(select(Message).where(Message.kind == "credit_note"))] == ["fritz@company.example"]
        with pytest.raises(ProgrammingError, match="permission denied"):
            session.execute(update(CreditNote).values(reason="Another"))


def test_never_more_than_is_owed(enter: Enter, harbour: House) -> None:
    id, by = issue(enter, harbour), harbour.members["alice"]
    with enter(harbour) as session:
        invoice = found(session, harbour, id)
        invoice.book(TOTAL - 1000, NOW.date(), by=by, now=NOW)
        for amount in (0, -1, 1001, TOTAL, 10**12):
            with pytest.raises(TooMuchCredited):
                CreditNote.issue(invoice, amount_minor=amount, reason="x", by=by, now=NOW)
        with pytest.raises(DomainError, match="few words"):
            CreditNote.issue(invoice, amount_minor=1, reason="  ", by=by, now=NOW)
        CreditNote.issue(invoice, amount_minor=1000, reason="x", by=by, now=NOW)
        assert invoice.state(NOW.date()) == "paid"
        with pytest.raises(TooMuchCredited):
            CreditNote.issue(invoice, amount_minor=1, reason="x", by=by, now=NOW)
        with pytest.raises(InvoiceSettled):
            invoice.announce_again(NOW)


def test_money_that_went_back_is_credited_afterwards(enter: Enter, harbour: House) -> None:
    """A refund opens the invoice again, and the credit note closes it: nothing is owed that was given back."""
    id, by = issue(enter, harbour), harbour.members["alice"]
    with enter(harbour) as session:
        invoice = found(session, harbour, id)
        payment = invoice.book(TOTAL, NOW.date(), by=by, now=NOW)
        invoice.take_back(payment, by=by, now=NOW)
        session.flush()
        CreditNote.issue(invoice, amount_minor=TOTAL, reason="It never began", by=by, now=NOW)
        assert (invoice.owed_minor, invoice.state(NOW.date())) == (0, "credited")


def test_whole_lines(enter: Enter, harbour: House) -> None:
    id, by = issue(enter, harbour, lines=TWO_RATES), harbour.members["alice"]
    with enter(harbour) as session:
        invoice = found(session, harbour, id)
        assert [(t.percent, t.net_minor, t.tax_minor) for t in invoice.taxes] == [(21, 10007, 2101), (9, 999, 90), (0, 50, 0)]
        note = CreditNote.issue(invoice, lines=[2, 3], reason="No book", by=by, now=NOW)
        assert [(t.percent, t.net_minor, t.tax_minor) for t in note.taxes] == [(9, 999, 90), (0, 50, 0)]
        for again in ([2], [], [9]):
            with pytest.raises(TooMuchCredited):
                CreditNote.issue(invoice, lines=again, reason="No book", by=by, now=NOW)
        rest = CreditNote.issue(invoice, lines=[1], reason="No coaching", by=by, now=NOW)
        assert (rest.total_minor, invoice.owed_minor, rest.number) == (12108, 0, "C2026-002")


LINES = st.builds(
    Line, st.just("x"), st.just(Decimal(1)), st.integers(0, 10**6), st.just(Decimal(0)), st.sampled_from([Decimal(0), Decimal("8.1"), Decimal(21)])
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(
    st.lists(LINES, min_size=1, max_size=6).filter(lambda lines: sums(lines).total_minor > 0), st.lists(st.integers(1, 10**6), max_size=6)
)
def test_whatever_is_credited_in_whatever_parts_all_of_it_is_all_of_it(lines: list[Line], amounts: list[int]) -> None:
    """Each note is its amount, no rate is credited below zero, and the last one takes net and tax to nothing, to the last unit."""
    whole = sums(lines)
    left, credited = list(whole.taxes), 0
    for amount in (*amounts, whole.total_minor):
        amount = min(amount, whole.total_minor - credited)
        if not amount:
            break
        taxes = _over(left, amount)
        assert sum(t.net_minor + t.tax_minor for t in taxes) == amount
        left = [tax.less(taxes) for tax in left]
        assert all(tax.net_minor >= 0 and tax.tax_minor >= 0 for tax in left)
        credited += amount
    assert left == [Tax(tax.percent, 0, 0) for tax in whole.taxes]


def test_twenty_at_once_are_numbered_without_a_gap_and_never_too_much(fresh_database: Callable[[], Database]) -> None:
    """Of twenty notes over a tenth of one invoice ten fit."""
    url = fresh_database().url
    engine = db.connect(url, pool_size=20)
    app = wsgi.create_app(settings_for(url), engine)
    house = build_house(lambda: db.open_session(engine), app, "harbour", "alice", {})
    with db.open_session(engine) as session:
        db.enter(session, house.practice_id)
        add_client(session, house, "cleo", "alice")
        session.commit()

    def enter(_: House) -> Session:
        session = db.open_session(engine)
        db.enter(session, house.practice_id)
        return session

    id = issue(enter, house)

    def one(_: int) -> bool:
        with enter(house) as session:
            try:
                CreditNote.issue(found(session, house, id), amount_minor=TOTAL // 10, reason="x", by=house.members["alice"], now=NOW)
            except TooMuchCredited:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(one, range(20))) == 10
    with enter(house) as session:
        assert sorted(session.scalars(select(CreditNote.number))) == [f"C2026-{n:03d}" for n in range(1, 11)]
        assert found(session, house, id).owed_minor == 0
    engine.dispose()


def test_a_draft_that_is_credited_is_no_draft(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        made = draft(session, harbour, lines=TWO_RATES)
        assert (made.sums.total_minor, made.parts) == (13247, [13247])
