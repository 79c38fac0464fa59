"""What a client has left, as the practice keeps it: given, changed with a yes, taken from when a session is planned."""

from collections.abc import Callable
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select

from billing import Booking, Credit, Package, PackageChange
from tests.cast import House
from tests.story import Enter

Browse = Callable[..., FlaskClient]
THREE = {"name": "Three to try", "sessions": "3", "minutes": "60", "why": "a gift"}


def test_given_and_seen_with_why(browse: Browse, harbour: House, enter: Enter) -> None:
    alice, page = browse(harbour, "alice"), f"/p/{harbour.slug}/packages/{harbour.clients['cleo']}"
    assert "No package yet" in alice.get(page).get_data(as_text=True)
    once = str(uuid4())
    assert alice.post(page, data=THREE | {"once": once}).status_code == 303
    assert alice.post(page, data=THREE | {"once": once}).status_code == 409
    shown = alice.get(page).get_data(as_text=True)
    assert "3 left, 60 minutes each" in shown
    assert "given: a gift" in shown


def test_what_makes_no_sense_is_said(browse: Browse, harbour: House) -> None:
    alice, page = browse(harbour, "alice"), f"/p/{harbour.slug}/packages/{harbour.clients['cleo']}"
    for wrong in (
        {"sessions": "0"},
        {"sessions": "-3"},
        {"sessions": "1000000000000"},
        {"sessions": "NaN"},
        {"minutes": "1,5"},
        {"name": ""},
    ):
        answer = alice.post(page, data=THREE | wrong)
        assert answer.status_code == 422, wrong
        assert "This needs mending" in answer.get_data(as_text=True)


def test_a_change_is_proposed_and_waits(browse: Browse, harbour: House, enter: Enter) -> None:
    alice, page = browse(harbour, "alice"), f"/p/{harbour.slug}/packages/{harbour.clients['cleo']}"
    alice.post(page, data=THREE)
    with enter(harbour) as session:
        package = session.scalars(select(Package)).one()
    assert alice.post(f"{page}/changes/{package.id}", data={"sessions": "0", "reason": "nothing"}).status_code == 422
    assert alice.post(f"{page}/changes/{package.id}", data={"sessions": "2", "reason": "two more"}).status_code == 303
    assert "Nothing changes before a yes" in alice.get(page).get_data(as_text=True)
    with enter(harbour) as session:
        assert session.scalars(select(PackageChange)).one().is_open
        assert [entry.n for entry in session.scalars(select(Credit))] == [3]


def test_a_session_is_planned_from_it(browse: Browse, harbour: House, enter: Enter) -> None:
    alice, cleo = browse(harbour, "alice"), harbour.clients["cleo"]
    alice.post(f"/p/{harbour.slug}/packages/{cleo}", data=THREE)
    form = alice.get(f"/p/{harbour.slug}/clients/{cleo}/sessions/new").get_data(as_text=True)
    assert "Three to try: 3 not yet booked" in form
    with enter(harbour) as session:
        package = session.scalars(select(Package)).one()
    planned = {"day": "2099-01-05", "clock": "10:00", "minutes": "90", "package": str(package.id)}
    assert alice.post(f"/p/{harbour.slug}/clients/{cleo}/sessions", data=planned).status_code == 303
    assert alice.post(f"/p/{harbour.slug}/clients/{cleo}/sessions", data=planned | {"package": str(uuid4())}).status_code == 422
    with enter(harbour) as session:
        assert session.scalars(select(Booking)).one().booked_by == "coach"


def test_an_assistant_gives_and_a_reader_does_not(browse: Browse, harbour: House) -> None:
    page = f"/p/{harbour.slug}/packages/{harbour.clients['cleo']}"
    assert browse(harbour, "ada").post(page, data=THREE).status_code == 303
    assert browse(harbour, "rita").post(page, data=THREE).status_code == 403
