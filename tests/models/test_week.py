"""The week as a table, and wall clocks as moments, on ordinary days and where the clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.errors import NoSuchTime
from models.local_time import comes_twice, moment_of
from models.week import city, far_zone, lay_out, monday_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 11, 16)


@dataclass(frozen=True)
class At:
    start: datetime
    end: datetime


def at(day: int, clock: str, minutes: int = 60, zone: ZoneInfo = AMSTERDAM, month: int = 11) -> At:
    start = datetime.combine(date(2026, month, day), time.fromisoformat(clock), zone)
    return At(start, start.astimezone(UTC) + timedelta(minutes=minutes))


def test_an_empty_week_shows_the_working_day() -> None:
    week = lay_out([], MONDAY, AMSTERDAM)
    assert [row.clock for row in week.rows][:2] == [time(8), time(8, 30)]
    assert (len(week.rows), len(week.days), week.last) == (20, 5, date(2026, 11, 20))
    assert all(len(row.cells) == 5 for row in week.rows)


def test_a_session_takes_its_half_hours_once() -> None:
    session = at(17, "14:00", 90)
    week = lay_out([session], MONDAY, AMSTERDAM)
    by_clock = {row.clock: row.cells for row in week.rows}
    assert by_clock[time(14)][1].span == 3
    assert by_clock[time(14)][1].entries == (session,)
    assert [len(by_clock[time(14, 30)]), len(by_clock[time(15)]), len(by_clock[time(15, 30)])] == [4, 4, 5]
    assert week.days[1].entries == (session,)


def test_sessions_that_touch_one_half_hour_share_a_cell() -> None:
    first, second = at(16, "09:00", 50), at(16, "09:50", 30)
    [cell] = [cell for row in lay_out([second, first], MONDAY, AMSTERDAM).rows for cell in row.cells if cell.entries]
    assert (cell.entries, cell.span) == ((first, second), 3)


@pytest.mark.parametrize(("day", "days"), [(20, 5), (21, 6), (22, 7)])
def test_a_weekend_is_shown_when_it_is_used(day: int, days: int) -> None:
    assert len(lay_out([at(day, "10:00")], MONDAY, AMSTERDAM).days) == days


def test_the_table_grows_to_whole_hours() -> None:
    rows = lay_out([at(16, "06:30"), at(17, "21:15")], MONDAY, AMSTERDAM).rows
    assert (rows[0].clock, rows[-1].clock) == (time(6), time(22, 30))


def test_a_session_over_midnight_stands_on_both_days() -> None:
    late = at(16, "23:30", 60)
    week = lay_out([late], MONDAY, AMSTERDAM)
    assert [day.entries for day in week.days[:3]] == [(late,), (late,), ()]
    assert week.rows[0].clock == time(0)
    to_midnight = lay_out([at(16, "23:00", 60)], MONDAY, AMSTERDAM)
    assert to_midnight.days[1].entries == ()


def test_an_hour_that_comes_twice_still_has_a_place() -> None:
    """25 October 2026 in Amsterdam: at 3:00 the clocks go back to 2:00."""
    start = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 2:45, the first
    week = lay_out([At(start, start + timedelta(minutes=30))], date(2026, 10, 19), AMSTERDAM)  # ends at 2:15, the second
    [cell] = [cell for row in week.rows for cell in row.cells if cell.entries]
    assert cell.span >= 1


def test_the_other_clock() -> None:
    assert far_zone([(at(16, "09:00").start, "Europe/Lisbon"), (at(17, "10:00").start, "Europe/Berlin")], AMSTERDAM) == "Europe/Lisbon"
    assert far_zone([(at(16, "09:00").start, "Europe/Berlin")], AMSTERDAM) is None
    assert city("America/New_York") == "New York"
    assert monday_of(date(2026, 11, 22)) == MONDAY


def test_a_time_that_is_left_out_is_refused() -> None:
    """29 March 2026 in Amsterdam: at 2:00 the clocks go forward to 3:00."""
    with pytest.raises(NoSuchTime):
        moment_of(date(2026, 3, 29), time(2, 30), AMSTERDAM)
    assert moment_of(date(2026, 3, 29), time(3), AMSTERDAM) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    moment = moment_of(date(2026, 10, 25), time(2, 30), AMSTERDAM)
    assert moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert comes_twice(moment, AMSTERDAM)
    assert not comes_twice(moment + timedelta(days=1), AMSTERDAM)
