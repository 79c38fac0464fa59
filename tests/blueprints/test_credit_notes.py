"""Credit notes: an amount or whole lines, from the page to the paper."""

import io
import re
from decimal import Decimal
from uuid import uuid4

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from billing.credit_note import CreditNote
from billing.tax import Line
from models import File, Message
from tests.blueprints.test_invoices import BASE
from tests.blueprints.test_invoices_lines import Browse, Enter
from tests.cast import House
from tests.money import issue, work
from tests.words import text


def test_a_credit_note_from_the_page_to_the_paper(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    id, alice = issue(enter, harbour), browse(harbour, "alice")
    page = alice.get(f"{BASE}/{id}/credit-notes/new")
    assert 'value="2,178.00"' in page.text
    for wrong in (
        {"amount": "2,178.01"},
        {"amount": "0"},
        {"amount": "-5"},
        {"amount": "NaN"},
        {"amount": "1,2,3"},
        {"amount": "9" * 13},
        {"reason": ""},
        {"reason": "x" * 301},
    ):
        assert (
            alice.post(f"{BASE}/{id}/credit-notes", data={"amount": "178.00", "reason": "=1+1", "once": str(uuid4()), **wrong}).status_code
            == 422
        )
    form = {"amount": "178.00", "reason": "One hour <b>less</b>", "once": str(uuid4())}
    assert [alice.post(f"{BASE}/{id}/credit-notes", data=form).status_code for _ in range(2)] == [303, 409]
    work(app)
    page = text(alice.get(f"{BASE}/{id}").text)
    assert "€178.00 credited, C2026-001: One hour &lt;b&gt;less&lt;/b&gt;" in page
    assert "€2,000.00 still open" in page
    found = [alice.get(url) for url in dict.fromkeys(re.findall(r"/p/harbour-coaching/files/[0-9a-f-]+", alice.get(f"{BASE}/{id}").text))]
    papers = [text(PdfReader(io.BytesIO(paper.data)).pages[0].extract_text()) for paper in found]
    [note] = [words for words in papers if "Credit note C2026-001" in words]
    for said in ("Invoice 2026-001 of", "One hour less", "VAT 21 % €30.89", "Credited €178.00", "Quay Freight"):
        assert said in note, said
    payer = text(browse(harbour, "fritz").get(f"/pay/{harbour.slug}/{id}").text)
    assert "€178.00" in payer and "€2,000.00" in payer
    with enter(harbour) as session:
        assert session.scalars(select(Message.kind).where(Message.subject_id == session.scalars(select(CreditNote.id)).one())).all() == [
            "credit_note"
        ]
        assert set(session.scalars(select(File.kind))) == {"invoice", "credit_note"}


def test_whole_lines_are_credited_by_ticking_them(browse: Browse, harbour: House, enter: Enter) -> None:
    lines = [Line("Coaching", unit_minor=10000, tax_percent=Decimal(21)), Line("Book", unit_minor=2000, tax_percent=Decimal(9))]
    id, alice = issue(enter, harbour, lines=lines), browse(harbour, "alice")
    assert "Book, €20.00 net" in text(alice.get(f"{BASE}/{id}/credit-notes/new").text)
    form = {"amount": "142.80", "lines": "2", "reason": "It was not sent", "once": str(uuid4())}
    for wrong in ({"lines": "3"}, {"lines": "0"}, {"lines": "x"}, {"lines": "9" * 4000}):
        assert alice.post(f"{BASE}/{id}/credit-notes", data=form | wrong).status_code == 422
    assert alice.post(f"{BASE}/{id}/credit-notes", data=form).status_code == 303
    assert alice.post(f"{BASE}/{id}/credit-notes", data=form | {"once": str(uuid4())}).status_code == 422, "the same line again"
    with enter(harbour) as session:
        note = session.scalars(select(CreditNote)).one()
        assert (note.net_minor, note.tax_minor, note.total_minor) == (2000, 180, 2180)
