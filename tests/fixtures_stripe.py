"""The Stripe stand-in on its own port, and a gateway that talks to it. Everything goes over HTTP, as from another process.

Imports stand inside, so that a run without Stripe does not pay for the SDK.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import requests

    from billing.gateway import Checkout, Gateway

SECRET = "whsec_tests"
PAYS = "4242 4242 4242 4242"
DECLINED = "4000 0000 0000 0002"
REFUND_WAITS = "4000 0000 0000 7726"
INVOICE = {"practice": "harbour", "invoice": "7", "try": "1"}


class StripeStandin:
    """What a test says to the stand-in at `url`: pay as a person would, and order what goes wrong."""

    def __init__(self, url: str) -> None:
        import requests

        self.url = url
        self.secret = SECRET
        self.http = requests.Session()

    def _ask(self, method: str, address: str, /, **wishes: Any) -> Any:
        answer = self.http.request(method, f"{self.url}/_control{address}", json=wishes, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def reset(self) -> None:
        self._ask("POST", "/reset")

    def pay(self, checkout_url: str, number: str = PAYS, *, email: str = "pieter.dorn@example.com", how: str = "card") -> requests.Response:
        """Fills in the payment page. 303 to success_url when paid (not followed), 200 with the page again when declined."""
        form = {"number": number, "email": email, "how": how}
        return self.http.post(checkout_url, data=form, allow_redirects=False, timeout=30)

    def pay_by_bank(self, checkout_url: str) -> requests.Response:
        """The page is done, the money comes with settle()."""
        return self.pay(checkout_url, how="bank")

    def settle(self, session_id: str, *, arrives: bool = True) -> None:
        self._ask("POST", f"/sessions/{session_id}/settle", arrives=arrives)

    def renew(self, subscription: str, *, pays: bool = True) -> dict[str, Any]:
        """The next month is charged, or the bank says no."""
        return self._ask("POST", f"/subscriptions/{subscription}/renew", pays=pays)

    def dispute(self, payment_intent: str) -> str:
        """A bank questions it. The dispute's id."""
        return self._ask("POST", f"/payments/{payment_intent}/dispute")["id"]

    def close_dispute(self, id: str, status: str) -> None:
        self._ask("POST", f"/disputes/{id}/close", status=status)

    def refund_by_hand(self, payment_intent: str, amount: int) -> str:
        """On Stripe's own pages. The refund's id."""
        return self._ask("POST", f"/payments/{payment_intent}/refund", amount=amount)["id"]

    def settle_refund(self, id: str, status: str) -> None:
        """The bank moved it (succeeded), or returned it (failed)."""
        self._ask("POST", f"/refunds/{id}/settle", status=status)

    def connect(self, account: str, *, ready: bool = True) -> str:
        """A connected account with an id the test chooses."""
        return self._ask("POST", "/accounts", id=account, ready=ready)["id"]

    def fault(self, kind: str, *, path: str = "/v1/", method: str = "POST", times: int = 1, seconds: float = 60.0) -> None:
        """429, 503, 500, 500_after, timeout_before, timeout_after, drop_after: see app/local/stripe/faults.py."""
        self._ask("POST", "/faults", kind=kind, path=path, method=method, times=times, seconds=seconds)

    def clear_faults(self) -> None:
        self._ask("DELETE", "/faults")

    def move_clock(self, seconds: int) -> int:
        """The virtual time then, in seconds since 1970."""
        return self._ask("POST", "/clock", move=seconds)["now"]

    def show(self, id: str) -> dict[str, Any]:
        return self._ask("GET", f"/objects/{id}")

    def alter(self, id: str, **fields: Any) -> None:
        """Writes over fields of an object, e.g. amount_total, livemode."""
        self._ask("PATCH", f"/objects/{id}", **fields)

    def send_webhooks_to(self, url: str | None) -> None:
        self._ask("POST", "/webhooks", url=url)

    def webhook_manner(self, **wishes: Any) -> None:
        """hold=True, signed_ago=400, forged=True, secret="…"."""
        self._ask("POST", "/webhooks", **wishes)

    def release(self, *ids: str, backwards: bool = False) -> list[str]:
        return self._ask("POST", "/webhooks/release", **({"ids": list(ids)} if ids else {}), backwards=backwards)

    def duplicate(self, event_id: str) -> None:
        self._ask("POST", f"/webhooks/{event_id}/duplicate")

    def webhooks(self, type: str | None = None) -> list[dict[str, Any]]:
        """Deliveries so far: event, state, tries, status."""
        return [one for one in self._ask("GET", "/webhooks") if type in (None, one["event"]["type"])]

    def settled(self, seconds: float = 10) -> bool:
        """Waits until no webhook is on its way."""
        return self._ask("GET", f"/webhooks/settled?seconds={seconds}")

    def tell(self, type: str, id: str, **fields: Any) -> dict[str, Any]:
        """Sends an event about an object, with fields of the event written over (livemode, account, created)."""
        return self._ask("POST", "/events", type=type, id=id, **fields)


def asking(**changes: Any) -> dict[str, Any]:
    return {
        "key": "harbour-7-1",
        "amount_minor": 120000,
        "currency": "EUR",
        "description": "Invoice 2026-7",
        "email": "pieter.dorn@example.com",
        "metadata": dict(INVOICE),
        "success_url": "http://127.0.0.1:9/paid",
        "cancel_url": "http://127.0.0.1:9/back",
    } | changes


def open_checkout(gateway: Gateway, account: str | None = None, **changes: Any) -> Checkout:
    """A page for invoice 7 of Halfmoon Freight, or `changes` of it."""
    return gateway.create_checkout(account, **asking(**changes))


@pytest.fixture(scope="session")
def stripe_server() -> Iterator[str]:
    from app.local.stripe.server import create, serving

    # No webhook waits long for its next try in a test.
    with serving(create(webhook_url=None, webhook_secret=SECRET, delays=(0.02,) * 50)) as url:
        yield url


@pytest.fixture
def stripe_standin(stripe_server: str) -> Iterator[StripeStandin]:
    standin = StripeStandin(stripe_server)
    standin.reset()
    yield standin
    standin.reset()
    standin.http.close()


@pytest.fixture
def gateway(stripe_standin: StripeStandin) -> Gateway:
    from billing.gateway import Gateway

    return Gateway(
        "sk_test_tests", webhook_secret=SECRET, livemode=False, base_url=stripe_standin.url, timeout=(3, 5), max_network_retries=0
    )


def signature(body: bytes, *, secret: str = SECRET, ago: int = 0) -> str:
    """A Stripe-Signature header for a body of the test's own making."""
    from stripe import WebhookSignature

    return WebhookSignature.generate_signature_header(body.decode(), secret, int(time.time()) - ago)
