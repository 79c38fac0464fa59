"""Idempotency as API v1 keeps it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.fixtures_stripe import StripeStandin

FORM = {
    "mode": "payment",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "5000",
    "line_items[0][price_data][product_data][name]": "A session",
    "success_url": "http://127.0.0.1:9/paid",
}


def ask(standin: StripeStandin, key: str, account: str | None = None, **changes: str) -> requests.Response:
    headers = {"Authorization": "Bearer sk_test_x", "Idempotency-Key": key} | ({"Stripe-Account": account} if account else {})
    return requests.post(f"{standin.url}/v1/checkout/sessions", data=FORM | changes, headers=headers, timeout=30)


def error(answer: requests.Response) -> dict[str, Any]:
    return answer.json()["error"]


def test_the_first_answer_is_repeated_even_when_it_has_grown_old(stripe_standin: StripeStandin):
    first = ask(stripe_standin, "k")
    stripe_standin.pay(first.json()["url"])
    again = ask(stripe_standin, "k")
    assert again.content == first.content
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert again.json()["status"] == "open"
    assert stripe_standin.show(first.json()["id"])["status"] == "complete"


def test_the_same_key_with_other_parameters_is_an_error(stripe_standin: StripeStandin):
    ask(stripe_standin, "k")
    other = ask(stripe_standin, "k", **{"line_items[0][price_data][unit_amount]": "5001"})
    assert (other.status_code, error(other)["type"]) == (400, "idempotency_error")


def test_accounts_do_not_share_keys(stripe_standin: StripeStandin):
    stripe_standin.connect("acct_alice")
    assert ask(stripe_standin, "k").json()["id"] != ask(stripe_standin, "k", "acct_alice").json()["id"]


def test_a_refused_request_does_not_use_up_its_key(stripe_standin: StripeStandin):
    assert ask(stripe_standin, "k", colour="red").status_code == 400
    assert ask(stripe_standin, "k").status_code == 200


def test_a_failure_after_work_began_is_repeated(stripe_standin: StripeStandin):
    stripe_standin.fault("500")
    first, again = ask(stripe_standin, "k"), ask(stripe_standin, "k")
    assert (first.status_code, again.status_code, again.headers["Idempotent-Replayed"]) == (500, 500, "true")
    assert ask(stripe_standin, "another").status_code == 200


@pytest.mark.parametrize("kind", ["429", "503"])
def test_a_failure_before_work_began_is_forgotten(stripe_standin: StripeStandin, kind: str):
    stripe_standin.fault(kind)
    assert (ask(stripe_standin, "k").status_code, ask(stripe_standin, "k").status_code) == (int(kind), 200)


def test_a_key_is_forgotten_after_a_day(stripe_standin: StripeStandin):
    first = ask(stripe_standin, "k").json()["id"]
    stripe_standin.move_clock(24 * 3600 - 60)
    assert ask(stripe_standin, "k").json()["id"] == first
    stripe_standin.move_clock(60)
    assert ask(stripe_standin, "k").json()["id"] != first


def test_twenty_at_once_make_one_session(stripe_standin: StripeStandin):
    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: ask(stripe_standin, "k"), range(20)))
    made = {one.json()["id"] for one in answers if one.status_code == 200}
    turned_away = [error(one)["code"] for one in answers if one.status_code != 200]
    assert len(made) == 1
    assert set(turned_away) <= {"idempotency_key_in_use"}
