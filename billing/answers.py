"""What the payment gateway answers: plain frozen values, so that nobody above it meets the SDK's objects."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

OWN = "own"  # the account of the key itself, as practice.stripe_account spells it

CheckoutState = Literal["open", "complete", "expired"]


@dataclass(frozen=True)
class Checkout:
    """A hosted payment page. `amount_minor` in ISO 4217 minor units, `currency` in upper case.

    `paid` is the only word for money: a session may be complete and not paid (a bank debit on its way).
    """

    id: str
    url: str | None  # None once it is complete or expired
    state: CheckoutState
    paid: bool
    amount_minor: int
    currency: str
    payment_intent: str | None
    metadata: dict[str, str]
    created: datetime
    expires_at: datetime
    subscription: str | None = None  # that its payment began


@dataclass(frozen=True)
class Payment:
    """A payment as the bank knows it. `amount_minor` is what was received, 0 while nothing was.

    The fee is in `fee_currency`, which is the account's and may differ from the payment's; both are None until
    Stripe has booked it. Card fields are None for other ways of paying.
    """

    id: str
    status: str
    amount_minor: int
    currency: str
    fee_minor: int | None
    fee_currency: str | None
    card_brand: str | None
    card_last4: str | None
    receipt_url: str | None
    metadata: dict[str, str]
    declined: bool = False  # the last card was refused, and nothing was paid


@dataclass(frozen=True)
class Account:
    """Who receives the money. `missing` lists what Stripe still wants to know, in Stripe's own terms."""

    id: str
    charges_enabled: bool
    payouts_enabled: bool
    details_submitted: bool
    country: str | None
    currency: str | None
    name: str | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Connection:
    """A connected account and the page of Stripe's where its owner finishes setting it up (opens once, for minutes)."""

    account: str
    url: str


@dataclass(frozen=True)
class Event:
    """A hint that something happened to one object: fetch the object, never believe the event.

    `account` is OWN when Stripe names none. `created` may be days ago: only the signature must be fresh.
    """

    id: str
    type: str
    account: str
    livemode: bool
    object_type: str
    object_id: str | None
    created: datetime
    payment_intent: str | None = None  # of what its object belongs to
    subscription: str | None = None


@dataclass(frozen=True)
class Subscription:
    """`state` is Stripe's word. `paused`: nothing is collected for now; `cancel_at`: it ends then by itself."""

    id: str
    state: str
    paused: bool
    period_end: datetime | None
    cancel_at: datetime | None
    ended_at: datetime | None
    metadata: dict[str, str]


@dataclass(frozen=True)
class Renewal:
    """Stripe's own invoice of one month of a subscription. `amount_minor` is what was paid of it."""

    id: str
    subscription: str
    paid: bool
    failed: bool
    amount_minor: int
    currency: str
    payment_intent: str | None
    created: datetime


@dataclass(frozen=True)
class Refund:
    """`state`: pending, requires_action, succeeded, failed or canceled."""

    id: str
    state: str
    amount_minor: int
    currency: str
    payment_intent: str | None
    metadata: dict[str, str]


@dataclass(frozen=True)
class Dispute:
    """`state` is Stripe's word: won, lost, warning_closed, prevented, and several that wait."""

    id: str
    state: str
    amount_minor: int
    currency: str
    reason: str
    payment_intent: str | None
    created: datetime
