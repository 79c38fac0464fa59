"""A goal's page on the coach's side: what it says, entries made for the client, corrections, the file, and the question whether to share."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from models import Goal, Look, Measure, Message, Practice, Reading
from models.reading import Start
from tests.cast import House
from tests.statements import counted
from tests.story import GOAL, begin

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
TODAY = datetime.now(UTC).date()


@pytest.fixture
def goal_id(enter: Enter, harbour: House) -> UUID:
    """A goal in force since ten weeks ago, with a start of twelve weeks before that."""
    with enter(harbour) as session:
        contract = begin(session, harbour)
        [goal] = contract.goals
        now = datetime.now(UTC) - timedelta(weeks=10)
        contract.activated_at = goal.live_at = now
        goal.title, goal.behaviour = GOAL["title"], GOAL["behaviour"]
        measure = Measure(
            goal_id=goal.id, goal=goal, name=GOAL["measure"], kind="percentage", direction="higher", unit="%", cadence="weekly",
            target=Decimal(70), start_size=12, first_period=now.date(), cue="after the minutes are out",
        )  # fmt: skip
        session.add(measure)
        session.flush()
        history = [
            (now.date() - timedelta(weeks=12 - n), Decimal(v)) for n, v in enumerate((38, 44, 31, 47, 40, 35, 49, 42, 36, 45, 33, 41))
        ]
        measure.begin(history, by=harbour.members["alice"], now=now, today=now.date())
        measure.looks = [Look(measure_id=measure.id, on=TODAY + timedelta(weeks=8))]
        session.commit()
        return goal.id


@pytest.fixture
def address(harbour: House, goal_id: UUID) -> str:
    return f"/p/{harbour.slug}/goals/{goal_id}"


def measured(session: Session) -> Measure:
    return session.scalars(select(Measure)).one()


def due(enter: Enter, house: House) -> list[date]:
    with enter(house) as session:
        return measured(session).open_periods(TODAY)


def put(enter: Enter, house: House, values: list[int], comment: str = "", by: UUID | None = None) -> None:
    """Entries of the client's for the weeks since, oldest first."""
    with enter(house) as session:
        measure, now = measured(session), datetime.now(UTC)
        first = measure.first_period
        for n, value in enumerate(values):
            measure.readings.append(
                Reading(
                    measure_id=measure.id,
                    period=first + timedelta(weeks=n),
                    value=Decimal(value),
                    by_id=by or house.clients["cleo"],
                    at=now,
                    comment=comment,
                )
            )
        session.flush()
        measure.update_status(TODAY, "Cleo")
        session.commit()


def entry(period: date, value: str, **more: str) -> dict[str, str]:
    return {"period": period.isoformat(), "value": value, "counted": "", "of": "", "comment": "", "once": str(uuid4()), **more}


def test_what_the_numbers_say(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    put(enter, harbour, [61, 58, 68, 63, 72, 67, 70, 75, 64])
    page = browse(harbour, "alice").get(address).text
    assert "Is it changing?" in page
    assert "Signal, for the better:" in page
    assert "above where Cleo started" in page
    assert "Will it reliably reach 70" in page
    assert "<svg" in page
    assert "&lt;svg" not in page
    assert "you and Cleo; Bruno when Cleo shares it" in page
    assert "All 21 entries" in page
    assert "How the usual range was drawn" in page


def test_a_goal_that_is_not_in_force_leads_to_its_agreement(browse: Browse, enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        contract_id, id = contract.id, contract.goals[0].id
        session.commit()
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/goals/{id}")
    assert page.status_code == 200
    assert f"/contracts/{contract_id}" in page.text
    assert browse(harbour, "alice").get(f"/p/{harbour.slug}/goals/{id}/entries/new").status_code == 404


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


def test_a_look_keeps_what_it_said_and_says_what_was_corrected(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    put(enter, harbour, [61, 58, 68, 63, 72, 67, 70, 75, 64])
    with enter(harbour) as session:
        measure = measured(session)
        held = Look(measure_id=measure.id, on=measure.first_period + timedelta(weeks=8))
        measure.looks.append(held)
        session.flush()
        held.hold(datetime.now(UTC))
        assert held.verdict == "improved"
        session.commit()
    browser = browse(harbour, "alice")
    page = browser.get(address).text
    assert "Improved since" in page
    assert "was corrected since" not in page
    with enter(harbour) as session:
        measure = measured(session)
        measure.correct(measure.readings[-1], Decimal(1), by=harbour.clients["cleo"], now=datetime.now(UTC), today=TODAY)
        session.commit()
    page = browser.get(address).text
    assert "Improved since" in page
    assert "was corrected since" in page


def test_a_pause_is_shown(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    with enter(harbour) as session:
        measured(session).pause_from(TODAY, harbour.clients["cleo"])
        session.commit()
    assert "Cleo paused it" in browse(harbour, "alice").get(address).text


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


def test_asking_to_share_once_a_week(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    for _ in range(3):
        assert browser.post(f"{address}/sharing-request").status_code == 303
    assert "asked this week already" in browser.get(address).text
    with enter(harbour) as session:
        asked = session.scalars(select(Message)).all()
    assert [(message.kind, message.recipient_id) for message in asked] == [("sharing_asked", harbour.clients["cleo"])]


def test_without_a_boss_nobody_is_asked(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    with enter(harbour) as session:
        session.get(Practice, harbour.practice_id).who_pays = "people"  # type: ignore[union-attr]
        session.commit()
    browser = browse(harbour, "alice")
    page = browser.get(address).text
    assert "Ask to share" not in page
    assert "Bruno" not in page
    assert browser.post(f"{address}/sharing-request").status_code == 409


def test_who_may_not(browse: Browse, harbour: House, summit: House, goal_id: UUID, address: str) -> None:
    assert browse(harbour, "ada").get(address).status_code == 403
    assert browse(harbour, "ada").get(f"{address}/entries.csv").status_code == 403
    assert browse(harbour, "rita").get(address).status_code == 200
    assert "Make an entry" not in browse(harbour, "rita").get(address).text
    assert browse(harbour, "rita").post(f"{address}/entries", data={}).status_code == 403
    charlie = browse(summit, "charlie")
    for path in ("", "/entries", "/entries.csv", "/entries/new"):
        assert charlie.get(f"{address}{path}").status_code == 404
        assert charlie.get(f"/p/{summit.slug}/goals/{goal_id}{path}").status_code == 404
    assert charlie.post(f"/p/{summit.slug}/goals/{goal_id}/sharing-request").status_code == 404


def test_history_costs_no_statements(browse: Browse, connection: Connection, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    browser.get(address)
    with counted(connection) as few:
        browser.get(address)
    put(enter, harbour, [61, 58, 68, 63, 72, 67, 70, 75, 64])
    with counted(connection) as many:
        browser.get(address)
    assert len(few) == len(many) <= 8, many


def sealed(session: Session) -> Start:
    return session.scalars(select(Start)).one()


def test_the_start_stays_as_it_was_fixed(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    with enter(harbour) as session:
        before = sealed(session).sha256
    browse(harbour, "alice").post(f"{address}/entries", data=entry(due(enter, harbour)[0], "90"))
    with enter(harbour) as session:
        assert sealed(session).sha256 == before
        assert session.scalars(select(Goal.title)).one() == GOAL["title"]
