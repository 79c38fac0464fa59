"""What Stripe says while somebody buys: first, twice, late, foreign, or not at all."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from billing import Purchase
from billing.gateway import OWN, Gateway
from models import Due, Message
from tests.blueprints.test_buying import (
    ONCE,
    Browse,
    Enter,
    agree,
    ask_stripe,
    begin,
    counts,
    offered,
    pay,
    with_stripe,
)
from tests.cast import House
from tests.fixtures_stripe import StripeStandin, signature
from tests.money import work

__all__ = ["with_stripe"]


def half_an_hour_later(app: Flask, enter: Enter, house: House) -> None:
    with enter(house) as session:
        Due.plan(session.scalars(select(Purchase)).one(), "bring_back", at=datetime.now(UTC))
        session.commit()
    work(app)


def test_a_closed_tab_is_brought_back_once_and_a_webhook_that_never_comes_is_not_needed(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour))
    agree(stranger, url)
    half_an_hour_later(app, enter, harbour)
    half_an_hour_later(app, enter, harbour)
    with enter(harbour) as session:
        mails = session.scalars(select(Message).where(Message.kind == "purchase_open")).all()
        assert [(mail.address, mail.cls) for mail in mails] == [("greta@ilves.example", "business")]
    stripe_standin.pay(pay(stranger, url).location)  # and the window is closed
    ask_stripe(app, enter, harbour)
    assert counts(enter, harbour) == ONCE
    half_an_hour_later(app, enter, harbour)
    with enter(harbour) as session:
        assert len(session.scalars(select(Message.id).where(Message.kind == "purchase_open")).all()) == 1


def test_the_webhook_comes_first_twice_and_late(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour))
    agree(stranger, url)
    sent = pay(stranger, url).location
    stripe_standin.pay(sent)
    told = {"id": "evt_1", "object": "event", "type": "checkout.session.completed", "livemode": False, "created": 1700000000}
    told["data"] = {"object": {"id": sent.rsplit("/", 1)[1], "object": "checkout.session"}}
    for id in ("evt_1", "evt_1", "evt_2"):
        body = json.dumps(told | {"id": id}).encode()
        browse().post("/hooks/stripe", data=body, headers={"Stripe-Signature": signature(body)})
        work(app)
    assert stranger.get(f"{url}/return").status_code == 303
    ask_stripe(app, enter, harbour)
    forged = json.dumps(told | {"id": "evt_3"}).encode()
    assert browse().post("/hooks/stripe", data=forged, headers={"Stripe-Signature": signature(forged, secret="whsec_x")}).status_code == 400
    assert counts(enter, harbour) == ONCE


@pytest.mark.parametrize("fault", ["drop_after", "500_after", "500", "429", "503"])
def test_a_line_that_breaks_while_the_page_is_opened(
    fault: str, browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour))
    agree(stranger, url)
    stripe_standin.fault(fault, path="/v1/checkout/sessions")
    first = pay(stranger, url)
    if first.status_code == 503:
        assert "Paying by card does not work just now" in first.text
        assert "Greta Ilves" in first.text
    sent = pay(stranger, url)
    assert sent.status_code == 303
    stripe_standin.pay(sent.location)
    ask_stripe(app, enter, harbour)
    assert counts(enter, harbour) == ONCE
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    pages = with_stripe.find_checkouts(OWN, metadata={}, created_from=now - hour, created_until=now + hour)
    assert len([one for one in pages if one.paid]) == 1


def test_a_foreign_answer_pays_nothing(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour))
    agree(stranger, url)
    sent = pay(stranger, url).location
    stripe_standin.pay(sent)
    id = sent.rsplit("/", 1)[1]
    right = stripe_standin.show(id)
    for wrong in ({"amount_total": 1}, {"currency": "usd"}, {"livemode": True}, {"metadata": {"purchase": "x"}}):
        stripe_standin.alter(id, **wrong)
        ask_stripe(app, enter, harbour)
        assert counts(enter, harbour)["payment"] == 0, wrong
        stripe_standin.alter(id, **{name: right[name] for name in wrong})
    ask_stripe(app, enter, harbour)
    assert counts(enter, harbour) == ONCE
