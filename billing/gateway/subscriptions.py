"""Subscriptions: begun on a page of Stripe's, then paused, resumed, ended; and the invoices by which they renew."""

import stripe
from stripe.params import InvoiceListParams, SubscriptionListParams, SubscriptionUpdateParams

from billing.answers import Renewal, Subscription
from billing.gateway.line import PAGE, Line, as_account, id_of, metadata_of, moment, named_errors
from billing.minor_units import from_stripe

CHANGES: dict[str, SubscriptionUpdateParams] = {
    "pause": {"pause_collection": {"behavior": "void"}},
    "resume": {"pause_collection": ""},
    "cancel": {"cancel_at_period_end": True},
    "keep": {"cancel_at_period_end": False},
}


class Subscriptions(Line):
    def fetch_subscription(self, account: str | None, id: str) -> Subscription:
        with named_errors():
            found = self._stripe.v1.subscriptions.retrieve(id, None, as_account(account))
        return self._subscription(found)

    def change_subscription(self, account: str | None, id: str, change: str, *, key: str) -> Subscription:
        """`change`: pause, resume, cancel (at the end of the month that is paid) or keep (take the ending back). The same twice is once."""
        with named_errors():
            found = self._stripe.v1.subscriptions.update(id, CHANGES[change], {**as_account(account), "idempotency_key": key})
        return self._subscription(found)

    def end_subscription(self, account: str | None, id: str, *, key: str) -> Subscription:
        """At once: what could not be served. Nothing more is charged."""
        with named_errors():
            found = self._stripe.v1.subscriptions.cancel(id, None, {**as_account(account), "idempotency_key": key})
        return self._subscription(found)

    def renewals(self, account: str | None, subscription: str) -> list[Renewal]:
        """Its newest invoices at Stripe, at most a page of them, oldest first."""
        params: InvoiceListParams = {"subscription": subscription, "limit": PAGE, "expand": ["data.payments"]}
        with named_errors():
            page = self._stripe.v1.invoices.list(params, as_account(account))
        return [self._renewal(one, subscription) for one in reversed(page.data)]

    def all_subscriptions(self, account: str | None) -> list[Subscription]:
        """Of the account, ended ones too: at most a page of the newest."""
        params: SubscriptionListParams = {"status": "all", "limit": PAGE}
        with named_errors():
            page = self._stripe.v1.subscriptions.list(params, as_account(account))
        return [self._subscription(one) for one in page.data]

    def _subscription(self, found: stripe.Subscription) -> Subscription:
        self._check_mode(found.livemode)
        ends = [item.current_period_end for item in found["items"].data]
        return Subscription(
            id=found.id,
            state=found.status,
            paused=found.pause_collection is not None,
            period_end=moment(max(ends)) if ends else None,
            cancel_at=moment(found.cancel_at) if found.cancel_at else None,
            ended_at=moment(found.ended_at) if found.ended_at else None,
            metadata=metadata_of(found.metadata),
        )

    def _renewal(self, found: stripe.Invoice, subscription: str) -> Renewal:
        self._check_mode(found.livemode)
        currency = found.currency.upper()
        paid = [one for one in found.payments.data if one.status == "paid"] if found.payments else []
        return Renewal(
            id=str(found.id),
            subscription=subscription,
            paid=found.status == "paid",
            failed=found.status == "open" and bool(found.attempted),
            amount_minor=from_stripe(found.amount_paid, currency),
            currency=currency,
            payment_intent=next((id_of(one.payment.payment_intent) for one in paid), None),
            created=moment(found.created),
        )
