"""A replayed year: what everybody got, and that nobody was nagged. Here two months of it; `plumbline replay` lives all of them."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

import wsgi
from app import clock, db
from app.replay import Left, Year, replay, told, undone
from models import Practice
from models.gate import NUDGE, is_weekend, week_of
from models.recipes import of_kind
from tests.cast import settings_for
from tests.conftest import TEMPLATE, Database, addresses

DAYS = 60
TODAY = datetime(2026, 12, 20, 12, tzinfo=UTC)  # so that the replay crosses the night in October in which clocks go back


@pytest.fixture(scope="module")
def database(cluster: object) -> Iterator[Database]:
    name = f"replay_{uuid4().hex}"
    cluster.create_database(name, TEMPLATE)  # type: ignore[attr-defined]
    yield addresses(cluster, name)  # type: ignore[arg-type]
    cluster.drop_database(name)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def year(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    engine = db.connect(database.url)
    app = wsgi.create_app(settings_for(database.url, files_dir=tmp_path_factory.mktemp("files")), engine)
    with app.app_context(), undone(app), clock.moved_to(TODAY):
        lived = replay(DAYS)
    with app.app_context(), db.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Practice).where(Practice.slug != "-")) == 0, "nothing of it is kept"
    yield lived
    engine.dispose()


def followups(year: Year) -> list[Left]:
    return [one for one in year.left if of_kind(one.kind) or one.cls == NUDGE]


def test_there_was_something_to_look_at(year: Year) -> None:
    kinds = Counter(one.kind for one in followups(year))
    assert kinds["session_reminder"] > 10 and kinds["entry_nudge"] > 3 and kinds["recap"] > 2, kinds
    assert kinds["past_client"] + kinds["quiet_client"] > 0, kinds
    assert year.replied


def test_one_nudge_a_person_and_week_at_most(year: Year) -> None:
    weeks = Counter((one.to_id, week_of(one.at, one.zone)) for one in year.left if one.cls == NUDGE)
    assert max(weeks.values()) == 1


def test_nothing_at_night_or_on_a_sunday_of_theirs(year: Year) -> None:
    for one in followups(year):
        here = one.at.astimezone(ZoneInfo(one.zone))
        assert 7 <= here.hour < 20, one
        assert here.weekday() != 6 and not is_weekend(here, one.locale), one


def test_nothing_twice(year: Year) -> None:
    assert max(Counter(one.message_id for one in year.left).values()) == 1
    assert max(Counter((one.to_id, one.kind, one.occasion) for one in year.left).values()) == 1


def test_nothing_after_a_reply(year: Year) -> None:
    """About the same thing of the same recipe; what arises later is another thing."""
    for when, who, about, kind in year.replied:
        again = [one for one in year.left if one.at > when and (one.to_id, one.subject_id, one.kind) == (who, about, kind)]
        assert kind == "quiet_client" or not again, again
        assert all(one.at - when > timedelta(days=10) for one in again), again


def test_it_prints_who_got_what_when_and_why(year: Year) -> None:
    lines = list(told(year))
    assert len(lines) == len(year.left)
    assert any("session_reminder" in line and "recipe: Session reminder" in line for line in lines)
