"""Money that goes back."""

from datetime import datetime

import stripe
from stripe.params import RefundCreateParams, RefundListParams

from billing.answers import Refund
from billing.gateway.line import PAGE, Line, as_account, id_of, metadata_of, named_errors
from billing.minor_units import from_stripe, to_stripe


class Refunds(Line):
    def refund(
        self, account: str | None, payment_intent: str, *, key: str, amount_minor: int, currency: str, metadata: dict[str, str]
    ) -> Refund:
        """In full or in part. GatewayRefused when more is asked than is left of the payment."""
        params: RefundCreateParams = {"payment_intent": payment_intent, "amount": to_stripe(amount_minor, currency), "metadata": metadata}
        with named_errors():
            made = self._stripe.v1.refunds.create(params, {**as_account(account), "idempotency_key": key})
        return _refund(made)

    def refunds_of(self, account: str | None, payment_intent: str) -> list[Refund]:
        """Newest first; those whose answer was lost are found here by their metadata, and those made by hand at Stripe too."""
        params: RefundListParams = {"payment_intent": payment_intent, "limit": PAGE}
        with named_errors():
            page = self._stripe.v1.refunds.list(params, as_account(account))
        return [_refund(one) for one in page.data]

    def recent_refunds(self, account: str | None, since: datetime) -> list[Refund]:
        """Of the whole account, at most a page of the newest."""
        params: RefundListParams = {"created": {"gte": int(since.timestamp())}, "limit": PAGE}
        with named_errors():
            page = self._stripe.v1.refunds.list(params, as_account(account))
        return [_refund(one) for one in page.data]


def _refund(found: stripe.Refund) -> Refund:
    currency = found.currency.upper()
    return Refund(
        id=found.id,
        state=str(found.status),
        amount_minor=from_stripe(found.amount, currency),
        currency=currency,
        payment_intent=id_of(found.payment_intent),
        metadata=metadata_of(found.metadata),
    )
