"""What an hour earns is counted when something changed, and again when the day is over, however much changed in between."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from billing import PricePlan
from models import Due, Practice
from tests.cast import House
from tests.money import work


def test_after_two_changes_in_a_day_it_is_counted_again_the_next(app: Flask, harbour: House, enter: Callable[..., Session]) -> None:
    day = datetime(2026, 11, 17, 15, tzinfo=UTC)
    for seconds in (0, 607):
        with clock.moved_to(day + timedelta(seconds=seconds)) as hands:
            with enter(harbour) as session:
                PricePlan.weigh(session, hands.at)
                session.commit()
            work(app)
    with enter(harbour) as session:
        zone = session.get_one(Practice, harbour.practice_id).tz
        open_ = session.scalars(select(Due).where(Due.verb == "weigh_worth", Due.done_at.is_(None))).all()
    assert [one.try_at.astimezone(zone).date() for one in open_] == [(day + timedelta(days=1)).date()]
