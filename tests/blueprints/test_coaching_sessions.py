"""Planning, moving, holding, missing and cancelling over HTTP: what the database refuses stands at the field, and nothing typed is lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app.clock import now
from models import Client, CoachingSession, Message
from tests.cast import House
from tests.statements import counted

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def soon(days: int = 3) -> str:
    return (now().date() + timedelta(days=days)).isoformat()


def typed(**changed: str) -> dict[str, str]:
    return {"day": soon(), "clock": "14:00", "minutes": "90", "place": "Room Pegasus", "once": str(uuid4()), **changed}


def plan(browser: FlaskClient, house: House, who: str = "cleo", **changed: str) -> UUID:
    answer = browser.post(f"/p/{house.slug}/clients/{house.clients[who]}/sessions", data=typed(**changed))
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.rpartition("/")[2])


def row(enter: Enter, house: House, id: UUID) -> CoachingSession:
    with enter(house) as session:
        found = session.get(CoachingSession, (house.practice_id, id))
    assert found is not None
    return found


def messages(enter: Enter, house: House) -> list[str]:
    with enter(house) as session:
        return list(session.scalars(select(Message.kind).order_by(Message.id)))


def how_many(enter: Enter, house: House) -> int:
    with enter(house) as session:
        return len(session.scalars(select(CoachingSession)).all())


def test_a_session_is_planned_in_the_practices_own_time(browse: Browse, enter: Enter, harbour: House) -> None:
    id = plan(browse(harbour, "alice"), harbour)
    planned = row(enter, harbour, id)
    assert planned.start == datetime.fromisoformat(f"{soon()}T14:00").replace(tzinfo=AMSTERDAM)
    assert (planned.planned_minutes, planned.place, planned.coach_id) == (90, "Room Pegasus", harbour.members["alice"])
    assert messages(enter, harbour) == ["session_planned"]


def test_both_clocks_are_shown_where_they_differ(browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "alice")
    id = plan(browser, harbour)
    assert "Lisbon" not in browser.get(f"/p/{harbour.slug}/sessions/{id}").text
    with enter(harbour) as session:
        session.get(Client, (harbour.practice_id, harbour.clients["cleo"])).zone = "Europe/Lisbon"  # type: ignore[union-attr]
        session.commit()
    page = browser.get(f"/p/{harbour.slug}/sessions/{id}").text
    assert "(Lisbon)" in page
    assert "(Amsterdam)" in page


def test_the_hour_of_another_session_is_refused_at_the_field(browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "alice")
    plan(browser, harbour)
    answer = browser.post(f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/sessions", data=typed(clock="15:00", place="Elsewhere"))
    assert answer.status_code == 422
    assert "There is another session at that time" in answer.text
    assert "Elsewhere" in answer.text
    assert how_many(enter, harbour) == 1
    assert browse(harbour, "bob").post(f"/p/{harbour.slug}/clients/{harbour.clients['dora']}/sessions", data=typed()).status_code == 303
    plan(browser, harbour, clock="15:30")


def test_the_same_form_twice_is_one_session(browse: Browse, enter: Enter, harbour: House) -> None:
    browser, form = browse(harbour, "alice"), typed()
    address = f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/sessions"
    assert [browser.post(address, data=form).status_code for _ in range(3)] == [303, 409, 409]
    assert how_many(enter, harbour) == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("day", "", "Please fill this in"),
        ("day", "17-11-2026", "Write the day like"),
        ("day", "0001-01-01", "between 2000 and 2100"),
        ("day", "9999-12-31", "between 2000 and 2100"),
        ("day", "2026-03-29\x00", "Write the day like"),
        ("clock", "25:00", "Write the time like"),
        ("clock", "\ud800", "Write the time like"),
        ("minutes", "0", "Between 5 and 720"),
        ("minutes", "9" * 400, "Between 5 and 720"),
        ("minutes", "NaN", "Write whole minutes"),
        ("place", "x" * 201, "At most 200"),
        ("once", "nonsense", "save once more"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(browse: Browse, harbour: House, field: str, value: str, said: str) -> None:
    data = {name: text.encode("utf-8", "surrogatepass") for name, text in typed(**{field: value}).items()}
    answer = browse(harbour, "alice").post(f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/sessions", data=data)
    assert answer.status_code == 422
    assert said in answer.text


def test_clocks_that_change(browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "alice")
    address = f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/sessions"
    left_out = browser.post(address, data=typed(day="2027-03-28", clock="02:30"))
    assert left_out.status_code == 422
    assert "does not exist" in left_out.text
    twice = plan(browser, harbour, day="2027-10-31", clock="02:30")
    assert row(enter, harbour, twice).start == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert "comes twice" in browser.get(f"/p/{harbour.slug}/sessions/{twice}").text


def test_moving_it(browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "alice")
    id = plan(browser, harbour)
    other = plan(browser, harbour, clock="10:00")
    address, was = f"/p/{harbour.slug}/sessions/{id}/edit", row(enter, harbour, id).start.isoformat()
    assert was in browser.get(address).text
    taken = browser.post(address, data=typed(clock="10:30", was=was))
    assert taken.status_code == 422
    assert "another session" in taken.text
    assert browser.post(address, data=typed(clock="16:00", was=was)).status_code == 303
    assert row(enter, harbour, id).start.astimezone(AMSTERDAM).hour == 16
    late = browser.post(address, data=typed(clock="17:00", was=was))
    assert late.status_code == 409
    assert "moved it meanwhile" in late.text
    assert row(enter, harbour, id).start.astimezone(AMSTERDAM).hour == 16
    assert browser.post(address, data=typed(clock="14:00", was=row(enter, harbour, id).start.isoformat())).status_code == 303
    assert messages(enter, harbour) == ["session_planned"] * 4  # two plans, two moves: also the move back is told
    assert other


def test_held_and_taken_back(browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "alice")
    id = plan(browser, harbour, day=soon(-1))
    assert messages(enter, harbour) == []  # nobody is told of what is over
    refused = browser.post(f"/p/{harbour.slug}/sessions/{id}/holding", data={"minutes": "-5"})
    assert refused.status_code == 422
    assert 'value="-5"' in refused.text
    assert browser.post(f"/p/{harbour.slug}/sessions/{id}/holding", data={"minutes": "92"}).status_code == 303
    held = row(enter, harbour, id)
    assert (held.state, held.minutes) == ("held", 92)
    page = browser.get(f"/p/{harbour.slug}/sessions/{id}").text
    assert f"/p/{harbour.slug}/sessions/{id}/reopening" in page
    again = browser.post(f"/p/{harbour.slug}/sessions/{id}/missing")
    assert again.status_code == 409
    assert "already" in again.text
    assert browser.post(f"/p/{harbour.slug}/sessions/{id}/reopening").status_code == 303
    assert row(enter, harbour, id).is_planned


def test_missed(browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "alice")
    id = plan(browser, harbour, day=soon(-1))
    assert browser.post(f"/p/{harbour.slug}/sessions/{id}/missing").status_code == 303
    assert row(enter, harbour, id).state == "missed"


def test_a_cancelled_hour_is_free_and_may_be_gone_when_it_is_wanted_back(browse: Browse, enter: Enter, harbour: House) -> None:
    browser = browse(harbour, "alice")
    id = plan(browser, harbour)
    assert browser.post(f"/p/{harbour.slug}/sessions/{id}/cancellation").status_code == 303
    assert browser.post(f"/p/{harbour.slug}/sessions/{id}/reopening").status_code == 303
    assert messages(enter, harbour) == ["session_planned", "session_cancelled", "session_planned"]
    browser.post(f"/p/{harbour.slug}/sessions/{id}/cancellation")
    plan(browser, harbour)
    gone = browser.post(f"/p/{harbour.slug}/sessions/{id}/reopening")
    assert gone.status_code == 409
    assert "another session" in gone.text


def test_an_assistant_plans_and_sees_no_content(browse: Browse, harbour: House) -> None:
    id = plan(browse(harbour, "ada"), harbour)
    alice = browse(harbour, "alice")
    alice.post(f"/p/{harbour.slug}/sessions/{id}/note", data={"text": "MARKER-SHARED", "once": str(uuid4())})
    alice.post(f"/p/{harbour.slug}/sessions/{id}/actions", data={"text": "MARKER-ACTION", "who": "client", "once": str(uuid4())})
    assert "MARKER-ACTION" in alice.get(f"/p/{harbour.slug}/sessions/{id}").text
    page = browse(harbour, "ada").get(f"/p/{harbour.slug}/sessions/{id}")
    assert page.status_code == 200
    assert "MARKER" not in page.text
    assert "Agenda" not in page.text


def test_who_may_not(browse: Browse, harbour: House, summit: House) -> None:
    id = plan(browse(harbour, "alice"), harbour)
    address = f"/p/{harbour.slug}/sessions/{id}"
    assert browse(harbour, "rita").get(address).status_code == 200
    assert browse(harbour, "rita").post(f"{address}/missing").status_code == 403
    assert browse(summit, "charlie").get(address).status_code == 404
    assert browse(summit, "charlie").get(f"/p/{summit.slug}/sessions/{id}").status_code == 404
    assert browse(summit, "charlie").post(f"/p/{summit.slug}/sessions/{id}/cancellation").status_code == 404
    assert browse().get(address).status_code == 303
    assert browse(harbour, "alice").get(f"/p/{harbour.slug}/sessions/{uuid4()}").status_code == 404


def test_a_page_costs_the_same_however_much_there_is(browse: Browse, connection: Connection, harbour: House) -> None:
    browser = browse(harbour, "alice")
    id = plan(browser, harbour)
    browser.get(f"/p/{harbour.slug}/sessions/{id}")
    with counted(connection) as few:
        browser.get(f"/p/{harbour.slug}/sessions/{id}")
    for n in range(5):
        browser.post(f"/p/{harbour.slug}/sessions/{id}/actions", data={"text": f"act {n}", "who": "coach", "once": str(uuid4())})
    with counted(connection) as many:
        browser.get(f"/p/{harbour.slug}/sessions/{id}")
    assert len(few) == len(many) <= 8, many
