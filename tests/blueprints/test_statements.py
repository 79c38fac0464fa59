"""A statement: on a page, on paper, and sent once to each who pays, with what they pay."""

import io
import re
from collections.abc import Callable
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from app import db
from billing import Statement
from models import File, Message, Practice
from tests.blueprints.test_invoice_mails import letter
from tests.blueprints.test_invoices_races import at_once, really
from tests.cast import NOW, House
from tests.mailbox import deliver, newest
from tests.money import draft, issue, work
from tests.statements import counted
from tests.words import text

__all__ = ["really"]
Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
BASE = "/p/harbour-coaching/invoices/statements"


def words_of(pdf: bytes) -> str:
    return text(PdfReader(io.BytesIO(pdf)).pages[0].extract_text())


def test_on_paper(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    issue(enter, harbour)
    alice, address = browse(harbour, "alice"), f"{BASE}/clients/{harbour.clients['cleo']}"
    assert "€2,178.00 still to come." in text(alice.get(address).text)
    assert [alice.post(address).status_code for _ in range(2)] == [303, 303]
    work(app)
    paper = alice.get(re.findall(r"/p/harbour-coaching/files/[0-9a-f-]+", alice.get(address).text)[0])
    words = words_of(paper.data)
    assert "Cleo Marsh" in words and "Invoice 2026-001" in words and "Open €2,178.00" in words
    with enter(harbour) as session:
        assert session.scalar(select(func.count()).select_from(Statement)) == 1
        assert session.scalars(select(Message.kind).where(Message.kind == "statement")).all() == []


def test_sent_to_an_employer_it_says_nothing_and_opens_by_its_link(
    browse: Browse, harbour: House, enter: Enter, app: Flask, connection: Connection
) -> None:
    issue(enter, harbour)
    alice, address = browse(harbour, "alice"), f"{BASE}/clients/{harbour.clients['cleo']}"
    page = text(alice.get(address).text)
    assert "Send this statement" in page and "It goes to Fritz Vale, fritz@company.example." in page
    fritz = harbour.contacts["fritz"]
    for _ in range(3):
        assert alice.post(f"{address}/to/{fritz}").status_code == 303
    work(app)
    with enter(harbour) as session:
        sent, message = letter(app, session, "statement")
        session.commit()
    assert (sent.subject, sent.attachments, message.address) == ("Something waits for you", (), "fritz@company.example")
    assert "2,178" not in sent.text + sent.html
    assert "A statement" in text(alice.get("/p/harbour-coaching/messages").text)
    assert "PDF, to Fritz Vale" in text(alice.get(address).text)
    token = newest(app, connection, "statement").token
    browser = browse()
    assert "the statement" in browser.get(f"/l/harbour-coaching/{token}").text
    opened = browser.post(f"/l/harbour-coaching/{token}")
    assert "Open €2,178.00" in words_of(browser.get(opened.location).data)
    for who in ("bruno", "dora", "cleo"):
        assert browse(harbour, who).get(opened.location).status_code == 404


def test_each_who_pays_gets_their_own_part(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    """Fritz pays for Cleo's coaching; one hour she bought herself, and that is not for him."""
    issue(enter, harbour)
    with enter(harbour) as session:
        own = draft(session, harbour, unit_minor=5000)
        own.for_themselves = True
        own.issue(session.get_one(Practice, harbour.practice_id), by=harbour.members["alice"], now=NOW)
        session.commit()
    alice = browse(harbour, "alice")
    address = f"{BASE}/clients/{harbour.clients['cleo']}"
    page = text(alice.get(address).text)
    assert "Send Cleo their part" in page and "Send Fritz their part" in page
    for payer in (harbour.contacts["fritz"], harbour.clients["cleo"]):
        alice.post(f"{address}/to/{payer}")
    work(app)
    with enter(harbour) as session:
        parts = {one.snapshot["payer"]["name"]: one for one in session.scalars(select(Statement))}
        assert {name: [entry["number"] for entry in one.snapshot["accounts"][0]["entries"]] for name, one in parts.items()} == {
            "Fritz Vale": ["2026-001"],
            "Cleo Marsh": ["2026-002"],
        }
        readers = dict(session.execute(select(File.subject_id, File.readers).where(File.kind == "statement")).all())
        assert {name: readers[one.id] for name, one in parts.items()} == {
            "Fritz Vale": [harbour.contacts["fritz"]],
            "Cleo Marsh": [harbour.clients["cleo"]],
        }


def test_what_the_payer_reads(browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    id = issue(enter, harbour, "dora")
    alice, dora = browse(harbour, "alice"), harbour.clients["dora"]
    alice.post(
        f"/p/harbour-coaching/invoices/{id}/payments", data={"amount": "178", "paid_on": "2026-11-18", "note": "hush", "once": str(uuid4())}
    )
    assert "hush" not in text(alice.get(f"{BASE}/clients/{dora}").text)
    alice.post(f"{BASE}/clients/{dora}/to/{dora}")
    work(app)
    with enter(harbour) as session:
        sent, _ = letter(app, session, "statement")
    assert "Still open: €2,000.00" in sent.text.replace("\xa0", " ")
    assert "hush" not in words_of(sent.attachments[0][1])


def test_not_to_whom_it_does_not_concern(browse: Browse, harbour: House, summit: House, enter: Enter) -> None:
    issue(enter, harbour)
    alice, cleo = browse(harbour, "alice"), harbour.clients["cleo"]
    others = (harbour.contacts["bruno"], harbour.clients["dora"], cleo, uuid4())
    assert [alice.post(f"{BASE}/clients/{cleo}/to/{one}").status_code for one in others] == [404] * 4
    assert alice.post(f"{BASE}/companies/{uuid4()}/to/{harbour.contacts['fritz']}").status_code == 404
    assert browse(harbour, "rita").post(f"{BASE}/clients/{cleo}/to/{harbour.contacts['fritz']}").status_code == 403
    with enter(harbour) as session:
        assert session.scalar(select(func.count()).select_from(Statement)) == 0


def test_twenty_presses_send_one(really: tuple[Flask, House, UUID, str]) -> None:
    app, house, draft_id, token = really
    at_once(app, token, f"/p/harbour-coaching/invoices/{draft_id}/issue", {"version": "1"})
    cleo = house.clients["cleo"]
    assert at_once(app, token, f"{BASE}/clients/{cleo}/to/{cleo}", {}) == [303] * 20
    deliver(app)
    with app.extensions["open_session"]() as session:
        db.enter(session, house.practice_id)
        assert session.scalar(select(func.count()).select_from(Message).where(Message.kind == "statement")) == 1


def test_the_page_costs_few_statements(browse: Browse, harbour: House, enter: Enter, connection: Connection) -> None:
    issue(enter, harbour)
    alice, address = browse(harbour, "alice"), f"{BASE}/clients/{harbour.clients['cleo']}"

    def cost() -> int:
        with counted(connection) as statements:
            assert alice.get(address).status_code == 200
        return len(statements)

    before = cost()
    for _ in range(3):
        issue(enter, harbour)
        alice.post(address)
    assert cost() == before <= 8
