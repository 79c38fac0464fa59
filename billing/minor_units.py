"""Our minor units are ISO 4217's; Stripe counts two currencies differently.

Kronur and Ugandan shillings have no minor unit, but Stripe's API keeps the two digits they once had: 5 kronur are 500 there
(docs.stripe.com/currencies, special cases).
"""

TWO_DIGITS_AT_STRIPE = frozenset({"ISK", "UGX"})


def to_stripe(amount_minor: int, currency: str) -> int:
    """`currency` in either case."""
    return amount_minor * 100 if currency.upper() in TWO_DIGITS_AT_STRIPE else amount_minor


def from_stripe(amount: int, currency: str) -> int:
    return amount // 100 if currency.upper() in TWO_DIGITS_AT_STRIPE else amount
