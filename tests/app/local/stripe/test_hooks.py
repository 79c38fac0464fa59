"""Webhooks go over real HTTP, signed, until they are accepted; tests decide when and in which order."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import stripe

from billing.gateway import Checkout, Gateway
from tests.fixtures_stripe import SECRET, StripeStandin


@dataclass
class Receiver:
    """A web server that keeps what it gets and answers with the next of `answers`, then 200."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.events]


@pytest.fixture
def receiver(stripe_standin: StripeStandin) -> Iterator[Receiver]:
    got = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            got.signatures.append(self.headers["Stripe-Signature"])
            self.send_response(got.answers.pop(0) if got.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        got.url = f"http://127.0.0.1:{server.server_port}/hooks/stripe"
        stripe_standin.send_webhooks_to(got.url)
        yield got
        server.shutdown()
        thread.join()


def open_checkout(gateway: Gateway, account: str = "own") -> Checkout:
    return gateway.create_checkout(
        account,
        key="k",
        amount_minor=5000,
        currency="EUR",
        description="A session",
        email="bram@example.com",
        metadata={"invoice": "7"},
        success_url="http://127.0.0.1:9/paid",
        cancel_url="http://127.0.0.1:9/back",
    )


def test_a_payment_is_told_and_signed(stripe_standin: StripeStandin, gateway: Gateway, receiver: Receiver):
    stripe_standin.pay(str(open_checkout(gateway).url))
    assert stripe_standin.settled()
    assert receiver.types == ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]
    for body, signature in zip(receiver.bodies, receiver.signatures, strict=True):
        stripe.WebhookSignature.verify_header(body, signature, SECRET, 300)


def test_only_connected_accounts_are_named(stripe_standin: StripeStandin, gateway: Gateway, receiver: Receiver):
    stripe_standin.connect("acct_alice")
    stripe_standin.pay(str(open_checkout(gateway, "acct_alice").url))
    stripe_standin.pay(str(open_checkout(gateway).url))
    assert stripe_standin.settled()
    assert [event.get("account") for event in receiver.events] == ["acct_alice"] * 3 + [None] * 3


def test_it_is_sent_again_until_it_is_accepted(stripe_standin: StripeStandin, gateway: Gateway, receiver: Receiver):
    receiver.answers = [500, 404, 302]
    gateway.expire_checkout(None, open_checkout(gateway).id)
    assert stripe_standin.settled()
    assert receiver.types == ["checkout.session.expired"] * 4
    assert len({event["id"] for event in receiver.events}) == 1
    assert [(one["state"], one["tries"], one["status"]) for one in stripe_standin.webhooks()] == [("delivered", 4, 200)]


def test_held_ones_go_backwards_and_twice(stripe_standin: StripeStandin, gateway: Gateway, receiver: Receiver):
    stripe_standin.webhook_manner(hold=True)
    stripe_standin.pay(str(open_checkout(gateway).url))
    assert stripe_standin.settled()
    assert receiver.bodies == []
    stripe_standin.webhook_manner(hold=False)
    released = stripe_standin.release(backwards=True)
    stripe_standin.duplicate(released[0])
    assert stripe_standin.settled()
    assert receiver.types == ["checkout.session.completed", "payment_intent.succeeded", "charge.succeeded", "checkout.session.completed"]
    assert receiver.events[0]["id"] == receiver.events[3]["id"]


def test_named_ones_go_in_the_order_named(stripe_standin: StripeStandin, gateway: Gateway, receiver: Receiver):
    stripe_standin.webhook_manner(hold=True)
    stripe_standin.pay(str(open_checkout(gateway).url))
    charge, intent, session = (one["event"]["id"] for one in stripe_standin.webhooks())
    assert stripe_standin.release(intent, session) == [intent, session]
    assert stripe_standin.settled()
    assert [event["id"] for event in receiver.events] == [intent, session]
    assert [one["event"]["id"] for one in stripe_standin.webhooks() if one["state"] == "held"] == [charge]


def test_days_late_but_freshly_signed(stripe_standin: StripeStandin, gateway: Gateway, receiver: Receiver):
    now = stripe_standin.move_clock(0)
    stripe_standin.move_clock(-3 * 24 * 3600)
    gateway.expire_checkout(None, open_checkout(gateway).id)
    assert stripe_standin.settled()
    assert now - receiver.events[0]["created"] >= 3 * 24 * 3600 - 60
    stripe.WebhookSignature.verify_header(receiver.bodies[0], receiver.signatures[0], SECRET, 300)


@pytest.mark.parametrize("manner", [{"forged": True}, {"signed_ago": 400}])
def test_it_can_sign_wrongly(stripe_standin: StripeStandin, gateway: Gateway, receiver: Receiver, manner: dict[str, Any]):
    stripe_standin.webhook_manner(**manner)
    gateway.expire_checkout(None, open_checkout(gateway).id)
    assert stripe_standin.settled()
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.WebhookSignature.verify_header(receiver.bodies[0], receiver.signatures[0], SECRET, 300)


def test_an_event_can_be_made_up(stripe_standin: StripeStandin, gateway: Gateway, receiver: Receiver):
    checkout = open_checkout(gateway)
    stripe_standin.tell("checkout.session.completed", checkout.id, livemode=True, account="acct_charlie")
    assert stripe_standin.settled()
    event = receiver.events[0]
    assert (event["livemode"], event["account"], event["data"]["object"]["status"]) == (True, "acct_charlie", "open")
