"""Sessions left: no order of events takes one twice, makes one out of nothing, or leaves fewer than none."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from billing import Credit, Package, package
from models import Client, CoachingSession, Due, Practice
from models.base import uuid7
from models.errors import AfterItsEnd, DomainError, MessageDone, NothingLeft
from tests.cast import NOW, House
from tests.story import Enter

BEGIN = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def given_to(session: Session, harbour: House, sessions: int = 3, expires_on: date | None = None) -> Package:
    cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
    return Package.give(cleo, "Three to try", sessions, 60, expires_on=expires_on, why="a gift", by=harbour.members["alice"], now=NOW)


def run_settle(session: Session, now: datetime) -> None:
    """All jobs of all sessions, again: what they did before they must not do once more."""
    for held in session.scalars(select(CoachingSession)):
        package.settle(session, held, now)
        package.settle(session, held, now)


def kinds(session: Session, of: Package) -> list[str]:
    return list(session.scalars(select(Credit.kind).where(Credit.package_id == of.id).order_by(Credit.seq)))


def test_used_when_held_and_once(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        mine = given_to(session, harbour)
        held = mine.book(BEGIN, place="", by="coach", now=NOW)
        assert (mine.left, mine.unbooked) == (3, 2)
        held.hold(55, BEGIN + timedelta(hours=1))
        run_settle(session, BEGIN + timedelta(hours=1))
        assert (mine.left, kinds(session, mine)) == (2, ["given", "used"])
        held.reopen(BEGIN + timedelta(hours=2))
        run_settle(session, BEGIN + timedelta(hours=2))
        assert (mine.left, kinds(session, mine)) == (3, ["given", "used", "returned"])


@pytest.mark.parametrize(
    ("hours_before", "by_client", "left"),
    [(25, True, 3), (23, True, 2), (23, False, 3)],
    ids=["in time", "too late", "by the coach"],
)
def test_a_cancellation_in_time_costs_nothing(enter: Enter, harbour: House, hours_before: int, by_client: bool, left: int) -> None:
    with enter(harbour) as session:
        mine = given_to(session, harbour)
        planned = mine.book(BEGIN, place="", by="client", now=NOW)
        who = harbour.clients["cleo"] if by_client else harbour.members["alice"]
        planned.cancel(who, BEGIN - timedelta(hours=hours_before))
        run_settle(session, BEGIN)
        assert mine.left == left


def test_no_more_booked_than_left(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        mine = given_to(session, harbour, sessions=1)
        mine.book(BEGIN, place="", by="client", now=NOW)
        with pytest.raises(NothingLeft):
            mine.book(BEGIN + timedelta(days=1), place="", by="client", now=NOW)


def test_what_nobody_used_ends_with_its_day(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        mine = given_to(session, harbour, expires_on=date(2027, 1, 10))
        planned = mine.book(BEGIN, place="", by="client", now=NOW)
        after = datetime(2027, 1, 11, 3, 0, tzinfo=UTC)
        assert mine.expire(NOW) is None
        mine.expire(after)
        assert (mine.left, mine.unbooked) == (1, 0)
        planned.hold(60, after)
        run_settle(session, after)
        assert mine.left == 0
        assert mine.expire(after) is None


def test_a_session_that_kept_its_place_ends_too_when_it_is_cancelled_after_the_last_day(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        mine = given_to(session, harbour, expires_on=date(2027, 1, 10))
        planned = mine.book(BEGIN, place="", by="client", now=NOW)
        after = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
        mine.expire(after)
        planned.cancel(harbour.members["alice"], after)
        run_settle(session, after)
        assert session.scalar(select(Due.id).where(Due.verb == "expire_package", Due.subject_id == mine.id, Due.at == after))
        mine.expire(after)
        assert (mine.left, kinds(session, mine)) == (0, ["given", "expired", "expired"])


@pytest.mark.parametrize(
    ("zone", "hour", "is_over"),
    [("America/Los_Angeles", 7, False), ("America/Los_Angeles", 9, True), ("Asia/Tokyo", -10, False), ("Asia/Tokyo", -8, True)],
)
def test_it_is_over_when_the_practices_day_is(zone: str, hour: int, is_over: bool, enter: Enter, harbour: House) -> None:
    """`hour` of UTC, counted from the midnight after its last day."""
    with enter(harbour) as session:
        practice = session.get_one(Practice, harbour.practice_id)
        practice.zone = zone
        mine = given_to(session, harbour, expires_on=date(2027, 1, 10))
        moment = datetime(2027, 1, 11, tzinfo=UTC) + timedelta(hours=hour)
        assert mine.is_over(practice.today(moment)) == is_over
        assert bool(Package.to_book(session, mine.client_id, practice.today(moment))) != is_over
        assert bool(mine.expire(moment)) == is_over
        planned = session.scalars(select(Due.at).where(Due.verb == "expire_package", Due.subject_id == mine.id)).one()
        assert planned.astimezone(practice.tz) == datetime(2027, 1, 11, 3, tzinfo=practice.tz)


@pytest.mark.parametrize(("zone", "last"), [("UTC", 23), ("America/New_York", 28), ("Asia/Tokyo", 14)])
def test_its_last_day_is_the_clients(zone: str, last: int, enter: Enter, harbour: House) -> None:
    """`last`: hours of UTC since its last day began in which a session may still begin."""
    with enter(harbour) as session:
        mine = given_to(session, harbour, expires_on=date(2027, 1, 10))
        mine.client.zone = zone
        begins = datetime(2027, 1, 10, tzinfo=UTC)
        with pytest.raises(AfterItsEnd):
            mine.book(begins + timedelta(hours=last + 1), place="", by="client", now=NOW)
        assert mine.book(begins + timedelta(hours=last), place="", by="client", now=NOW).start == begins + timedelta(hours=last)


def test_a_change_waits_for_a_yes_and_is_answered_once(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        mine = given_to(session, harbour)
        change = mine.propose(2, date(2027, 6, 30), "two more for the same price", by=harbour.members["alice"], now=NOW)
        assert mine.left == 3
        mine.agree(change, NOW)
        assert (mine.left, mine.expires_on) == (5, date(2027, 6, 30))
        with pytest.raises(MessageDone):
            mine.agree(change, NOW)
        fewer = mine.propose(-9, None, "fewer", by=harbour.members["alice"], now=NOW)
        with pytest.raises(NothingLeft):
            mine.agree(fewer, NOW)


def test_the_database_itself_refuses_less_than_none_and_two_with_one_number(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        mine = given_to(session, harbour)
        row = {"package_id": mine.id, "kind": "expired", "n": -4, "at": NOW, "why": ""}
        for wrong in ({"seq": 2, "balance": -1}, {"seq": 1, "balance": 0}):
            with pytest.raises(IntegrityError), session.begin_nested():
                session.execute(insert(Credit).values(id=uuid7(), **row, **wrong))


ACTS = (
    "book",
    "hold",
    "miss",
    "cancel",
    "cancel late",
    "coach cancels",
    "reopen",
    "settle",
    "expire",
    "refund",
    "change",
    "agree",
    "decline",
)


def act(name: str, pick: int, session: Session, mine: Package, harbour: House, now: datetime) -> None:
    sessions = list(session.scalars(select(CoachingSession).order_by(CoachingSession.begins_at)))
    one = sessions[pick % len(sessions)] if sessions else None
    change = mine.changes[pick % len(mine.changes)] if mine.changes else None
    if name == "book":
        mine.book(BEGIN + timedelta(days=pick), place="", by="client", now=now)
    elif name == "expire":
        mine.expire(now + timedelta(days=400 * (pick % 2)))
    elif name == "refund":
        mine.take_back(pick % 3, cause_id=uuid4(), now=now)
    elif name == "change":
        mine.propose(pick % 5 - 2, None, "as agreed", by=harbour.members["alice"], now=now)
        session.expire(mine, ["changes"])
    elif name in ("agree", "decline"):
        if change:
            answer = {"agree": mine.agree, "decline": mine.decline}[name]
            answer(change, now)
    elif name == "settle":
        run_settle(session, now)
    elif one:
        end: dict[str, Callable[[], None]] = {
            "hold": lambda: one.hold(60, now),
            "miss": lambda: one.miss(now),
            "cancel": lambda: one.cancel(one.client_id, one.start - timedelta(days=2)),
            "cancel late": lambda: one.cancel(one.client_id, one.start - timedelta(hours=1)),
            "coach cancels": lambda: one.cancel(one.coach_id, now),
            "reopen": lambda: one.reopen(now),
        }
        end[name]()


@settings(
    max_examples=40, deadline=timedelta(seconds=20), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(story=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 6)), max_size=25))
def test_no_order_of_events_loses_or_makes_a_session(enter: Enter, harbour: House, story: list[tuple[str, int]]) -> None:
    with enter(harbour) as session:
        outer = session.begin_nested()
        mine = given_to(session, harbour, expires_on=date(2027, 12, 31))
        now = NOW
        for name, pick in story:
            now += timedelta(minutes=7)
            step = session.begin_nested()
            try:
                act(name, pick, session, mine, harbour, now)
                session.flush()
                step.commit()
            except (DomainError, IntegrityError):  # refused: as if it had not been tried
                step.rollback()
        run_settle(session, now)
        entries = list(session.scalars(select(Credit).where(Credit.package_id == mine.id).order_by(Credit.seq)))
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        running = 0
        for entry in entries:
            running += entry.n
            assert entry.balance == running >= 0
        taken = select(Credit.session_id, func.sum(Credit.n)).where(Credit.package_id == mine.id, Credit.session_id.is_not(None))
        for id, total in session.execute(taken.group_by(Credit.session_id)):
            held = session.get_one(CoachingSession, (harbour.practice_id, id))
            assert total in (0, -1)
            assert mine.counts(held) or total == 0
        outer.rollback()
