"""When a planned message leaves, over weekends, nights, and both nights in which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.gate import Habits, is_weekend, next_morning
from models.recipes.hours import MORNING, days_after, months_after, on_day, same_time_before, settle

AMSTERDAM, NEW_YORK = "Europe/Amsterdam", "America/New_York"


def there(text: str, zone: str = AMSTERDAM) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("session", "days", "reminder"),
    [
        ("2026-03-30T10:00", 2, "2026-03-28T10:00"),  # clocks go forward on the 29th: still ten o'clock, 47 hours before
        ("2026-10-26T10:00", 2, "2026-10-24T10:00"),  # and back on the 25th: 49 hours before
    ],
)
def test_the_same_time_of_day_over_both_nights(session: str, days: int, reminder: str) -> None:
    assert same_time_before(there(session), days, AMSTERDAM) == there(reminder)


def test_the_hour_that_is_left_out_and_the_hour_that_comes_twice() -> None:
    assert on_day(date(2026, 3, 29), time(2, 30), AMSTERDAM) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert on_day(date(2026, 10, 25), time(2, 30), AMSTERDAM) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert on_day(date(2026, 3, 8), time(2, 30), NEW_YORK) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_days_are_those_of_the_readers_calendar() -> None:
    late = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)  # the 18th in Amsterdam, the 17th in New York
    assert days_after(late, 3, MORNING, AMSTERDAM) == there("2026-11-21T09:00")
    assert days_after(late, 3, MORNING, NEW_YORK) == there("2026-11-20T09:00", NEW_YORK)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2027-11-30", 3, "2028-02-29"), ("2026-11-30", 3, "2027-02-28"), ("2026-01-31", 12, "2027-01-31"), ("2026-09-15", 6, "2027-03-15")],
)
def test_months_after_a_day_that_the_month_may_not_have(day: str, months: int, later: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_before_a_monday_it_moves_back_and_after_a_friday_on() -> None:
    sunday = there("2026-11-22T10:00")
    assert settle(sunday, Habits(AMSTERDAM), is_earlier=True) == there("2026-11-20T18:00")
    assert settle(sunday, Habits(AMSTERDAM), is_earlier=False) == there("2026-11-23T07:00")


def test_before_an_early_session_it_comes_the_evening_before() -> None:
    assert settle(there("2026-11-18T06:00"), Habits(AMSTERDAM), is_earlier=True) == there("2026-11-17T18:00")


HABITS = st.builds(
    Habits,
    zone=st.sampled_from([AMSTERDAM, NEW_YORK, "Asia/Kolkata", "Pacific/Auckland", "UTC"]),
    locale=st.sampled_from(["en", "ar", "fa", "he"]),
    quiet_from=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    quiet_to=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)


@given(
    HABITS, st.integers(0, 730 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)), st.booleans()
)
def test_never_at_night_or_on_a_weekend_of_theirs(habits: Habits, at: datetime, is_earlier: bool) -> None:
    settled = settle(at, habits, is_earlier=is_earlier)
    assert next_morning(habits, settled, workdays=True) == settled
    assert not is_weekend(settled.astimezone(ZoneInfo(habits.zone)), habits.locale)
