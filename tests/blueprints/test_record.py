"""The organisation's own record lifts the grade only once the client said yes to that very file; nobody else sees it, and none is lost."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.showing import FELL
from models import File, Message, Record, Testimonial
from tests.blueprints.test_say import agree
from tests.cast import House
from tests.closing import At, closed, later, run_all
from tests.recording import say_of_record, with_record
from tests.saying import link_of, picture, the_one
from tests.story import MINUTES, Enter

__all__ = ["later"]
Browse = Callable[..., FlaskClient]
OTHER = MINUTES.replace(b"minutes", b"other minutes")


def grade(enter: Enter, house: House) -> str:
    """Of the result that could be shown; "" where none can."""
    with enter(house) as session:
        measured = session.scalars(select(Testimonial.measured)).one()
        return str(measured["grade"]) if measured else ""


def test_a_record_counts_once_the_client_said_yes(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    closed(app, enter, harbour)
    alice = with_record(app, enter, harbour, browse)
    run_all(app)
    assert grade(enter, harbour) == "", "a PDF proves nothing by itself"
    with enter(harbour) as session:
        mail = session.scalars(select(Message).where(Message.kind == "record_laid")).one()
        goal_id = session.scalars(select(Testimonial.goal_id)).one()
        assert (mail.recipient_id, mail.title) == (harbour.clients["cleo"], "Something to look at, beside your goal")
    page = browse(harbour, "cleo").get(f"/my/{harbour.slug}/goals/{goal_id}/record").text
    assert "Minutes, kept by the office" in page
    assert "waits for your yes or no" in browse(harbour, "cleo").get(f"/my/{harbour.slug}/goals/{goal_id}").text
    assert f'/goals/{goal_id}/record">Look at it' in browse(harbour, "cleo").get(f"/my/{harbour.slug}/").text, "what waits stands first"
    assert grade(enter, harbour) == "", "opening the page is no yes"
    assert say_of_record(app, enter, harbour, browse, digest="0" * 64) == 409
    assert grade(enter, harbour) == ""
    assert say_of_record(app, enter, harbour, browse) == 303
    assert grade(enter, harbour) == "records"
    assert "A record needs your yes" not in browse(harbour, "cleo").get(f"/my/{harbour.slug}/").text
    shown = alice.get(f"/p/{harbour.slug}/proof/{the_one(enter, harbour)}").text
    assert "From a record of the organisation that the client agreed to" in shown
    assert "Cleo said yes on" in shown
    later.move(hours=1)
    assert say_of_record(app, enter, harbour, browse, "/removal") == 303
    assert grade(enter, harbour) == "", "a yes can be taken back"


def test_another_file_needs_another_yes_and_the_earlier_stays_readable(
    app: Flask, enter: Enter, harbour: House, browse: Browse, later: At
) -> None:
    closed(app, enter, harbour)
    with_record(app, enter, harbour, browse)
    say_of_record(app, enter, harbour, browse)
    with enter(harbour) as session:
        first = session.scalars(select(Record)).one()
    later.move(hours=1)
    alice = with_record(app, enter, harbour, browse, OTHER)
    assert grade(enter, harbour) == "", "the yes was to the other file"
    assert "A record needs your yes" in browse(harbour, "cleo").get(f"/my/{harbour.slug}/").text
    assert say_of_record(app, enter, harbour, browse, digest=first.sha256) == 409
    assert grade(enter, harbour) == ""
    assert say_of_record(app, enter, harbour, browse) == 303
    assert grade(enter, harbour) == "records"
    page = alice.get(f"/p/{harbour.slug}/proof/{the_one(enter, harbour)}").text
    assert "another one took its place" in page
    with enter(harbour) as session:
        papers = {file.subject_id: file.id for file in session.scalars(select(File).where(File.kind == Record.FILE))}
        kept = [(one.n, one.agreed) for one in session.scalars(select(Record).order_by(Record.n))]
    assert kept == [(1, True), (2, True)]
    assert alice.get(f"/p/{harbour.slug}/files/{papers[first.id]}").data == MINUTES
    for id in papers.values():
        assert str(id) in page


def test_a_badge_that_fell_is_said_to_have_fallen(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    closed(app, enter, harbour)
    with_record(app, enter, harbour, browse)
    say_of_record(app, enter, harbour, browse)
    agree(app, browse(), link_of(app, enter, harbour, the_one(enter, harbour)))
    places = [f"/at/{harbour.slug}/wall", f"/at/{harbour.slug}/wall/widget"]
    before = [browse().get(place).text for place in places]
    assert [("Measured result" in page, FELL in page) for page in before] == [(True, False)] * 2
    later.move(hours=1)
    say_of_record(app, enter, harbour, browse, "/removal")
    after = [browse().get(place).text for place in places]
    assert [("Measured result" in page, FELL in page) for page in after] == [(False, True)] * 2


@pytest.mark.parametrize("answer", ["", "/removal"])
def test_nobody_answers_for_the_client(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At, answer: str) -> None:
    closed(app, enter, harbour)
    with_record(app, enter, harbour, browse)
    with enter(harbour) as session:
        record = session.scalars(select(Record)).one()
    for who in ("dora", "bruno", "alice", "nobody"):
        browser = browse() if who == "nobody" else browse(harbour, who)
        status = browser.post(f"/my/{harbour.slug}/goals/{record.goal_id}/record{answer}", data={"sha256": record.sha256}).status_code
        assert status in (302, 303, 403, 404), who
    with enter(harbour) as session:
        assert session.scalars(select(Record.agreed)).one() is None
        with pytest.raises(Exception, match="permission denied"):
            session.execute(Record.__table__.update().values(source="Something else"))


@pytest.mark.parametrize(
    "body", [b"<html><script>alert(1)</script>", b"MZ\x90" + b"0" * 99, b"%PDF-1.7 without an end", b"", picture("GIF")]
)
def test_a_record_of_a_false_kind_is_refused(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At, body: bytes) -> None:
    closed(app, enter, harbour)
    url = f"/p/{harbour.slug}/proof/{the_one(enter, harbour)}/record"
    given = {"paper": (BytesIO(body), "minutes.pdf", "application/pdf"), "source": "Minutes", "once": str(uuid4())}
    assert browse(harbour, "alice").post(url, data=given).status_code == 422
    assert grade(enter, harbour) == ""


def test_a_record_is_handed_out_as_a_download_to_those_who_read_content(
    app: Flask, enter: Enter, harbour: House, browse: Browse, later: At
) -> None:
    closed(app, enter, harbour)
    with_record(app, enter, harbour, browse, picture("PNG"))
    with enter(harbour) as session:
        file = session.scalars(select(File).where(File.kind == "record")).one()
    answer = browse(harbour, "alice").get(f"/p/{harbour.slug}/files/{file.id}")
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert browse(harbour, "cleo").get(f"/my/{harbour.slug}/files/{file.id}").status_code == 200
    assert browse(harbour, "ada").get(f"/p/{harbour.slug}/files/{file.id}").status_code == 403
    for who in ("bruno", "dora"):
        assert browse(harbour, who).get(f"/my/{harbour.slug}/files/{file.id}").status_code in (302, 403, 404), who
    assert browse().get(f"/my/{harbour.slug}/files/{file.id}").status_code in (302, 303, 403)
    for reader in (harbour.contacts["bruno"], harbour.contacts["hana"], harbour.clients["dora"]):
        with enter(harbour, reader) as session:
            assert session.scalar(select(File.id).where(File.kind == "record")) is None
            assert session.scalar(select(Record.id)) is None
