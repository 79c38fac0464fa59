"""An invoice that is still being written: changed by two, dropped, not ready."""

from sqlalchemy import select

from billing.invoice import Invoice
from models import Practice
from tests.blueprints.test_invoices import BASE, Browse, Enter, typed
from tests.cast import House


def test_a_draft_is_changed_while_somebody_else_does(browse: Browse, harbour: House, enter: Enter) -> None:
    alice, bob = browse(harbour, "alice"), browse(harbour, "bob")
    address = alice.post(BASE, data=typed(harbour)).location
    assert alice.post(f"{address}/edit", data=typed(harbour, description="Alice's words", version="1")).status_code == 303
    stale = bob.post(f"{address}/edit", data=typed(harbour, description="Bob's words", version="1"))
    assert stale.status_code == 409
    assert "Alice&#39;s words" in stale.text
    assert "Bob&#39;s words" in stale.text
    bob.post(f"{address}/issue", data={"version": "1"})
    with enter(harbour) as session:
        assert session.scalars(select(Invoice.id)).all() == []
    assert "changed the draft meanwhile" in bob.get(address).text
    assert bob.post(f"{address}/edit", data=typed(harbour, description="Bob's words", version="2")).status_code == 303
    assert bob.post(f"{address}/edit", data=typed(harbour, quantity="x", version="3")).status_code == 422


def test_a_dropped_draft_is_gone_and_comes_back(browse: Browse, harbour: House) -> None:
    alice = browse(harbour, "alice")
    address = alice.post(BASE, data=typed(harbour)).location
    assert "Coaching package, autumn" in alice.get(f"{BASE}?state=drafts").text
    alice.post(f"{address}/removal")
    listed = alice.get(f"{BASE}?state=drafts").text
    assert "Coaching package, autumn" not in listed
    assert f"{address}/restoration" in listed
    assert alice.get(address).status_code == 404
    assert alice.post(f"{address}/issue", data={"version": "1"}).status_code == 404
    assert alice.post(f"{address}/restoration").status_code == 303
    assert alice.get(address).status_code == 200


def test_the_first_draft_stands_where_no_invoice_is_yet(browse: Browse, harbour: House) -> None:
    alice = browse(harbour, "alice")
    assert "Write the first one" in alice.get(BASE).text
    address = alice.post(BASE, data=typed(harbour)).location
    listed = alice.get(BASE).text
    assert f'href="{address}"' in listed and "Write the first one" not in listed
    alice.post(f"{address}/issue", data={"version": "1"})
    alice.post(BASE, data=typed(harbour, description="A second one"))
    assert "A second one" not in alice.get(BASE).text, "after that drafts have their own tab"


def test_without_a_legal_name_it_says_where_to_add_it(browse: Browse, harbour: House, enter: Enter) -> None:
    with enter(harbour) as session:
        session.get_one(Practice, harbour.practice_id).legal_name = ""
        session.commit()
    alice = browse(harbour, "alice")
    address = alice.post(BASE, data=typed(harbour)).location
    page = alice.get(address).text
    assert "/p/harbour-coaching/settings/money" in page
    assert f"{address}/issue" not in page
    refused = alice.post(f"{address}/issue", data={"version": "1"})
    assert refused.status_code == 409
    assert "legal name and address" in refused.text
