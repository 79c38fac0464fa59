"""Money: offers, invoices, payments, Stripe. Knows the models; session, keys and clock come as arguments.

Its tables name each other, so whoever needs one gets them all.
"""

from billing.bill_line import Instalment, InvoiceLine
from billing.credit import Booking, Credit, PackageChange
from billing.credit_note import CreditNote
from billing.offer import Offer, OfferVersion
from billing.package import Package
from billing.price_plan import PricePlan
from billing.purchase import Purchase
from billing.reconciliation import Reconciliation
from billing.refund import CardCost, Dispute, Refund
from billing.reminding import ReminderPause
from billing.statement import Statement
from billing.subscription import Subscription

__all__ = [
    "Booking",
    "CardCost",
    "Credit",
    "CreditNote",
    "Dispute",
    "Instalment",
    "InvoiceLine",
    "Offer",
    "OfferVersion",
    "Package",
    "PackageChange",
    "PricePlan",
    "Purchase",
    "Reconciliation",
    "Refund",
    "ReminderPause",
    "Statement",
    "Subscription",
]
