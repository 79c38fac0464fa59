"""From a stranger to a client: details, terms, pay, book. One order, one charge, one credit, whatever happens on the way."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from app.jobs.occasions import occasion_of
from billing import Credit, Offer, Package, Purchase, Refund
from billing.checkout import Checkout
from billing.gateway import OWN, Gateway
from billing.invoice import Invoice
from billing.payment import Payment
from models import Client, CoachingSession, Due, Message, Practice
from models.hours import BookingRules, WeeklyHours
from tests.cast import House
from tests.fixtures_stripe import DECLINED, StripeStandin
from tests.money import work
from tests.sale import SINGLE, TOTAL, sell
from tests.statements import counted
from tests.words import text

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
DETAILS = {"name": "Greta Ilves", "address": "Greta@Ilves.example", "zone": "Europe/Lisbon", "company": ""}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


@pytest.fixture
def with_stripe(app: Flask, gateway: Gateway, enter: Enter, harbour: House) -> Iterator[Gateway]:
    with enter(harbour) as session:
        session.get_one(Practice, harbour.practice_id).stripe_account = OWN
        session.commit()
    app.extensions["gateway"] = gateway
    yield gateway
    app.extensions["gateway"] = None


def offered(enter: Enter, house: House, kind: str = "single", **more: Any) -> str:
    with enter(house) as session:
        handle = sell(session, house, kind, **more).handle
        session.commit()
    return f"/at/{house.slug}/offers/{handle}"


def begin(stranger: FlaskClient, url: str, **changes: str) -> str:
    """The address of the purchase's own page."""
    page = stranger.get(url).text
    sent = {**DETAILS, "made": hidden(page, "made"), "once": hidden(page, "once"), **changes}
    answer = stranger.post(url, data=sent)
    assert answer.status_code == 303, text(answer.text)
    return answer.location


def agree(stranger: FlaskClient, url: str) -> Any:
    page = stranger.get(url).text
    return stranger.post(f"{url}/terms", data={"made": hidden(page, "made"), "fingerprint": hidden(page, "fingerprint"), "agrees": "y"})


def pay(stranger: FlaskClient, url: str, **more: str) -> Any:
    return stranger.post(f"{url}/pay", data={"made": hidden(stranger.get(url).text, "made"), "parts": "", **more})


def ask_stripe(app: Flask, enter: Enter, house: House) -> None:
    """As the tenth second, or the tenth minute, would: a page that is looked at twice in ten seconds asks once."""
    with enter(house) as session:
        for checkout in session.scalars(select(Checkout)):
            Due.plan(checkout, "sync_checkout", at=datetime.now(UTC))
        session.commit()
    work(app)


def counts(enter: Enter, house: House) -> dict[str, int]:
    """Of everything that must be there once."""
    with enter(house) as session:
        rows = {noun.__tablename__: session.scalar(select(func.count()).select_from(noun)) for noun in (Invoice, Payment, Package, Refund)}
        rows["bought"] = session.scalar(select(func.count()).where(Credit.kind == "bought"))
        rows["clients"] = session.scalar(select(func.count()).where(Client.address == "greta@ilves.example"))
        return rows


ONCE = {"invoice": 1, "payment": 1, "package": 1, "refund": 0, "bought": 1, "clients": 1}


def test_declined_once_then_paid_then_booked(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    start = offered(enter, harbour)
    with enter(harbour) as session:
        for day in range(7):
            session.add(WeeklyHours(coach_id=harbour.members["alice"], weekday=day, start=time(9), end=time(12)))
        session.add(BookingRules(coach_id=harbour.members["alice"], notice_hours=1, buffer_minutes=0, horizon_days=14, place="video"))
        session.commit()
    stranger = browse()
    page = stranger.get(start)
    assert "Set-Cookie" not in page.headers
    assert "A single session" in page.text
    assert "€254.10" in text(page.text)
    url = begin(stranger, start)
    page = stranger.get(url)
    assert "Set-Cookie" not in page.headers
    assert "Greta Ilves, greta@ilves.example, Lisbon time" in text(page.text)
    assert "What we talk about stays between us." in page.text
    assert pay(stranger, url).status_code == 303  # nothing is paid before the terms are agreed to
    assert counts(enter, harbour)["payment"] == 0
    assert agree(stranger, url).status_code == 303
    sent = pay(stranger, url)
    assert sent.location.startswith(stripe_standin.url)
    stripe_standin.pay(sent.location, DECLINED)
    back = stranger.get(f"{url}?back=yes")
    assert "Refresh" not in back.headers
    said = text(back.text)
    assert "Your bank said no Nothing was charged. It gave no reason for the card ending in 0002;" in said
    assert "Greta Ilves, greta@ilves.example" in said
    assert pay(stranger, url).location == sent.location
    paid = stripe_standin.pay(sent.location)
    assert paid.headers["Location"] == f"http://localhost{url}/return"
    waiting = stranger.get(f"{url}/return")
    assert "We are asking Stripe" in waiting.text
    ask_stripe(app, enter, harbour)
    assert stranger.get(f"{url}/return").status_code == 303
    page = stranger.get(url).text
    assert "Paid: €254.10" in text(page)
    hour = re.findall(r'name="start"\s+value="([^"]+)"', page)[0]
    booked = stranger.post(f"{url}/book", data={"made": hidden(page, "made"), "start": hour})
    assert booked.status_code == 303, text(booked.text)
    again = stranger.post(f"{url}/book", data={"made": hidden(page, "made"), "start": hour})
    assert again.status_code == 409
    assert "It is in the calendar" in stranger.get(url).text
    work(app)
    assert counts(enter, harbour) == ONCE
    with enter(harbour) as session:
        assert session.scalars(select(CoachingSession)).one().during.lower == datetime.fromisoformat(hour)
        invoice = session.scalars(select(Invoice)).one()
        assert (invoice.total_minor, invoice.is_paid, invoice.lines[0].description) == (TOTAL, True, "A single session")
        greta = session.scalars(select(Client).where(Client.address == "greta@ilves.example")).one()
        assert (greta.coach_id, greta.zone) == (harbour.members["alice"], "Europe/Lisbon")
        kinds = set(session.scalars(select(Message.kind)))
        assert {"bought", "sale_came", "receipt", "session_booked"} <= kinds
        receipt = session.scalars(select(Message).where(Message.kind == "receipt")).one()
        with app.app_context():
            names = [name for name, _ in occasion_of(session, receipt).attachments]
        assert names == ["Receipt for invoice 2026-001.pdf", "Invoice 2026-001.pdf"]


def test_a_tampered_form_buys_at_our_price(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    start, stranger = offered(enter, harbour), browse()
    url = begin(stranger, start, price="1", price_minor="1", net_minor="1", total="-5", amount="0", discount_percent="150")
    agree(stranger, url)
    sent = pay(stranger, url, price_minor="1", amount_minor="-10", currency="JPY", quantity="0")
    assert stripe_standin.show(sent.location.rsplit("/", 1)[1])["amount_total"] == TOTAL


def test_two_tabs_and_a_double_click_are_one_order(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    start, stranger = offered(enter, harbour), browse()
    page = stranger.get(start).text
    sent = {**DETAILS, "made": hidden(page, "made"), "once": hidden(page, "once")}
    urls = {stranger.post(start, data=sent).location for _ in range(2)}
    assert len(urls) == 1
    url = urls.pop()
    page = stranger.get(url).text
    yes = {"made": hidden(page, "made"), "fingerprint": hidden(page, "fingerprint"), "agrees": "y"}
    assert [stranger.post(f"{url}/terms", data=yes).status_code for _ in range(2)] == [303, 303]
    pages = {pay(stranger, url).location for _ in range(3)}
    assert len(pages) == 1
    stripe_standin.pay(pages.pop())
    for _ in range(3):
        stranger.get(f"{url}/return")
        work(app)
    again = stranger.post(f"{url}/pay", data={"made": sent["made"], "parts": ""})
    assert (again.status_code, again.location) == (303, url)
    assert counts(enter, harbour) == ONCE


def test_who_is_a_client_already_signs_in_to_see_more(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    """The link of a purchase proves no address: whoever typed Cleo's sees nothing of hers, and her payer gets no invoice for it."""
    stranger = browse()
    url = begin(stranger, offered(enter, harbour), address="cleo@private.example")
    agree(stranger, url)
    stripe_standin.pay(pay(stranger, url).location)
    ask_stripe(app, enter, harbour)
    page = stranger.get(url).text
    assert "Sign in and book" in page
    assert 'name="start"' not in page
    assert stranger.post(f"{url}/book", data={"start": "2027-01-04T09:00:00+00:00"}).status_code == 404
    with enter(harbour) as session:
        invoice = session.scalars(select(Invoice)).one()
        assert (invoice.client_id, invoice.payer_id, invoice.readers) == (
            harbour.clients["cleo"],
            harbour.clients["cleo"],
            [harbour.clients["cleo"]],
        )


def test_an_offer_that_changed_is_read_again(browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour))
    page = stranger.get(url).text
    with enter(harbour) as session:
        offer = session.scalars(select(Offer)).one()
        offer.publish(replace(SINGLE, price_minor=30000), seen=1, by=harbour.members["alice"], now=datetime.now(UTC))
        session.commit()
    old = {"made": hidden(page, "made"), "fingerprint": hidden(page, "fingerprint"), "agrees": "y"}
    assert "changed=yes" in stranger.post(f"{url}/terms", data=old).location
    assert "€363.00" in text(stranger.get(f"{url}?changed=yes").text)
    assert agree(stranger, url).status_code == 303
    assert "Pay €363.00" in text(stranger.get(url).text)


def test_links_forms_and_handles_that_are_not_right(browse: Browse, harbour: House, summit: House, enter: Enter) -> None:
    start, stranger = offered(enter, harbour, shown="link"), browse()
    hidden_one = offered(enter, harbour, shown="hidden")
    assert stranger.get(hidden_one).status_code == 404
    assert stranger.get(start.replace("harbour", "summit")).status_code == 404
    assert stranger.get("/at/harbour-coaching/buy/" + "x" * 43).status_code == 404
    page = stranger.get(start).text
    good = {**DETAILS, "made": hidden(page, "made"), "once": hidden(page, "once")}
    for wrong in (
        {"address": "nobody"},
        {"name": ""},
        {"zone": "Mars/Olympus"},
        {"made": "x"},
        {"once": "x"},
        {"name": "see www.spam.example"},
    ):
        assert stranger.post(start, data=good | wrong).status_code == 422, wrong
    url = begin(stranger, start)
    assert stranger.get(url.replace("harbour", "summit")).status_code == 404
    assert stranger.post(f"{url}/terms", data={"made": "x"}).status_code == 422
    with enter(harbour) as session:
        purchase = session.scalars(select(Purchase)).one()
        assert (purchase.state, purchase.agreed_at) == ("begun", None)


def test_a_page_of_the_chain_costs_few_statements(browse: Browse, harbour: House, enter: Enter, connection: Connection) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour))
    agree(stranger, url)
    with counted(connection) as sent:
        assert stranger.get(url).status_code == 200
    assert len(sent) <= 10, sent


def test_who_comes_back_reads_at_once_how_it_stands(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    """Nothing tried; a line that breaks; paid, and then back by the wrong door."""
    stranger = browse()
    url = begin(stranger, offered(enter, harbour))
    agree(stranger, url)
    sent = pay(stranger, url).location
    assert "You came back without paying" in stranger.get(f"{url}?back=yes").text
    stripe_standin.pay(sent)
    with enter(harbour) as session:
        session.scalars(select(Checkout)).one().synced_at = None
        session.commit()
    stripe_standin.fault("503", path="/v1/checkout/sessions", method="GET", times=1)
    assert stranger.get(f"{url}?back=yes").status_code == 200
    assert "without paying" not in stranger.get(f"{url}?back=yes").text
    work(app)
    assert counts(enter, harbour) == ONCE
