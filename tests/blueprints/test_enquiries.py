"""Enquiries and former colleagues: what comes next, one click to a client, two names a day."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.mailto import mailto
from models import Client, Colleague, Enquiry, Ladder
from tests.cast import NOW, House
from tests.statements import counted
from tests.story import Enter

Browse = Callable[..., FlaskClient]
NEW = {
    "name": "Noor Valk",
    "address": "noor@valk.example",
    "behaviour": "Decide. Claims lie on her desk.",
    "gap": "Every week",
    "source": "referral",
    "worth": "4,800",
}


@pytest.fixture
def noor(browse: Browse, harbour: House, enter: Enter) -> Enquiry:
    assert browse(harbour, "alice").post(f"/p/{harbour.slug}/enquiries", data=NEW).status_code == 303
    with enter(harbour) as session:
        return session.scalars(select(Enquiry)).one()


def test_listed_with_what_comes_next(browse: Browse, harbour: House, noor: Enquiry) -> None:
    alice, page = browse(harbour, "alice"), f"/p/{harbour.slug}/enquiries"
    assert noor.value_minor == 480_000
    shown = alice.get(page).get_data(as_text=True)
    assert "One waits for your answer" in shown
    assert "€4,800" in shown
    step = {"stage": "talked", "next_step": "send a proposal", "next_on": "2099-01-01", "source": "referral", "version": "1"}
    assert alice.post(f"{page}/{noor.id}", data=step).status_code == 303
    over = alice.post(f"{page}/{noor.id}", data=step)
    assert over.status_code == 409 and re.search(r'name="version"[^>]* value="2"', over.text), "saved once more, it is saved"
    assert "send a proposal" in alice.get(page).get_data(as_text=True)


def test_whoever_comes_back_stands_among_the_clients_again(browse: Browse, harbour: House, enter: Enter, noor: Enquiry) -> None:
    with enter(harbour) as session:
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        cleo.address = noor.address
        cleo.archive(NOW)
        session.commit()
    assert browse(harbour, "alice").post(f"/p/{harbour.slug}/enquiries/{noor.id}/client").status_code == 303
    with enter(harbour) as session:
        assert session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"])).archived_at is None


def test_one_click_makes_a_client_with_everything(browse: Browse, harbour: House, enter: Enter, noor: Enquiry) -> None:
    alice, page = browse(harbour, "alice"), f"/p/{harbour.slug}/enquiries/{noor.id}"
    first = alice.post(f"{page}/client")
    again = alice.post(f"{page}/client")
    assert first.headers["Location"] == again.headers["Location"]
    with enter(harbour) as session:
        client = session.scalars(select(Client).where(Client.address == "noor@valk.example")).one()
        ladder = session.scalars(select(Ladder).where(Ladder.client_id == client.id)).one()
        assert ladder.answers == {"better": NEW["behaviour"], "gap": NEW["gap"]}
        assert session.get_one(Enquiry, (harbour.practice_id, noor.id)).stage == "won"
    assert alice.post(f"{page}/loss", data={"reason": "price"}).status_code == 409


@pytest.mark.parametrize("has_one", [True, False])
def test_a_client_of_that_address_keeps_what_is_behind_it(
    browse: Browse, harbour: House, enter: Enter, noor: Enquiry, has_one: bool
) -> None:
    """What strangers write reaches no private sheet of somebody whom another coach works with."""
    with enter(harbour) as session:
        session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"])).address = "noor@valk.example"
        if has_one:
            session.add(Ladder(client_id=harbour.clients["cleo"], request="Slow reports", answers={"better": "Send them on the third."}))
        session.commit()
    bob, page = browse(harbour, "bob"), f"/p/{harbour.slug}/enquiries/{noor.id}"
    assert bob.post(f"{page}/client").headers["Location"].endswith(str(harbour.clients["cleo"]))
    with enter(harbour) as session:
        kept = [ladder.answers for ladder in session.scalars(select(Ladder).where(Ladder.client_id == harbour.clients["cleo"]))]
        assert kept == ([{"better": "Send them on the third."}] if has_one else [])
        assert session.get_one(Enquiry, (harbour.practice_id, noor.id)).client_id == harbour.clients["cleo"]
    shown = bob.get(page).get_data(as_text=True)
    assert NEW["behaviour"] in shown
    assert str(harbour.clients["cleo"]) in shown


def test_lost_with_a_reason_and_taken_back(browse: Browse, harbour: House, noor: Enquiry) -> None:
    alice, page = browse(harbour, "alice"), f"/p/{harbour.slug}/enquiries"
    assert alice.post(f"{page}/{noor.id}/loss", data={}).status_code == 422
    assert alice.post(f"{page}/{noor.id}/loss", data={"reason": "boss"}).status_code == 303
    assert "The boss did not agree" in alice.get(page).get_data(as_text=True)
    assert alice.post(f"{page}/{noor.id}/reopening").status_code == 303
    assert "Noor Valk" in alice.get(page).get_data(as_text=True)


def test_a_share_is_said_only_when_there_are_enough(browse: Browse, harbour: House, enter: Enter) -> None:
    alice, page, now = browse(harbour, "alice"), f"/p/{harbour.slug}/enquiries", datetime.now(UTC)

    def end(number: int) -> str:
        with enter(harbour) as session:
            for n in range(number):
                where = {"zone": "UTC", "locale": "en", "currency": "EUR"}
                Enquiry.add(session, now=now, name=f"Somebody {n}", address=f"s{n}@x.example", **where).lose("no answer", now)
            session.commit()
        return alice.get(page).get_data(as_text=True)

    assert "in 100" not in end(4)
    assert "0 of the 5 that ended became clients" in end(1)


def test_who_may(browse: Browse, harbour: House, noor: Enquiry) -> None:
    page = f"/p/{harbour.slug}/enquiries/{noor.id}"
    assert browse(harbour, "ada").get(page).status_code == 403
    assert browse(harbour, "rita").get(page).status_code == 200
    assert browse(harbour, "rita").post(f"{page}/client").status_code == 403


PEOPLE = "Wietske Abma, wietske@abma.example, planned the night shifts\nDirk-Jan Sievers,,bought from us\nNo Comma\nWietske Abma, wietske@abma.example"


def test_two_names_a_day_and_no_third(browse: Browse, harbour: House, enter: Enter) -> None:
    alice, page, today = browse(harbour, "alice"), f"/p/{harbour.slug}/colleagues", f"/p/{harbour.slug}/enquiries"
    assert alice.post(page, data={"people": PEOPLE}).status_code == 303
    with enter(harbour) as session:
        people = list(session.scalars(select(Colleague).order_by(Colleague.id)))
        assert [one.name for one in people] == ["Wietske Abma", "Dirk-Jan Sievers", "No Comma"]
    shown = alice.get(today).get_data(as_text=True)
    assert "Two former colleagues, today" in shown
    assert "No Comma" not in shown
    alice.post(f"{page}/{people[0].id}/letter")
    alice.post(f"{page}/{people[1].id}/omission")
    assert "Nobody is left for today" in alice.get(today).get_data(as_text=True)
    alice.post(f"{page}/{people[1].id}/waiting")
    assert "Dirk-Jan" in alice.get(today).get_data(as_text=True)
    assert browse(harbour, "bob").get(f"{page}/{people[0].id}").status_code == 404


def test_from_a_colleague_to_an_enquiry(browse: Browse, harbour: House, enter: Enter) -> None:
    alice, page = browse(harbour, "alice"), f"/p/{harbour.slug}/colleagues"
    alice.post(page, data={"people": PEOPLE})
    with enter(harbour) as session:
        wietske = session.scalars(select(Colleague).order_by(Colleague.id)).first()
        assert wietske is not None
    assert alice.post(f"{page}/{wietske.id}/enquiry").headers["Location"] == alice.post(f"{page}/{wietske.id}/enquiry").headers["Location"]
    with enter(harbour) as session:
        assert session.scalars(select(Enquiry)).one().source == "colleague"


@pytest.mark.parametrize(
    "people",
    ["", ",", "Ann, not an address", "x" * 300, "\n".join(f"P{n}, p{n}@x.example" for n in range(501))],
    ids=["none", "comma", "address", "long", "many"],
)
def test_what_cannot_be_read_is_named(browse: Browse, harbour: House, people: str) -> None:
    answer = browse(harbour, "alice").post(f"/p/{harbour.slug}/colleagues", data={"people": people})
    assert answer.status_code == 422


def test_a_draft_cannot_become_a_header() -> None:
    link = mailto("a@b.example\r\nBcc: all@x.example", "Hello\r\nCc: x@y.example", "One\nTwo & three?bcc=z@z.example")
    assert "\r" not in link
    assert "\n" not in link
    assert link.count("?") == 1
    assert link.count("&") == 1
    assert unquote(link.split("&body=")[1]) == "One\r\nTwo & three?bcc=z@z.example"


def test_few_statements_whatever_there_is(app: Flask, browse: Browse, harbour: House, enter: Enter, noor: Enquiry) -> None:
    alice, page, now = browse(harbour, "alice"), f"/p/{harbour.slug}/enquiries", datetime.now(UTC)

    def sent() -> int:
        alice.get(page)
        with counted(app.extensions["engine"]) as statements:
            assert alice.get(page).status_code == 200
        return len(statements)

    with enter(harbour) as session:
        Enquiry.add(session, now=now, name="Won", address="w@x.example", zone="UTC", locale="en", currency="EUR").win(
            coach_id=harbour.members["alice"], now=now
        )
        session.commit()
    few = sent()
    assert few <= 8
    with enter(harbour) as session:
        for n in range(30):
            Enquiry.add(session, now=now, name=f"More {n}", address=f"m{n}@x.example", zone="UTC", locale="en", currency="EUR")
        session.commit()
    assert sent() == few


def test_today_names_who_wrote_and_two_colleagues(browse: Browse, harbour: House, noor: Enquiry) -> None:
    alice, today = browse(harbour, "alice"), f"/p/{harbour.slug}/"
    alice.post(f"/p/{harbour.slug}/colleagues", data={"people": PEOPLE})
    shown = alice.get(today).get_data(as_text=True)
    assert "Noor Valk has written to you" in shown
    assert "Write to Wietske Abma" in shown
    assert "Write to Dirk-Jan Sievers" in shown
    assert "No Comma" not in shown
    assert "Wietske" not in browse(harbour, "bob").get(today).get_data(as_text=True)
    ada = browse(harbour, "ada").get(today).get_data(as_text=True)
    assert "Noor Valk" not in ada
    alice.post(f"/p/{harbour.slug}/enquiries/{noor.id}/answer")
    assert "has written to you" not in alice.get(today).get_data(as_text=True)
