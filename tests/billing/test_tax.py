"""Sums of an invoice: a line is rounded once, a rate once, both half up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.tax import Line, Sums, Tax, half_up, sums
from models.base import uuid7

VAT = Decimal(21)


def taxed(*nets: int, rate: Decimal = VAT) -> Sums:
    return sums(Line("", unit_minor=net, tax_percent=rate) for net in nets)


@pytest.mark.parametrize(
    ("amount", "rounded"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("0.49999999", 0), ("1000000000000.5", 1000000000001)]
)
def test_half_goes_up(amount: str, rounded: int) -> None:
    assert half_up(Decimal(amount)) == rounded


def test_a_line_is_rounded_once_and_the_tax_once_over_its_rate() -> None:
    lines = [Line("", Decimal(quantity), 100, tax_percent=VAT) for quantity in ("0.333", "0.333", "0.335")]
    assert [line.net_minor for line in lines] == [33, 33, 34]
    total = sums(lines)
    assert (total.net_minor, total.tax_minor, total.total_minor) == (100, 21, 121)


def test_the_tax_is_of_the_sum_not_the_sum_of_the_taxes() -> None:
    assert taxed(2).tax_minor == 0
    assert taxed(*[2] * 10).tax_minor == 4


def test_each_rate_by_itself_the_highest_first() -> None:
    """The same net at three rates: 21 % of 10.07 is 2.1147, 9 % of 20.05 is 1.8045, and of what is exempt nothing."""
    lines = [Line("a", unit_minor=1007, tax_percent=VAT), Line("b", unit_minor=2000, tax_percent=Decimal(9)), Line("c", unit_minor=333)]
    lines += [Line("d", unit_minor=5, tax_percent=Decimal("9.0"))]
    total = sums(lines)
    assert total.taxes == (Tax(VAT, 1007, 211), Tax(Decimal(9), 2005, 180), Tax(Decimal(0), 333, 0))
    assert (total.net_minor, total.tax_minor, total.total_minor) == (3345, 391, 3736)


@pytest.mark.parametrize(
    ("quantity", "unit", "discount", "net"),
    [("1", 480000, "10", 432000), ("3", 333, "33.333", 666), ("1", 999, "100", 0), ("1.5", 120000, "0", 180000), ("1", 1, "50", 1), ("1", 1, "50.1", 0)],
)  # fmt: skip
def test_a_discount_is_taken_before_the_line_is_rounded(quantity: str, unit: int, discount: str, net: int) -> None:
    assert Line("", Decimal(quantity), unit, Decimal(discount)).net_minor == net


@pytest.mark.parametrize(("minor", "percent", "tax"), [(1200000, "10", 120000), (1234, "5.5", 68), (5, "8.1", 0), (10**12, "0", 0)])
def test_minor_units_know_no_decimals_so_yen_and_dinar_are_alike(minor: int, percent: str, tax: int) -> None:
    assert taxed(minor, rate=Decimal(percent)).tax_minor == tax


def test_a_line_is_kept_and_read() -> None:
    line = Line("Päckchen", Decimal("1.50"), 120000, Decimal("12.5"), Decimal("8.100"), uuid7(), uuid7())
    assert Line.read(line.kept) == line
    assert line.kept["quantity"] == "1.5"
    bare = Line("x")
    assert Line.read(bare.kept) == bare


LINES = st.builds(
    Line,
    st.just("x"),
    st.decimals("0.000001", "99999", places=6),
    st.integers(0, 10**10),
    st.decimals("0", "100", places=3),
    st.sampled_from([Decimal(0), Decimal("5.5"), Decimal("8.1"), Decimal(9), VAT, Decimal("99.999")]),
)


@given(st.lists(LINES, min_size=1, max_size=60))
def test_never_off_by_more_than_half_a_unit(lines: list[Line]) -> None:
    for line in lines:
        exact = Fraction(line.quantity) * line.unit_minor * (100 - Fraction(line.discount_percent)) / 100
        assert abs(line.net_minor - exact) <= Fraction(1, 2)
    total = sums(lines)
    for tax in total.taxes:
        assert tax.net_minor == sum(line.net_minor for line in lines if line.tax_percent == tax.percent)
        assert abs(tax.tax_minor - Fraction(tax.net_minor) * Fraction(tax.percent) / 100) <= Fraction(1, 2)
    assert total.net_minor == sum(line.net_minor for line in lines)
    assert total.total_minor == total.net_minor + total.tax_minor
