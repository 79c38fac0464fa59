"""Invoices over HTTP, on the practice's side."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from billing.draft import InvoiceDraft
from billing.invoice import Invoice
from billing.payment import Payment
from models import File, Message, Practice
from tests.cast import House
from tests.money import draft, issue, work
from tests.statements import counted
from tests.words import text

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
BASE = "/p/harbour-coaching/invoices"


def typed(house: House, who: str = "cleo", **more: Any) -> dict[str, Any]:
    return {
        "client_id": str(house.clients[who]), "po_number": "PO 88-1204", "buyer_address": "Havenweg 200\n3011 Rotterdam", "payment_days": "30",
        "plan": "one", "once": str(uuid4()), **line(**{name: more.pop(name) for name in list(more) if name in LINE}), **more,
    }  # fmt: skip


LINE = {"description": "Coaching package, autumn", "quantity": "1.5", "unit_price": "1,200.00", "discount_percent": "", "tax_percent": "21"}


def line(n: int = 0, **values: str) -> dict[str, str]:
    """One line as the form posts it."""
    return {f"lines-{n}-{name}": value for name, value in (LINE | values).items()}


def test_from_a_client_to_an_issued_invoice(browse: Browse, harbour: House, enter: Enter) -> None:
    ada = browse(harbour, "ada")
    assert "Cleo Marsh" in ada.get(f"{BASE}/new").text
    form = ada.get(f"{BASE}/new?client={harbour.clients['cleo']}").text
    assert "Fritz Vale at Quay Freight pays." in text(form)
    made = ada.post(BASE, data=typed(harbour))
    assert made.status_code == 303
    page = text(ada.get(made.location).text)
    assert "Draft of an invoice" in page
    assert "Quay Freight Fritz Vale Havenweg 200 3011 Rotterdam" in page
    assert "Net €1,800.00 VAT 21 % €378.00 To pay €2,178.00" in page
    issued = ada.post(f"{made.location}/issue", data={"version": "1"})
    assert (issued.status_code, issued.location) == (303, made.location)
    page = text(ada.get(made.location).text)
    assert "Invoice 2026-001" in page
    assert "Harbour Ltd 1 Quay 1011 AB Amsterdam VAT NL001" in page
    assert "Your reference PO 88-1204" in page
    again = text(ada.get(f"{BASE}/new?client={harbour.clients['cleo']}").text)
    assert "Coaching package, autumn" in ada.get(f"{BASE}/new?client={harbour.clients['cleo']}").text
    assert "Havenweg 200 3011 Rotterdam" in again
    row = text(ada.get(BASE).text)
    assert "€2,178.00 to come." in row
    assert "2026-001 Cleo Marsh Quay Freight" in row
    with enter(harbour) as session:
        assert session.scalars(select(Invoice.issued_by)).one() == harbour.members["ada"]


@pytest.mark.parametrize(
    ("currency", "locale", "price", "total"),
    [("JPY", "ja", "120,000", "￥217,800"), ("KWD", "en", "1,200.125", "KWD 2,178.227"), ("EUR", "de", "1.200,00", "2.178,00 €")],
)
def test_every_currency_in_its_own_digits(
    browse: Browse, harbour: House, enter: Enter, currency: str, locale: str, price: str, total: str
) -> None:
    with enter(harbour) as session:
        practice = session.get_one(Practice, harbour.practice_id)
        practice.currency, practice.locale = currency, locale
        session.commit()
    alice = browse(harbour, "alice")
    quantity = "1,5" if locale == "de" else "1.5"
    made = alice.post(BASE, data=typed(harbour, unit_price=price, quantity=quantity))
    assert made.status_code == 303
    assert f"To pay {total}" in text(alice.get(made.location).text)
    assert f'value="{price}"' in alice.get(f"{made.location}/edit").text
    asked = line(unit_price=price, quantity=quantity)
    assert total in text(alice.post(f"{BASE}/total?currency={currency}", data=asked).text)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", "0"), ("quantity", "-1"), ("quantity", "100000"), ("quantity", "1e5"), ("quantity", "NaN"), ("quantity", "9" * 400),
        ("unit_price", ""), ("unit_price", "1.200,00"), ("unit_price", "$5"), ("unit_price", "1.234"), ("unit_price", "1" * 30),
        ("unit_price", "900,000,000,000"), ("tax_percent", "100"), ("tax_percent", "-1"), ("tax_percent", "Infinity"), ("tax_percent", "1.2345"),
        ("description", " \u200b "), ("description", "x" * 301), ("po_number", "x" * 61), ("payment_days", "366"), ("payment_days", "1" * 5000),
        ("payment_days", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_comes_back_with_what_was_typed(browse: Browse, harbour: House, enter: Enter, field: str, value: str) -> None:
    page = browse(harbour, "alice").post(BASE, data=typed(harbour, **{field: value}))
    assert page.status_code == 422
    assert "Havenweg 200" in page.text
    assert "This needs mending" in page.text
    with enter(harbour) as session:
        assert session.scalar(select(func.count()).select_from(InvoiceDraft)) == 0


@pytest.mark.parametrize(
    "query",
    ["lines-0-quantity=1&lines-0-unit_price=x", "", "lines-99999999999999999999-unit_price=1", "lines-x-y=1", "lines-0-unit_price=\udc80"],
)
@pytest.mark.parametrize("currency", ["", "%00%00%00", "éèà", "eu"])
def test_a_total_of_nonsense_is_a_sentence(browse: Browse, harbour: House, query: str, currency: str) -> None:
    posted = query.encode("utf-8", "surrogatepass")
    kind = "application/x-www-form-urlencoded"
    answer = browse(harbour, "alice").post(f"{BASE}/total?currency={currency}", data=posted, content_type=kind)
    assert answer.status_code == 200
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    "query", ["page=100000000000000000000", "page=-1", "page=x", "state=%00", "q=%00%25_", "q=\u0130", "state=drafts&page=7"]
)
def test_a_list_asked_for_oddly(browse: Browse, harbour: House, query: str) -> None:
    assert browse(harbour, "alice").get(f"{BASE}?{query}").status_code == 200


@pytest.mark.parametrize("client", ["", "x", "%00", "00000000-0000-7000-8000-00000000000a"])
def test_an_invoice_for_nobody(browse: Browse, harbour: House, client: str) -> None:
    alice = browse(harbour, "alice")
    assert alice.get(f"{BASE}/new?client={client}").status_code == 404
    assert alice.post(BASE, data=typed(harbour, client_id=client)).status_code == 404


def test_who_may_and_who_may_not(browse: Browse, harbour: House, summit: House, enter: Enter) -> None:
    id = issue(enter, harbour)
    with enter(harbour) as session:
        draft_id = draft(session, harbour).id
        session.commit()
    for who, status in (("alice", 200), ("bob", 200), ("ada", 200), ("rita", 403)):
        for one in (id, draft_id):
            assert browse(harbour, who).get(f"{BASE}/{one}").status_code == status
    charlie = browse(summit, "charlie")
    for one in (id, draft_id, uuid4()):
        foreign = charlie.get(f"/p/summit-coaching/invoices/{one}")
        assert (foreign.status_code, foreign.text) == (404, charlie.get(f"/p/summit-coaching/invoices/{uuid4()}").text)
        for act in ("issue", "removal", "restoration", "message", "payments", "edit"):
            assert charlie.post(f"/p/summit-coaching/invoices/{one}/{act}", data={"amount": "1"}).status_code == 404


def test_money_by_hand_in_parts_and_taken_back(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    id, alice = issue(enter, harbour), browse(harbour, "alice")
    address = f"{BASE}/{id}"
    assert 'value="2,178.00"' in alice.get(f"{address}/payments/new").text
    today = datetime.now(UTC).date().isoformat()
    part = {"amount": "1,000.00", "paid_on": "2026-11-18", "note": "By bank", "once": str(uuid4())}
    assert alice.post(f"{address}/payments", data=part).status_code == 303
    assert alice.post(f"{address}/payments", data=part).status_code == 409
    page = text(alice.get(address).text)
    assert "€1,178.00 still open" in page
    assert "€1,000.00, By bank" in page
    for wrong in (
        {"amount": "1,178.01"},
        {"amount": "0"},
        {"amount": "x"},
        {"paid_on": "2999-01-01"},
        {"paid_on": "0001-01-01"},
        {"note": "x" * 201},
    ):
        refused = alice.post(f"{address}/payments", data={**part, "once": str(uuid4()), **wrong})
        assert refused.status_code == 422, wrong
        assert "This needs mending" in refused.text
    alice.post(f"{address}/payments", data={"amount": "1178", "paid_on": today, "once": str(uuid4())})
    assert "Enter a payment" not in alice.get(address).text
    with enter(harbour) as session:
        first = session.scalars(select(Payment).order_by(Payment.at)).first()
        assert first is not None
    assert alice.post(f"{address}/payments/{first.id}/reversal").status_code == 303
    assert alice.post(f"{address}/payments/{first.id}/reversal").status_code == 409
    assert alice.post(f"{address}/payments/{uuid4()}/reversal").status_code == 404
    page = text(alice.get(address).text)
    assert "€1,000.00 taken back: it was entered by mistake" in page
    assert "€1,000.00 still open" in page
    work(app)
    with enter(harbour) as session:
        assert session.scalars(select(File.kind)).all() == ["invoice"]  # the receipts wait for second thoughts


def test_its_mail_once_more(browse: Browse, harbour: House, enter: Enter) -> None:
    id, alice = issue(enter, harbour), browse(harbour, "alice")
    assert alice.post(f"{BASE}/{id}/message").status_code == 303
    page = alice.get(f"{BASE}/{id}").text
    assert "It goes to fritz@company.example once more." in page
    with enter(harbour) as session:
        assert [mail.kind for mail in session.scalars(select(Message).where(Message.subject_id == id))] == ["invoice"]


def test_the_paper_says_what_the_page_says(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    alice = browse(harbour, "alice")
    address = alice.post(BASE, data=typed(harbour, description="Päckchen “Führung” – Ⅻ <b>")).location
    alice.post(f"{address}/issue", data={"version": "1"})
    work(app)
    page = alice.get(address).text
    found = re.search(r"/p/harbour-coaching/files/[0-9a-f-]+", page)
    assert found
    paper = alice.get(found[0])
    assert paper.mimetype == "application/pdf"
    reader = PdfReader(io.BytesIO(paper.data))
    words = text(reader.pages[0].extract_text())
    for said in (
        "Invoice 2026-001", "Harbour Ltd", "VAT NL001", "Quay Freight", "Fritz Vale", "Havenweg 200", "PO 88-1204", "Päckchen “Führung”",
        "€1,800.00", "€378.00", "€2,178.00",
    ):  # fmt: skip
        assert said in words, said
        assert said in text(page), said
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_paper_carries_only_letters_that_can_be_printed(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    with enter(harbour) as session:
        practice = session.get_one(Practice, harbour.practice_id)
        practice.currency, practice.locale = "JPY", "ja"
        session.commit()
    alice = browse(harbour, "alice")
    address = alice.post(BASE, data=typed(harbour, unit_price="1,500")).location
    alice.post(f"{address}/issue", data={"version": "1"})
    work(app)
    page = alice.get(address).text
    found = re.search(r"/p/harbour-coaching/files/[0-9a-f-]+", page)
    assert found
    words = text(PdfReader(io.BytesIO(alice.get(found[0]).data)).pages[0].extract_text())
    assert "To pay ¥2,723" in words
    assert "年" in page and "年" not in words


def test_pages_cost_few_statements_whatever_there_is(browse: Browse, harbour: House, enter: Enter, connection: Connection) -> None:
    alice = browse(harbour, "alice")
    id = issue(enter, harbour)
    address = alice.post(BASE, data=typed(harbour)).location

    def cost(url: str) -> int:
        with counted(connection) as sent:
            assert alice.get(url).status_code == 200
        return len(sent)

    pages = (BASE, f"{BASE}?state=drafts", f"{BASE}/new?client={harbour.clients['cleo']}", address, f"{address}/edit", f"{BASE}/{id}")
    before = {url: cost(url) for url in pages}
    assert max(before.values()) <= 8, before
    for _ in range(12):
        issue(enter, harbour)
    with enter(harbour) as session:
        for _ in range(5):
            session.get_one(Invoice, (harbour.practice_id, id)).receive(100, how="hand", now=datetime.now(UTC))
        session.commit()
    assert {url: cost(url) for url in pages} == before


def test_the_account_for_transfers_comes_from_the_settings(browse: Browse, harbour: House) -> None:
    alice = browse(harbour, "alice")
    money = {
        "legal_name": "Harbour Ltd", "legal_address": "1 Quay", "tax_number": "", "tax_name": "VAT", "tax_rate": "21", "payment_days": "14",
        "pay_to": "NL00 DEMO 0000 0000 00", "version": "1",
    }  # fmt: skip
    assert alice.post("/p/harbour-coaching/settings/money", data=money).status_code == 303
    address = alice.post(BASE, data=typed(harbour)).location
    assert "Please pay to NL00 DEMO 0000 0000 00." in text(alice.get(address).text)
    alice.post(f"{address}/issue", data={"version": "1"})
    assert "Please pay to NL00 DEMO 0000 0000 00, with the number 2026-001" in text(alice.get(address).text)
