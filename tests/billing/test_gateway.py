"""The gateway against the stand-in, over real HTTP: each method, each failure."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from billing.gateway import Gateway, GatewayError, GatewayRefused
from billing.minor_units import from_stripe, to_stripe
from tests.fixtures_stripe import DECLINED, INVOICE, StripeStandin, open_checkout


class TestCheckout:
    def test_it_opens_with_what_was_asked(self, gateway: Gateway, stripe_standin: StripeStandin):
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
        made = open_checkout(gateway, expires_at=until)
        assert (made.state, made.paid, made.amount_minor, made.currency, made.metadata) == ("open", False, 120000, "EUR", INVOICE)
        assert (made.payment_intent, made.expires_at) == (None, until)
        assert str(made.url).startswith(stripe_standin.url)
        kept = stripe_standin.show(made.id)
        assert (kept["customer_email"], kept["adaptive_pricing"]["enabled"]) == ("pieter.dorn@example.com", False)
        assert gateway.fetch_checkout(None, made.id) == made

    def test_declined_it_stays_open_then_another_card_pays(self, gateway: Gateway, stripe_standin: StripeStandin):
        made = open_checkout(gateway)
        stripe_standin.pay(str(made.url), DECLINED)
        declined = gateway.fetch_checkout(None, made.id)
        assert (declined.state, declined.paid) == ("open", False)
        assert gateway.fetch_payment(None, str(declined.payment_intent)).amount_minor == 0
        stripe_standin.pay(str(made.url))
        paid = gateway.fetch_checkout("own", made.id)
        assert (paid.state, paid.paid, paid.url, paid.payment_intent) == ("complete", True, None, declined.payment_intent)

    def test_complete_is_not_paid_until_the_bank_says_so(self, gateway: Gateway, stripe_standin: StripeStandin):
        made = open_checkout(gateway)
        stripe_standin.pay_by_bank(str(made.url))
        waiting = gateway.fetch_checkout(None, made.id)
        assert (waiting.state, waiting.paid) == ("complete", False)
        stripe_standin.settle(made.id)
        assert gateway.fetch_checkout(None, made.id).paid is True

    def test_money_that_never_came(self, gateway: Gateway, stripe_standin: StripeStandin):
        made = open_checkout(gateway)
        stripe_standin.pay_by_bank(str(made.url))
        stripe_standin.settle(made.id, arrives=False)
        assert gateway.fetch_checkout(None, made.id).paid is False

    def test_it_can_be_closed_once(self, gateway: Gateway):
        made = open_checkout(gateway)
        assert gateway.expire_checkout(None, made.id).state == "expired"
        with pytest.raises(GatewayRefused):
            gateway.expire_checkout(None, made.id)

    def test_time_closes_it(self, gateway: Gateway, stripe_standin: StripeStandin):
        made = open_checkout(gateway)
        stripe_standin.move_clock(24 * 3600)
        assert gateway.fetch_checkout(None, made.id).state == "expired"

    def test_currencies_stripe_counts_differently(self, gateway: Gateway, stripe_standin: StripeStandin):
        made = open_checkout(gateway, currency="ISK", amount_minor=5000)
        assert (made.amount_minor, stripe_standin.show(made.id)["amount_total"]) == (5000, 500000)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"amount_minor": 10}, "amount_too_small"),
            ({"email": "pieter"}, "email_invalid"),
            ({"currency": "EURO"}, "invalid_request_error"),
            ({"success_url": "/paid"}, "url_invalid"),
            ({"description": ""}, "parameter_invalid_empty"),
            ({"metadata": {"k": "v" * 501}}, "invalid_request_error"),
            ({"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}, "invalid_request_error"),
        ],
    )
    def test_what_stripe_would_refuse_is_final(self, gateway: Gateway, changes: dict[str, Any], code: str):
        with pytest.raises(GatewayRefused) as refused:
            open_checkout(gateway, **changes)
        assert refused.value.code == code
        assert "pieter" not in str(refused.value)


class TestKeys:
    def test_the_same_key_gives_the_same_page(self, gateway: Gateway):
        assert open_checkout(gateway) == open_checkout(gateway)

    def test_the_same_key_for_another_amount_is_refused(self, gateway: Gateway):
        open_checkout(gateway)
        with pytest.raises(GatewayRefused) as refused:
            open_checkout(gateway, amount_minor=1)
        assert refused.value.code == "idempotency_error"


class TestAccounts:
    def test_they_see_nothing_of_each_other(self, gateway: Gateway, stripe_standin: StripeStandin):
        alice, charlie = stripe_standin.connect("acct_alice"), stripe_standin.connect("acct_charlie")
        made = open_checkout(gateway, alice)
        stripe_standin.pay(str(made.url))
        intent = str(gateway.fetch_checkout(alice, made.id).payment_intent)
        assert gateway.fetch_payment(alice, intent).amount_minor == 120000
        window = {"metadata": {}, "created_from": made.created, "created_until": made.created}
        for other in (charlie, "own", None):
            with pytest.raises(GatewayRefused) as refused:
                gateway.fetch_checkout(other, made.id)
            assert refused.value.code == "resource_missing"
            with pytest.raises(GatewayRefused):
                gateway.fetch_payment(other, intent)
            with pytest.raises(GatewayRefused):
                gateway.expire_checkout(other, made.id)
            assert gateway.find_checkouts(other, **window) == []

    def test_an_account_that_left(self, gateway: Gateway):
        with pytest.raises(GatewayRefused) as refused:
            open_checkout(gateway, "acct_gone")
        assert refused.value.code == "account_invalid"

    def test_setting_one_up(self, gateway: Gateway, stripe_standin: StripeStandin):
        where: dict[str, Any] = {
            "key": "harbour", "email": "alice@example.com", "metadata": {"practice": "harbour"},
            "refresh_url": "http://127.0.0.1:9/again", "return_url": "http://127.0.0.1:9/done",
        }  # fmt: skip
        first = gateway.connect_url(None, **where)
        assert gateway.connect_url(None, **where).account == first.account
        before = gateway.account(first.account)
        assert (before.charges_enabled, before.details_submitted, "external_account" in before.missing) == (False, False, True)
        with pytest.raises(GatewayRefused):
            open_checkout(gateway, first.account)
        link = gateway.connect_url(first.account, **where)
        assert stripe_standin.http.get(link.url, timeout=30).status_code == 200
        reopened = stripe_standin.http.get(link.url, allow_redirects=False, timeout=30)
        assert reopened.headers["Location"] == "http://127.0.0.1:9/again"
        done = stripe_standin.http.post(link.url, allow_redirects=False, timeout=30)
        assert done.headers["Location"] == "http://127.0.0.1:9/done"
        after = gateway.account(first.account)
        assert (after.charges_enabled, after.payouts_enabled, after.missing) == (True, True, ())
        assert open_checkout(gateway, first.account, key="harbour-7-2").state == "open"

    def test_the_keys_own(self, gateway: Gateway):
        assert gateway.account("own") == gateway.account(None)
        assert gateway.account("own").charges_enabled


class TestPayment:
    def test_amount_fee_and_card(self, gateway: Gateway, stripe_standin: StripeStandin):
        made = open_checkout(gateway)
        stripe_standin.pay(str(made.url), "5555 5555 5555 4444")
        payment = gateway.fetch_payment(None, str(gateway.fetch_checkout(None, made.id).payment_intent))
        assert (payment.status, payment.amount_minor, payment.currency, payment.metadata) == ("succeeded", 120000, "EUR", INVOICE)
        assert (payment.fee_minor, payment.fee_currency) == (1825, "EUR")  # 1.5 % and 25
        assert (payment.card_brand, payment.card_last4) == ("mastercard", "4444")
        assert str(payment.receipt_url).startswith(stripe_standin.url)

    def test_a_bank_debit_has_no_card_and_no_fee_yet(self, gateway: Gateway, stripe_standin: StripeStandin):
        made = open_checkout(gateway)
        stripe_standin.pay_by_bank(str(made.url))
        intent = str(gateway.fetch_checkout(None, made.id).payment_intent)
        payment = gateway.fetch_payment(None, intent)
        assert (payment.status, payment.amount_minor, payment.fee_minor, payment.card_last4) == ("processing", 0, None, None)
        stripe_standin.settle(made.id)
        arrived = gateway.fetch_payment(None, intent)
        assert (arrived.status, arrived.amount_minor, arrived.fee_minor, arrived.card_last4) == ("succeeded", 120000, 1825, None)


class TestFinding:
    def test_by_metadata_within_a_time(self, gateway: Gateway, stripe_standin: StripeStandin):
        first = open_checkout(gateway)
        stripe_standin.move_clock(60)
        second = open_checkout(gateway, key="harbour-7-2", metadata=INVOICE | {"try": "2"})
        open_checkout(gateway, key="harbour-8-1", metadata=INVOICE | {"invoice": "8"})
        both = {"practice": "harbour", "invoice": "7"}
        assert gateway.find_checkouts(None, metadata=both, created_from=first.created, created_until=second.created) == [second, first]
        assert gateway.find_checkouts(None, metadata=both, created_from=first.created, created_until=first.created) == [first]
        assert gateway.find_checkouts(None, metadata=INVOICE | {"try": "3"}, created_from=first.created, created_until=second.created) == []

    def test_over_several_pages_and_no_further(self, gateway: Gateway):
        made = [open_checkout(gateway, key=str(n), metadata=INVOICE | {"try": str(n)}) for n in range(101)]
        window = {"created_from": made[0].created, "created_until": made[-1].created}
        assert gateway.find_checkouts(None, metadata=INVOICE | {"try": "0"}, **window) == [made[0]]
        with pytest.raises(GatewayRefused) as refused:
            gateway.find_checkouts(None, metadata=INVOICE, pages=1, **window)
        assert refused.value.code == "too_many"


@pytest.mark.parametrize(("currency", "factor"), [("EUR", 1), ("jpy", 1), ("ISK", 100), ("ugx", 100)])
def test_minor_units(currency: str, factor: int):
    assert to_stripe(7, currency) == 7 * factor
    assert from_stripe(7 * factor, currency) == 7


def test_every_failure_has_one_family():
    assert {one.__name__ for one in GatewayError.__subclasses__()} == {"BadSignature", "Declined", "GatewayRefused", "GatewayUnavailable"}
