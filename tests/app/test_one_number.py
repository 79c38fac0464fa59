"""An amount is one number: typed, kept, shown, printed and charged, in every currency and every way of writing."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app import formats
from billing.instalments import split, usual
from billing.minor_units import can_ask_for, from_stripe, to_stripe
from billing.tax import Line, sums

CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "KRW", "KWD", "TND", "ISK", "UGX", "CHF", "HUF"])
LOCALES = st.sampled_from(["en", "en_GB", "de", "de_CH", "nl", "fr", "pt_BR", "ja", "sv", "pl"])
RATES = st.sampled_from([Decimal(0), Decimal("5.5"), Decimal("8.1"), Decimal(9), Decimal(21)])
LINES = st.builds(
    Line, st.just("x"), st.decimals("0.01", "500", places=2), st.integers(0, 10**8), st.decimals("0", "100", places=1), RATES
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=20), CURRENCIES, LOCALES, st.sampled_from(["one", "two", "three", "deposit"]))
def test_what_is_shown_is_what_is_kept_and_charged(lines: list[Line], currency: str, locale: str, plan: str) -> None:
    total = sums(lines).total_minor
    shown = formats.money(total, currency, locale)
    assert formats.parse_money(shown, currency, locale) == total
    assert formats.parse_money(formats.number(Decimal(total).scaleb(-formats.digits(currency)), locale), currency, locale) == total
    assert from_stripe(to_stripe(total, currency), currency) == total
    parts = split(total, [share.weight for share in usual(plan, 14)])
    read = [formats.parse_money(formats.money(part, currency, locale), currency, locale) for part in parts]
    assert sum(read) == total


@given(st.lists(LINES, max_size=8).map(lambda lines: [Line.read(line.kept) for line in lines]), st.lists(LINES, max_size=8))
def test_the_order_of_lines_changes_nothing(first: list[Line], second: list[Line]) -> None:
    assert sums([*first, *second]) == sums([*second, *first])


@given(st.integers(0, 10**12))
def test_only_sums_that_stripe_can_charge_are_asked_for(minor: int) -> None:
    assert can_ask_for(minor, "KWD") == can_ask_for(minor, "kwd") == (minor % 10 == 0)
    assert can_ask_for(minor, "EUR")
    assert can_ask_for(minor, "ISK")
