"""What is owed, by whom and since when: by currency, part by part, and never added across currencies."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from billing import owed
from billing.books import charged, moved
from billing.credit_note import CreditNote
from billing.instalments import usual
from billing.invoice import Invoice
from billing.statement import statement
from billing.tax import Line
from tests.cast import NOW, House
from tests.money import TOTAL, issue

Enter = Callable[..., Session]
TODAY = date(2026, 11, 17)
ZONE = "Europe/Amsterdam"


def test_a_statement_is_all_that_happened_and_what_is_left(enter: Enter, harbour: House) -> None:
    by = harbour.members["alice"]
    first = issue(enter, harbour)
    issue(enter, harbour, currency="JPY", unit_minor=100000, quantity=Decimal(1), tax_percent=Decimal(10))
    issue(enter, harbour, "dora")
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, first))
        CreditNote.issue(invoice, amount_minor=800, reason="Too long", by=by, now=NOW + timedelta(minutes=1))
        paid = invoice.book(100000, TODAY, by=by, now=NOW + timedelta(minutes=2), note="bank")
        invoice.take_back(paid, by=by, now=NOW + timedelta(minutes=3))
        session.flush()
        euros, yen = statement(session, ZONE, client_id=harbour.clients["cleo"])
        assert [(entry.kind, entry.amount_minor, entry.balance_minor) for entry in euros.entries] == [
            ("invoice", TOTAL, TOTAL), ("credit note", -800, TOTAL - 800), ("payment", -100000, TOTAL - 100800), ("correction", 100000, TOTAL - 800),
        ]  # fmt: skip
        assert (euros.currency, euros.balance_minor, invoice.owed_minor) == ("EUR", TOTAL - 800, TOTAL - 800)
        assert (yen.currency, yen.balance_minor) == ("JPY", 110000)
        assert statement(session, ZONE, organisation_id=harbour.clients["cleo"]) == []


def test_ageing_counts_part_by_part(enter: Enter, harbour: House) -> None:
    parts = [share.kept for share in usual("three", 0)]  # due today, in 30 and in 60 days
    lines = [Line("x", unit_minor=9000)]
    id = issue(enter, harbour, lines=lines, instalments=parts)
    issue(enter, harbour, lines=lines, currency="KWD", payment_days=0)
    with enter(harbour) as session:
        found = {days: owed.ageing(session, TODAY + timedelta(days=days)) for days in (0, 1, 31, 61, 91, 200)}
        assert {days: ages[0][1:] for days, ages in found.items()} == {
            0: (9000, 0, 0, 0, 0), 1: (6000, 3000, 0, 0, 0), 31: (3000, 3000, 3000, 0, 0), 61: (0, 3000, 3000, 3000, 0),
            91: (0, 0, 3000, 3000, 3000), 200: (0, 0, 0, 0, 9000),
        }  # fmt: skip
        assert [ages[1] for ages in found.values()][4] == ("KWD", 0, 0, 0, 0, 9000)
        invoice = session.get_one(Invoice, (harbour.practice_id, id))
        invoice.book(4000, TODAY, by=harbour.members["alice"], now=NOW)
        session.flush()
        [euros, _] = owed.ageing(session, TODAY + timedelta(days=31))
        assert euros == ("EUR", 3000, 2000, 0, 0, 0)
        assert owed.totals(session, "late", TODAY + timedelta(days=31)) == [("EUR", 9000, 5000, 2000), ("KWD", 9000, 9000, 9000)]


def test_list_page_and_sums_are_one_number(enter: Enter, harbour: House) -> None:
    """Of each invoice: what Python makes of its rows is what the list's SQL makes of them."""
    by = harbour.members["alice"]
    for n in range(6):
        id = issue(enter, harbour, instalments=[share.kept for share in usual(("one", "two", "three")[n % 3], 10 * n)])
        with enter(harbour) as session:
            invoice = session.get_one(Invoice, (harbour.practice_id, id))
            if n > 1:
                invoice.book(30000 * n, TODAY, by=by, now=NOW)
            if n > 3:
                CreditNote.issue(invoice, amount_minor=555, reason="x", by=by, now=NOW)
            session.commit()
    with enter(harbour) as session:
        rows = {row.id: (row.total, row.credited, row.paid, row.next_due) for row in session.execute(owed.listed("all", TODAY))}
        assert rows == {invoice.id: tuple(invoice.balance) for invoice in session.scalars(select(Invoice))}
        assert len(rows) == 6


def test_the_books_of_a_period(enter: Enter, harbour: House) -> None:
    by = harbour.members["alice"]
    lines = [Line("a", unit_minor=1000, tax_percent=Decimal(21)), Line("b", unit_minor=500)]
    id = issue(enter, harbour, lines=lines)
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, id))
        CreditNote.issue(invoice, lines=[2], reason="x", by=by, now=NOW)
        late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # the new year has begun in Amsterdam
        invoice.receive(210, how="hand", now=late, by=by, note="=cash")
        session.flush()
        papers = charged(session, TODAY, TODAY)
        assert [(one.paper, one.tax.percent, one.tax.net_minor, one.tax.tax_minor) for one in papers] == [
            ("invoice", 21, 1000, 210), ("invoice", 0, 500, 0), ("credit note", 0, -500, 0),
        ]  # fmt: skip
        assert charged(session, TODAY + timedelta(days=1), date(2027, 1, 1)) == []
        assert moved(session, TODAY, date(2026, 12, 31), ZONE) == []
        [payment] = moved(session, date(2027, 1, 1), date(2027, 1, 1), ZONE)
        assert (payment.invoice, payment.amount_minor, payment.how) == ("2026-001", 210, "hand")
