"""Two pages of one purchase were open, and both were paid: one order, one charge, and the surplus goes back by itself, told by the webhook alone."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.jobs.occasions import occasion_of
from billing import Offer, Package, Purchase, Refund, Subscription
from billing.checkout import Checkout
from billing.gateway import OWN, Gateway
from billing.invoice import Invoice
from billing.offer import Terms
from models import Message
from tests.blueprints.test_buying import Browse, Enter, agree, begin, offered, pay, with_stripe
from tests.blueprints.test_subscriptions import SPARRING
from tests.cast import House
from tests.fixtures_stripe import StripeStandin, signature
from tests.money import work
from tests.sale import SINGLE, TOTAL

__all__ = ["with_stripe"]


def two_pages(
    kind: str, terms: Terms, browse: Browse, house: House, enter: Enter, gateway: Gateway, standin: StripeStandin
) -> tuple[str, list[str]]:
    """Both paid, and nobody has told us yet: (the purchase's own page, the ids of Stripe's pages). The second is one that a lost line left open."""
    stranger = browse()
    url = begin(stranger, offered(enter, house, kind, terms=terms, places=3))
    agree(stranger, url)
    first = pay(stranger, url).location
    with enter(house) as session:
        opened = session.scalars(select(Checkout)).one()
        mark = {"practice": str(house.practice_id), "purchase": str(opened.purchase_id), "try": "2"}
        money = {"amount_minor": opened.amount_minor, "currency": opened.currency}
        second = gateway.create_checkout(
            OWN, key="second", description="x", email=None, metadata=mark, success_url="http://x.example/a", cancel_url="http://x.example/b",
            monthly=kind == "subscription", **money,
        )  # fmt: skip
        row = {"try_no": 2, "account": OWN, "session_id": second.id, "url": second.url, "opened_at": datetime.now(UTC)}
        session.add(Checkout(purchase_id=opened.purchase_id, readers=opened.readers, expires_at=second.expires_at, **row, **money))
        session.commit()
    for page in (first, str(second.url)):
        assert standin.pay(page).status_code == 303
    return url, [first.rsplit("/", 1)[1], second.id]


def hear(browse: Browse, app: Flask, session_id: str) -> None:
    about = {"id": session_id, "object": "checkout.session"}
    told = {"id": f"evt_{uuid4().hex}", "object": "event", "type": "checkout.session.completed", "livemode": False, "created": 1700000000}
    body = json.dumps(told | {"data": {"object": about}}).encode()
    assert browse().post("/hooks/stripe", data=body, headers={"Stripe-Signature": signature(body)}).status_code == 200
    work(app)


def money(enter: Enter, house: House) -> dict[str, Any]:
    with enter(house) as session:
        return {
            "orders": session.scalars(select(Purchase.state)).all(),
            "invoiced": session.scalars(select(Invoice.total_minor)).all(),
            "back": session.execute(select(Refund.amount_minor, Refund.state, Refund.reason)).all(),
            "packages": session.scalar(select(func.count()).select_from(Package)),
            "taken": session.scalars(select(Offer.taken)).one(),
            "told": session.scalars(select(Message.recipient_kind).where(Message.kind == "money_back")).all(),
        }


@pytest.mark.parametrize("order", [(0, 1, 1), (1, 0, 0)])
def test_a_second_subscription_is_ended_and_given_back(
    order: tuple[int, ...],
    browse: Browse,
    harbour: House,
    enter: Enter,
    app: Flask,
    with_stripe: Gateway,
    stripe_standin: StripeStandin,
) -> None:
    _, pages = two_pages("subscription", SPARRING, browse, harbour, enter, with_stripe, stripe_standin)
    for n in order:
        hear(browse, app, pages[n])
    assert money(enter, harbour) == {
        "orders": ["settled"],
        "invoiced": [39000],
        "back": [(39000, "done", "It was paid twice.")],
        "packages": 1,
        "taken": 1,
        "told": ["member"],
    }
    with app.app_context(), enter(harbour) as session:
        kept = session.scalars(select(Subscription.provider_id)).one()
        mail = session.scalars(select(Message).where(Message.kind == "money_back")).one()
        assert occasion_of(session, mail).facts["reason"] == "It was paid twice."
    assert {one.id: one.state for one in with_stripe.all_subscriptions(OWN)}[kept] == "active"
    assert sorted(one.state for one in with_stripe.all_subscriptions(OWN)) == ["active", "canceled"]


def test_a_second_payment_goes_back(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    url, pages = two_pages("single", SINGLE, browse, harbour, enter, with_stripe, stripe_standin)
    for id in (*pages, *pages):
        hear(browse, app, id)
    assert money(enter, harbour) == {
        "orders": ["settled"],
        "invoiced": [TOTAL],
        "back": [(TOTAL, "done", "It was paid twice.")],
        "packages": 1,
        "taken": 1,
        "told": ["member"],
    }
    assert "Paid:" in browse().get(url).text
