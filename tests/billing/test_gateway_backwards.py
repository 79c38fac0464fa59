"""Subscriptions, refunds and disputes at the stand-in, through the one door: typed requests, plain answers."""

from datetime import UTC, datetime

import pytest

from billing.gateway import OWN, Gateway, GatewayRefused
from tests.fixtures_stripe import DECLINED, StripeStandin, open_checkout

MARK = {"practice": "harbour", "purchase": "9", "try": "1"}


def begun(gateway: Gateway, standin: StripeStandin) -> str:
    page = open_checkout(gateway, key="monthly", monthly=True, amount_minor=39000, metadata=MARK)
    assert page.url is not None
    assert standin.pay(page.url, DECLINED).status_code == 200
    assert standin.pay(page.url).status_code == 303
    done = gateway.fetch_checkout(OWN, page.id)
    assert (done.paid, done.payment_intent, done.amount_minor) == (True, None, 39000)
    assert done.subscription is not None
    return done.subscription


def test_a_subscription_begins_renews_fails_and_catches_up(gateway: Gateway, stripe_standin: StripeStandin) -> None:
    id = begun(gateway, stripe_standin)
    found = gateway.fetch_subscription(OWN, id)
    assert (found.state, found.paused, found.cancel_at, found.metadata) == ("active", False, None, MARK)
    assert found.period_end is not None
    assert found.period_end > datetime.now(UTC)
    stripe_standin.renew(id)
    stripe_standin.renew(id, pays=False)
    assert gateway.fetch_subscription(OWN, id).state == "past_due"
    first, second, third = gateway.renewals(OWN, id)
    assert [(one.paid, one.failed, one.amount_minor) for one in (first, second, third)] == [(True, False, 39000)] * 2 + [(False, True, 0)]
    assert len({first.payment_intent, second.payment_intent}) == 2
    stripe_standin.renew(id)
    assert gateway.renewals(OWN, id)[2].paid
    assert [one.id for one in gateway.all_subscriptions(OWN)] == [id]


def test_pausing_and_ending(gateway: Gateway, stripe_standin: StripeStandin) -> None:
    id = begun(gateway, stripe_standin)
    assert gateway.change_subscription(OWN, id, "pause", key="a").paused
    stripe_standin.renew(id)
    assert len(gateway.renewals(OWN, id)) == 1
    assert not gateway.change_subscription(OWN, id, "resume", key="b").paused
    ends = gateway.change_subscription(OWN, id, "cancel", key="c")
    assert ends.cancel_at == ends.period_end
    assert gateway.change_subscription(OWN, id, "keep", key="d").cancel_at is None
    gateway.change_subscription(OWN, id, "cancel", key="e")
    stripe_standin.renew(id)
    over = gateway.fetch_subscription(OWN, id)
    assert (over.state, over.ended_at is not None) == ("canceled", True)


def test_ending_at_once(gateway: Gateway, stripe_standin: StripeStandin) -> None:
    id = begun(gateway, stripe_standin)
    assert gateway.end_subscription(OWN, id, key="end").state == "canceled"


def paid(gateway: Gateway, standin: StripeStandin) -> str:
    page = open_checkout(gateway)
    assert page.url is not None
    standin.pay(page.url)
    intent = gateway.fetch_checkout(OWN, page.id).payment_intent
    assert intent is not None
    return intent


def back(gateway: Gateway, intent: str, amount_minor: int, key: str) -> str:
    return gateway.refund(OWN, intent, key=key, amount_minor=amount_minor, currency="EUR", metadata={"refund": key}).id


def test_money_goes_back_in_parts_and_no_further(gateway: Gateway, stripe_standin: StripeStandin) -> None:
    intent = paid(gateway, stripe_standin)
    first = back(gateway, intent, 20000, "a")
    assert back(gateway, intent, 20000, "a") == first  # the same key is the same refund
    back(gateway, intent, 100000, "b")
    with pytest.raises(GatewayRefused, match="charge_already_refunded"):
        back(gateway, intent, 1, "c")
    assert [(one.amount_minor, one.state, one.metadata) for one in gateway.refunds_of(OWN, intent)] == [
        (100000, "succeeded", {"refund": "b"}),
        (20000, "succeeded", {"refund": "a"}),
    ]


def test_a_bank_questions_a_payment(gateway: Gateway, stripe_standin: StripeStandin) -> None:
    intent = paid(gateway, stripe_standin)
    assert gateway.disputes_of(OWN, intent) == []
    id = stripe_standin.dispute(intent)
    (asked,) = gateway.disputes_of(OWN, intent)
    assert (asked.id, asked.state, asked.amount_minor, asked.payment_intent) == (id, "needs_response", 120000, intent)
    stripe_standin.close_dispute(id, "won")
    assert gateway.disputes_of(OWN, intent)[0].state == "won"
