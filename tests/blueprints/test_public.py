"""The page for strangers: no cookie, the same for everybody, kept for a minute; and the form that asks what people should see."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import Signer
from sqlalchemy import select

from app import jobs
from models import Enquiry, Message, PublicPage
from tests.cast import House
from tests.statements import counted
from tests.story import Enter

Browse = Callable[..., FlaskClient]
SAID = {"name": "Noor Valk", "address": "noor@valk.example", "behaviour": "Not answer for my team when the client asks my team."}


@pytest.fixture
def open_page(enter: Enter, harbour: House) -> str:
    with enter(harbour) as session:
        shown = PublicPage.of(session)
        shown.write(
            1, headline="For people on whose desk everything lands.", lead="We pick one habit and count it.", method="**One** habit."
        )
        shown.show(datetime.now(UTC))
        session.add(shown)
        session.commit()
    return f"/at/{harbour.slug}"


def made(app: Flask, hours_ago: int = 0) -> str:
    return Signer(app.config["SECRET_KEY"], salt="open form").sign(str(int(time.time()) // 3600 - hours_ago)).decode()


def enquiries(enter: Enter, harbour: House) -> list[Enquiry]:
    with enter(harbour) as session:
        return list(session.scalars(select(Enquiry)))


def test_no_cookie_and_the_same_for_everybody(browse: Browse, harbour: House, open_page: str) -> None:
    stranger, alice = browse(), browse(harbour, "alice")
    answers = [stranger.get(open_page), alice.get(open_page)]
    for answer in answers:
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert "Cookie" not in answer.headers.get("Vary", "")
    first, second = (answer.get_data(as_text=True) for answer in answers)
    assert first == second
    again = stranger.get(open_page, headers={"If-None-Match": answers[0].headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "For people on whose desk everything lands." in first
    assert stranger.get(f"{open_page}/terms").status_code == stranger.get(f"{open_page}/privacy").status_code == 200


def test_private_pages_stay_private(browse: Browse, harbour: House) -> None:
    answer = browse(harbour, "alice").get(f"/p/{harbour.slug}/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_hidden_unwritten_and_unknown_look_alike(browse: Browse, harbour: House, summit: House, enter: Enter) -> None:
    stranger = browse()
    with enter(harbour) as session:
        hidden = PublicPage.of(session)
        hidden.write(1, headline="Soon")
        session.add(hidden)
        session.commit()
    answers = [stranger.get(f"/at/{slug}") for slug in (harbour.slug, summit.slug, "nobody-here")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.get_data() for answer in answers}) == 1


def test_small_and_few_statements(app: Flask, browse: Browse, open_page: str) -> None:
    stranger = browse()
    stranger.get(open_page)
    with counted(app.extensions["engine"]) as sent:
        packed = stranger.get(open_page, headers={"Accept-Encoding": "gzip"})
    assert len(sent) <= 8, sent
    assert len(packed.data) < 12_000


def test_a_letter_arrives_and_the_owner_is_told(app: Flask, browse: Browse, harbour: House, enter: Enter, open_page: str) -> None:
    stranger = browse()
    answer = stranger.post(f"{open_page}/enquiry", data=SAID | {"made": made(app)})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{open_page}/thanks")
    assert "Set-Cookie" not in answer.headers
    one = enquiries(enter, harbour)[0]
    assert (one.name, one.stage, one.currency) == ("Noor Valk", "new", "EUR")
    with app.app_context():
        while jobs.run_next():
            pass
    with enter(harbour) as session:
        told = session.scalars(select(Message).where(Message.kind == "enquiry")).one()
        assert told.recipient_id == harbour.members["alice"]


def test_what_machines_do_changes_nothing(app: Flask, browse: Browse, harbour: House, enter: Enter, open_page: str) -> None:
    stranger = browse()
    trapped = stranger.post(f"{open_page}/enquiry", data=SAID | {"made": made(app), "website": "http://buy.example"})
    assert trapped.status_code == 303
    assert stranger.post(f"{open_page}/enquiry", data=SAID).status_code == 422
    assert stranger.post(f"{open_page}/enquiry", data=SAID | {"made": made(app, hours_ago=26)}).status_code == 422
    links = SAID | {"made": made(app), "gap": "see http://a.example http://b.example www.c.example"}
    assert "links" in stranger.post(f"{open_page}/enquiry", data=links).get_data(as_text=True)
    foreign = stranger.post(f"{open_page}/enquiry", data=SAID | {"made": made(app)}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert enquiries(enter, harbour) == []


def test_one_network_is_slowed(app: Flask, browse: Browse, open_page: str) -> None:
    stranger = browse()
    seen = [stranger.post(f"{open_page}/enquiry", data=SAID | {"made": made(app), "gap": str(n)}).status_code for n in range(12)]
    assert seen[:10] == [303] * 10
    assert seen[10:] == [429, 429]


def test_the_same_letter_twice_is_one(app: Flask, browse: Browse, harbour: House, enter: Enter, open_page: str) -> None:
    stranger = browse()
    assert [stranger.post(f"{open_page}/enquiry", data=SAID | {"made": made(app)}).status_code for _ in range(2)] == [303, 409]
    stranger.post(f"{open_page}/enquiry", data=SAID | {"made": made(app), "name": "Anton Reyle", "address": "anton@reyle.example"})
    assert len(enquiries(enter, harbour)) == 2


def test_showing_takes_a_sentence_and_can_be_undone(browse: Browse, harbour: House) -> None:
    alice, edit = browse(harbour, "alice"), f"/p/{harbour.slug}/public"
    assert alice.post(f"{edit}/showing").status_code == 409
    words = {"headline": "For those who lead", "lead": "", "method": "", "answers_in_days": "2", "terms": "", "privacy": "", "version": "1"}
    assert alice.post(edit, data=words).status_code == 303
    assert alice.post(edit, data=words).status_code == 409
    assert alice.post(f"{edit}/showing").status_code == 303
    assert browse().get(f"/at/{harbour.slug}").status_code == 200
    assert alice.post(f"{edit}/hiding").status_code == 303
    assert browse().get(f"/at/{harbour.slug}").status_code == 404
