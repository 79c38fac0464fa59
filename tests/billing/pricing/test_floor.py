"""What an hour must bring."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.pricing.floor import Floor, Wanted, floor
from billing.pricing.refusal import Reason, Refusal
from tests.billing.pricing.made import shown

WANTED = Wanted("EUR", Decimal(80_000), Decimal(20_000), Decimal("0.30"), 46, Decimal(40), Decimal("0.5"))
"""science.md 7.2."""


def made(**changed: Any) -> Floor:
    plan: dict[str, Any] = {"income": 0, "costs": 0, "tax_share": 0, "weeks": 1, "hours_a_week": 1, "sold_share": 1, "margin": 0} | changed
    found = floor(Wanted("EUR", **{name: value if name == "weeks" else Decimal(value) for name, value in plan.items()}))
    assert isinstance(found, Floor)
    return found


def test_the_break_even_rate() -> None:
    """science.md 7.2: N 80 000, t .30, O 20 000, 46 weeks of 40 hours, half of them sold."""
    found = floor(WANTED)
    assert isinstance(found, Floor)
    assert (found.hours_sold, shown(found.sold_hour, "0.01")) == (920, "145.96")
    assert shown(found.worked_hour, "0.01") == "72.98"


def test_published_rates() -> None:
    """(80 000 + 20 000) / 1 600 = 62.50 (free-biz-tools); 100 000 / 1 200 = 83.33, a day of 8 hours 666.67, 40 hours 3 333.33 (calculatorlib)."""
    assert made(income=80_000, costs=20_000, weeks=40, hours_a_week=40).sold_hour == Decimal("62.5")
    found = made(income=100_000, weeks=40, hours_a_week=30)
    assert [shown(rate, "0.01") for rate in (found.sold_hour, found.of(Decimal(8)), found.of(Decimal(40)))] == [
        "83.33",
        "666.67",
        "3333.33",
    ]


def test_a_margin_is_of_the_price() -> None:
    assert made(costs=80, margin="0.2").sold_hour == 100


def test_more_hours_than_coaches_work_are_pointed_out() -> None:
    """science.md 7.2: 11.6 hours a week, 600 a year."""
    assert [made(costs=1, weeks=50, hours_a_week=hours).hours_are_many for hours in (12, "12.1")] == [False, True]


def test_without_a_plan_or_hours_there_is_no_floor() -> None:
    assert floor(None) == Refusal(Reason.NO_PLAN)
    for weeks, hours, sold in ((0, 40, 1), (40, 0, 1), (40, 40, 0)):
        assert floor(Wanted("EUR", Decimal(1), Decimal(1), Decimal(0), weeks, Decimal(hours), Decimal(sold))) == Refusal(Reason.NO_HOURS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"income": -1},
        {"costs": -1},
        {"weeks": -1},
        {"hours_a_week": -1},
        {"sold_share": "1.1"},
        {"tax_share": 1},
        {"tax_share": "-0.1"},
        {"margin": 1},
    ],
)
def test_a_plan_that_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a plan holds|take from nothing"):
        made(**wrong)


shares = st.decimals("0", "0.95", places=2)


@given(
    st.integers(0, 10**6), st.integers(0, 10**6), shares, st.integers(1, 52), st.integers(1, 60), st.decimals("0.01", "1", places=2), shares
)
def test_the_year_comes_out(income: int, costs: int, tax: Decimal, weeks: int, hours: int, sold: Decimal, margin: Decimal) -> None:
    """At the floor: what is left of all sold hours after margin, costs and tax is the income wanted."""
    found = made(income=income, costs=costs, tax_share=tax, weeks=weeks, hours_a_week=hours, sold_share=sold, margin=margin)
    left = (found.sold_hour * found.hours_sold * (1 - margin) - costs) * (1 - tax)
    assert abs(left - income) < Decimal("1e-9")
    assert found.worked_hour <= found.sold_hour
    assert abs(found.worked_hour * found.hours_worked - found.turnover) < Decimal("1e-9")
