"""Every answer and every event holds only what the SDK's classes declare, and everything they require."""

import types
from typing import Any, ClassVar, ForwardRef, Literal, Union, get_args, get_origin

import pytest
import stripe
from stripe.checkout import Session

from billing.gateway import Gateway
from tests.fixtures_stripe import DECLINED, StripeStandin

CLASSES = {
    "account": stripe.Account,
    "balance_transaction": stripe.BalanceTransaction,
    "charge": stripe.Charge,
    "checkout.session": Session,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "invoice": stripe.Invoice,
    "payment_intent": stripe.PaymentIntent,
    "refund": stripe.Refund,
    "subscription": stripe.Subscription,
}
# The SDK declares them, Stripe's published examples leave them out.
LEFT_OUT = {"redirect_on_completion", "transfer", "payment_record", "submission_method"}


def faults_of(thing: Any, wanted: type, at: str) -> list[str]:
    declared = {name: kind for name, kind in wanted.__annotations__.items() if get_origin(kind) is not ClassVar}
    found = [f"{at}.{name}: not declared" for name in thing if name not in declared]
    found += [
        f"{at}.{name}: missing" for name in declared if name not in thing and not may_be_none(declared[name]) and name not in LEFT_OUT
    ]
    for name in thing.keys() & declared.keys():
        found += misfit(thing[name], declared[name], f"{at}.{name}")
    return found


def may_be_none(kind: Any) -> bool:
    return type(None) in get_args(kind)


def misfit(value: Any, kind: Any, at: str) -> list[str]:
    arms = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
    if value is None:
        return [] if may_be_none(kind) else [f"{at}: empty"]
    if isinstance(value, dict):
        classes = [arm for arm in arms if isinstance(arm, type) and issubclass(arm, stripe.StripeObject) and arm.__annotations__]
        free = [arm for arm in arms if get_origin(arm) is not None or isinstance(arm, ForwardRef) or arm is dict]
        if not classes:
            return [] if free else [f"{at}: an object, not {kind}"]
        return min((faults_of(value, one, at) for one in classes), key=len)
    if isinstance(value, list):
        items = [get_args(arm)[0] for arm in arms if get_origin(arm) is list]
        return [f"{at}: a list"] if not items else [line for one in value for line in misfit(one, items[0], at)]
    fits = [arm for arm in arms if (type(value) is arm) or (get_origin(arm) is Literal and value in get_args(arm))]
    return [] if fits else [f"{at}: {value!r} is not {kind}"]


@pytest.fixture
def seen(stripe_standin: StripeStandin, gateway: Gateway) -> list[dict[str, Any]]:
    """All that a decline, a payment, a late payment, an expiry, an onboarding, a refund, a dispute and a subscription leave behind."""
    asking: dict[str, Any] = {
        "amount_minor": 5000, "currency": "EUR", "description": "A session", "email": None, "metadata": {"invoice": "7"},
        "success_url": "http://127.0.0.1:9/paid", "cancel_url": "http://127.0.0.1:9/back",
    }  # fmt: skip
    paid, late, lost, gone = (gateway.create_checkout(None, key=str(n), **asking) for n in range(4))
    stripe_standin.pay(str(paid.url), DECLINED)
    stripe_standin.pay(str(paid.url))
    for one in (late, lost):
        stripe_standin.pay_by_bank(str(one.url))
        stripe_standin.settle(one.id, arrives=one is late)
    gateway.expire_checkout(None, gone.id)
    connection = gateway.connect_url(
        None, key="c", email="alice@example.com", metadata={}, refresh_url="http://127.0.0.1:9/r", return_url="http://127.0.0.1:9/d"
    )
    stripe_standin.http.post(connection.url, allow_redirects=False, timeout=30)
    intent = stripe_standin.show(paid.id)["payment_intent"]
    gateway.refund(None, intent, key="r", amount_minor=1000, currency="EUR", metadata={})
    stripe_standin.close_dispute(stripe_standin.dispute(intent), "lost")
    monthly = gateway.create_checkout(None, key="m", monthly=True, **asking)
    stripe_standin.pay(str(monthly.url))
    subscription = str(gateway.fetch_checkout(None, monthly.id).subscription)
    stripe_standin.renew(subscription)
    stripe_standin.renew(subscription, pays=False)
    gateway.change_subscription(None, subscription, "pause", key="p")
    gateway.end_subscription(None, subscription, key="e")
    events = [one["event"] for one in stripe_standin.webhooks()]
    inside = [one["data"]["object"] for one in events]
    charged = [stripe_standin.show(one["balance_transaction"]) for one in inside if one.get("balance_transaction")]
    return [stripe_standin.show(one.id) for one in (paid, late, lost, gone, monthly)] + events + inside + charged


def test_answers_and_events_fit_the_sdk(seen: list[dict[str, Any]]):
    assert {one["object"] for one in seen} == set(CLASSES)
    assert [line for one in seen for line in faults_of(one, CLASSES[one["object"]], one["object"])] == []


def test_the_check_itself_sees_a_wrong_answer(seen: list[dict[str, Any]]):
    session = next(one for one in seen if one["object"] == "checkout.session")
    wrong = {name: value for name, value in session.items() if name != "created"} | {"paid": True, "expires_at": "soon", "livemode": None}
    wrong["total_details"] = {"amount_discount": 0, "amount_shipping": 0, "amount_taxes": 0}
    assert {line.split(" ")[0].removesuffix(":") for line in faults_of(wrong, Session, "it")} == {
        "it.created", "it.paid", "it.expires_at", "it.livemode", "it.total_details.amount_tax", "it.total_details.amount_taxes",
    }  # fmt: skip
