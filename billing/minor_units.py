"""Our minor units are ISO 4217's; Stripe counts two currencies differently, and takes no last digit of five others.

Kronur and Ugandan shillings have no minor unit, but Stripe's API keeps the two digits they once had: 5 kronur are 500 there
(docs.stripe.com/currencies, special cases). Of dinars and rials with three decimals the last digit must be 0 there (three-decimal currencies, same
page): another sum is not rounded, it is paid by transfer.
"""

from decimal import Decimal

TWO_DIGITS_AT_STRIPE = frozenset({"ISK", "UGX"})
NO_LAST_DIGIT_AT_STRIPE = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})

# ISO 4217, list one. Not Babel's: CLDR gives the rupiah of Pakistan or the Serbian dinar no decimals, as they are used in shops, and a sum
# of theirs would be off by a hundred at the bank.
_DIGITS = {
    **dict.fromkeys(
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"], 0
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}


def digits(currency: str) -> int:
    """Decimals of the currency's major unit by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency.upper(), 2)


def major(minor: int | Decimal, currency: str) -> Decimal:
    """In major units, exactly."""
    return Decimal(minor).scaleb(-digits(currency))


def can_ask_for(amount_minor: int, currency: str) -> bool:
    """Whether Stripe can charge exactly this. `currency` in either case."""
    return currency.upper() not in NO_LAST_DIGIT_AT_STRIPE or amount_minor % 10 == 0


def to_stripe(amount_minor: int, currency: str) -> int:
    """`currency` in either case."""
    return amount_minor * 100 if currency.upper() in TWO_DIGITS_AT_STRIPE else amount_minor


def from_stripe(amount: int, currency: str) -> int:
    return amount // 100 if currency.upper() in TWO_DIGITS_AT_STRIPE else amount
