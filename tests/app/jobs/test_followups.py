"""Recipes plan what they want, move what moved, stop what is wanted no more; and what leaves is written from the rows as they then are."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.jobs import Wait
from app.jobs.letters import Deliver
from app.mail import Letter
from models import (
    Client,
    CoachingSession,
    Due,
    Goal,
    Inbound,
    Message,
    Practice,
    Preference,
    Reading,
    Recipe,
)
from models.recipes import RULES, plan
from tests.cast import NOW as SIGNED_ON
from tests.cast import House
from tests.story import Enter, sign_all

DAY = timedelta(days=1)
NOW = SIGNED_ON + 14 * DAY


@pytest.fixture
def signed(app: Flask, enter: Enter, harbour: House) -> UUID:
    return sign_all(enter, harbour)


@pytest.fixture
def session(enter: Enter, harbour: House, app: Flask) -> Iterator[Session]:
    with app.app_context(), enter(harbour) as session:
        yield session


def cleo(session: Session, house: House) -> Client:
    return session.get_one(Client, (house.practice_id, house.clients["cleo"]))


def follow(session: Session, now: datetime = NOW) -> None:
    practice = session.get_one(Practice, session.info["practice_id"])
    plan.sync_all(session, practice, now)
    session.flush()
    session.expire_all()


def messages(session: Session, kind: str) -> list[Message]:
    session.expire_all()
    return list(session.scalars(select(Message).where(Message.kind == kind).order_by(Message.planned_for)))


def only(session: Session, kind: str) -> Message:
    found = messages(session, kind)
    assert len(found) == 1, found
    return found[0]


def turn_on(session: Session, house: House, name: str, **blanks: str) -> Recipe:
    recipe = Recipe.touch(session, name, is_on=False, now=NOW)
    recipe.switch_on(by=house.members["alice"], now=NOW)
    recipe.blanks = blanks
    session.flush()
    return recipe


def held(session: Session, house: House, at: datetime) -> CoachingSession:
    one = CoachingSession.plan(cleo(session, house), at, 60, place="video", now=at - 5 * DAY)
    one.hold(60, at + timedelta(hours=1))
    session.flush()
    return one


def write(session: Session, message: Message, at: datetime) -> Letter | Wait | None:
    with clock.moved_to(at):
        return Deliver().prepare(session, message.id)


def reply(session: Session, message: Message, at: datetime) -> None:
    Inbound.take_in(session, message, mail_id=f"<{at}>", subject="", words="Yes", is_automatic=False, now=at)
    plan.wrote_back(session, message)


def test_a_session_is_reminded_of_and_the_reminder_follows_it(session: Session, harbour: House) -> None:
    booked = CoachingSession.plan(cleo(session, harbour), NOW + 9 * DAY, 60, place="video", now=NOW)
    follow(session)
    first = only(session, "session_reminder")
    assert first.planned_for == NOW + 7 * DAY and first.recipient_id == harbour.clients["cleo"]
    booked.move(NOW + 10 * DAY, 60, "video", NOW)
    follow(session)
    old, new = messages(session, "session_reminder")
    assert (old.state, old.why) == ("stopped", RULES["session_reminder"].done)
    assert new.state == "planned" and new.planned_for == NOW + 8 * DAY
    booked.cancel(harbour.members["alice"], NOW)
    follow(session)
    assert messages(session, "session_reminder")[1].state == "stopped"
    booked.reopen(NOW)
    follow(session)
    assert [m.state for m in messages(session, "session_reminder")] == ["stopped", "planned"], (
        "what stopped for a cause that is gone comes back"
    )


def test_a_reminder_names_with_whom_it_was_booked(session: Session, harbour: House) -> None:
    booked = CoachingSession.plan(cleo(session, harbour), NOW + 9 * DAY, 60, place="video", now=NOW)
    booked.client.coach_id = harbour.members["bob"]
    session.flush()
    follow(session)
    reminder = only(session, "session_reminder")
    letter = write(session, reminder, reminder.planned_for)
    assert isinstance(letter, Letter)
    assert "Alice Harbour" in letter.subject and "Bob" not in letter.subject + letter.text


def test_planning_twice_changes_nothing(session: Session, harbour: House, signed: UUID) -> None:
    CoachingSession.plan(cleo(session, harbour), NOW + 9 * DAY, 60, place="video", now=NOW)
    held(session, harbour, NOW - DAY)
    follow(session)
    before = [(m.id, m.state, m.planned_for) for kind in ("session_reminder", "entry_nudge") for m in messages(session, kind)]
    dues = session.scalar(select(func.count()).select_from(Due))
    follow(session, NOW + timedelta(minutes=5))
    assert before == [(m.id, m.state, m.planned_for) for kind in ("session_reminder", "entry_nudge") for m in messages(session, kind)]
    assert len(before) == 2 and dues == session.scalar(select(func.count()).select_from(Due))


def test_what_a_person_stopped_stays_stopped(session: Session, harbour: House) -> None:
    CoachingSession.plan(cleo(session, harbour), NOW + 9 * DAY, 60, place="video", now=NOW)
    follow(session)
    only(session, "session_reminder").stop()
    session.flush()
    follow(session)
    assert only(session, "session_reminder").state == "stopped"


def test_a_session_booked_at_short_notice_is_not_reminded_of(session: Session, harbour: House) -> None:
    CoachingSession.plan(cleo(session, harbour), NOW + DAY, 60, place="video", now=NOW)
    follow(session)
    assert messages(session, "session_reminder") == []


def test_an_entry_is_asked_for_unless_it_comes(session: Session, harbour: House, signed: UUID) -> None:
    one = held(session, harbour, NOW - 2 * DAY)
    follow(session)
    nudge = only(session, "entry_nudge")
    assert nudge.occasion == str(one.id) and nudge.planned_for > NOW
    letter = write(session, nudge, nudge.planned_for)
    assert isinstance(letter, Letter)
    assert "Decisions are closed in the meeting" in letter.text and letter.text.startswith("Cleo,")
    assert "/stop/harbour-coaching/" in letter.text and "List-Unsubscribe" in letter.headers
    assert nudge.state == "sending"


def test_an_entry_that_came_stops_it_even_at_the_last_moment(session: Session, harbour: House, signed: UUID) -> None:
    held(session, harbour, NOW - 2 * DAY)
    follow(session)
    nudge, goal = only(session, "entry_nudge"), session.scalars(select(Goal)).one()
    assert goal.measure is not None
    session.add(
        Reading(measure_id=goal.measure.id, period=NOW.date(), value=50, by_id=harbour.clients["cleo"], at=NOW + timedelta(minutes=1))
    )
    session.flush()
    assert write(session, nudge, nudge.planned_for) is None
    assert (nudge.state, nudge.why) == ("stopped", RULES["entry_nudge"].done)


def test_an_entry_between_a_session_and_its_mark_as_held_counts(session: Session, harbour: House, signed: UUID) -> None:
    one = CoachingSession.plan(cleo(session, harbour), NOW - 3 * DAY, 60, place="video", now=NOW - 5 * DAY)
    goal = session.scalars(select(Goal)).one()
    assert goal.measure is not None
    session.add(Reading(measure_id=goal.measure.id, period=NOW.date(), value=50, by_id=harbour.clients["cleo"], at=NOW - 2 * DAY))
    one.hold(60, NOW - DAY)
    session.flush()
    follow(session)
    assert messages(session, "entry_nudge") == []


def test_nothing_says_more_than_a_link_to_an_employers_address(session: Session, harbour: House, signed: UUID) -> None:
    held(session, harbour, NOW - 2 * DAY)
    cleo(session, harbour).at_work = True
    follow(session)
    nudge = only(session, "entry_nudge")
    letter = write(session, nudge, nudge.planned_for)
    assert isinstance(letter, Letter)
    assert letter.subject.strip() == "Something waits for you"
    assert not {"Decisions", "Alice", "Cleo", "Harbour"} & set(letter.text.split()) and "Decisions" not in letter.html


@pytest.mark.parametrize("how", ["stop", "pause", "archive", "skip", "off", "reply"])
def test_what_stops_a_nudge_stops_it_at_once(session: Session, harbour: House, signed: UUID, how: str) -> None:
    held(session, harbour, NOW - 2 * DAY)
    follow(session)
    nudge, client = only(session, "entry_nudge"), cleo(session, harbour)
    preference = Preference.of(session, client.id)
    match how:
        case "stop":
            preference.stop(NOW)
            session.add(preference)
        case "pause":
            preference.pause(NOW + 20 * DAY)
            session.add(preference)
        case "archive":
            client.archive(NOW)
        case "reply":
            reply(session, nudge, NOW)
        case _:
            recipe = Recipe.touch(session, "entry_nudge", is_on=True, now=NOW)
            if how == "skip":
                recipe.skip(client.id, by=harbour.members["alice"], now=NOW)
            else:
                recipe.switch_off(by=harbour.members["alice"], now=NOW)
    session.flush()
    why = plan.why_not(session, nudge, session.get_one(Practice, harbour.practice_id), NOW)
    follow(session)
    nudge = only(session, "entry_nudge")
    assert nudge.state == "stopped" and nudge.why and why
    follow(session, NOW + 30 * DAY)
    assert only(session, "entry_nudge").state == "stopped", "and is not planned again when its time has passed"


def test_switching_on_again_brings_back_what_lies_ahead(session: Session, harbour: House, signed: UUID) -> None:
    held(session, harbour, NOW - 2 * DAY)
    follow(session)
    recipe = Recipe.touch(session, "entry_nudge", is_on=True, now=NOW)
    practice = session.get_one(Practice, harbour.practice_id)
    recipe.switch_off(by=harbour.members["alice"], now=NOW)
    plan.sync(session, RULES["entry_nudge"], recipe, practice, NOW)
    assert only(session, "entry_nudge").state == "stopped"
    recipe.switch_on(by=harbour.members["alice"], now=NOW)
    plan.sync(session, RULES["entry_nudge"], recipe, practice, NOW)
    assert only(session, "entry_nudge").state == "planned"


def test_other_blanks_move_what_is_planned(session: Session, harbour: House, signed: UUID) -> None:
    held(session, harbour, NOW - DAY)
    follow(session)
    was = only(session, "entry_nudge").planned_for
    recipe = Recipe.touch(session, "entry_nudge", is_on=True, now=NOW)
    recipe.choose(1, {"days": "7"})
    plan.sync(session, RULES["entry_nudge"], recipe, session.get_one(Practice, harbour.practice_id), NOW)
    moved = only(session, "entry_nudge")
    assert moved.planned_for == was + 4 * DAY
    waiting = select(Due.try_at).where(Due.subject_id == moved.id, Due.done_at.is_(None))
    assert list(session.scalars(waiting)) == [moved.planned_for]


def test_a_reply_stops_what_came_before_it_and_not_what_comes_after(session: Session, harbour: House, signed: UUID) -> None:
    held(session, harbour, NOW - 2 * DAY)
    follow(session)
    reply(session, only(session, "entry_nudge"), NOW)
    assert only(session, "entry_nudge").why == "wrote back"
    held(session, harbour, NOW + 2 * DAY)
    follow(session, NOW + 3 * DAY)
    assert [m.state for m in messages(session, "entry_nudge")] == ["stopped", "planned"]


def test_a_missing_value_stops_the_send_and_says_so(session: Session, harbour: House) -> None:
    booked = CoachingSession.plan(cleo(session, harbour), NOW + 9 * DAY, 60, place="", now=NOW)
    recipe = Recipe.touch(session, "session_reminder", is_on=True, now=NOW)
    recipe.write(1, "At {place}", "{first_name}, we meet at {place}.")
    follow(session)
    message = only(session, "session_reminder")
    assert write(session, message, message.planned_for) is None
    assert message.state == "failed" and "{place}" in message.why
    booked.place = "the quay"
    message.send_again(message.planned_for)
    session.flush()
    letter = write(session, message, message.planned_for)
    assert isinstance(letter, Letter)
    assert letter.subject.strip() == "At the quay" and "we meet at the quay" in letter.text


def test_a_text_of_the_coachs_own_is_marked_up_and_a_name_is_not(session: Session, harbour: House) -> None:
    client = cleo(session, harbour)
    client.rename("*Cleo* Marsh")
    CoachingSession.plan(client, NOW + 9 * DAY, 60, place="video", now=NOW)
    recipe = Recipe.touch(session, "session_reminder", is_on=True, now=NOW)
    recipe.write(1, "", "Hello {first_name}, **soon**: [the page]({link}). {{ 7*7 }}")
    follow(session)
    message = only(session, "session_reminder")
    letter = write(session, message, message.planned_for)
    assert isinstance(letter, Letter)
    assert "*Cleo*, <strong>soon</strong>" in letter.html and "{{ 7*7 }}" in letter.text and "49" not in letter.text
    assert "Your session with Alice Harbour" in letter.subject, "an empty subject is the one it comes with"
