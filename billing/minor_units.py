"""Our minor units are ISO 4217's; Stripe counts two currencies differently, and takes no last digit of five others.

Kronur and Ugandan shillings have no minor unit, but Stripe's API keeps the two digits they once had: 5 kronur are 500 there
(docs.stripe.com/currencies, special cases). Of dinars and rials with three decimals the last digit must be 0 there (three-decimal currencies, same
page): another sum is not rounded, it is paid by transfer.
"""

TWO_DIGITS_AT_STRIPE = frozenset({"ISK", "UGX"})
NO_LAST_DIGIT_AT_STRIPE = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})


def can_ask_for(amount_minor: int, currency: str) -> bool:
    """Whether Stripe can charge exactly this. `currency` in either case."""
    return currency.upper() not in NO_LAST_DIGIT_AT_STRIPE or amount_minor % 10 == 0


def to_stripe(amount_minor: int, currency: str) -> int:
    """`currency` in either case."""
    return amount_minor * 100 if currency.upper() in TWO_DIGITS_AT_STRIPE else amount_minor


def from_stripe(amount: int, currency: str) -> int:
    return amount // 100 if currency.upper() in TWO_DIGITS_AT_STRIPE else amount
