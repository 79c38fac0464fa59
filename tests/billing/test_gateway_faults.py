"""What the gateway says when Stripe is slow, away, broken or in the other mode, and what asking again then does."""

from datetime import UTC, datetime, timedelta

import pytest

from billing.gateway import Gateway, GatewayRefused, GatewayUnavailable
from tests.fixtures_stripe import INVOICE, SECRET, StripeStandin, open_checkout


@pytest.mark.parametrize("kind", ["429", "503", "drop_after"])
def test_asked_again_with_the_same_key_it_happened_once(gateway: Gateway, stripe_standin: StripeStandin, kind: str):
    stripe_standin.fault(kind)
    with pytest.raises(GatewayUnavailable) as away:
        open_checkout(gateway)
    assert away.value.replayed is False
    made = open_checkout(gateway)
    assert gateway.find_checkouts(None, metadata=INVOICE, created_from=made.created, created_until=made.created) == [made]


@pytest.mark.parametrize("kind", ["timeout_before", "timeout_after"])
def test_no_answer_in_time(stripe_standin: StripeStandin, kind: str):
    impatient = Gateway(
        "sk_test_x", webhook_secret=SECRET, livemode=False, base_url=stripe_standin.url, timeout=(3, 0.4), max_network_retries=0
    )
    stripe_standin.fault(kind, seconds=20)
    with pytest.raises(GatewayUnavailable):
        open_checkout(impatient)
    stripe_standin.clear_faults()
    patient = Gateway("sk_test_x", webhook_secret=SECRET, livemode=False, base_url=stripe_standin.url)
    made = open_checkout(patient)
    assert patient.find_checkouts(None, metadata=INVOICE, created_from=made.created, created_until=made.created) == [made]


def test_a_500_that_worked_is_repeated_for_ever_and_found_by_metadata(gateway: Gateway, stripe_standin: StripeStandin):
    now = datetime.now(UTC)
    stripe_standin.fault("500_after")
    with pytest.raises(GatewayUnavailable) as first:
        open_checkout(gateway)
    with pytest.raises(GatewayUnavailable) as again:
        open_checkout(gateway)
    assert (first.value.replayed, again.value.replayed) == (False, True)
    around = {"created_from": now - timedelta(minutes=1), "created_until": now + timedelta(minutes=1)}
    assert [one.state for one in gateway.find_checkouts(None, metadata=INVOICE, **around)] == ["open"]


def test_a_broken_line_is_tried_once_more_by_itself(stripe_standin: StripeStandin):
    stripe_standin.fault("drop_after")
    gateway = Gateway("sk_test_x", webhook_secret=SECRET, livemode=False, base_url=stripe_standin.url)
    assert open_checkout(gateway).state == "open"


def test_reading_fails_by_the_same_names(gateway: Gateway, stripe_standin: StripeStandin):
    made = open_checkout(gateway)
    stripe_standin.fault("503", method="GET", times=3)
    window = {"metadata": INVOICE, "created_from": made.created, "created_until": made.created}
    for ask in (
        lambda: gateway.fetch_checkout(None, made.id),
        lambda: gateway.find_checkouts(None, **window),
        lambda: gateway.account(None),
    ):
        with pytest.raises(GatewayUnavailable):
            ask()


def test_nobody_there():
    alone = Gateway(
        "sk_test_x", webhook_secret=SECRET, livemode=False, base_url="http://127.0.0.1:9", timeout=(1, 1), max_network_retries=0
    )
    with pytest.raises(GatewayUnavailable):
        open_checkout(alone)


def test_a_wrong_key_is_final(stripe_standin: StripeStandin):
    stranger = Gateway("nonsense", webhook_secret=SECRET, livemode=False, base_url=stripe_standin.url)
    with pytest.raises(GatewayRefused):
        stranger.account(None)


def test_an_object_of_the_other_mode_is_refused(gateway: Gateway, stripe_standin: StripeStandin):
    made = open_checkout(gateway)
    stripe_standin.alter(made.id, livemode=True)
    with pytest.raises(GatewayRefused) as refused:
        gateway.fetch_checkout(None, made.id)
    assert refused.value.code == "wrong_mode"
