"""The one door to Stripe: asks, and answers in billing.answers; every failure is one of four named errors.

The stand-in differs by the base address only. Real Stripe was not reachable when this was written; the requests are
checked against the SDK's own types, the answers against Stripe's published examples.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import cast

import stripe
from stripe.checkout import Session
from stripe.params import AccountCreateParams
from stripe.params.checkout import SessionCreateParams, SessionListParams

from billing.answers import OWN, Account, Checkout, CheckoutState, Connection, Event, Payment
from billing.minor_units import from_stripe, to_stripe
from billing.refusals import BadSignature, Declined, GatewayError, GatewayRefused, GatewayUnavailable

__all__ = [
    "OWN",
    "Account",
    "BadSignature",
    "Checkout",
    "Connection",
    "Declined",
    "Event",
    "Gateway",
    "GatewayError",
    "GatewayRefused",
    "GatewayUnavailable",
    "Payment",
]

CONNECT_SECONDS = 3.05
READ_SECONDS = 10.0
PAGE = 100  # Stripe's largest page of a list


class Gateway:
    """`webhook_secret` may hold several, separated by commas: own and connected endpoint, or old and new while it is rolled."""

    def __init__(
        self,
        api_key: str,
        *,
        webhook_secret: str,
        livemode: bool,
        base_url: str | None = None,
        timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
        max_network_retries: int = 1,
    ) -> None:
        self.livemode = livemode
        self._secrets = tuple(part.strip() for part in webhook_secret.split(",") if part.strip())
        self._stripe = stripe.StripeClient(
            api_key,
            base_addresses={"api": base_url.rstrip("/")} if base_url else None,
            max_network_retries=max_network_retries,
            http_client=stripe.RequestsClient(timeout=timeout),
        )

    def create_checkout(
        self,
        account: str | None,
        *,
        key: str,
        amount_minor: int,
        currency: str,
        description: str,
        email: str | None,
        metadata: dict[str, str],
        success_url: str,
        cancel_url: str,
        expires_at: datetime | None = None,
    ) -> Checkout:
        """Opens a payment page for one amount. `key`: idempotency key, the same for the same row, try and parameters.

        `amount_minor` in ISO 4217 minor units. `expires_at` 30 minutes to 24 hours ahead. A repeated key gives the
        *first* answer again, still "open" although it may be paid since: fetch before believing the state.
        """
        params: SessionCreateParams = {
            "mode": "payment",
            "submit_type": "pay",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": currency.lower(),
                        "unit_amount": to_stripe(amount_minor, currency),
                        "product_data": {"name": description},
                    },
                }
            ],
            # The invoice names one currency: no offer to pay it in another.
            "adaptive_pricing": {"enabled": False},
            "payment_intent_data": {"description": description, "metadata": metadata},
            "metadata": metadata,
            "success_url": success_url,
            "cancel_url": cancel_url,
        }
        if email is not None:
            params["customer_email"] = email
        if expires_at is not None:
            params["expires_at"] = int(expires_at.timestamp())
        with _named_errors():
            session = self._stripe.v1.checkout.sessions.create(params, {**_as(account), "idempotency_key": key})
        return self._checkout(session)

    def fetch_checkout(self, account: str | None, id: str) -> Checkout:
        with _named_errors():
            session = self._stripe.v1.checkout.sessions.retrieve(id, None, _as(account))
        return self._checkout(session)

    def find_checkouts(
        self, account: str | None, *, metadata: Mapping[str, str], created_from: datetime, created_until: datetime, pages: int = 10
    ) -> list[Checkout]:
        """Those created between the two moments (both included) that carry all of `metadata`, newest first.

        Stripe cannot search sessions by metadata, so the list is read: at most `pages` of 100, then GatewayRefused "too_many".
        """
        found: list[Checkout] = []
        params: SessionListParams = {
            "created": {"gte": int(created_from.timestamp()), "lte": int(created_until.timestamp())},
            "limit": PAGE,
        }
        for _ in range(pages):
            with _named_errors():
                page = self._stripe.v1.checkout.sessions.list(params, _as(account))
            found += [self._checkout(one) for one in page.data if metadata.items() <= _metadata(one.metadata).items()]
            if not page.has_more:
                return found
            params["starting_after"] = page.data[-1].id
        raise GatewayRefused("too_many", f"more than {pages * PAGE} checkouts in that time")

    def expire_checkout(self, account: str | None, id: str) -> Checkout:
        """Closes the page. GatewayRefused when it is no longer open (it may have been paid): fetch it then."""
        with _named_errors():
            session = self._stripe.v1.checkout.sessions.expire(id, None, _as(account))
        return self._checkout(session)

    def fetch_payment(self, account: str | None, payment_intent: str) -> Payment:
        with _named_errors():
            intent = self._stripe.v1.payment_intents.retrieve(
                payment_intent, {"expand": ["latest_charge.balance_transaction"]}, _as(account)
            )
        self._check_mode(intent.livemode)
        charge = intent.latest_charge if isinstance(intent.latest_charge, stripe.Charge) else None
        booked = charge.balance_transaction if charge and isinstance(charge.balance_transaction, stripe.BalanceTransaction) else None
        details = charge.payment_method_details if charge else None
        card = getattr(details, "card", None)
        currency = intent.currency.upper()
        return Payment(
            id=intent.id,
            status=intent.status,
            amount_minor=from_stripe(intent.amount_received, currency),
            currency=currency,
            fee_minor=from_stripe(booked.fee, booked.currency) if booked else None,
            fee_currency=booked.currency.upper() if booked else None,
            card_brand=card.brand if card else None,
            card_last4=card.last4 if card else None,
            receipt_url=charge.receipt_url if charge else None,
            metadata=_metadata(intent.metadata),
        )

    def account(self, account: str | None) -> Account:
        """Whether it may take payments yet. OWN or None: the account of the key itself."""
        with _named_errors():
            accounts = self._stripe.v1.accounts
            one = accounts.retrieve_current() if account is None or account == OWN else accounts.retrieve(account)
        profile = getattr(one, "business_profile", None)
        requirements = getattr(one, "requirements", None)
        currency = getattr(one, "default_currency", None)
        return Account(
            id=one.id,
            charges_enabled=bool(one.charges_enabled),
            payouts_enabled=bool(one.payouts_enabled),
            details_submitted=bool(one.details_submitted),
            country=getattr(one, "country", None),
            currency=currency.upper() if currency else None,
            name=profile.name if profile else None,
            missing=tuple(requirements.currently_due or ()) if requirements else (),
        )

    def connect_url(
        self, account: str | None, *, key: str, email: str | None, metadata: dict[str, str], refresh_url: str, return_url: str
    ) -> Connection:
        """Where the owner of `account` finishes setting it up; None makes a new one (`key` from the practice: one, not two).

        The account is theirs: own sign-in at Stripe, own fees, own losses.
        """
        if account is None:
            params: AccountCreateParams = {
                "controller": {
                    "fees": {"payer": "account"},
                    "losses": {"payments": "stripe"},
                    "requirement_collection": "stripe",
                    "stripe_dashboard": {"type": "full"},
                },
                "metadata": metadata,
            }
            if email is not None:
                params["email"] = email
            with _named_errors():
                account = self._stripe.v1.accounts.create(params, {"idempotency_key": key}).id
        with _named_errors():
            link = self._stripe.v1.account_links.create(
                {"account": account, "type": "account_onboarding", "refresh_url": refresh_url, "return_url": return_url}
            )
        return Connection(account=account, url=link.url)

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
                created=_moment(event.created),
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

    def _checkout(self, session: Session) -> Checkout:
        self._check_mode(session.livemode)
        currency = (session.currency or "").upper()
        intent = session.payment_intent
        return Checkout(
            id=session.id,
            url=session.url,
            state=cast(CheckoutState, session.status),
            paid=session.payment_status == "paid",
            amount_minor=from_stripe(session.amount_total or 0, currency),
            currency=currency,
            payment_intent=intent if intent is None or isinstance(intent, str) else intent.id,
            metadata=_metadata(session.metadata),
            created=_moment(session.created),
            expires_at=_moment(session.expires_at),
        )

    def _check_mode(self, livemode: bool) -> None:
        if livemode != self.livemode:
            raise GatewayRefused("wrong_mode", "the object is of the other mode, live or test")


@contextmanager
def _named_errors() -> Iterator[None]:
    """Stripe's errors quote e-mail addresses, so they are not chained: no traceback prints them."""
    try:
        yield
    except stripe.CardError as error:
        raise Declined(*_said(error)) from None
    except (stripe.RateLimitError, stripe.APIConnectionError) as error:
        raise GatewayUnavailable(*_said(error)) from None
    except stripe.StripeError as error:
        # 409: another request with this key is still under way. No status: the answer was not Stripe's.
        if error.http_status is None or error.http_status == 409 or error.http_status >= 500:
            raise GatewayUnavailable(*_said(error), replayed=_replayed(error)) from None
        raise GatewayRefused(*_said(error)) from None


def _said(error: stripe.StripeError) -> tuple[str, str, str | None]:
    said = error.error  # the SDK leaves error.code empty for some classes, a refused account among them
    code = error.code or getattr(said, "code", None) or getattr(said, "type", None) or type(error).__name__
    return code, error.user_message or "", error.request_id


def _replayed(error: stripe.StripeError) -> bool:
    return {name.lower(): value for name, value in (error.headers or {}).items()}.get("idempotent-replayed") == "true"


def _as(account: str | None) -> stripe.RequestOptions:
    return {} if account in (None, OWN) else {"stripe_account": account}


def _metadata(found: Mapping[str, str] | stripe.StripeObject | None) -> dict[str, str]:
    if found is None:
        return {}
    return dict(found) if isinstance(found, Mapping) else {str(key): str(value) for key, value in found.to_dict().items()}


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
