"""Sums of an invoice."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.tax import Line, half_up, sums


@pytest.mark.parametrize(
    ("amount", "rounded"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("0.49999999", 0), ("1000000000000.5", 1000000000001)]
)
def test_half_goes_up(amount: str, rounded: int) -> None:
    assert half_up(Decimal(amount)) == rounded


def test_a_line_is_rounded_once_and_the_tax_once_over_all() -> None:
    lines = [Line("a", Decimal("0.333"), 100), Line("b", Decimal("0.333"), 100), Line("c", Decimal("0.335"), 100)]
    assert [line.net_minor for line in lines] == [33, 33, 34]
    total = sums(lines, Decimal(21))
    assert (total.net_minor, total.tax_minor, total.total_minor) == (100, 21, 121)


def test_the_tax_is_of_the_sum_not_the_sum_of_the_taxes() -> None:
    one = Line("", Decimal(1), 2)
    assert sums([one], Decimal(21)).tax_minor == 0
    assert sums([one] * 10, Decimal(21)).tax_minor == 4


@pytest.mark.parametrize(("minor", "percent", "tax"), [(1200000, "10", 120000), (1234, "5.5", 68), (5, "8.1", 0), (10**12, "0", 0)])
def test_minor_units_know_no_decimals_so_yen_and_dinar_are_alike(minor: int, percent: str, tax: int) -> None:
    assert sums([Line("", Decimal(1), minor)], Decimal(percent)).tax_minor == tax


@given(
    st.decimals("0.000001", "99999", places=6), st.integers(0, 10**10), st.decimals("0", "99.999", places=3)
)  # fmt: skip
def test_never_off_by_more_than_half_a_unit(quantity: Decimal, unit: int, percent: Decimal) -> None:
    line = Line("", quantity, unit)
    assert abs(Fraction(line.net_minor) - Fraction(quantity) * unit) <= Fraction(1, 2)
    total = sums([line], percent)
    assert abs(Fraction(total.tax_minor) - Fraction(line.net_minor) * Fraction(percent) / 100) <= Fraction(1, 2)
    assert total.total_minor == total.net_minor + total.tax_minor
