"""Actions: written with a day, ticked, unticked, taken off and put back."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models import Action
from tests.cast import NOW, House
from tests.statements import counted

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]


def typed(**changed: str) -> dict[str, str]:
    return {"text": "Close one item with Fien", "who": "client", "due": "2026-11-27", "once": str(uuid4()), **changed}


def only(enter: Enter, house: House) -> Action:
    with enter(house) as session:
        return session.scalars(select(Action)).one()


@pytest.fixture
def address(harbour: House) -> str:
    return f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/actions"


def test_written_and_ticked_and_taken_back(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    assert browser.post(address, data=typed()).status_code == 303
    action = only(enter, harbour)
    assert (action.who, action.due, action.is_done) == ("client", date(2026, 11, 27), False)
    one = f"/p/{harbour.slug}/actions/{action.id}"
    for _ in range(2):  # a second tap changes nothing
        assert browser.post(f"{one}/completion").location == address
    assert only(enter, harbour).done_by == harbour.members["alice"]
    assert f"{one}/completion/removal" in browser.get(address).text  # the undo
    browser.post(f"{one}/completion/removal")
    assert not only(enter, harbour).is_done
    browser.post(f"{one}/removal")
    page = browser.get(address).text
    assert f"{one}/return" in page
    browser.post(f"{one}/return")
    assert only(enter, harbour).dropped_at is None


def test_it_goes_back_to_where_it_was_pressed(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    calendar = f"/p/{harbour.slug}/calendar"
    assert browser.post(f"{address}?next={calendar}", data=typed()).location == calendar
    one = f"/p/{harbour.slug}/actions/{only(enter, harbour).id}/completion"
    assert browser.post(f"{one}?next={calendar}").location == calendar
    assert browser.post(f"{one}?next=https://evil.example/").location == address


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", ""), ("text", "\u200b\x00"), ("text", "x" * 501), ("who", "boss"), ("due", "soon"), ("due", "9999-01-01"), ("once", "x")],
)
def test_what_cannot_be_comes_back_as_it_was_typed(
    browse: Browse, enter: Enter, harbour: House, address: str, field: str, value: str
) -> None:
    answer = browse(harbour, "alice").post(address, data=typed(**{field: value}))
    assert answer.status_code == 422
    if field != "text":
        assert "Close one item with Fien" in answer.text
    with enter(harbour) as session:
        assert session.scalars(select(Action)).all() == []


def test_a_day_may_be_left_out_and_a_post_counts_once(browse: Browse, enter: Enter, harbour: House, address: str) -> None:
    browser, form = browse(harbour, "alice"), typed(due="")
    assert [browser.post(address, data=form).status_code for _ in range(2)] == [303, 409]
    assert only(enter, harbour).due is None


def test_who_may_not(browse: Browse, enter: Enter, harbour: House, summit: House, address: str) -> None:
    browse(harbour, "alice").post(address, data=typed())
    one = f"actions/{only(enter, harbour).id}/completion"
    assert browse(harbour, "ada").get(address).status_code == 403
    assert browse(harbour, "ada").post(f"/p/{harbour.slug}/{one}").status_code == 403
    assert browse(harbour, "rita").get(address).status_code == 200
    assert browse(harbour, "rita").post(f"/p/{harbour.slug}/{one}").status_code == 403
    assert browse(summit, "charlie").post(f"/p/{summit.slug}/{one}").status_code == 404
    assert browse(summit, "charlie").get(f"/p/{summit.slug}/clients/{harbour.clients['cleo']}/actions").status_code == 404
    assert not only(enter, harbour).is_done


def test_a_long_list_costs_no_more(browse: Browse, connection: Connection, enter: Enter, harbour: House, address: str) -> None:
    browser = browse(harbour, "alice")
    with enter(harbour) as session:
        session.add_all(Action(client_id=UUID(str(harbour.clients["cleo"])), text=f"act {n}", created_at=NOW) for n in range(150))
        session.commit()
    with counted(connection) as sent:
        page = browser.get(address).text
    assert len(sent) <= 8, sent
    assert page.count("<li>") <= 130
