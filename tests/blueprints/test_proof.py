"""Proof on the coach's side: nobody is mailed before send is pressed; a measured result needs more than an own log, and falls with the rows it rests on."""

import re
from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from models import Confirmation, Measure, Message, Recipe, Testimonial, WallCard
from models.face import Face, page_of
from models.recipes import plan
from tests.blueprints.test_say import agree
from tests.cast import House
from tests.closing import SAME, At, closed, delivered, later, run_all
from tests.recording import say_of_record, with_record
from tests.saying import WORDS, link_of, made, the_one
from tests.statements import counted
from tests.story import Enter

__all__ = ["delivered", "later"]
Browse = Callable[..., FlaskClient]


def measured(enter: Enter, house: House) -> dict[str, object] | None:
    with enter(house) as session:
        return session.scalars(select(Testimonial.measured)).one()


def test_an_old_one_is_kept_and_nobody_is_mailed(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    alice = browse(harbour, "alice")
    said = {
        "name": "Casper Noordam",
        "address": "casper@noordam.example",
        "words": "Blunt, on time.",
        "said_on": "2022-05-01",
        "once": str(uuid4()),
    }
    page = alice.post(f"/p/{harbour.slug}/proof/new", data=said)
    assert page.status_code == 303
    run_all(app)
    with enter(harbour) as session:
        assert list(session.scalars(select(Message).where(Message.kind.startswith("testimonial")))) == []
    assert "Not asked yet" in alice.get(f"/p/{harbour.slug}/proof").get_data(as_text=True)
    assert alice.post(f"{page.headers['Location']}/request").status_code == 303
    run_all(app)
    with enter(harbour) as session:
        [message] = session.scalars(select(Message).where(Message.kind == "testimonial"))
        assert (message.recipient_kind, message.address) == ("writer", "casper@noordam.example")
        assert "May your words stand in public" in message.title
    link = link_of(app, enter, harbour, the_one(enter, harbour))
    agree(app, browse(), link, free="Blunt, on time.", show_measured="")
    wall = browse().get(f"/at/{harbour.slug}/wall").get_data(as_text=True)
    assert "Casper Noordam" in wall
    assert "from 2022, before anything was counted here; agreed in 2027 that it stays" in " ".join(wall.split())


def test_by_hand_is_a_row_until_it_is_sent(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    alice = browse(harbour, "alice")
    asked = alice.post(f"/p/{harbour.slug}/proof/people", data={"client": str(harbour.clients["dora"]), "once": str(uuid4())})
    assert asked.status_code == 303
    assert "Send the request" in alice.get(asked.headers["Location"]).get_data(as_text=True)
    with enter(harbour) as session:
        assert session.scalars(select(Testimonial)).one().asked_at is None
    assert alice.post(f"/p/{harbour.slug}/proof/people", data={"client": str(uuid4()), "once": str(uuid4())}).status_code == 422
    for who, status in (("rita", 403), ("ada", 403)):
        assert browse(harbour, who).post(f"{asked.headers['Location']}/request").status_code == status


def test_an_own_log_alone_bears_no_badge(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    id = closed(app, enter, harbour)
    assert measured(enter, harbour) is None
    with enter(harbour) as session:
        goal_id = session.scalars(select(Testimonial.goal_id)).one()
        assert id is not None
    cleo, stranger = browse(harbour, "cleo"), browse()
    named = {"name": "Bruno Vale", "address": "bruno@company.example", "relation": "boss", "once": str(uuid4())}
    url = f"/my/{harbour.slug}/goals/{goal_id}/confirmation"
    assert cleo.post(url, data=named).status_code == 303
    assert cleo.post(url, data={**named, "once": str(uuid4())}).status_code == 422, "nobody is asked twice"
    run_all(app)
    with enter(harbour) as session:
        asked = session.scalars(select(Confirmation)).one()
        mail = session.scalars(select(Message).where(Message.kind == "confirmation_asked")).one()
        assert mail.title == "Something waits for you", "it goes to an employer's server"
        assert "Cleo" not in mail.words
    door = link_of(app, enter, harbour, asked.id, "confirmation")
    page = stranger.get(door)
    assert "Set-Cookie" not in page.headers
    assert measured(enter, harbour) is None, "opening changes nothing"
    yes = {"answer": "yes", "sha256": asked.sha256, "made": made(app)}
    assert stranger.post(door, data={**yes, "sha256": "0" * 64}).status_code == 409
    assert stranger.post(door, data=yes).status_code == 303
    assert stranger.post(door, data=yes).status_code == 409, "once"
    run_all(app)
    found = measured(enter, harbour)
    assert found is not None
    assert (found["badge"], found["grade"], found["n_before"], found["n_after"]) == (True, "named", 12, 11)
    assert "Bruno" not in str(found), "who confirmed is nobody's to see in public"


def test_a_badge_opens_its_evidence_and_falls_with_a_correction(
    app: Flask, enter: Enter, harbour: House, browse: Browse, later: At
) -> None:
    closed(app, enter, harbour)
    alice = with_record(app, enter, harbour, browse)
    assert say_of_record(app, enter, harbour, browse) == 303
    agree(app, browse(), link_of(app, enter, harbour, the_one(enter, harbour)))
    wall = " ".join(browse().get(f"/at/{harbour.slug}/wall").get_data(as_text=True).split())
    for words in ("Measured result", "Improved since November 2026.", "11 of 11 weeks due", "<details open>",
                  "From a record of the organisation that the client agreed to: Minutes, kept by the office",
                  "Too few have ended here to say what is typical", "January 29, 2027"):  # fmt: skip
        assert words in wall, words
    assert "c-better" not in wall, "no signal is coloured"
    later.move(hours=1)
    with enter(harbour, harbour.clients["cleo"]) as session:
        measure = session.scalars(select(Measure)).one()
        for n, reading in enumerate([reading for reading in measure.standing if reading.period.year == 2027]):
            measure.correct(
                reading, Decimal(34 + n % 2 * 12), by=harbour.clients["cleo"], now=later.moment, today=later.moment.date(), comment="Anew."
            )
        session.commit()
    run_all(app)
    wall = browse().get(f"/at/{harbour.slug}/wall").get_data(as_text=True)
    assert WORDS in wall
    assert "Measured result" not in wall
    assert "no change found" in wall
    with enter(harbour) as session:
        session.scalars(select(Testimonial)).one().measured = None
        session.commit()
    assert "no longer bear it" in alice.get(f"/p/{harbour.slug}/proof/{the_one(enter, harbour)}").get_data(as_text=True)


def test_no_change_found_needs_no_witness_and_bears_no_badge(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    closed(app, enter, harbour, SAME)
    agree(app, browse(), link_of(app, enter, harbour, the_one(enter, harbour)))
    wall = browse().get(f"/at/{harbour.slug}/wall").get_data(as_text=True)
    assert "no change found" in wall
    assert "Measured result" not in wall


def test_the_coach_orders_and_keeps_off_the_page_but_not_off_the_wall(
    app: Flask, enter: Enter, harbour: House, browse: Browse, later: At
) -> None:
    closed(app, enter, harbour)
    agree(app, browse(), link_of(app, enter, harbour, the_one(enter, harbour)))
    url = f"/p/{harbour.slug}/proof/{the_one(enter, harbour)}/place"
    assert browse(harbour, "alice").post(url, data={"rank": "2"}).status_code == 303
    with enter(harbour) as session:
        card = session.scalars(select(WallCard)).one()
        assert (card.rank, card.on_page) == (2, False)
    assert WORDS in browse().get(f"/at/{harbour.slug}/wall").get_data(as_text=True)


def test_pages_cost_few_statements_however_many_spoke(
    app: Flask, enter: Enter, harbour: House, browse: Browse, connection: Connection, later: At
) -> None:
    closed(app, enter, harbour)
    link = link_of(app, enter, harbour, the_one(enter, harbour))
    agree(app, browse(), link)
    alice, stranger, one = browse(harbour, "alice"), browse(), the_one(enter, harbour)
    urls = [
        f"/p/{harbour.slug}/proof",
        f"/p/{harbour.slug}/proof/{one}",
        f"/at/{harbour.slug}/wall",
        f"/at/{harbour.slug}/wall/widget",
        link,
    ]

    last: list[str] = []

    def cost() -> dict[str, int]:
        found = {}
        for url in urls:
            with counted(connection) as sent:
                assert (alice if url.startswith("/p/") else stranger).get(url).status_code == 200, url
            found[url] = len(sent)
            last[:] = sent
        return found

    before = cost()
    assert max(before.values()) <= 8, (before, chr(10).join(one[:110] for one in last))
    with enter(harbour) as session:
        card = session.scalars(select(WallCard)).one()
        for n in range(12):
            other = Testimonial(source="old", name=f"Ada {n}", zone="UTC", locale="en", created_at=later.moment)
            session.add(other)
            session.flush()
            other.say("Yes.", later.moment)
            session.add(
                WallCard(testimonial_id=other.id, body={**card.body, "text": f"Yes {n}."}, said_on=card.said_on, expires_on=card.expires_on)
            )
        session.commit()
    assert cost() == before


def test_the_wall_counts_who_was_asked(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    closed(app, enter, harbour)
    alice, one = browse(harbour, "alice"), the_one(enter, harbour)
    alice.post(f"/p/{harbour.slug}/proof/{one}/request")
    agree(app, browse(), link_of(app, enter, harbour, one))
    run_all(app)
    with enter(harbour) as session:
        face = Face.read(page_of(session).face)
        assert (face.asked, face.answered, face.shown, face.people) == (1, 1, 1, 1)
    wall = re.sub(r"<[^>]+>|\s+", " ", browse().get(f"/at/{harbour.slug}/wall").get_data(as_text=True))
    assert re.search(r"asked\s+1\s+answered\s+1\s+shown\s+1", wall)


@pytest.mark.usefixtures("delivered")
def test_asked_by_itself_only_where_that_was_switched_on(app: Flask, enter: Enter, harbour: House, later: At) -> None:
    with enter(harbour) as session:
        session.add(Recipe(name="testimonial", on_at=later.moment))
        plan.begin(session, harbour.practice_id, later.moment)
        session.commit()
    closed(app, enter, harbour)
    later.move(hours=1)
    run_all(app)
    with enter(harbour) as session:
        message = session.scalars(select(Message).where(Message.kind == "testimonial")).one()
        assert message.state == "planned" and session.scalars(select(Testimonial)).one().asked_at is None
        assert (message.recipient_kind, message.recipient_id) == ("client", harbour.clients["cleo"]), "her own budget and wishes hold"
    later.move(days=3)
    run_all(app)
    with enter(harbour) as session:
        message = session.scalars(select(Message).where(Message.kind == "testimonial")).one()
        assert session.scalars(select(Testimonial)).one().asked_at == message.sent_at is not None


def test_beside_a_badge_stands_what_is_typical(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    closed(app, enter, harbour)
    with_record(app, enter, harbour, browse)
    say_of_record(app, enter, harbour, browse)
    agree(app, browse(), link_of(app, enter, harbour, the_one(enter, harbour)))
    run_all(app)
    goals = ["improved", "improved", "no_change", "got_worse", "not_measured", "too_early"]
    with enter(harbour) as session:
        page = page_of(session)
        page.face = {**page.face, "outcomes": {"closed": 5, "goals": goals, "since": "2024-03-01", "ended_early": 2}}
        session.commit()
    wall = " ".join(browse().get(f"/at/{harbour.slug}/wall").get_data(as_text=True).split())
    assert "Of all 6 goals closed here since 2024: 2 improved, 1 no change found, 1 got worse, 2 not measured." in wall
    assert "2 agreements ended early, and were not judged." in wall
    assert wall.count('<circle class="c-better"') == 2
    small = browse().get(f"/at/{harbour.slug}/wall/widget").get_data(as_text=True)
    assert "Of all 6 goals closed here" in small


def test_a_name_carries_no_header_and_no_address(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/proof/new"
    said = {"address": "casper@noordam.example", "words": "On time."}
    assert alice.post(url, data={**said, "name": "Buy at evil.example", "once": str(uuid4())}).status_code == 422
    assert alice.post(url, data={**said, "name": "Casper\r\nBcc: everybody@others.example", "once": str(uuid4())}).status_code == 422
    assert alice.post(url, data={**said, "name": "Casper\r\nNoordam", "once": str(uuid4())}).status_code == 303
    with enter(harbour) as session:
        assert session.scalars(select(Testimonial.name)).all() == ["Casper Noordam"]
