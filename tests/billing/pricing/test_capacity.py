"""How full, how many fit, how many have to come, how many stay."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.pricing.capacity import (
    FULL_AT,
    WEEKS_A_MONTH,
    Capacity,
    Sold,
    Week,
    capacity,
    expect,
    most_clients,
    sold,
    starts_a_month,
    talks_needed,
    waiting,
)
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.renewals import Churn, End, Renewals, engagements, renewals
from billing.pricing.wilson import wilson
from tests.billing.pricing.made import DAY, shown

weeks = st.builds(
    Week,
    monday=st.integers(-4, 20).map(lambda n: DAY + timedelta(weeks=n)),
    offered=st.integers(0, 3000),
    booked=st.integers(0, 3000),
    expected=st.integers(0, 3000),
)


def ends(renewed: int, of: int) -> list[End]:
    return [End(UUID(int=n), DAY, n < renewed) for n in range(of)]


def test_what_was_sold_without_a_day_lies_over_the_weeks_that_are_open() -> None:
    """Two hours over weeks of ten, none and thirty hours: half an hour, none, an hour and a half."""
    before, *ahead = (Week(DAY + timedelta(weeks=n), offered, 60) for n, offered in enumerate((600, 600, 0, 1800), -1))
    found = expect([before, *ahead], 120, DAY)
    assert [week.expected for week in found] == [0, 30, 0, 90]
    assert [week.free for week in found] == [540, 510, 0, 1650]
    assert expect([before], 120, DAY) == (before,)


def test_twelve_weeks_from_this_one() -> None:
    ahead = [Week(DAY + timedelta(weeks=n), 600, 300, 60) for n in range(-2, 15)]
    found = capacity(reversed(ahead), DAY + timedelta(days=6))
    assert isinstance(found, Capacity)
    assert [week.monday for week in found.weeks] == [DAY + timedelta(weeks=n) for n in range(12)]
    assert (found.offered, found.taken, found.free, found.load, found.is_full) == (7200, 4320, 2880, Decimal("0.6"), False)
    assert found.can_still_sell == 7200 * 85 // 100 - 4320


def test_a_week_with_more_than_it_offers_frees_nothing_elsewhere() -> None:
    found = capacity([Week(DAY, 60, 90), Week(DAY + timedelta(weeks=1), 60, 0), Week(DAY + timedelta(weeks=2), 0, 0)], DAY)
    assert isinstance(found, Capacity)
    assert ([week.free for week in found.weeks], found.free) == ([0, 60, 0], 60)
    assert [week.load for week in found.weeks] == [Decimal("1.5"), 0, None]
    assert [week.is_full for week in found.weeks] == [True, False, False]
    assert [found.first_free(minutes) for minutes in (60, 61)] == [found.weeks[1], None]


def test_exactly_85_percent_is_not_yet_too_full() -> None:
    assert [Week(DAY, 100, taken).is_full for taken in (85, 86)] == [False, True]
    assert [found.is_full for found in (capacity([Week(DAY, 100, taken)], DAY) for taken in (85, 86)) if isinstance(found, Capacity)] == [
        False,
        True,
    ]


def test_without_offered_hours_there_is_no_load() -> None:
    assert capacity([], DAY) == capacity([Week(DAY, 0, 60)], DAY) == sold([]) == Refusal(Reason.NOTHING_OFFERED)
    with pytest.raises(ValueError, match="never negative"):
        Week(DAY, 1, -1)


def test_hours_sold_against_hours_offered() -> None:
    found = sold([Week(DAY, 600, 300, 200), Week(DAY + timedelta(weeks=1), 200, 100)])
    assert isinstance(found, Sold)
    assert (found.sold, found.offered, found.share) == (400, 800, Decimal("0.5"))


@given(st.lists(weeks, max_size=30))
def test_the_weeks_are_the_whole(rows: list[Week]) -> None:
    found = capacity(rows, DAY)
    if isinstance(found, Capacity):
        assert found.free == sum(week.free for week in found.weeks) >= found.offered - found.taken
        assert (found.can_still_sell == 0) == (found.offered * FULL_AT - found.taken < 1)
        assert (found.can_still_sell > 0) <= (not found.is_full)


def test_how_many_clients_fit() -> None:
    """science.md 7.5: 25 hours a week; two a month of 60 + 45 minutes → 30.9, weekly ones of 60 + 30 → 16.7."""
    twice, weekly = most_clients(Decimal(25), Decimal(2), 60, 45), most_clients(Decimal(25), WEEKS_A_MONTH, 60, 30)
    assert isinstance(twice, Decimal)
    assert abs(twice - Decimal("30.9")) < Decimal("0.06")  # science.md takes 4.333 weeks a month, and cuts
    assert shown(weekly, "0.1") == "16.7"
    assert most_clients(Decimal(25), Decimal(0), 60, 30) == Refusal(Reason.NO_WORK)


def test_how_many_have_to_begin() -> None:
    """science.md 7.5: 12.4 clients for six months → 2.07 a month, 24.8 a year; for nine → 1.38."""
    six = starts_a_month(Decimal("12.4"), Decimal(6))
    assert isinstance(six, Decimal)
    assert (shown(six, "0.01"), shown(six * 12, "0.1")) == ("2.07", "24.8")
    assert shown(starts_a_month(Decimal("12.4"), Decimal(9)), "0.01") == "1.38"
    assert starts_a_month(Decimal(12), Decimal(0)) == Refusal(Reason.NO_WORK)
    assert talks_needed(six, 7, 19) == 6
    assert talks_needed(six, 0, 19) == talks_needed(six, 0, 0) == Refusal(Reason.FEW_QUOTES)


def test_how_long_the_queue_is() -> None:
    """science.md 7.5: .8 → 4, .9 → 9."""
    assert (waiting(Decimal("0.8")), waiting(Decimal("0.9"))) == (4, 9)
    assert waiting(Decimal(1)) == Refusal(Reason.FULL)


def test_seven_of_ten_renewals_are_40_to_89_percent() -> None:
    """science.md 7.5."""
    found = renewals(ends(7, 10))
    assert isinstance(found, Renewals)
    assert (shown(found.share.low, "0.01"), shown(found.share.high, "0.01")) == ("0.40", "0.89")
    assert (shown(found.engagements(), "0.01"), shown(found.lifetime_value(Decimal(1000)), "1"), len(found.rows)) == ("3.33", "3333", 10)


def test_no_rate_of_fewer_than_five() -> None:
    assert renewals(ends(4, 4)) == Refusal(Reason.FEW_ENDS, 4, 5)
    everybody = renewals(ends(5, 5))
    assert isinstance(everybody, Renewals)
    assert everybody.engagements() == everybody.lifetime_value(Decimal(1)) == Refusal(Reason.NOBODY_LEFT)


def test_engagements_expected() -> None:
    """science.md 7.5: .5 → 2, .7 → 3.33, .8 → 5."""
    assert [shown(engagements(Decimal(rate)), "0.01") for rate in ("0", "0.5", "0.7", "0.8")] == ["1.00", "2.00", "3.33", "5.00"]
    with pytest.raises(ValueError, match="0 to 1"):
        engagements(Decimal("1.1"))


def test_five_percent_leaving_a_month() -> None:
    """science.md 7.5: a year later 54.0 % are there, half are gone after 13.5 months."""
    found = Churn(Decimal("0.05"))
    assert (found.months, shown(found.stay_a_year, "0.001"), shown(found.half_gone_after, "0.1")) == (20, "0.540", "13.5")
    for monthly in ("0", "1"):
        with pytest.raises(ValueError, match="some"):
            Churn(Decimal(monthly))


def test_wilsons_interval() -> None:
    """Newcombe 1998, Stat. Med. 17:857, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    published = {
        (81, 263): ("0.2553", "0.3662"),
        (15, 148): ("0.0624", "0.1605"),
        (0, 20): ("0.0000", "0.1611"),
        (1, 29): ("0.0061", "0.1718"),
    }
    assert {of: (shown(wilson(*of).low, "0.0001"), shown(wilson(*of).high, "0.0001")) for of in published} == published
    for k, n in ((0, 0), (2, 1), (-1, 1)):
        with pytest.raises(ValueError, match="so many"):
            wilson(k, n)


@given(st.integers(1, 400), st.data())
def test_a_share_lies_within_its_interval_and_its_mirror_image_too(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    share, mirror = wilson(k, n), wilson(n - k, n)
    assert 0 <= share.low <= share.value <= share.high <= 1
    assert abs(share.low + mirror.high - 1) < Decimal("1e-20")
    assert wilson(k, n + 1).low <= share.low


def test_the_day_of_the_week_does_not_matter() -> None:
    rows = [Week(DAY, 60, 0)]
    assert len({capacity(rows, date(2026, 3, day)) for day in range(2, 9)}) == 1
    assert capacity(rows, date(2026, 3, 9)) == Refusal(Reason.NOTHING_OFFERED)
