"""One invoice of a company over several of its people."""

from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from billing.bill_line import InvoiceLine
from billing.invoice import Invoice
from models import Client
from models.sponsors import change_sponsor
from tests.blueprints.test_invoices import BASE, line, typed
from tests.blueprints.test_invoices_lines import Browse, Enter, company
from tests.cast import NOW, House
from tests.money import work
from tests.words import text


def test_one_invoice_over_several_people(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    organisation, payer = company(enter, harbour)
    alice = browse(harbour, "alice")
    assert "Fritz Vale pays for Cleo Marsh, Ella Marsh" in text(alice.get(f"{BASE}/companies").text)
    form = alice.get(f"{BASE}/new/company?company={organisation}&payer={payer}").text
    assert "Coaching package, November 2026" in form, "the period, and no day"
    assert "Six months, " in form
    assert "Finn" not in form
    posted = typed(
        harbour, company=str(organisation), payer=str(payer), client_id="", **{"lines-0-client_id": str(harbour.clients["cleo"])}
    )
    posted |= line(1, description="Six months", quantity="1", unit_price="100", discount_percent="10") | {
        "lines-1-client_id": str(harbour.clients["ella"])
    }
    for wrong in (
        {"lines-1-client_id": ""},
        {"lines-1-client_id": str(harbour.clients["finn"])},
        {"lines-1-client_id": str(harbour.clients["dora"])},
    ):
        assert alice.post(BASE, data=posted | wrong | {"once": str(uuid4())}).status_code == 422
    address = alice.post(BASE, data=posted).location
    page = text(alice.get(address).text)
    assert "Quay Freight Fritz Vale" in page and "Ella Marsh, 10 % off" in page
    assert "Quay Freight, begun" in text(alice.get(f"{BASE}?state=drafts").text)
    alice.post(f"{address}/issue", data={"version": "1"})
    with enter(harbour) as session:
        invoice = session.scalars(select(Invoice)).one()
        assert (invoice.client_id, invoice.organisation_id, invoice.payer_id, invoice.readers) == (None, organisation, payer, [payer])
        assert set(session.scalars(select(InvoiceLine.client_id))) == {harbour.clients["cleo"], harbour.clients["ella"]}
    work(app)
    assert "Quay Freight several people" in text(alice.get(BASE).text)
    assert "2026-001" in text(alice.get(f"{BASE}/statements/companies/{organisation}").text)
    assert "Quay Freight" in text(alice.get(f"{BASE}/ageing").text)
    assert "2026-001" in browse(harbour, "fritz").get(f"/pay/{harbour.slug}/{invoice.id}").text
    for who in ("cleo", "bruno", "hana"):
        assert browse(harbour, who).get(f"/pay/{harbour.slug}/{invoice.id}").status_code == 404
    again = alice.get(f"{BASE}/new/company?company={organisation}&payer={payer}").text
    assert "Six months, " not in again, "what is invoiced is not proposed again"


def test_a_company_of_nobody(browse: Browse, harbour: House, summit: House, enter: Enter) -> None:
    organisation, payer = company(enter, harbour)
    alice, charlie = browse(harbour, "alice"), browse(summit, "charlie")
    for query in (
        "",
        "company=x&payer=y",
        f"company={organisation}",
        f"company={organisation}&payer={harbour.contacts['bruno']}",
        f"company={uuid4()}&payer={payer}",
    ):
        assert alice.get(f"{BASE}/new/company?{query}").status_code == 404
    assert charlie.get(f"/p/summit-coaching/invoices/new/company?company={organisation}&payer={payer}").status_code == 404
    assert charlie.get(f"/p/summit-coaching/invoices/statements/companies/{organisation}").status_code == 404
    assert charlie.get(f"/p/summit-coaching/invoices/statements/clients/{harbour.clients['cleo']}").status_code == 404


def test_who_is_paid_for_is_asked_again_at_the_issue(browse: Browse, harbour: House, enter: Enter) -> None:
    organisation, payer = company(enter, harbour)
    alice = browse(harbour, "alice")
    posted = typed(harbour, company=str(organisation), payer=str(payer), **{"lines-0-client_id": str(harbour.clients["ella"])})
    address = alice.post(BASE, data=posted).location
    with enter(harbour) as session:
        ella = session.get_one(Client, (harbour.practice_id, harbour.clients["ella"]))
        change_sponsor(ella, "finance", "", "", "UTC", now=NOW)
        session.commit()
    answer = alice.post(f"{address}/issue", data={"version": "1"})
    assert (answer.status_code, "does not pay for everybody" in answer.text) == (409, True)
