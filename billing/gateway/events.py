"""What Stripe tells by itself: read, verified, and believed in nothing but whom to ask about what."""

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
        event = self._verified(body, signature)
        try:
            about = event.to_dict()["data"]["object"]
            return Event(
                id=event.id,
                type=event.type,
                account=getattr(event, "account", None) or OWN,
                livemode=event.livemode,
                object_type=about["object"],
                object_id=about.get("id"),
                created=moment(event.created),
                payment_intent=_named(about.get("payment_intent")),
                subscription=_subscription_of(about),
            )
        except (KeyError, AttributeError, TypeError):
            raise GatewayRefused("unreadable_event") from None

    def _verified(self, body: bytes, signature: str | None) -> stripe.Event:
        for secret in self._secrets:
            try:
                return self._stripe.construct_event(body, signature, secret)
            except (stripe.SignatureVerificationError, UnicodeDecodeError):
                continue
            except (ValueError, AttributeError, TypeError, RecursionError):
                raise GatewayRefused("unreadable_event") from None
        raise BadSignature("bad_signature")


def _named(found: object) -> str | None:
    return found if isinstance(found, str) else None


def _subscription_of(about: dict[str, Any]) -> str | None:
    """Of an invoice of Stripe's: the subscription that it renews."""
    details = (about.get("parent") or {}).get("subscription_details") or {}
    return _named(details.get("subscription"))
