"""The pages people see."""

from html.parser import HTMLParser
from typing import Any

import pytest

from billing.gateway import Checkout, Gateway
from tests.fixtures_stripe import DECLINED, StripeStandin


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def checkout(gateway: Gateway) -> Checkout:
    return gateway.create_checkout(
        None,
        key="k",
        amount_minor=123456,
        currency="EUR",
        description="Ten <sessions> & notes",
        email=None,
        metadata={},
        success_url="http://127.0.0.1:9/paid?session={CHECKOUT_SESSION_ID}",
        cancel_url="http://127.0.0.1:9/back",
    )


def page(standin: StripeStandin, url: str | None) -> Page:
    answer = standin.http.get(str(url), timeout=30)
    assert answer.status_code == 200
    return Page(answer.text)


def test_it_says_what_is_paid_and_the_way_back(stripe_standin: StripeStandin, checkout: Checkout):
    shown = page(stripe_standin, checkout.url)
    assert "€1,234.56" in shown.words
    assert "Ten <sessions> & notes" in shown.words
    assert shown.attributes("a")[0]["href"] == "http://127.0.0.1:9/back"
    labelled = {one["for"] for one in shown.attributes("label")}
    assert labelled == {one["id"] for one in shown.attributes("input")}
    assert not [attributes for _, attributes in shown.tags if "style" in attributes]


def test_a_declined_card_says_so_and_another_pays(stripe_standin: StripeStandin, checkout: Checkout):
    declined = stripe_standin.pay(str(checkout.url), DECLINED)
    assert declined.status_code == 200
    assert "Your card was declined." in Page(declined.text).words
    assert stripe_standin.show(checkout.id)["status"] == "open"
    paid = stripe_standin.pay(str(checkout.url))
    assert (paid.status_code, paid.headers["Location"]) == (303, f"http://127.0.0.1:9/paid?session={checkout.id}")


def test_other_numbers_and_no_address_pay_nothing(stripe_standin: StripeStandin, checkout: Checkout):
    assert stripe_standin.pay(str(checkout.url), "1234").status_code == 200
    assert stripe_standin.pay(str(checkout.url), email=" ").status_code == 200
    assert stripe_standin.show(checkout.id)["payment_status"] == "unpaid"


def test_it_cannot_be_paid_twice(stripe_standin: StripeStandin, checkout: Checkout):
    stripe_standin.pay(str(checkout.url))
    again = stripe_standin.pay(str(checkout.url))
    assert again.status_code == 200
    assert "paid already" in Page(again.text).words
    assert len(stripe_standin.webhooks("charge.succeeded")) == 1


def test_an_expired_page_says_so(stripe_standin: StripeStandin, checkout: Checkout):
    stripe_standin.move_clock(24 * 3600)
    shown = page(stripe_standin, checkout.url)
    assert "no longer open" in shown.words
    assert shown.attributes("form") == []
    assert len(stripe_standin.webhooks("checkout.session.expired")) == 1


def test_the_browser_may_follow_the_form_to_the_success_page(stripe_standin: StripeStandin, checkout: Checkout):
    policy = stripe_standin.http.get(str(checkout.url), timeout=30).headers["Content-Security-Policy"]
    assert policy.endswith("form-action 'self' http://127.0.0.1:9")
    assert "unsafe" not in policy


def test_a_foreign_address_is_not_found(stripe_standin: StripeStandin):
    assert stripe_standin.http.get(f"{stripe_standin.url}/pay/cs_test_nothing", timeout=30).status_code == 404
    assert stripe_standin.http.get(f"{stripe_standin.url}/setup/acct_x/y", timeout=30).status_code == 403


def test_the_receipt(stripe_standin: StripeStandin, gateway: Gateway, checkout: Checkout):
    stripe_standin.pay(str(checkout.url))
    payment = gateway.fetch_payment(None, str(gateway.fetch_checkout(None, checkout.id).payment_intent))
    assert "€1,234.56" in page(stripe_standin, payment.receipt_url).words


def test_the_style_sheet_is_served(stripe_standin: StripeStandin, checkout: Checkout):
    href = page(stripe_standin, checkout.url).attributes("link")[1]["href"]
    assert stripe_standin.http.get(f"{stripe_standin.url}{href}", timeout=30).headers["Content-Type"].startswith("text/css")
