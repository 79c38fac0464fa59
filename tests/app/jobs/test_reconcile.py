"""The daily comparing begins by itself, once a practice that takes cards, and goes on the next day."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import reconcile
from billing import Reconciliation
from billing.gateway import OWN, Gateway
from models import Due, Practice
from tests.cast import House
from tests.money import work

Enter = Callable[..., Session]


def rows(enter: Enter, house: House) -> list[Due]:
    with enter(house) as session:
        return list(session.scalars(select(Due).where(Due.verb == "reconcile")))


def test_it_begins_once_and_waits_for_the_next_day(app: Flask, enter: Enter, harbour: House, summit: House, gateway: Gateway) -> None:
    with enter(harbour) as session:
        session.get_one(Practice, harbour.practice_id).stripe_account = OWN
        session.commit()
    app.extensions["gateway"] = gateway
    try:
        with app.app_context():
            assert [reconcile.begin_where_missing(), reconcile.begin_where_missing()] == [1, 0]
        work(app)
    finally:
        app.extensions["gateway"] = None
    (row,) = rows(enter, harbour)
    assert row.done_at is None
    assert now() + timedelta(hours=23) < row.try_at <= now() + timedelta(days=1)
    assert rows(enter, summit) == []
    with enter(harbour) as session:
        seen = session.scalars(select(Reconciliation)).one()
        assert (seen.compared, seen.mended, seen.unknown) == (0, 0, 0)


def test_without_a_line_to_stripe_it_only_waits(app: Flask, enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        session.get_one(Practice, harbour.practice_id).stripe_account = OWN
        session.commit()
    with app.app_context():
        reconcile.begin_where_missing()
        assert reconcile.by_hand() == []
    work(app)
    (row,) = rows(enter, harbour)
    assert (row.done_at, row.error) == (None, None)
