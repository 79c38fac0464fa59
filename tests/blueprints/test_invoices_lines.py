"""Invoices of several lines, rates and parts; to a company over several of its people; credited, reminded of, exported."""

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from app import formats
from billing.bill_line import Instalment, InvoiceLine
from billing.credit_note import CreditNote
from billing.draft import InvoiceDraft
from billing.instalments import usual
from billing.invoice import Invoice
from billing.offer import Offer, OfferVersion
from billing.package import Package
from billing.tax import Line
from models import Client, CoachingSession, File, Practice
from tests.blueprints.test_invoices import BASE, line, typed
from tests.cast import NOW, House
from tests.money import TOTAL, issue, work
from tests.statements import counted
from tests.words import text

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]


def made(browser: FlaskClient, house: House, **more: Any) -> str:
    answer = browser.post(BASE, data=typed(house, **more))
    assert answer.status_code == 303, text(answer.text)
    return answer.location


def test_many_lines_rates_discounts_and_parts(browse: Browse, harbour: House, enter: Enter) -> None:
    alice = browse(harbour, "alice")
    lines = line(0, quantity="1", unit_price="4,800.00", discount_percent="12.5") | line(
        1, description="Workbook", quantity="3", unit_price="12.35", tax_percent="9"
    )
    lines |= line(2, description="Travel", quantity="", unit_price="0", tax_percent="")
    address = made(alice, harbour, plan="three", **lines, **line(3, description="", quantity="1", unit_price=""))
    page = text(alice.get(address).text)
    assert "12.5 % off" in page
    assert "Net €4,237.05 VAT 21 % of €4,200.00 €882.00 VAT 9 % of €37.05 €3.33 VAT 0 % of €0.00 €0.00 To pay €5,122.38" in page
    assert "Travel" in page and "included" in page
    assert "Three instalments 30 days after it is issued 33.3 % €1,707.46 60 days after it is issued" in page
    form = alice.get(f"{address}/edit").text
    assert 'value="4,800.00"' in form and 'value="12.5"' in form and 'name="lines-2-unit_price"' in form
    alice.post(f"{address}/issue", data={"version": "1"})
    page = text(alice.get(address).text)
    assert "Three instalments 17 December 2026" in page or "Three instalments" in page
    with enter(harbour) as session:
        rows = session.scalars(select(InvoiceLine).order_by(InvoiceLine.n)).all()
        assert [(row.n, row.net_minor, row.discount_percent, row.tax_percent, row.client_id) for row in rows] == [
            (1, 420000, Decimal("12.5"), 21, harbour.clients["cleo"]), (2, 3705, 0, 9, harbour.clients["cleo"]), (3, 0, 0, 0, harbour.clients["cleo"]),
        ]  # fmt: skip
        parts = session.scalars(select(Instalment).order_by(Instalment.n)).all()
        assert [(part.amount_minor, part.until_minor) for part in parts] == [(170746, 170746), (170746, 341492), (170746, 512238)]


def test_parts_of_ones_own(browse: Browse, harbour: House, enter: Enter) -> None:
    alice = browse(harbour, "alice")
    own = {"plan": "own", "parts-0-percent": "12.5", "parts-0-days": "0", "parts-1-percent": "87.5", "parts-1-days": "90"}
    address = made(alice, harbour, **own)
    with enter(harbour) as session:
        draft = session.scalars(select(InvoiceDraft)).one()
        assert ([share.days for share in draft.shares], draft.parts, sum(draft.parts)) == ([0, 90], [27225, 190575], TOTAL)
    assert 'value="87.5"' in alice.get(f"{address}/edit").text
    for wrong in (
        {"parts-1-percent": "87.4"}, {"parts-0-percent": "-12.5", "parts-1-percent": "112.5"}, {"parts-0-days": "91"}, {"parts-0-days": "1.5"},
        {"parts-0-days": "-1"}, {"parts-1-days": "366"}, {"parts-0-percent": "NaN"}, {"parts-0-days": "1" * 5000}, {"parts-0-percent": ""},
        {"parts-0-percent": "", "parts-1-percent": "", "parts-0-days": "", "parts-1-days": ""}, {"plan": "never"},
    ):  # fmt: skip
        refused = alice.post(BASE, data=typed(harbour, **(own | wrong)))
        assert refused.status_code == 422, wrong
        assert "This needs mending" in refused.text


def test_another_line_is_one_press_and_keeps_what_was_typed(browse: Browse, harbour: House, enter: Enter) -> None:
    alice = browse(harbour, "alice")
    more = alice.post(BASE, data=typed(harbour, unit_price="nonsense", more="1"))
    assert more.status_code == 200
    assert 'value="nonsense"' in more.text and 'name="lines-1-description"' in more.text
    address = made(alice, harbour)
    more = alice.post(f"{address}/edit", data=typed(harbour, version="1", more="1"))
    assert 'name="lines-1-description"' in more.text
    with enter(harbour) as session:
        assert session.scalar(select(func.count()).select_from(InvoiceDraft)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("discount_percent", "100.1"), ("discount_percent", "-1"), ("discount_percent", "NaN"), ("discount_percent", "1e2"),
        ("discount_percent", "1,5,5"), ("version_id", "x"), ("version_id", "00000000-0000-7000-8000-00000000dead"),
    ],
)  # fmt: skip
def test_what_no_line_may_say(browse: Browse, harbour: House, enter: Enter, field: str, value: str) -> None:
    answer = browse(harbour, "alice").post(BASE, data=typed(harbour) | line(0, **{field: value}))
    assert answer.status_code == 422
    with enter(harbour) as session:
        assert session.scalar(select(func.count()).select_from(InvoiceDraft)) == 0


def test_a_hundred_lines_and_no_more(browse: Browse, harbour: House, enter: Enter) -> None:
    alice = browse(harbour, "alice")
    lines: dict[str, str] = {}
    for n in range(130):
        lines |= line(n, description=f"Line {n}", quantity="1", unit_price="1")
    made(alice, harbour, **lines)
    with enter(harbour) as session:
        assert len(session.scalars(select(InvoiceDraft)).one().lines) == 100


def offer(enter: Enter, house: House, **values: Any) -> UUID:
    with enter(house) as session:
        sold = Offer(kind="package", handle=uuid4().hex, n=1, created_at=NOW)
        session.add(sold)
        session.flush()
        fields = {"name": "One habit", "price_minor": 480000, "currency": "EUR", "tax_percent": Decimal(9), **values}
        version = OfferVersion(offer_id=sold.id, n=1, published_at=NOW, by_id=house.members["alice"], **fields)
        session.add(version)
        session.commit()
        return version.id


def test_a_line_from_an_offer_need_not_be_typed(browse: Browse, harbour: House, enter: Enter) -> None:
    id, foreign = offer(enter, harbour), offer(enter, harbour, currency="JPY", price_minor=5)
    alice = browse(harbour, "alice")
    assert "One habit, €4,800.00" in alice.get(f"{BASE}/new?client={harbour.clients['cleo']}").text
    made(alice, harbour, description="", unit_price="", tax_percent="", quantity="", **{"lines-0-version_id": str(id)})
    with enter(harbour) as session:
        [written] = session.scalars(select(InvoiceDraft)).one().written
        assert (written.description, written.unit_minor, written.tax_percent, written.version_id) == ("One habit", 480000, 9, id)
    wrong = alice.post(BASE, data=typed(harbour, description="", unit_price="", **{"lines-0-version_id": str(foreign)}))
    assert (wrong.status_code, "This offer is in JPY" in wrong.text) == (422, True)


def company(enter: Enter, house: House) -> tuple[UUID, UUID]:
    """Cleo and Ella work at Quay Freight, Fritz pays for both; Finn works there too and pays himself."""
    with enter(house) as session:
        cleo = session.get_one(Client, (house.practice_id, house.clients["cleo"]))
        for who in ("ella", "finn"):
            one = Client(name=f"{who.title()} Marsh", address=f"{who}@private.example", coach_id=cleo.coach_id, zone="UTC", created_at=NOW)
            one.organisation_id = cleo.organisation_id
            session.add(one)
            session.flush()
            house.clients[who] = one.id
        ella = session.get_one(Client, (house.practice_id, house.clients["ella"]))
        ella.name_sponsor("finance", name="Fritz Vale", address="fritz@company.example", zone="UTC")
        session.add(Package(client_id=ella.id, name="Six months", source="given", minutes=60, created_at=NOW.replace(day=18)))
        held = CoachingSession.plan(cleo, NOW, 60, place="", now=NOW)
        held.hold(60, NOW.replace(day=19))
        session.commit()
        assert cleo.organisation_id is not None
        return cleo.organisation_id, house.contacts["fritz"]


def test_reminders_by_hand_and_paused(browse: Browse, harbour: House, enter: Enter) -> None:
    id, alice = issue(enter, harbour), browse(harbour, "alice")
    assert "invoice reminders are off" in text(alice.get(f"{BASE}/{id}").text)
    assert alice.post(f"{BASE}/{id}/reminders").status_code == 303
    assert "Reminder. Will be mailed to fritz@company.example" in text(alice.get(f"{BASE}/{id}").text)
    assert alice.post(f"{BASE}/{id}/reminders/pause").status_code == 303
    assert f"{BASE}/{id}/reminders/resume" in alice.get(f"{BASE}/{id}").text
    assert alice.post(f"{BASE}/{id}/reminders/resume").status_code == 303
    assert alice.post(f"{BASE}/{uuid4()}/reminders/pause").status_code == 404


def test_pages_cost_few_statements_whatever_there_is(browse: Browse, harbour: House, enter: Enter, connection: Connection) -> None:
    organisation, payer = company(enter, harbour)
    alice, parts = browse(harbour, "alice"), [share.kept for share in usual("three", 14)]
    id = issue(enter, harbour, instalments=parts)
    cleo = harbour.clients["cleo"]
    pages = [
        f"{BASE}/{id}",
        f"{BASE}/ageing",
        f"{BASE}/companies",
        f"{BASE}/new/company?company={organisation}&payer={payer}",
        f"{BASE}/{id}/credit-notes/new",
    ]
    posted = typed(harbour, company=str(organisation), payer=str(payer), **{"lines-0-client_id": str(cleo)})
    draft = alice.post(BASE, data=posted).location
    pages += [draft, f"{draft}/edit", f"{BASE}/statements/clients/{cleo}", f"{BASE}/books/invoices.csv?first=2026-11-01&last=2026-11-30"]

    def cost(url: str) -> int:
        with counted(connection) as sent:
            assert alice.get(url).status_code == 200
        return len(sent)

    before = {url: cost(url) for url in pages}
    assert max(before.values()) <= 8, before
    for n in range(8):
        issue(enter, harbour, ("cleo", "ella", "dora")[n % 3], instalments=parts)
    with enter(harbour) as session:
        for _ in range(5):
            CreditNote.issue(session.get_one(Invoice, (harbour.practice_id, id)), amount_minor=1, reason="x", by=None, now=NOW)
        session.commit()
    assert {url: cost(url) for url in pages} == before


@pytest.mark.parametrize(
    ("currency", "locale", "prices"),
    [("JPY", "en", ["1,001", "333"]), ("KWD", "en", ["1.005", "20.0"]), ("EUR", "de", ["1.000,05", "0,05"])],
)
def test_one_number_everywhere(
    browse: Browse, harbour: House, enter: Enter, app: Flask, currency: str, locale: str, prices: list[str]
) -> None:
    """Draft, page, list, paper, the payer's page, lines, rates and parts: all of them the same minor units."""
    with enter(harbour) as session:
        practice = session.get_one(Practice, harbour.practice_id)
        practice.currency, practice.locale = currency, locale
        session.commit()
    alice, fritz = browse(harbour, "alice"), browse(harbour, "fritz")
    lines: dict[str, str] = {}
    for n, price in enumerate(prices):
        lines |= line(n, quantity="3", unit_price=price, discount_percent="7", tax_percent=("21", "9")[n])
    address = made(alice, harbour, plan="three", **lines)
    draft = text(alice.get(address).text)
    alice.post(f"{address}/issue", data={"version": "1"})
    work(app)
    with enter(harbour) as session:
        invoice = session.scalars(select(Invoice)).one()
        assert sum(row.net_minor for row in session.scalars(select(InvoiceLine))) == invoice.net_minor
        assert sum(tax.tax_minor for tax in invoice.taxes) == invoice.tax_minor
        assert sum(part.amount_minor for part in invoice.instalments) == invoice.total_minor
        total = text(formats.money(invoice.total_minor, currency, locale))
        payers = text(formats.money(invoice.total_minor, currency, "en"))
    page = alice.get(address).text
    paper = alice.get(re.findall(r"/p/harbour-coaching/files/[0-9a-f-]+", page)[0])
    words = text(PdfReader(io.BytesIO(paper.data)).pages[0].extract_text())
    for where in (draft, text(page), words):
        assert f"To pay {total}" in where
    assert total in text(alice.get(BASE).text)
    assert payers in text(fritz.get(f"/pay/{harbour.slug}/{invoice.id}").text)


def test_sixty_lines_on_paper(enter: Enter, harbour: House, app: Flask) -> None:
    """The heads of the columns stand on each page, the sums once and never without a line above them, and all of it can be read aloud."""
    lines = [Line(f"Package {n}", Decimal(1), 100000 + n, tax_percent=(Decimal(21), Decimal(9))[n % 2]) for n in range(60)]
    id = issue(enter, harbour, lines=lines, instalments=[share.kept for share in usual("three", 14)], po_number="PO 88-1204")
    work(app)
    with enter(harbour) as session:
        file = session.scalars(select(File).where(File.subject_id == id)).one()
        invoice = session.get_one(Invoice, (harbour.practice_id, id))
        body = app.extensions["storage"].read(file.path)
    reader = PdfReader(io.BytesIO(body))
    pages = [text(page.extract_text()) for page in reader.pages]
    assert len(pages) > 2
    assert all("What Quantity Each Net" in page for page in pages)
    assert [page.count("To pay") for page in pages] == [0] * (len(pages) - 1) + [1]
    assert "Package 59" in pages[-1] and "Three instalments" in pages[-1]
    assert text(formats.money(invoice.total_minor, "EUR", "en")) in pages[-1]
    assert [n for n in range(60) if not any(f"Package {n} " in page for page in pages)] == []
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_the_payers_page_costs_few_statements(browse: Browse, harbour: House, enter: Enter, connection: Connection) -> None:
    fritz, costs = browse(harbour, "fritz"), set()
    for plan in ("one", "three"):
        id = issue(enter, harbour, instalments=[share.kept for share in usual(plan, 14)])
        with enter(harbour) as session:
            CreditNote.issue(session.get_one(Invoice, (harbour.practice_id, id)), amount_minor=1, reason="x", by=None, now=NOW)
            session.commit()
        with counted(connection) as sent:
            assert fritz.get(f"/pay/{harbour.slug}/{id}").status_code == 200
        costs.add(len(sent))
    assert len(costs) == 1
    assert max(costs) <= 8
