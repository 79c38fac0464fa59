"""Payments, as the bank knows them."""

import stripe

from billing.answers import Payment
from billing.gateway.line import Line, as_account, metadata_of, named_errors
from billing.minor_units import from_stripe


class Payments(Line):
    def fetch_payment(self, account: str | None, payment_intent: str) -> Payment:
        with named_errors():
            intent = self._stripe.v1.payment_intents.retrieve(
                payment_intent, {"expand": ["latest_charge.balance_transaction"]}, as_account(account)
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
            metadata=metadata_of(intent.metadata),
            declined=intent.status == "requires_payment_method" and intent.last_payment_error is not None,
        )
