"""What Stripe tells is a hint: signed, ours, of our mode, and then Stripe itself is asked."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from billing import Dispute
from billing.checkout import Checkout, Payer
from billing.gateway import OWN, Gateway
from billing.invoice import Invoice
from billing.payment import Payment
from billing.stripe_event import StripeEvent
from models import Audit, Due, Practice
from tests.cast import House
from tests.fixtures_stripe import StripeStandin, signature
from tests.money import TOTAL, issue, work
from tests.statements import counted

Enter = Callable[..., Session]
PAYER = Payer("fritz@company.example", "http://localhost/paid", "http://localhost/back")


@pytest.fixture
def hook(app: Flask, gateway: Gateway) -> Iterator[Callable[..., TestResponse]]:
    """Posts an event as Stripe would: without a cookie, signed now unless told otherwise."""
    app.extensions["gateway"] = gateway
    browser: FlaskClient = app.test_client()

    def post(event: dict[str, Any] | bytes, **signed: Any) -> TestResponse:
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        header = {"Stripe-Signature": signature(body, **signed)}
        return browser.post("/hooks/stripe", data=body, content_type="application/json", headers=header)

    yield post
    app.extensions["gateway"] = None


@pytest.fixture
def paid(enter: Enter, harbour: House, gateway: Gateway, stripe_standin: StripeStandin) -> Checkout:
    """A page of an invoice, paid at Stripe, and nobody here knows yet."""
    return pay_at_stripe(enter, harbour, gateway, stripe_standin, OWN)


def pay_at_stripe(enter: Enter, house: House, gateway: Gateway, standin: StripeStandin, account: str) -> Checkout:
    id = issue(enter, house)
    with enter(house) as session:
        session.get_one(Practice, house.practice_id).stripe_account = account
        invoice = session.get_one(Invoice, (house.practice_id, id))
        checkout = Checkout.open_for(session, invoice, gateway, PAYER, account=account, now=datetime.now(UTC))
        session.commit()
    standin.pay(str(checkout.url))
    return checkout


def event(checkout: Checkout, id: str = "evt_1", type: str = "checkout.session.completed", **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": id,
        "object": "event",
        "type": type,
        "livemode": False,
        "created": 1700000000,
        "data": {"object": {"id": checkout.session_id, "object": "checkout.session"}},
    }
    return told | more


def amounts(enter: Enter, house: House) -> list[int]:
    with enter(house) as session:
        return list(session.scalars(select(Payment.amount_minor)))


def planned(enter: Enter, house: House) -> int:
    """How often Stripe is to be asked now."""
    with enter(house) as session:
        return len(session.scalars(select(Due.id).where(Due.verb == "sync_checkout", Due.at <= datetime.now(UTC))).all())


Hook = Callable[..., TestResponse]


def test_before_anybody_came_back(hook: Hook, paid: Checkout, app: Flask, enter: Enter, harbour: House) -> None:
    assert hook(event(paid)).status_code == 200
    assert amounts(enter, harbour) == []
    work(app)
    assert amounts(enter, harbour) == [TOTAL]


def test_told_ten_times_in_any_order(hook: Hook, paid: Checkout, app: Flask, enter: Enter, harbour: House) -> None:
    assert hook(event(paid, "evt_2", "checkout.session.async_payment_succeeded")).status_code == 200
    for _ in range(5):
        assert hook(event(paid, "evt_1")).status_code == 200
        work(app)
    assert hook(event(paid, "evt_3", "checkout.session.expired")).status_code == 200
    work(app)
    assert amounts(enter, harbour) == [TOTAL]
    with enter(harbour) as session:
        assert sorted(session.scalars(select(StripeEvent.event_id))) == ["evt_1", "evt_2", "evt_3"]
        assert session.scalars(select(Checkout.state)).one() == "complete"


def test_an_event_never_came(app: Flask, gateway: Gateway, paid: Checkout, enter: Enter, harbour: House) -> None:
    app.extensions["gateway"] = gateway
    with enter(harbour) as session:
        for due in session.scalars(select(Due).where(Due.verb == "sync_checkout")):
            due.try_at = datetime.now(UTC)
        session.commit()
    work(app)
    app.extensions["gateway"] = None
    assert amounts(enter, harbour) == [TOTAL]


@pytest.mark.parametrize("how", [{"secret": "whsec_somebody"}, {"ago": 301}])
def test_forged_or_old(hook: Hook, paid: Checkout, enter: Enter, harbour: House, how: dict[str, Any]) -> None:
    assert hook(event(paid), **how).status_code == 400
    assert planned(enter, harbour) == 0


def test_days_old_but_signed_now(hook: Hook, paid: Checkout, enter: Enter, harbour: House) -> None:
    assert hook(event(paid, created=1500000000)).status_code == 200
    assert planned(enter, harbour) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"object": "event"}', b"{" * 5000, b"[" * 100_000])
def test_signed_nonsense(hook: Hook, harbour: House, body: bytes) -> None:
    assert hook(body).status_code == 400


def test_unsigned_empty_or_enormous(app: Flask, hook: Hook) -> None:
    browser = app.test_client()
    assert browser.post("/hooks/stripe").status_code == 400
    assert browser.post("/hooks/stripe", data=b"\xff\xfe", headers={"Stripe-Signature": "t=1,v1=00"}).status_code == 400
    assert browser.post("/hooks/stripe", data=b"x" * 600_000).status_code == 413
    assert browser.get("/hooks/stripe").status_code == 405


@pytest.mark.parametrize(
    "ignored",
    [
        {"livemode": True},
        {"type": "invoice.paid"},
        {"account": "acct_of_nobody"},
        {"data": {"object": {"object": "checkout.session"}}},
        {"data": {"object": {"id": "cs_test_of_nobody", "object": "checkout.session"}}},
    ],
)
def test_what_is_not_about_us_is_taken_without_effect(
    hook: Hook, paid: Checkout, enter: Enter, harbour: House, ignored: dict[str, Any]
) -> None:
    assert hook(event(paid, **ignored)).status_code == 200
    assert planned(enter, harbour) == 0


def test_another_practices_account_reaches_nothing_of_ours(
    hook: Hook, enter: Enter, harbour: House, summit: House, gateway: Gateway, stripe_standin: StripeStandin, app: Flask
) -> None:
    ours = pay_at_stripe(enter, harbour, gateway, stripe_standin, stripe_standin.connect("acct_harbour"))
    with enter(summit) as session:
        session.get_one(Practice, summit.practice_id).stripe_account = stripe_standin.connect("acct_summit")
        session.commit()
    assert hook(event(ours, account="acct_summit")).status_code == 200
    assert hook(event(ours, "evt_2")).status_code == 200  # of the key's own account, which is nobody's here
    assert planned(enter, harbour) == planned(enter, summit) == 0
    assert hook(event(ours, "evt_3", account="acct_harbour")).status_code == 200
    work(app)
    assert (amounts(enter, harbour), amounts(enter, summit)) == ([TOTAL], [])


def test_another_amount_is_not_believed_and_is_seen(
    hook: Hook, paid: Checkout, enter: Enter, harbour: House, app: Flask, stripe_standin: StripeStandin
) -> None:
    stripe_standin.alter(paid.session_id, amount_total=1)
    assert hook(event(paid)).status_code == 200
    work(app)
    assert amounts(enter, harbour) == []
    with enter(harbour) as session:
        assert "ForeignAnswer" in session.scalars(select(Due.error).where(Due.verb == "sync_checkout")).all()


def test_it_costs_four_statements(hook: Hook, paid: Checkout, connection: Connection) -> None:
    with counted(connection) as sent:
        hook(event(paid))
    assert len(sent) <= 4, sent


def test_an_event_as_the_standin_makes_it(
    app: Flask, hook: Hook, paid: Checkout, enter: Enter, harbour: House, stripe_standin: StripeStandin
) -> None:
    told = stripe_standin.tell("checkout.session.completed", paid.session_id)
    assert hook(json.dumps(told).encode()).status_code == 200
    work(app)
    assert amounts(enter, harbour) == [TOTAL]


def test_without_stripe_there_is_no_such_door(app: Flask) -> None:
    assert app.test_client().post("/hooks/stripe", data=b"{}").status_code == 404


def test_no_token_is_asked_for_here_and_only_here(app: Flask, hook: Hook, paid: Checkout) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert hook(event(paid)).status_code == 200
        assert app.test_client().post(f"/pay/harbour-coaching/{paid.invoice_id}").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_hint_about_a_dispute_a_refund_or_a_subscription_asks_about_ours_only(
    hook: Callable[..., TestResponse],
    paid: Checkout,
    enter: Enter,
    harbour: House,
    app: Flask,
    gateway: Gateway,
    stripe_standin: StripeStandin,
) -> None:
    hook(event(paid))
    work(app)
    intent = gateway.fetch_checkout(OWN, paid.session_id).payment_intent
    assert intent is not None
    dispute = stripe_standin.dispute(intent)
    of_ours = {"id": dispute, "object": "dispute", "payment_intent": intent}
    foreign = {**of_ours, "payment_intent": "pi_somebody_elses"}
    for number, about in enumerate((foreign, of_ours, of_ours)):
        told = {**event(paid, f"evt_d{number}", "charge.dispute.created"), "data": {"object": about}}
        assert hook(told).status_code == 200
    assert due(enter, harbour, "sync_disputes") == 2
    work(app)
    with enter(harbour) as session:
        row = session.scalars(select(Dispute)).one()
        assert (row.provider_id, row.state, row.amount_minor) == (dispute, "open", TOTAL)
    stripe_standin.close_dispute(dispute, "won")
    hook({**event(paid, "evt_d9", "charge.dispute.closed"), "data": {"object": of_ours}})
    work(app)
    with enter(harbour) as session:
        closed = session.scalars(select(Dispute)).one()
        assert (closed.state, closed.closed_at is not None) == ("won", True)
        acts = session.scalars(select(Audit.act).where(Audit.act.like("payment.%")).order_by(Audit.id)).all()
        assert acts == ["payment.disputed", "payment.dispute_won"]


def due(enter: Enter, house: House, verb: str) -> int:
    with enter(house) as session:
        return len(session.scalars(select(Due.id).where(Due.verb == verb, Due.done_at.is_(None))).all())
