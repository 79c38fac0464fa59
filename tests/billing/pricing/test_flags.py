"""The seven signs of a price that is too low, and the surveys."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.pricing.capacity import Week
from billing.pricing.effective import Earned
from billing.pricing.flags import (
    Act,
    Finding,
    Flag,
    PriceSet,
    Quote,
    Sale,
    below_floor,
    below_survey,
    discounted,
    far_below_list,
    nearly_full,
    nobody_says_no,
    not_moved,
    raised,
)
from billing.pricing.floor import Floor
from billing.pricing.price import Price
from billing.pricing.published import FIGURES
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.surveys import PAID_SHARES, at_experience, published
from tests.billing.pricing.made import DAY, euro, shown

TODAY = date(2026, 11, 17)


def an_hour(rate: int) -> Earned:
    return Earned("EUR", Decimal(rate), 60, 30)


def ground(worked_hour: int) -> Floor:
    return Floor("EUR", Decimal(worked_hour * 1000), Decimal(500), Decimal(1000))


def up(found: Finding | Refusal) -> bool:
    assert isinstance(found, Finding), found
    return found.is_raised


def quotes(yes: int, of: int) -> list[Quote]:
    return [Quote(DAY + timedelta(days=n), n < yes) for n in range(of)]


def weeks(*percent: int) -> list[Week]:
    """Ending with the last that is over."""
    monday = TODAY - timedelta(days=TODAY.weekday())
    return [Week(monday - timedelta(weeks=len(percent) - n), 100, full) for n, full in enumerate(percent)]


def test_an_hour_of_work_is_held_against_an_hour_of_work() -> None:
    """Half of the hours are sold: 112 a sold hour are 56 a worked one, and whoever earns 97 over all hours is above it."""
    found = below_floor(an_hour(97), Floor("EUR", Decimal(112 * 500), Decimal(500), Decimal(1000)))
    assert isinstance(found, Finding)
    assert (found.is_raised, found.value, found.limit, found.currency) == (False, 97, 56, "EUR")
    low = below_floor(an_hour(55), ground(56))
    assert isinstance(low, Finding)
    assert (low.is_raised, low.act) == (True, Act.NEXT_PRICE)


def test_less_than_half_of_the_list_price() -> None:
    assert [up(far_below_list(an_hour(rate), euro(500))) for rate in (249, 250)] == [True, False]
    found = far_below_list(an_hour(200), euro(500))
    assert isinstance(found, Finding)
    assert (found.value, found.act) == (Decimal("0.4"), Act.LESS_UNPAID)


def test_what_refuses_a_rate_refuses_the_flag() -> None:
    nothing, no_plan = Refusal(Reason.NOTHING_PAID), Refusal(Reason.NO_PLAN)
    assert below_floor(nothing, ground(1)) == far_below_list(nothing, euro(1)) == nothing
    assert below_floor(an_hour(1), no_plan) == no_plan
    assert below_floor(an_hour(1), replace(ground(2), currency="USD")) == Refusal(Reason.OTHER_CURRENCY)
    assert far_below_list(an_hour(1), Price(Decimal(9), "USD")) == Refusal(Reason.OTHER_CURRENCY)
    assert far_below_list(an_hour(1), None) == Refusal(Reason.NO_PRICE)


def test_ten_of_eleven_said_yes() -> None:
    """look/price.html: allowing for luck, at least 62 in 100 would be accepted."""
    found = nobody_says_no(quotes(10, 11))
    assert isinstance(found, Finding)
    assert found.low is not None
    assert (found.is_raised, found.k, found.n, shown(found.low, "0.01"), found.since) == (True, 10, 11, "0.62", DAY)


@pytest.mark.parametrize(("yes", "of", "is_up"), [(9, 10, False), (10, 10, True), (16, 20, False), (17, 20, True), (18, 20, True)])
def test_both_the_share_and_what_luck_allows_must_be_high(yes: int, of: int, is_up: bool) -> None:
    assert up(nobody_says_no(quotes(yes, of))) is is_up


def test_nine_quotes_are_too_few_and_older_than_the_price_do_not_count() -> None:
    assert nobody_says_no(quotes(9, 9)) == Refusal(Reason.FEW_QUOTES, 9, 10)
    assert nobody_says_no(quotes(12, 12), since=DAY + timedelta(days=5)) == Refusal(Reason.FEW_QUOTES, 7, 10)
    found = nobody_says_no(reversed(quotes(20, 25)))
    assert isinstance(found, Finding)
    assert (found.k, found.n, found.since) == (15, 20, DAY + timedelta(days=5))


@given(st.integers(10, 20), st.data())
def test_one_more_yes_never_lowers_the_flag(of: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, of - 1))
    assert up(nobody_says_no(quotes(yes, of))) <= up(nobody_says_no(quotes(yes + 1, of)))


def test_a_price_that_has_not_moved_for_eighteen_months() -> None:
    def since(*prices: tuple[date, int]) -> Finding | Refusal:
        return not_moved([PriceSet(on, euro(price)) for on, price in prices], TODAY)

    assert [up(since((date(2025, 5, day), 180))) for day in (17, 18)] == [True, False]
    found = since((date(2022, 1, 1), 150), (date(2024, 9, 17), 180), (date(2026, 1, 1), 180), (date(2027, 1, 1), 200))
    assert isinstance(found, Finding)
    assert (found.is_raised, found.value, found.since, found.act) == (True, 26, date(2024, 9, 17), Act.RENEW_HIGHER)
    assert up(since((date(2024, 1, 1), 180), (date(2026, 1, 1), 190))) is False
    assert since((date(2027, 1, 1), 180)) == Refusal(Reason.NO_DATE)


def test_eight_of_the_last_nine_weeks_were_too_full() -> None:
    assert [
        up(nearly_full(weeks(*full), TODAY)) for full in ([86] * 8, [85] + [86] * 7, [85] + [86] * 8, [85, 85] + [99] * 7, [99] * 9)
    ] == [
        True,
        False,
        True,
        False,
        True,
    ]
    found = nearly_full(weeks(10, 95, 95, 95, 60, 95, 95, 95, 95, 95), TODAY)
    assert isinstance(found, Finding)
    assert (found.is_raised, found.k, found.n, shown(found.value, "0.01")) == (True, 8, 9, "0.91")


def test_a_week_off_and_the_week_that_runs_are_not_judged() -> None:
    over = weeks(*[90] * 8)
    now, off = Week(TODAY - timedelta(days=1), 100, 0), Week(DAY, 0, 0)
    assert up(nearly_full([*over, now, off], TODAY)) is True
    assert nearly_full([*over[1:], now, off], TODAY) == Refusal(Reason.FEW_WEEKS, 7, 8)


def test_less_than_others_of_the_same_experience() -> None:
    """ICF 2012: 387 a session after ten years, 128 in the first."""
    veteran = at_experience(12)
    assert [up(below_survey(Price(Decimal(fee), "USD"), veteran)) for fee in (386, 387)] == [True, False]
    assert below_survey(euro(100), veteran) == Refusal(Reason.OTHER_CURRENCY)
    assert below_survey(None, veteran) == Refusal(Reason.NO_PRICE)
    assert below_survey(euro(100), at_experience(5)) == Refusal(Reason.NO_FIGURE)


def test_more_than_a_tenth_given_away() -> None:
    def sales(*agreed: int, currency: str = "EUR") -> list[Sale]:
        return [Sale(DAY, Decimal(100), Decimal(price), currency) for price in agreed]

    assert [up(discounted(sales(*agreed), "EUR")) for agreed in ((90, 90, 90), (90, 90, 89), (70, 100, 101))] == [False, True, False]
    found = discounted(sales(100, 0, 100), "EUR")
    assert isinstance(found, Finding)
    assert (found.k, found.n, shown(found.value, "0.001"), found.act) == (1, 3, "0.333", Act.FEWER_DISCOUNTS)
    assert discounted([*sales(0, 0), *sales(0, 0, 0, currency="USD"), Sale(DAY, Decimal(0), Decimal(0), "EUR")], "EUR") == Refusal(
        Reason.FEW_SALES, 2, 3
    )


@given(st.lists(st.integers(0, 120), min_size=3, max_size=12), st.data())
def test_a_deeper_discount_never_lowers_the_flag(agreed: list[int], data: st.DataObject) -> None:
    which, less = data.draw(st.integers(0, len(agreed) - 1)), data.draw(st.integers(0, 120))
    deeper = [*agreed]
    deeper[which] = max(deeper[which] - less, 0)
    one, other = ([Sale(DAY, Decimal(100), Decimal(price), "EUR") for price in prices] for prices in (agreed, deeper))
    assert up(discounted(one, "EUR")) <= up(discounted(other, "EUR"))


@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 500))
def test_a_higher_floor_or_list_price_never_lowers_a_flag(rate: int, limit: int, more: int) -> None:
    assert up(below_floor(an_hour(rate), ground(limit))) <= up(below_floor(an_hour(rate), ground(limit + more)))
    assert up(far_below_list(an_hour(rate), euro(limit))) <= up(far_below_list(an_hour(rate), euro(limit + more)))


@given(st.lists(st.integers(0, 120), min_size=8, max_size=12), st.data())
def test_a_fuller_week_never_lowers_the_flag(full: list[int], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(full) - 1))
    fuller = [*full]
    fuller[which] += data.draw(st.integers(0, 50))
    assert up(nearly_full(weeks(*full), TODAY)) <= up(nearly_full(weeks(*fuller), TODAY))


def test_those_that_are_up_come_in_order() -> None:
    found = [
        discounted([Sale(DAY, Decimal(100), Decimal(1), "EUR")] * 3, "EUR"),
        Refusal(Reason.NO_PLAN),
        far_below_list(an_hour(9), euro(10)),
        nobody_says_no(quotes(10, 10)),
        below_floor(an_hour(1), ground(2)),
    ]
    assert [finding.flag for finding in raised(found)] == [Flag.BELOW_FLOOR, Flag.NOBODY_SAYS_NO, Flag.DISCOUNTED]


def test_the_figures_are_those_that_were_read() -> None:
    """pricing_benchmarks.csv, in which "same" is the source of the line before."""
    lines = (Path(__file__).parents[2] / "data/pricing_benchmarks.csv").read_text().splitlines()
    rows, source = [], ""
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        source = source if row["source"] == "same" else row["source"]
        rows.append((row["study"], int(row["year"]), row["segment"], row["metric"], Decimal(row["value"]), source))
    assert [(f.study, f.year, f.segment, f.metric, f.value, f.source) for f in FIGURES] == rows
    assert len(rows) == 39


def test_figures_are_found_newest_first() -> None:
    assert [(f.year, f.value) for f in published("fee_per_hour", "global")] == [(2025, 234), (2012, 229)]
    assert [f.value for f in published("fee_per_hour", "executive")] == [398, 386, 352]
    assert [f.value for f in published(segment="W Europe", year=2023)] == [277, 52400, 84]
    assert published("fee_per_hour", "Mars") == ()
    assert len(published()) == 39


@pytest.mark.parametrize(
    ("years", "region", "value"),
    [(0, "global", 128), (0, "W Europe", 156), (10, "W Europe", 321), (10, "global", 387), (30, "E Europe", 387)],
)
def test_the_fee_at_the_same_experience(years: int, region: str, value: int) -> None:
    """ICF 2012; where the region was not asked, the world's."""
    found = at_experience(years, region)
    assert not isinstance(found, Refusal)
    assert (found.value, found.year) == (value, 2012)


def test_between_one_and_ten_years_nobody_asked() -> None:
    assert at_experience(1) == at_experience(9) == Refusal(Reason.NO_FIGURE)


def test_what_the_average_coach_really_earns() -> None:
    """science.md 7.1: $81.70 of 234 are 35 %, 108.60 of 297 37 %, 84.68 of 277 31 %."""
    assert [(d.segment, shown(d.rate, "0.01"), d.fee.value, shown(d.share, "0.01")) for d in PAID_SHARES] == [
        ("global", "81.70", 234, "0.35"),
        ("US", "108.60", 297, "0.37"),
        ("W Europe", "84.68", 277, "0.31"),
    ]
