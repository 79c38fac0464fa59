"""Clients: the list and one of them."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from models import Client, File, Message
from tests.cast import NOW, House, add_client
from tests.client_forms import typed, url
from tests.statements import counted
from tests.story import Enter, begin, furnish, sign_all

Browse = Callable[..., FlaskClient]
MENU = "<span>Money</span>"


def test_the_list_says_the_state_of_each(enter: Enter, harbour: House, browse: Browse) -> None:
    sign_all(enter, harbour)
    page = browse(harbour, "alice").get(url(harbour)).text
    assert "Cleo Marsh" in page and "Dora Marsh" in page and "Quay Freight" in page
    assert "Decisions are closed in the meeting" in page and "In force" in page
    assert "Cody" not in page


def test_an_assistant_sees_names_and_no_content(enter: Enter, harbour: House, browse: Browse) -> None:
    id = harbour.clients["cleo"]
    sign_all(enter, harbour)
    ada = browse(harbour, "ada")
    for page in (ada.get(url(harbour)).text, ada.get(url(harbour, f"/{id}")).text):
        assert "Cleo Marsh" in page
        assert "Decisions are closed" not in page and "In force" not in page


def test_the_page_of_a_client(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    ids = furnish(enter, harbour, app)
    page = browse(harbour, "alice").get(url(harbour, f"/{ids['client']}")).text
    for words in (
        "Decisions are closed in the meeting",
        "Try the three sentences",
        "We looked at",
        "Bruno Vale",
        "video",
        "Prepare",
        "In force",
    ):
        assert words in page, words
    assert "mark-private-note" not in page and "mark-annex" not in page


def test_whoever_only_reads_is_offered_nothing_to_change(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    ids = furnish(enter, harbour, app)
    rita = browse(harbour, "rita")
    page = rita.get(url(harbour, f"/{ids['client']}")).text
    assert "Decisions are closed in the meeting" in page
    assert '<form class="act"' not in page and "/edit" not in page
    assert rita.post(url(harbour), data=typed(harbour)).status_code == 403


def test_money_is_for_who_bills(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    """Whoever only reads finds neither the section on the page nor the place in the menu, and the doors behind them stay shut."""
    ids = furnish(enter, harbour, app)
    with enter(harbour) as session:
        made = File(
            subject_id=ids["invoice"],
            kind="invoice",
            name="1.pdf",
            media_type="application/pdf",
            path="x",
            size=1,
            sha256="0" * 64,
            made_at=NOW,
        )
        session.add(made)
        session.commit()
        paper = made.id
    page = url(harbour, f"/{ids['client']}")
    for who in ("alice", "bob", "ada"):
        text = browse(harbour, who).get(page).text
        assert "Invoiced" in text and MENU in text, who
    rita = browse(harbour, "rita")
    text = rita.get(page).text
    assert "Cleo Marsh" in text
    assert "Invoiced" not in text and MENU not in text and "5,808" not in text
    assert rita.get(f"/p/{harbour.slug}/invoices").status_code == 403
    assert rita.get(f"/p/{harbour.slug}/files/{paper}").status_code == 403


def test_pages_cost_the_same_for_one_client_and_for_many(enter: Enter, harbour: House, browse: Browse, connection: Connection) -> None:
    alice, id = browse(harbour, "alice"), harbour.clients["cleo"]
    sign_all(enter, harbour)
    with counted(connection) as few:
        alice.get(url(harbour))
    with counted(connection) as one:
        assert alice.get(url(harbour, f"/{id}")).status_code == 200
    with enter(harbour) as session:
        for n in range(12):
            who = f"kim{n}"
            add_client(session, harbour, who, "alice", company=f"Company {n}", boss=f"boss{n}")
            begin(session, harbour, who)
        session.commit()
    with counted(connection) as many:
        alice.get(url(harbour))
    assert len(few) == len(many) <= 8, many
    assert len(one) <= 8, one


def test_search_and_archive_on_the_list(enter: Enter, harbour: House, browse: Browse) -> None:
    alice = browse(harbour, "alice")
    assert "Name or company" not in alice.get(url(harbour)).text
    with enter(harbour) as session:
        for n in range(30):
            session.add(
                Client(
                    name=f"Zoë Ödegård {n:02d}",
                    address=f"z{n}@private.example",
                    coach_id=harbour.members["alice"],
                    zone="UTC",
                    created_at=NOW,
                )
            )
        session.commit()
    assert "Name or company" in alice.get(url(harbour)).text
    first, second = alice.get(url(harbour, "?q=ODEGARD zoe")).text, alice.get(url(harbour, "?q=ODEGARD zoe&page=2")).text
    assert "Zoë Ödegård 00" in first and "Cleo" not in first and "Zoë Ödegård 29" not in first
    assert "Zoë Ödegård 29" in second
    assert "Cleo Marsh" in alice.get(url(harbour, "?q=quay")).text, "the company's name counts too"
    assert "Nobody here is called" in alice.get(url(harbour, "?q=nobody")).text
    assert alice.get(url(harbour, "?page=100000000000000000000&show=%00&q=%00")).status_code == 200


def test_archiving_can_be_undone(harbour: House, browse: Browse) -> None:
    alice, id = browse(harbour, "alice"), harbour.clients["dora"]
    answer = alice.post(url(harbour, f"/{id}/archive"), follow_redirects=True)
    assert "Dora Marsh is archived" in answer.text and f"/{id}/archive/removal" in answer.text
    assert "Dora Marsh</a>" not in alice.get(url(harbour)).text
    assert "Dora Marsh</a>" in alice.get(url(harbour, "?show=archived")).text
    assert "Bring back" in alice.get(url(harbour, f"/{id}")).text
    alice.post(url(harbour, f"/{id}/archive/removal"))
    assert "Dora Marsh</a>" in alice.get(url(harbour)).text


def test_a_client_is_sent_their_page_once_a_day(enter: Enter, harbour: House, browse: Browse) -> None:
    alice, id = browse(harbour, "alice"), harbour.clients["cleo"]
    assert "On its way to cleo@private.example" in alice.post(url(harbour, f"/{id}/welcome"), follow_redirects=True).text
    assert "today already" in alice.post(url(harbour, f"/{id}/welcome"), follow_redirects=True).text
    with enter(harbour) as session:
        assert session.scalars(select(Message.kind)).all() == ["portal_welcome"]


@pytest.mark.parametrize("end", ["", "/edit"])
def test_of_another_practice_and_missing_look_alike(harbour: House, summit: House, browse: Browse, end: str) -> None:
    alice = browse(harbour, "alice")
    foreign, missing = alice.get(url(harbour, f"/{summit.clients['cody']}{end}")), alice.get(url(harbour, f"/{uuid4()}{end}"))
    assert (foreign.status_code, foreign.text) == (missing.status_code, missing.text)
    assert foreign.status_code == 404
