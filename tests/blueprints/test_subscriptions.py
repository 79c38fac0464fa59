"""A monthly subscription from its page to its end: each month one invoice and its sessions once; a bank that says no; a pause; an end."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from billing import Credit, Offer, Package, Subscription
from billing.gateway import Gateway
from billing.invoice import Invoice
from billing.offer import Terms
from billing.payment import Payment
from models import Due, Message
from tests.blueprints.test_buying import agree, ask_stripe, begin, offered, pay, with_stripe
from tests.cast import House
from tests.fixtures_stripe import StripeStandin
from tests.money import work

__all__ = ["with_stripe"]
Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
SPARRING = Terms("Sparring", 39000, "EUR", sessions=2, minutes=60, terms="Two hours a month.")


@pytest.fixture
def url(browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin) -> str:
    """Bought, and paid for the first month."""
    stranger = browse()
    found = begin(stranger, offered(enter, harbour, "subscription", terms=SPARRING, places=1))
    agree(stranger, found)
    sent = pay(stranger, found)
    assert pay(browse(), found).location == sent.location  # in another tab
    shown = stripe_standin.show(sent.location.rsplit("/", 1)[1])
    assert (shown["mode"], shown["amount_total"]) == ("subscription", 39000)
    stripe_standin.pay(sent.location)
    ask_stripe(app, enter, harbour)
    return found


def the(enter: Enter, house: House) -> Subscription:
    with enter(house) as session:
        return session.scalars(select(Subscription)).one()


def sync(app: Flask, enter: Enter, house: House) -> None:
    with enter(house) as session:
        Due.plan(session.scalars(select(Subscription)).one(), "sync_subscription", at=datetime.now(UTC))
        session.commit()
    work(app)


def months(enter: Enter, house: House) -> dict[str, Any]:
    with enter(house) as session:
        package = session.scalars(select(Package)).one()
        return {
            "invoices": session.scalar(select(func.count()).select_from(Invoice)),
            "paid": sorted(session.scalars(select(Payment.amount_minor))),
            "entries": session.scalar(select(func.count()).where(Credit.kind == "bought")),
            "left": package.left,
        }


def test_a_month_is_one_invoice_and_its_sessions_once(
    url: str, enter: Enter, harbour: House, app: Flask, stripe_standin: StripeStandin
) -> None:
    assert months(enter, harbour) == {"invoices": 1, "paid": [39000], "entries": 1, "left": 2}
    row = the(enter, harbour)
    stripe_standin.renew(row.provider_id)
    for _ in range(3):
        sync(app, enter, harbour)
    assert months(enter, harbour) == {"invoices": 2, "paid": [39000, 39000], "entries": 2, "left": 4}


def test_a_bank_that_says_no_is_told_once_and_a_later_yes_counts_once(
    url: str, enter: Enter, harbour: House, app: Flask, stripe_standin: StripeStandin
) -> None:
    row = the(enter, harbour)
    stripe_standin.renew(row.provider_id, pays=False)
    for _ in range(2):
        sync(app, enter, harbour)
    assert the(enter, harbour).state == "past_due"
    assert months(enter, harbour)["left"] == 2
    with enter(harbour) as session:
        assert len(session.scalars(select(Message.id).where(Message.kind == "subscription_failed")).all()) == 1
    stripe_standin.renew(row.provider_id)
    sync(app, enter, harbour)
    assert the(enter, harbour).state == "active"
    assert months(enter, harbour)["left"] == 4


def test_pause_go_on_and_end(url: str, browse: Browse, enter: Enter, harbour: House, app: Flask, stripe_standin: StripeStandin) -> None:
    row = the(enter, harbour)
    harbour.clients["greta"] = row.client_id
    greta = browse(harbour, "greta")
    assert "What you pay each month" in greta.get("/my/harbour-coaching/book").text
    page = greta.get("/my/harbour-coaching/subscriptions").text
    assert "Sparring" in page
    assert "Pause it" in page
    act = f"/my/harbour-coaching/subscriptions/{row.id}"
    assert greta.post(f"{act}/pause").status_code == 303
    assert "being done" in greta.get("/my/harbour-coaching/subscriptions").text
    work(app)
    assert the(enter, harbour).state == "paused"
    stripe_standin.renew(row.provider_id)
    sync(app, enter, harbour)
    assert months(enter, harbour)["invoices"] == 1
    greta.post(f"{act}/resume")
    work(app)
    greta.post(f"{act}/cancel")
    work(app)
    assert the(enter, harbour).cancel_at is not None
    assert "It ends on" in greta.get("/my/harbour-coaching/subscriptions").text
    stripe_standin.renew(row.provider_id)
    sync(app, enter, harbour)
    assert the(enter, harbour).state == "cancelled"
    with enter(harbour) as session:
        assert session.scalars(select(Subscription)).one().ended_at is not None
        offer = session.scalars(select(Package)).one()
        assert offer.left == 2
    assert greta.post(f"{act}/pause").status_code == 409
    assert greta.post(f"{act}/destroy").status_code == 404


def test_the_last_place_of_a_subscription_is_ended_and_given_back(
    url: str, browse: Browse, enter: Enter, harbour: House, app: Flask, gateway: Gateway, stripe_standin: StripeStandin
) -> None:
    """Its second buyer paid while the first was being settled."""
    with enter(harbour) as session:
        offer = session.scalars(select(Offer)).one()
        offer.taken = 0
        session.commit()
        handle = offer.handle
    late = browse()
    second = begin(late, f"/at/harbour-coaching/offers/{handle}", address="late@ilves.example")
    agree(late, second)
    sent = pay(late, second)
    with enter(harbour) as session:
        session.scalars(select(Offer)).one().taken = 1
        session.commit()
    stripe_standin.pay(sent.location)
    ask_stripe(app, enter, harbour)
    assert "The money went back to you." in late.get(second).text
    states = sorted(one.state for one in gateway.all_subscriptions("own"))
    assert states == ["active", "canceled"]
    assert months(enter, harbour)["invoices"] == 1
