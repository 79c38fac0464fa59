"""The gate decides: quiet hours, weekends, budget, pause and stop, in the reader's own zone."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Message
from models.gate import ASKED, BUSINESS, KINDS, NUDGE, Decision, Habits, decide, is_weekend, next_morning, week_of

HERE = Habits("Europe/Amsterdam")
TUESDAY = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)  # 10:00 in Amsterdam
NIGHT = datetime(2026, 11, 17, 22, 30, tzinfo=UTC)  # 23:30
SATURDAY = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)
NONE: frozenset[int] = frozenset()


def test_what_was_asked_for_leaves_at_once() -> None:
    stopped = Habits("Europe/Amsterdam", stopped=True, budget=0, paused_until=SATURDAY)
    assert decide(ASKED, stopped, NONE, NIGHT).act == "send"


def test_business_waits_for_the_morning_but_not_for_monday() -> None:
    assert decide(BUSINESS, HERE, NONE, SATURDAY).act == "send"
    waits = decide(BUSINESS, HERE, NONE, NIGHT)
    assert waits.act == "wait"
    assert waits.until == datetime(2026, 11, 18, 6, 0, tzinfo=UTC)


def test_a_nudge_waits_for_monday() -> None:
    assert decide(NUDGE, HERE, NONE, SATURDAY).until == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    friday_night = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
    assert decide(NUDGE, HERE, NONE, friday_night).until == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def test_a_weekend_is_where_the_reader_says_it_is() -> None:
    friday = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert is_weekend(friday, "ar_EG")
    assert not is_weekend(friday, "en_GB")
    assert decide(NUDGE, Habits("Africa/Cairo", "ar_EG"), NONE, friday).until == datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def test_the_budget_holds_back_and_says_why() -> None:
    held = decide(NUDGE, HERE, frozenset({1}), TUESDAY)
    assert (held.act, held.why) == ("hold", "has had one reminder this week; ask in person")
    assert decide(NUDGE, Habits("UTC", budget=2), frozenset({2}), TUESDAY).turn == 1
    assert decide(NUDGE, Habits("UTC", budget=0), NONE, TUESDAY) == Decision("hold", why="wants no reminders; ask in person")


def test_stop_and_pause_are_for_nudges() -> None:
    assert decide(NUDGE, Habits("UTC", stopped=True), NONE, TUESDAY).act == "stop"
    assert decide(BUSINESS, Habits("UTC", stopped=True), NONE, TUESDAY).act == "send"
    later = TUESDAY + timedelta(days=3)
    assert decide(NUDGE, Habits("UTC", paused_until=later), NONE, TUESDAY).until == later


@pytest.mark.parametrize(
    ("night", "morning"),
    [
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),  # clocks go forward that night
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), datetime(2026, 10, 25, 6, 0, tzinfo=UTC)),  # and back that one
        (datetime(2028, 2, 28, 22, 0, tzinfo=UTC), datetime(2028, 2, 29, 6, 0, tzinfo=UTC)),  # a leap day
    ],
)
def test_both_nights_on_which_clocks_change(night: datetime, morning: datetime) -> None:
    assert decide(BUSINESS, HERE, NONE, night).until == morning


@given(
    st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2100-01-01")),
    st.sampled_from(["UTC", "Europe/Amsterdam", "America/St_Johns", "Pacific/Chatham", "Asia/Kolkata"]),
    st.times(), st.times(), st.booleans(),
)  # fmt: skip
def test_the_next_morning_is_never_quiet_and_never_earlier(at: datetime, zone: str, start: time, end: time, workdays: bool) -> None:
    habits = Habits(zone, quiet_from=start.replace(microsecond=0), quiet_to=end.replace(microsecond=0))
    moment = at.replace(tzinfo=UTC)
    morning = next_morning(habits, moment, workdays=workdays)
    assert moment <= morning <= moment + timedelta(days=5)
    assert next_morning(habits, morning, workdays=workdays) - morning <= timedelta(hours=1)  # a clock change may fall on it


def test_a_week_is_the_readers() -> None:
    monday_there = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert week_of(monday_there, "Pacific/Auckland") == "2026-W48"
    assert week_of(monday_there, "Europe/Amsterdam") == "2026-W47"


def test_every_kind_says_its_class_and_its_minutes() -> None:
    assert {kind.cls for kind in KINDS.values()} == {ASKED, BUSINESS, NUDGE}
    nudges = {name for name, kind in KINDS.items() if kind.cls == NUDGE}
    assert {"sharing_asked", "entry_nudge", "agreement_waiting", "past_client"} <= nudges
    assert not nudges & {"session_reminder", "invoice_reminder", "agreement_client", "sign_in"}, "what was asked for or booked is no nudge"


def test_a_busy_mail_server_is_asked_less_and_less_often_and_not_for_ever() -> None:
    message, moment, asked = Message(state="sending", planned_for=TUESDAY), TUESDAY, 0
    while (later := message.try_again(moment)) is not None:
        assert message.state == "planned"
        assert timedelta(minutes=2) <= later - moment <= timedelta(days=1)
        moment, asked = later, asked + 1
    assert (message.state, message.why) == ("failed", "for three days the mail server said: later")
    assert timedelta(days=3) < moment - TUESDAY < timedelta(days=4)
    assert 15 < asked < 60


def test_what_a_mail_server_takes_and_breaks_off_is_sent_a_few_times_and_not_for_ever() -> None:
    message, moment, sent = Message(state="sending", planned_for=TUESDAY), TUESDAY, 1
    while (later := message.hand_over_again(moment)) is not None:
        moment, sent = later, sent + 1
    assert message.state == "perhaps sent"
    assert 5 < sent < 12
