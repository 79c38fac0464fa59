"""Find or do."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from models import Client, Practice
from tests.cast import NOW, House
from tests.client_forms import change
from tests.statements import counted
from tests.story import Enter

Browse = Callable[..., FlaskClient]


@pytest.mark.parametrize("words", ["cleo", "CLEO marsh", "mars cle", "cléo", "  Cleo\u200b  "])
def test_accents_capitals_and_order_do_not_matter(harbour: House, browse: Browse, words: str) -> None:
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/search", query_string={"q": words}).text
    assert f"/clients/{harbour.clients['cleo']}" in page and f"/clients/{harbour.clients['cleo']}/sessions/new" in page
    assert "Dora" not in page


def test_twenty_people_at_most_and_one_question(enter: Enter, harbour: House, browse: Browse, connection: Connection) -> None:
    with enter(harbour) as session:
        for n in range(25):
            session.add(
                Client(name=f"Kim {n:02d}", address=f"k{n}@private.example", coach_id=harbour.members["alice"], zone="UTC", created_at=NOW)
            )
        session.commit()
    alice = browse(harbour, "alice")
    with counted(connection) as sent:
        page = alice.get(f"/p/{harbour.slug}/search?q=kim").text
    assert page.count("<span>Kim ") == 20 and "The first twenty people" in page
    assert len(sent) <= 4, sent


def test_the_palette_fetches_the_results_alone(harbour: House, browse: Browse) -> None:
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/search?q=cleo", headers={"HX-Request": "true"}).text
    assert page.lstrip().startswith('<div id="results">') and "Cleo Marsh" in page


def test_pages_are_found_by_name_and_only_those_that_open(harbour: House, browse: Browse) -> None:
    alice, ada, rita = (
        browse(harbour, who).get(f"/p/{harbour.slug}/search").text.split('id="results"')[1] for who in ("alice", "ada", "rita")
    )
    assert "Messages" in alice and "Messages" not in ada and "Messages" in rita
    assert "New client" in ada and "New client" not in rita and "Money" not in rita
    assert "Calendar" in browse(harbour, "alice").get(f"/p/{harbour.slug}/search?q=cal").text.split('id="results"')[1]


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("price", "/price"),
        ("recipe", "/recipes"),
        ("offers", "/offers"),
        ("testimonial", "/proof"),
        ("strangers", "/public"),
        ("enq", "/enquiries"),
    ],
)
def test_a_page_is_found_by_the_word_somebody_would_type(harbour: House, browse: Browse, words: str, where: str) -> None:
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/search?q={words}").text.split('id="results"')[1]
    assert f'href="/p/{harbour.slug}{where}"' in page and f"; nobody is called “{words}”." in page


@pytest.mark.parametrize("words", ["%", "_", "\\", "\x00", "x" * 5000, "\ud800", "<script>alert(1)</script>", "' or 1=1 --"])
def test_what_finds_nobody_is_said(harbour: House, browse: Browse, words: str) -> None:
    answer = browse(harbour, "alice").get(f"/p/{harbour.slug}/search", query_string={"q": words.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert "Cleo" not in answer.text and "<script>alert" not in answer.text


def test_nobody_of_another_practice_is_found(harbour: House, summit: House, browse: Browse) -> None:
    assert str(summit.clients["cody"]) not in browse(harbour, "alice").get(f"/p/{harbour.slug}/search?q=cody").text
    assert browse(summit, "charlie").get(f"/p/{harbour.slug}/search?q=cleo").status_code == 404


@pytest.mark.parametrize("words", ["bruno", "VALE brù", "  Bruno\u200b Vale "])
@pytest.mark.parametrize("who", ["alice", "bob", "ada", "rita"])
def test_who_is_boss_is_found_and_leads_to_the_client(harbour: House, browse: Browse, words: str, who: str) -> None:
    page = browse(harbour, who).get(f"/p/{harbour.slug}/search", query_string={"q": words}).text
    assert f"/clients/{harbour.clients['cleo']}" in page and "Bruno Vale <small>boss for Cleo Marsh</small>" in page
    assert "Hana" not in page and "bruno@company.example" not in page
    assert "1 person." in page


def test_one_person_of_two_roles_is_one_row_and_an_archived_client_is_not_led_to(enter: Enter, harbour: House, browse: Browse) -> None:
    with enter(harbour) as session:
        cleo, dora = (session.get_one(Client, (harbour.practice_id, harbour.clients[who])) for who in ("cleo", "dora"))
        cleo.name_sponsor("finance", name="Bruno Vale", address="bruno@company.example", zone="UTC")
        dora.name_sponsor("hr", name="Bruno Vale", address="bruno@company.example", zone="UTC")
        session.commit()
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/search?q=bruno").text
    assert page.count("Bruno Vale <small>") == 2
    assert "boss, finance for Cleo Marsh" in page and "HR for Dora Marsh" in page
    browse(harbour, "alice").post(f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/archive")
    page = browse(harbour, "alice").get(f"/p/{harbour.slug}/search?q=bruno").text
    assert "Cleo" not in page.split('id="results"')[1] and "HR for Dora Marsh" in page


def test_clients_and_the_others_are_twenty_together(enter: Enter, harbour: House, browse: Browse, connection: Connection) -> None:
    with enter(harbour) as session:
        for n in range(15):
            kim = Client(
                name=f"Kim {n:02d}", address=f"k{n}@private.example", coach_id=harbour.members["alice"], zone="UTC", created_at=NOW
            )
            session.add(kim)
            session.flush()
            kim.name_sponsor("boss", name=f"Kím Böss {n:02d}", address=f"b{n}@company.example", zone="UTC")
        session.commit()
    alice = browse(harbour, "alice")
    with counted(connection) as sent:
        page = alice.get(f"/p/{harbour.slug}/search?q=kim").text
    assert (page.count("<span>Kim "), page.count("<span>Kím ")) == (15, 5)
    assert "The first twenty people" in page
    assert len(sent) <= 5, sent


def test_a_person_who_is_renamed_is_found_by_the_new_name(harbour: House, browse: Browse) -> None:
    alice = browse(harbour, "alice")
    form = change(harbour, boss_name="Brünhild Vale")
    assert alice.post(f"/p/{harbour.slug}/clients/{harbour.clients['cleo']}/edit", data=form).status_code == 303
    assert "Brünhild Vale" in alice.get(f"/p/{harbour.slug}/search?q=brunhild").text
    assert "Nobody is called" in alice.get(f"/p/{harbour.slug}/search?q=bruno").text


def test_where_people_pay_for_themselves_nobody_else_is_found(enter: Enter, harbour: House, browse: Browse) -> None:
    with enter(harbour) as session:
        session.get_one(Practice, harbour.practice_id).who_pays = "people"
        session.commit()
    assert "Nobody is called" in browse(harbour, "alice").get(f"/p/{harbour.slug}/search?q=bruno").text
