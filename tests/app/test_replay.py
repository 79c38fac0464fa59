"""A replayed year: what everybody got, as it is printed, and that nobody was nagged."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

import pytest
from sqlalchemy import func, select

import wsgi
from app import clock, db
from app.replay import replay, told, undone
from models import Practice
from tests.cast import settings_for
from tests.conftest import TEMPLATE, Database, addresses

DAYS = 365
TODAY = datetime(2026, 12, 20, 12, tzinfo=UTC)


class Line(NamedTuple):
    """As it stands there: by the reader's own clock."""

    here: datetime
    name: str
    cls: str
    kind: str
    about: str
    words: str
    why: str

    @property
    def is_followup(self) -> bool:
        return self.cls == "nudge" or self.why.startswith("(recipe")


@pytest.fixture(scope="module")
def database(cluster: object) -> Iterator[Database]:
    name = f"replay_{uuid4().hex}"
    cluster.create_database(name, TEMPLATE)  # type: ignore[attr-defined]
    yield addresses(cluster, name)  # type: ignore[arg-type]
    cluster.drop_database(name)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def printed(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    engine = db.connect(database.url)
    app = wsgi.create_app(settings_for(database.url, files_dir=tmp_path_factory.mktemp("files")), engine)
    with app.app_context(), undone(app), clock.moved_to(TODAY):
        lived = replay(DAYS)
    with app.app_context(), db.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Practice).where(Practice.slug != "-")) == 0, "nothing of it is kept"
    yield list(told(lived))
    engine.dispose()


@pytest.fixture(scope="module")
def year(printed: list[str]) -> list[Line]:
    lines = [re.split(r"\s{2,}", line, maxsplit=6) for line in printed]
    return [Line(datetime.strptime(line[0], "%a %Y-%m-%d %H:%M"), *line[1:]) for line in lines]  # noqa: DTZ007  a clock on their wall


def test_there_was_something_to_look_at(year: list[Line]) -> None:
    kinds = Counter(line.kind for line in year if line.cls != "reply")
    assert (year[-1].here - year[0].here).days > 300
    assert kinds["session_reminder"] > 50 and kinds["entry_nudge"] > 10 and kinds["recap"] > 10, kinds
    assert min(kinds[name] for name in ("past_client", "quiet_client", "review_due", "renewal", "invoice_reminder")) > 0, kinds
    assert Counter(line.cls for line in year)["reply"] > 30


def test_one_nudge_a_person_and_week_at_most(year: list[Line]) -> None:
    weeks = Counter((line.name, line.here.isocalendar()[:2]) for line in year if line.cls == "nudge")
    assert max(weeks.values()) == 1


def test_nothing_at_night_or_at_a_weekend_of_theirs(year: list[Line]) -> None:
    for line in year:
        if line.is_followup:
            assert 7 <= line.here.hour < 20 and line.here.weekday() < 5, line


def test_nothing_twice(year: list[Line]) -> None:
    mails = Counter((line.name, line.kind, line.about) for line in year if line.is_followup)
    assert [mail for mail, times in mails.items() if times > 1] == []


def test_nothing_after_a_reply(year: list[Line]) -> None:
    for said in year:
        if said.cls == "reply":
            after = [line for line in year if line.cls != "reply" and line.here > said.here and line.name == said.name]
            assert [line for line in after if line.kind == said.kind and line.about.split()[0] == said.about] == []
            assert all(line.here - said.here > timedelta(days=1) for line in after if line.cls == "nudge"), "nor anything else at once"
