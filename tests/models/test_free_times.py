"""Free times: inside the hours, with notice and air, and right in the two nights when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from models.free_times import Busy, Timetable

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TUESDAY = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)  # 9:00 in Amsterdam
NINE_TO_TWELVE = {day: [(time(9), time(12))] for day in range(5)}


def shown(table: Timetable, minutes: int = 60, busy: list[Busy] | None = None, now: datetime = TUESDAY, most: int = 8) -> list[str]:
    found = list(table.free(minutes, busy or [], now))[:most]
    return [f"{start.astimezone(table.zone):%a %d %H:%M}" for start in found]


def test_every_half_hour_that_leaves_room_for_the_whole_session() -> None:
    table = Timetable(AMSTERDAM, NINE_TO_TWELVE, notice=timedelta())
    assert shown(table, minutes=90, most=5) == ["Tue 17 09:00", "Tue 17 09:30", "Tue 17 10:00", "Tue 17 10:30", "Wed 18 09:00"]


def test_notice_and_horizon() -> None:
    table = Timetable(AMSTERDAM, NINE_TO_TWELVE, notice=timedelta(hours=25), horizon_days=2)
    assert shown(table) == [
        "Wed 18 10:00",
        "Wed 18 10:30",
        "Wed 18 11:00",
        "Thu 19 09:00",
        "Thu 19 09:30",
        "Thu 19 10:00",
        "Thu 19 10:30",
        "Thu 19 11:00",
    ]


def test_air_on_both_sides_of_what_is_taken() -> None:
    taken = Busy(datetime(2026, 11, 18, 9, 0, tzinfo=UTC), datetime(2026, 11, 18, 9, 30, tzinfo=UTC))  # 10:00 to 10:30
    table = Timetable(AMSTERDAM, {2: [(time(8), time(12))]}, notice=timedelta(), buffer=timedelta(minutes=15), horizon_days=1)
    assert shown(table, minutes=60, busy=[taken]) == ["Wed 18 08:00", "Wed 18 08:30", "Wed 18 11:00"]
    without_air = Timetable(AMSTERDAM, {2: [(time(8), time(12))]}, notice=timedelta(), buffer=timedelta(), horizon_days=1)
    assert shown(without_air, minutes=60, busy=[taken]) == ["Wed 18 08:00", "Wed 18 08:30", "Wed 18 09:00", "Wed 18 10:30", "Wed 18 11:00"]


def test_an_exception_replaces_the_day() -> None:
    closed, other = date(2026, 11, 18), date(2026, 11, 19)
    table = Timetable(AMSTERDAM, NINE_TO_TWELVE, {closed: [], other: [(time(18), time(19))]}, notice=timedelta(hours=2), horizon_days=2)
    assert shown(table) == ["Tue 17 11:00", "Thu 19 18:00"]


def test_the_night_in_which_an_hour_is_left_out() -> None:
    """29 March 2026: after 1:59 comes 3:00. What clocks do not show is not offered, and nothing outlasts the closing."""
    table = Timetable(AMSTERDAM, {6: [(time(1), time(4))]}, notice=timedelta(), horizon_days=1)
    now = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    assert shown(table, minutes=60, now=now) == ["Sun 29 01:00", "Sun 29 01:30", "Sun 29 03:00"]


def test_the_night_in_which_an_hour_comes_twice() -> None:
    """25 October 2026: the first 2:00 is offered, and the hours are one hour longer."""
    table = Timetable(AMSTERDAM, {6: [(time(1), time(4))]}, notice=timedelta(), horizon_days=1)
    now = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    found = list(table.free(60, [], now))
    assert [f"{start:%H:%M}" for start in found] == ["23:00", "23:30", "00:00", "00:30", "02:00"]
    assert table.hours_between(date(2026, 10, 25), date(2026, 10, 25)) == timedelta(hours=4)


moments = st.integers(0, 21 * 24 * 60).map(lambda minute: datetime(2026, 10, 20, tzinfo=UTC) + timedelta(minutes=minute))
taken = st.builds(lambda start, minutes: Busy(start, start + timedelta(minutes=minutes)), moments, st.integers(5, 400))


@given(
    busy=st.lists(taken, max_size=12),
    now=moments,
    minutes=st.sampled_from([30, 60, 90]),
    buffer=st.integers(0, 60),
    opens=st.integers(0, 20),
    hours=st.integers(1, 3),
)
def test_never_taken_never_outside_never_too_soon(
    busy: list[Busy], now: datetime, minutes: int, buffer: int, opens: int, hours: int
) -> None:
    table = Timetable(
        AMSTERDAM,
        {day: [(time(opens), time(opens + hours))] for day in range(7)},
        notice=timedelta(hours=5),
        buffer=timedelta(minutes=buffer),
    )
    found = list(table.free(minutes, busy, now))
    assert found == sorted(set(found))
    for start in found:
        end, air = start + timedelta(minutes=minutes), timedelta(minutes=buffer)
        assert start >= now + timedelta(hours=5)
        assert not any(each.start - air < end and start < each.end + air for each in busy)
        assert time(opens) <= start.astimezone(AMSTERDAM).time()
        assert end.astimezone(AMSTERDAM).time() <= time(opens + hours)
