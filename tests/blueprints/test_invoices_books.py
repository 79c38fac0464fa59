"""The books as files."""

import csv
import io
from decimal import Decimal
from typing import Any

from billing.invoice import Invoice
from billing.tax import Line
from models import Client
from tests.blueprints.test_invoices import BASE
from tests.blueprints.test_invoices_lines import Browse, Enter
from tests.cast import NOW, House
from tests.money import issue


def rows(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_books_as_files(browse: Browse, harbour: House, enter: Enter) -> None:
    with enter(harbour) as session:
        session.get_one(Client, (harbour.practice_id, harbour.clients["dora"])).rename('=HYPERLINK("http://x")')
        session.commit()
    issue(enter, harbour, "dora", lines=[Line("a", unit_minor=100000, tax_percent=Decimal(21)), Line("b", unit_minor=5)])
    id = issue(enter, harbour, currency="JPY", unit_minor=1000)
    with enter(harbour) as session:
        session.get_one(Invoice, (harbour.practice_id, id)).book(700, NOW.date(), by=harbour.members["alice"], now=NOW, note="+cash")
        session.commit()
    alice = browse(harbour, "alice")
    period = "first=2026-11-01&last=2026-11-30"
    found = rows(alice.get(f"{BASE}/books/invoices.csv?{period}"))[1:]
    assert found == [
        ["2026-11-17", "invoice", "2026-001", "2026-001", '\'=HYPERLINK("http://x")', "EUR", "21", "1000.00", "210.00", "1210.00"],
        ["2026-11-17", "invoice", "2026-001", "2026-001", '\'=HYPERLINK("http://x")', "EUR", "0", "0.05", "0.00", "0.05"],
        ["2026-11-17", "invoice", "2026-002", "2026-002", "Quay Freight", "JPY", "21", "1500", "315", "1815"],
    ]
    assert rows(alice.get(f"{BASE}/books/payments.csv?{period}"))[1:] == [
        ["2026-11-17", "2026-002", "Quay Freight", "JPY", "700", "hand", "'+cash"]
    ]
    assert alice.get(f"{BASE}/books").status_code == 200
    for wrong in ("first=2026-12-01&last=2026-11-01", "first=x&last=y", "first=0001-01-01&last=2026-01-01", "first=%00"):
        for page in ("books", "books/invoices.csv", "books/payments.csv"):
            assert alice.get(f"{BASE}/{page}?{wrong}").status_code == 422, wrong
    assert browse(harbour, "rita").get(f"{BASE}/books/payments.csv?{period}").status_code == 403
