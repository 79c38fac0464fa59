"""What an hour earns is counted when something changed, and again when the day is over, however much changed in between."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock, db
from app.jobs import sessions
from billing import PricePlan
from billing.counted import Counted
from billing.counting import count_all
from models import Due, Practice
from tests.blueprints.test_invoices_races import really
from tests.cast import House
from tests.money import work

__all__ = ["really"]


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


@dataclass
class Interrupted:
    """While it counts for the first time, somebody saves, from a connection of theirs that waits for nobody."""

    house: House
    times: list[datetime] = field(default_factory=list)

    def __call__(self, session: Session, practice: Practice, now: datetime) -> dict[str, Counted]:
        self.times.append(now)
        if len(self.times) == 1:
            with db.transaction(self.house.practice_id) as other:
                other.connection().exec_driver_sql("set local lock_timeout = '1s'")
                PricePlan.weigh(other, clock.now())
        return count_all(session, practice, now)


def test_a_save_waits_for_no_count_and_is_counted_after_it(
    really: tuple[Flask, House, object, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, house, *_ = really
    counting = Interrupted(house)
    monkeypatch.setattr(sessions, "count_all", counting)
    with app.app_context():
        for _ in range(3):
            with db.transaction(house.practice_id) as session:
                PricePlan.weigh(session, clock.now())
        work(app)
        with db.transaction(house.practice_id) as session:
            rows = session.scalars(select(Due).where(Due.verb == "weigh_worth")).all()
            assert [one.error for one in rows if one.error] == []
            assert len([one for one in rows if one.done_at is None]) == 1, "one for the night"
    assert len(counting.times) == 2, "once for three saves, and once for what came meanwhile"
