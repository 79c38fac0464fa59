"""The one door to Stripe: asks, and answers in billing.answers; every failure is one of four named errors.

The stand-in differs by the base address only. Real Stripe was not reachable when this was written; the requests are
checked against the SDK's own types, the answers against Stripe's published examples.
"""

from billing.answers import OWN, Account, Checkout, Event, Payment
from billing.gateway.accounts import Accounts
from billing.gateway.checkouts import Checkouts
from billing.gateway.disputes import Disputes
from billing.gateway.events import Events
from billing.gateway.payments import Payments
from billing.gateway.refunds import Refunds
from billing.gateway.subscriptions import Subscriptions
from billing.refusals import BadSignature, Declined, GatewayError, GatewayRefused, GatewayUnavailable

__all__ = [
    "OWN",
    "Account",
    "BadSignature",
    "Checkout",
    "Declined",
    "Event",
    "Gateway",
    "GatewayError",
    "GatewayRefused",
    "GatewayUnavailable",
    "Payment",
]


class Gateway(Checkouts, Payments, Subscriptions, Refunds, Disputes, Accounts, Events):
    """All that we ask of Stripe."""
