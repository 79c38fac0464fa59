"""The exact rank-sum test against published and hand-counted chances, and against plain dealing out."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.progress.ranksum import chance, doubled_midranks
from tests.models.progress.made import decimals, table


def case(name: str) -> tuple[list[Decimal], list[Decimal]]:
    rows = [row for row in table("single_case_ab.csv") if row["case"] == name]
    before, after = ([Decimal(row["value"]) for row in rows if row["phase"] == phase] for phase in "AB")
    return before, after


def test_published_single_case():
    p = chance(*case("parker_vannest_davis_2011"))
    assert p == Fraction(8, 1716)
    assert round(float(p), 5) == 0.00466


def test_six_below_eight():
    assert chance(decimals([1, 2, 3, 4, 5, 6]), decimals([7, 8, 9, 10, 11, 12, 13, 14])) == Fraction(1, 3003)


def test_yes_and_no_is_fishers_test():
    assert round(float(chance(decimals([0, 0, 1, 0, 0, 0]), decimals([1, 1, 0, 1, 1, 1, 1, 0]))), 4) == 0.0513


def test_ties_share_their_middle_rank():
    assert doubled_midranks(decimals([3, 1, 3, 2])) == [7, 2, 7, 4]


def test_nothing_to_compare():
    with pytest.raises(ValueError, match="two groups"):
        chance([], decimals([1]))


few = st.lists(st.integers(0, 4).map(Decimal), min_size=1, max_size=5)


@given(few, few)
def test_it_is_the_share_of_all_ways_to_deal_out(before, after):
    ranks = doubled_midranks([*before, *after])
    seen = sum(ranks[len(before) :])
    deals = [sum(deal) for deal in combinations(ranks, len(after))]
    assert chance(before, after) == Fraction(sum(total >= seen for total in deals), len(deals))


@given(few, few)
def test_both_directions_share_only_what_is_exactly_as_seen(before, after):
    turned = chance([-v for v in before], [-v for v in after])
    assert chance(before, after) + turned >= 1
    assert chance(after, before) == turned
