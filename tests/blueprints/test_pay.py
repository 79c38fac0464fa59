"""Paying over HTTP: the payer's page, Stripe's page, coming back, the papers."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app import db
from app.auth import READER
from billing.checkout import Checkout
from billing.gateway import OWN, Gateway
from billing.instalments import usual
from billing.invoice import Invoice
from billing.payment import Payment
from models import Contact, File, Person, Practice, SignIn
from tests.cast import NOW, House
from tests.fixtures_stripe import DECLINED, StripeStandin
from tests.money import TOTAL, draft, issue, work
from tests.statements import counted
from tests.words import text

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]


@pytest.fixture
def invoice_id(enter: Enter, harbour: House) -> UUID:
    return issue(enter, harbour)


@pytest.fixture
def url(invoice_id: UUID) -> str:
    return f"/pay/harbour-coaching/{invoice_id}"


@pytest.fixture
def with_stripe(app: Flask, gateway: Gateway, enter: Enter, harbour: House) -> Iterator[Gateway]:
    with enter(harbour) as session:
        session.get_one(Practice, harbour.practice_id).stripe_account = OWN
        session.commit()
    app.extensions["gateway"] = gateway
    yield gateway
    app.extensions["gateway"] = None


def pages_at_stripe(gateway: Gateway, invoice_id: UUID) -> int:
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    return len(gateway.find_checkouts(OWN, metadata={"invoice": str(invoice_id)}, created_from=now - hour, created_until=now + hour))


def test_a_declined_card_then_a_good_one(
    browse: Browse, harbour: House, enter: Enter, app: Flask, url: str, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    fritz = browse(harbour, "fritz")
    page = text(fritz.get(url).text)
    assert "Coaching package, autumn €2,178.00 €1,800.00 and 21 % VAT" in page
    assert "Pay €2,178.00 by card" in page
    sent = fritz.post(url)
    assert sent.status_code == 303
    assert sent.location.startswith(stripe_standin.url)
    declined = stripe_standin.pay(sent.location, DECLINED)
    assert declined.status_code == 200
    for address in (f"{url}?back=yes", url):
        page = text(fritz.get(address).text)
        assert "Your bank said no Nothing was charged. It gave no reason for the card ending in 0002;" in page
        assert "Pay €2,178.00 by card" in page
    assert fritz.post(url).location == sent.location
    back = stripe_standin.pay(sent.location)
    assert back.status_code == 303
    assert back.headers["Location"] == f"http://localhost{url}/return"
    waiting = fritz.get(f"{url}/return")
    assert "We are asking Stripe" in waiting.text
    assert 'hx-trigger="load delay:3s"' in waiting.text
    assert "€2,178.00 by card" in fritz.get(url).text.replace("\xa0", " ")  # coming back proved nothing
    work(app)
    assert fritz.get(f"{url}/return").status_code == 303
    page = fritz.get(url).text
    assert "Paid" in text(page)
    assert "by card" not in page
    again = fritz.post(url)
    assert (again.status_code, again.location) == (303, url)
    assert "Nothing was charged again." in fritz.get(url).text
    with enter(harbour) as session:
        assert session.scalars(select(Payment.amount_minor)).all() == [TOTAL]
    assert "by card" in browse(harbour, "alice").get(f"/p/harbour-coaching/invoices/{url.rsplit('/', 1)[1]}").text


def test_the_papers_say_what_the_page_says(
    browse: Browse, harbour: House, enter: Enter, app: Flask, url: str, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    fritz = browse(harbour, "fritz")
    stripe_standin.pay(fritz.post(url).location)
    fritz.get(f"{url}/return")
    work(app)
    papers = re.findall(rf"{url}/papers/[0-9a-f-]+", fritz.get(url).text)
    assert len(papers) == 2
    invoice, receipt = (PdfReader(io.BytesIO(fritz.get(paper).data)) for paper in papers)
    assert "To pay €2,178.00" in text(invoice.pages[0].extract_text())
    words = text(receipt.pages[0].extract_text())
    for said in ("Receipt", "Harbour Ltd", "2026-001", "by card, through Stripe", "Total of the invoice €2,178.00", "Received €2,178.00"):
        assert said in words, said
    root: Any = receipt.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    foreign = issue(enter, harbour)
    work(app)
    with enter(harbour) as session:
        other = session.scalars(select(File.id).where(File.subject_id == foreign)).one()
    assert fritz.get(f"{url}/papers/{other}").status_code == 404
    assert fritz.get(f"{url}/papers/{uuid4()}").status_code == 404
    assert fritz.get(papers[0]).headers["Content-Disposition"].startswith("attachment")


def test_only_the_payer(browse: Browse, harbour: House, summit: House, url: str, with_stripe: Gateway) -> None:
    for who in ("cleo", "dora", "bruno", "hana"):
        reader = browse(harbour, who)
        for answer in (reader.get(url), reader.post(url), reader.get(f"{url}/return")):
            assert answer.status_code == 404, who
    foreign = browse(summit, "petra")
    assert foreign.get(url).status_code == 404
    assert foreign.get(url.replace("harbour", "summit")).status_code == 404
    stranger = browse().get(url)
    assert (stranger.status_code, stranger.location.startswith("/in/harbour-coaching")) == (303, True)
    assert browse().post(url).status_code == 303


def test_a_link_from_the_mail_opens_this_invoice_only(
    app: Flask, harbour: House, enter: Enter, connection: Connection, url: str, invoice_id: UUID, with_stripe: Gateway
) -> None:
    other = issue(enter, harbour)
    with db.open_session(connection) as session:
        db.enter(session, harbour.practice_id)
        fritz = session.get_one(Contact, (harbour.practice_id, harbour.contacts["fritz"]))
        person = Person.at(session, fritz.address, fritz.name, datetime.now(UTC))
        only = {"only_practice_id": harbour.practice_id, "only_object_id": invoice_id, "reader_id": fritz.id}
        _, token = SignIn.start(session, person, "link", now=datetime.now(UTC), browser="test", ip="127.0.0.1", **only)
        session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[READER] = token
    page = browser.get(url)
    assert page.status_code == 200
    assert 'href="/for/harbour-coaching/"' not in page.text
    assert browser.post(url).status_code == 303
    assert browser.get(f"{url}/return").status_code == 200
    assert browser.get(f"/pay/harbour-coaching/{other}").status_code == 303


def test_without_stripe_it_is_paid_by_transfer(browse: Browse, harbour: House, enter: Enter) -> None:
    with enter(harbour) as session:
        practice = session.get_one(Practice, harbour.practice_id)
        practice.pay_to = "NL00 DEMO 0000 0000 00, Harbour Ltd"
        id = draft(session, harbour).issue(practice, by=harbour.members["alice"], now=NOW).id
        session.commit()
    fritz = browse(harbour, "fritz")
    page = text(fritz.get(f"/pay/harbour-coaching/{id}").text)
    assert "Please pay by transfer €2,178.00 to NL00 DEMO 0000 0000 00, Harbour Ltd, with the number 2026-001" in page
    assert "by card" not in page
    refused = fritz.post(f"/pay/harbour-coaching/{id}")
    assert refused.status_code == 409
    assert "Paying online is not set up here" in refused.text


def test_a_practice_without_an_account_takes_no_cards(browse: Browse, harbour: House, enter: Enter, url: str, with_stripe: Gateway) -> None:
    with enter(harbour) as session:
        session.get_one(Practice, harbour.practice_id).stripe_account = None
        session.commit()
    fritz = browse(harbour, "fritz")
    assert "by card" not in fritz.get(url).text
    assert fritz.post(url).status_code == 409


@pytest.mark.parametrize("fault", ["503", "429"])
def test_stripe_is_away(browse: Browse, harbour: House, url: str, with_stripe: Gateway, stripe_standin: StripeStandin, fault: str) -> None:
    fritz = browse(harbour, "fritz")
    stripe_standin.fault(fault, path="/v1/checkout/sessions")
    away = fritz.post(url)
    assert away.status_code == 503
    assert "Nothing was charged." in away.text
    assert "by transfer" in away.text
    stripe_standin.clear_faults()
    assert fritz.post(url).status_code == 303


def test_the_answer_was_lost_and_nothing_is_charged_twice(
    browse: Browse, harbour: House, app: Flask, url: str, invoice_id: UUID, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    fritz = browse(harbour, "fritz")
    stripe_standin.fault("drop_after", path="/v1/checkout/sessions")
    sent = fritz.post(url)
    assert sent.status_code == 303
    assert fritz.post(url).location == sent.location
    assert pages_at_stripe(with_stripe, invoice_id) == 1
    stripe_standin.pay(sent.location)
    fritz.get(f"{url}/return")
    work(app)
    assert "Paid" in text(fritz.get(url).text)


def test_money_by_hand_closes_the_open_page(
    browse: Browse,
    harbour: House,
    enter: Enter,
    app: Flask,
    url: str,
    invoice_id: UUID,
    with_stripe: Gateway,
    stripe_standin: StripeStandin,
) -> None:
    sent = browse(harbour, "fritz").post(url)
    data = {"amount": "2,178.00", "paid_on": "2026-11-18", "once": str(uuid4())}
    assert browse(harbour, "alice").post(f"/p/harbour-coaching/invoices/{invoice_id}/payments", data=data).status_code == 303
    work(app)
    stripe_standin.pay(sent.location)
    with enter(harbour) as session:
        checkout = session.scalars(select(Checkout)).one()
        assert (checkout.state, with_stripe.fetch_checkout(OWN, checkout.session_id).paid) == ("expired", False)


def test_a_bank_debit_says_that_the_money_is_on_its_way(
    browse: Browse, harbour: House, app: Flask, url: str, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    fritz = browse(harbour, "fritz")
    stripe_standin.pay_by_bank(fritz.post(url).location)
    fritz.get(f"{url}/return")
    work(app)
    assert "The money is on its way" in fritz.get(f"{url}/return").text
    assert fritz.get(url).status_code == 200


def test_coming_back_without_ever_having_left(browse: Browse, harbour: House, url: str, with_stripe: Gateway) -> None:
    assert browse(harbour, "fritz").get(f"{url}/return").location == url


def test_a_client_pays_for_themselves(browse: Browse, harbour: House, enter: Enter) -> None:
    id = issue(enter, harbour, "dora")
    page = browse(harbour, "dora").get(f"/pay/harbour-coaching/{id}")
    assert page.status_code == 200
    assert 'href="/my/harbour-coaching/"' in page.text
    assert "at your company" not in page.text


def test_pages_cost_few_statements(
    browse: Browse, harbour: House, enter: Enter, connection: Connection, url: str, invoice_id: UUID, with_stripe: Gateway
) -> None:
    fritz = browse(harbour, "fritz")
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, invoice_id))
        for n in range(6):
            invoice.receive(100, how="stripe", now=NOW, provider_id=f"pi_{n}")
        session.commit()
    with counted(connection) as sent:
        fritz.get(url)
    assert len(sent) <= 8, sent


def test_the_next_part_or_all_of_it(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    id = issue(enter, harbour, instalments=[share.kept for share in usual("three", 14)])
    url, fritz = f"/pay/harbour-coaching/{id}", browse(harbour, "fritz")
    page = text(fritz.get(url).text)
    assert "Pay €726.00 by card" in page
    assert "Pay all of it, €2,178.00" in page
    assert "€726.00, or all of it, €2,178.00," in page
    stripe_standin.pay(fritz.post(url, data={"what": "next"}).location)
    with enter(harbour) as session:
        checkout = session.scalars(select(Checkout).where(Checkout.invoice_id == id)).one()
        assert checkout.amount_minor == TOTAL // 3
        checkout.sync(checkout.question.ask(with_stripe), datetime.now(UTC))
        session.commit()
    page = text(fritz.get(url).text)
    assert "€1,452.00 still open" in page
    assert "Pay €726.00 by card" in page
    stripe_standin.pay(fritz.post(url).location)
    with enter(harbour) as session:
        last = session.scalars(select(Checkout).where(Checkout.invoice_id == id).order_by(Checkout.try_no.desc())).first()
        assert last is not None
        last.sync(last.question.ask(with_stripe), datetime.now(UTC))
        session.commit()
    assert "by card" not in text(fritz.get(url).text)
