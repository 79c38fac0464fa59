"""Webhooks are hints, and only signed ones are read."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from billing.gateway import BadSignature, Gateway, GatewayRefused
from tests.fixtures_stripe import INVOICE, SECRET, StripeStandin, open_checkout, signature


def body_of(standin: StripeStandin, gateway: Gateway, account: str | None = None, **fields: Any) -> bytes:
    made = open_checkout(gateway, account)
    return json.dumps(standin.tell("checkout.session.completed", made.id, **fields)).encode()


def test_what_it_says(gateway: Gateway, stripe_standin: StripeStandin):
    body = body_of(stripe_standin, gateway)
    event = gateway.read_event(body, signature(body))
    assert (event.type, event.account, event.livemode) == ("checkout.session.completed", "own", False)
    assert event.object_type == "checkout.session"
    assert gateway.fetch_checkout(event.account, str(event.object_id)).metadata == INVOICE


def test_whose_it_is(gateway: Gateway, stripe_standin: StripeStandin):
    body = body_of(stripe_standin, gateway, stripe_standin.connect("acct_alice"))
    assert gateway.read_event(body, signature(body)).account == "acct_alice"


def test_days_old_and_freshly_signed_is_good(gateway: Gateway, stripe_standin: StripeStandin):
    body = body_of(stripe_standin, gateway, created=1700000000)
    assert gateway.read_event(body, signature(body)).created == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_the_other_mode_is_said(gateway: Gateway, stripe_standin: StripeStandin):
    body = body_of(stripe_standin, gateway, livemode=True)
    assert gateway.read_event(body, signature(body)).livemode is not gateway.livemode


def test_two_secrets_while_one_is_rolled(gateway: Gateway, stripe_standin: StripeStandin):
    body = body_of(stripe_standin, gateway)
    rolling = Gateway("sk_test_x", webhook_secret=f"whsec_new, {SECRET}", livemode=False, base_url=stripe_standin.url)
    assert rolling.read_event(body, signature(body)) == gateway.read_event(body, signature(body))


@pytest.mark.parametrize("wrong", ["none", "empty", "nonsense", "forged", "old", "altered"])
def test_a_bad_signature(gateway: Gateway, stripe_standin: StripeStandin, wrong: str):
    body = body_of(stripe_standin, gateway)
    given = {
        "none": None,
        "empty": "",
        "nonsense": "t=now,v1=yes",
        "forged": signature(body, secret="whsec_other"),
        "old": signature(body, ago=301),
        "altered": signature(body + b" "),
    }
    with pytest.raises(BadSignature):
        gateway.read_event(body, given[wrong])


def test_without_a_secret_nothing_is_believed(gateway: Gateway, stripe_standin: StripeStandin):
    body = body_of(stripe_standin, gateway)
    for secret in ("", " , "):
        with pytest.raises(BadSignature):
            Gateway("sk_test_x", webhook_secret=secret, livemode=False).read_event(body, signature(body, secret=secret))


def test_bytes_that_are_no_text(gateway: Gateway):
    with pytest.raises(BadSignature):
        gateway.read_event(b"\xff\xfe", "t=1,v1=00")


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"[]", b"7", b"null", b"{}", b'{"object": "v2.core.event"}', b'{"object": "event", "data": {}}']
)
def test_signed_nonsense_is_refused(gateway: Gateway, body: bytes):
    with pytest.raises(GatewayRefused):
        gateway.read_event(body, signature(body))
