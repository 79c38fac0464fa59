"""Pages of Stripe's that are paid on."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from stripe.checkout import Session
from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItemPriceData, SessionListParams

from billing.answers import Checkout, CheckoutState
from billing.gateway.line import PAGE, Line, as_account, id_of, metadata_of, moment, named_errors
from billing.minor_units import from_stripe, to_stripe
from billing.refusals import GatewayRefused


class Checkouts(Line):
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
        monthly: bool = False,
    ) -> Checkout:
        """Opens a payment page for one amount; `monthly`, for the same amount each month from now on.

        `key`: idempotency key, the same for the same row, try and parameters. `amount_minor` in ISO 4217 minor units. `expires_at`
        30 minutes to 24 hours ahead. A repeated key gives the *first* answer again, still "open" although it may be paid since:
        fetch before believing the state.
        """
        price: SessionCreateParamsLineItemPriceData = {
            "currency": currency.lower(),
            "unit_amount": to_stripe(amount_minor, currency),
            "product_data": {"name": description},
        }
        params: SessionCreateParams = {
            "line_items": [{"quantity": 1, "price_data": price}],
            # The invoice names one currency: no offer to pay it in another.
            "adaptive_pricing": {"enabled": False},
            "metadata": metadata,
            "success_url": success_url,
            "cancel_url": cancel_url,
        }
        if monthly:
            price["recurring"] = {"interval": "month"}
            params |= {"mode": "subscription", "subscription_data": {"description": description, "metadata": metadata}}
        else:
            params |= {
                "mode": "payment",
                "submit_type": "pay",
                "payment_intent_data": {"description": description, "metadata": metadata},
            }
        if email is not None:
            params["customer_email"] = email
        if expires_at is not None:
            params["expires_at"] = int(expires_at.timestamp())
        with named_errors():
            session = self._stripe.v1.checkout.sessions.create(params, {**as_account(account), "idempotency_key": key})
        return self._checkout(session)

    def fetch_checkout(self, account: str | None, id: str) -> Checkout:
        with named_errors():
            session = self._stripe.v1.checkout.sessions.retrieve(id, None, as_account(account))
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
            with named_errors():
                page = self._stripe.v1.checkout.sessions.list(params, as_account(account))
            found += [self._checkout(one) for one in page.data if metadata.items() <= metadata_of(one.metadata).items()]
            if not page.has_more:
                return found
            params["starting_after"] = page.data[-1].id
        raise GatewayRefused("too_many", f"more than {pages * PAGE} checkouts in that time")

    def expire_checkout(self, account: str | None, id: str) -> Checkout:
        """Closes the page. GatewayRefused when it is no longer open (it may have been paid): fetch it then."""
        with named_errors():
            session = self._stripe.v1.checkout.sessions.expire(id, None, as_account(account))
        return self._checkout(session)

    def _checkout(self, session: Session) -> Checkout:
        self._check_mode(session.livemode)
        currency = (session.currency or "").upper()
        return Checkout(
            id=session.id,
            url=session.url,
            state=cast(CheckoutState, session.status),
            paid=session.payment_status == "paid",
            amount_minor=from_stripe(session.amount_total or 0, currency),
            currency=currency,
            payment_intent=id_of(session.payment_intent),
            metadata=metadata_of(session.metadata),
            created=moment(session.created),
            expires_at=moment(session.expires_at),
            subscription=id_of(session.subscription),
        )
