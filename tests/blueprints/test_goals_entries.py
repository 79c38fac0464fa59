"""Entries of a goal on the coach's side: made for the client, corrected, listed, and taken along in a file."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Goal, Measure, Reading
from models.reading import Start
from tests.cast import House
from tests.goals import due, entry, in_force, measured, put
from tests.story import GOAL

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]


@pytest.fixture
def goal_id(enter: Enter, harbour: House) -> UUID:
    return in_force(enter, harbour)


@pytest.fixture
def address(harbour: House, goal_id: UUID) -> str:
    return f"/p/{harbour.slug}/goals/{goal_id}"


def test_an_entry_for_the_client(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser, period = browse(harbour, "alice"), due(enter, harbour)[0]
    page = browser.get(f"{address}/entries/new").text
    assert period.isoformat() in page
    assert browser.post(f"{address}/entries", data=entry(period, "", counted="11", of="15")).status_code == 303
    with enter(harbour) as session:
        newest = measured(session).readings[-1]
        assert (newest.value, newest.count_of, newest.by_id) == (Decimal(11), Decimal(15), harbour.members["alice"])
    shown = browser.get(address).text
    assert "73\u202f%" in shown
    assert "Entered by you" in shown
    taken = browser.post(f"{address}/entries", data=entry(period, "50"))
    assert taken.status_code == 422


@pytest.mark.parametrize(
    "more",
    [
        {"value": "101"}, {"value": "-1"}, {"value": "NaN"}, {"value": "1e400"}, {"value": "9" * 500}, {"value": "\x00"}, {"value": ""},
        {"period": "2026-02-31"}, {"period": "9999-12-31"}, {"counted": "16", "of": "15", "value": ""}, {"counted": "1", "of": "0", "value": ""},
        {"counted": "3", "value": ""}, {"comment": "z" * 501}, {"once": "old"},
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_comes_back(browse: Browse, enter: Enter, harbour: House, address: str, more: dict[str, str]) -> None:
    answer = browse(harbour, "alice").post(f"{address}/entries", data={**entry(due(enter, harbour)[0], "50"), **more})
    assert answer.status_code == 422, answer.text
    with enter(harbour) as session:
        assert len(measured(session).readings) == 12


def test_the_same_entry_twice_is_one(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    form = entry(due(enter, harbour)[0], "50")
    browser = browse(harbour, "alice")
    assert browser.post(f"{address}/entries", data=form).status_code == 303
    assert browser.post(f"{address}/entries", data=form).status_code in (409, 422)
    with enter(harbour) as session:
        assert len(measured(session).readings) == 13


def test_a_correction_supersedes_and_is_shown(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    put(enter, harbour, [60])
    browser = browse(harbour, "alice")
    with enter(harbour) as session:
        readings = measured(session).readings
        first, last = readings[0].id, readings[-1].id
    assert browser.get(f"{address}/entries/{last}/correction").status_code == 200
    assert browser.get(f"{address}/entries/{first}/correction").status_code == 409  # where it started is fixed
    assert browser.post(f"{address}/entries/{last}/correction", data={"value": "200"}).status_code == 422
    assert browser.post(f"{address}/entries/{last}/correction", data={"value": "67", "comment": "One was missed."}).status_code == 303
    page = browser.get(address).text
    assert "Corrected from 60\u202f%." in page
    assert "One was missed." in page
    assert browser.get(f"{address}/entries/{last}/correction").status_code == 404  # the newer one is corrected now


def test_an_old_entry_asks_why(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    with enter(harbour) as session:
        measure = measured(session)
        old = Reading(
            measure_id=measure.id, period=measure.first_period, value=Decimal(60), by_id=harbour.clients["cleo"],
            at=datetime.now(UTC) - timedelta(days=8),
        )  # fmt: skip
        session.add(old)
        session.commit()
        id = old.id
    answer = browse(harbour, "alice").post(f"{address}/entries/{id}/correction", data={"value": "61", "comment": ""})
    assert answer.status_code == 422
    assert "more than seven days old" in answer.text


def test_the_file_holds_no_formula(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "plain, with a comma"]
    with enter(harbour) as session:
        measure = measured(session)
        for n, comment in enumerate(evil):
            session.add(
                Reading(
                    measure_id=measure.id, period=measure.first_period + timedelta(weeks=n), value=Decimal("50.5"),
                    by_id=harbour.clients["cleo"], at=datetime.now(UTC), comment=comment,
                )
            )  # fmt: skip
        session.commit()
    answer = browse(harbour, "alice").get(f"{address}/entries.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 17
    assert [row["comment"] for row in rows[12:]] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "plain, with a comma"]
    assert rows[12]["value"] == "50.5"


def test_all_entries_a_hundred_to_a_page(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    with enter(harbour) as session:
        measure = measured(session)
        start = date(2020, 1, 3)
        session.execute(update(Measure).values(first_period=start))
        session.add_all(
            Reading(
                measure_id=measure.id, period=start + timedelta(weeks=n), value=n % 100, by_id=harbour.clients["cleo"], at=datetime.now(UTC)
            )
            for n in range(150)
        )
        session.commit()
    browser = browse(harbour, "alice")
    assert browser.get(f"{address}/entries").text.count("<tr>") == 101
    assert browser.get(f"{address}/entries?page=2").text.count("<tr>") == 63
    assert browser.get(f"{address}/entries?page={10**20}").status_code == 200


def sealed(session: Session) -> Start:
    return session.scalars(select(Start)).one()


def test_the_start_stays_as_it_was_fixed(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    with enter(harbour) as session:
        before = sealed(session).sha256
    browse(harbour, "alice").post(f"{address}/entries", data=entry(due(enter, harbour)[0], "90"))
    with enter(harbour) as session:
        assert sealed(session).sha256 == before
        assert session.scalars(select(Goal.title)).one() == GOAL["title"]
