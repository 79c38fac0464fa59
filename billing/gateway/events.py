"""What Stripe tells by itself: read, verified, and believed in nothing but whom to ask about what."""

import json
from typing import Any

import stripe

from billing.answers import OWN, Event
from billing.gateway.line import Line, moment
from billing.refusals import BadSignature, GatewayRefused


class Events(Line):
    def read_event(self, body: bytes, signature: str | None) -> Event:
        """The event in a webhook's body. BadSignature: answer 400. GatewayRefused: signed, but no event we can read.

        The mode is not judged here, because a live Connect endpoint also receives test events: compare
        `event.livemode` with `gateway.livemode` and let the others pass without effect.
        """
        text = self._verified(body, signature)
        try:
            event = json.loads(text)
            about = event["data"]["object"]
            return Event(
                id=event["id"],
                type=event["type"],
                account=event.get("account") or OWN,
                livemode=event["livemode"],
                object_type=about["object"],
                object_id=about.get("id"),
                created=moment(event["created"]),
                payment_intent=_named(about.get("payment_intent")),
                subscription=_subscription_of(about),
            )
        except (KeyError, AttributeError, TypeError, ValueError, RecursionError):
            raise GatewayRefused("unreadable_event") from None

    def _verified(self, body: bytes, signature: str | None) -> str:
        for secret in self._secrets:
            try:
                text = body.decode()
                stripe.WebhookSignature.verify_header(text, signature, secret, stripe.Webhook.DEFAULT_TOLERANCE)
                return text
            except (stripe.SignatureVerificationError, UnicodeDecodeError):
                continue
        raise BadSignature("bad_signature")


def _named(found: object) -> str | None:
    return found if isinstance(found, str) else None


def _subscription_of(about: dict[str, Any]) -> str | None:
    """Of an invoice of Stripe's: the subscription that it renews."""
    details = (about.get("parent") or {}).get("subscription_details") or {}
    return _named(details.get("subscription"))
