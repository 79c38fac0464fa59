"""Payments that a bank questions."""

from datetime import datetime

import stripe
from stripe.params import DisputeListParams

from billing.answers import Dispute
from billing.gateway.line import PAGE, Line, as_account, id_of, moment, named_errors
from billing.minor_units import from_stripe


class Disputes(Line):
    def disputes_of(self, account: str | None, payment_intent: str) -> list[Dispute]:
        params: DisputeListParams = {"payment_intent": payment_intent, "limit": PAGE}
        with named_errors():
            page = self._stripe.v1.disputes.list(params, as_account(account))
        return [self._dispute(one) for one in page.data]

    def recent_disputes(self, account: str | None, since: datetime) -> list[Dispute]:
        """Of the whole account, at most a page of the newest."""
        params: DisputeListParams = {"created": {"gte": int(since.timestamp())}, "limit": PAGE}
        with named_errors():
            page = self._stripe.v1.disputes.list(params, as_account(account))
        return [self._dispute(one) for one in page.data]

    def _dispute(self, found: stripe.Dispute) -> Dispute:
        self._check_mode(found.livemode)
        currency = found.currency.upper()
        return Dispute(
            id=found.id,
            state=found.status,
            amount_minor=from_stripe(found.amount, currency),
            currency=currency,
            reason=found.reason,
            payment_intent=id_of(found.payment_intent),
            created=moment(found.created),
        )
