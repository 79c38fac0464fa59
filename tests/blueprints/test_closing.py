"""Closing an agreement page by page: the coach proposes, the client reads it over and signs, the boss gets a report on a yes and until it is taken back."""

from collections.abc import Callable
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Connection, select

from models import Closing, Contract, File, Share
from tests.cast import House
from tests.closing import At, begin, closed, later, run_all, sign_closing, worked
from tests.statements import counted
from tests.story import Enter

__all__ = ["later"]
Browse = Callable[..., FlaskClient]


def test_the_coach_cannot_type_the_outcome(enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    id = worked(enter, harbour)
    alice, url = browse(harbour, "alice"), f"/p/{harbour.slug}/contracts/{id}/closing"
    page = alice.get(url).get_data(as_text=True)
    assert "Improved since November" in page
    assert "From an own log" in page
    typed = {
        "version": "1",
        "start": "Say the owner aloud.",
        "comment_1": "<script>alert(1)</script>",
        "outcome": "improved",
        "verdict_1": "improved",
    }
    assert alice.post(url, data=typed).status_code == 303
    page = alice.get(url).get_data(as_text=True)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    old = alice.post(url, data=typed | {"comment_1": "Typed in another tab"})
    assert old.status_code == 409 and "Typed in another tab" in old.text, "an old page, and nothing that was typed is lost"
    for who in ("bob", "rita", "ada"):
        assert browse(harbour, who).post(url, data=typed).status_code == 403


def test_the_client_changes_the_lessons_and_signs(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    id = worked(enter, harbour)
    begin(enter, harbour, id)
    cleo, url = browse(harbour, "cleo"), f"/my/{harbour.slug}/agreements/{id}/closing"
    assert url in cleo.get(f"/my/{harbour.slug}/").get_data(as_text=True)
    assert cleo.post(url, data={"version": "2", "stop": "Mail after six."}).status_code == 303
    page = cleo.get(url).get_data(as_text=True)
    assert "Mail after six." in page
    assert "Bruno Vale gets a report" in page
    with enter(harbour) as session:
        newest = Closing.newest(session, id)
        assert newest.n == 2
    signed = cleo.post(f"{url}/signature", data={"name": "Cleo Marsh", "sha256": "0" * 64, "shares_report": "y"})
    assert signed.status_code == 409
    assert cleo.post(f"{url}/signature", data={"name": "Cleo Marsh", "sha256": newest.sha256, "shares_report": "y"}).status_code == 303
    alice = browse(harbour, "alice")
    done = alice.post(f"/p/{harbour.slug}/contracts/{id}/closing/signature", data={"name": "Alice Harbour", "sha256": newest.sha256})
    assert done.status_code == 303
    run_all(app)
    with enter(harbour) as session:
        assert session.get_one(Contract, (harbour.practice_id, id)).state == "closed"


def test_reports_in_two_versions_and_taken_back(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    id = closed(app, enter, harbour)
    cleo, bruno = browse(harbour, "cleo"), browse(harbour, "bruno")
    page = cleo.get(f"/my/{harbour.slug}/agreements/{id}/report").get_data(as_text=True)
    assert "Thursday calls." in page
    assert "Improved since November" in page
    with enter(harbour) as session:
        share = session.scalars(select(Share).where(Share.body["for"].astext == "boss")).one()
        paper = session.scalars(select(File).where(File.subject_id == share.id)).one()
    theirs = bruno.get(f"/for/{harbour.slug}/shared/{share.id}").get_data(as_text=True)
    assert "Improved since November" in theirs
    assert "Not" not in theirs or "used for appraisal, pay or dismissal" in theirs
    assert "Thursday calls." not in theirs
    assert "c-better" not in theirs, "a chart that leaves the room colours no signal"
    pdf = bruno.get(f"/for/{harbour.slug}/files/{paper.id}")
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.data)).pages)
    assert "Improved since November" in words
    assert "appraisal, pay or dismissal" in words
    assert "Thursday calls" not in words
    assert cleo.post(f"/my/{harbour.slug}/agreements/{id}/report/removal").status_code == 303
    assert bruno.get(f"/for/{harbour.slug}/shared/{share.id}").status_code == 404
    assert bruno.get(f"/for/{harbour.slug}/files/{paper.id}").status_code == 404
    assert str(share.id) not in bruno.get(f"/for/{harbour.slug}/").get_data(as_text=True)
    assert "You took it back" in cleo.get(f"/my/{harbour.slug}/agreements/{id}/report").get_data(as_text=True)


def test_others_find_nothing(app: Flask, enter: Enter, harbour: House, summit: House, browse: Browse, later: At) -> None:
    id = worked(enter, harbour)
    begin(enter, harbour, id)
    for house, who, door in ((harbour, "dora", "my"), (harbour, "bruno", "my"), (summit, "charlie", "p")):
        part = "agreements" if door == "my" else "contracts"
        for page in ("closing", "report"):
            assert browse(house, who).get(f"/{door}/{house.slug}/{part}/{id}/{page}").status_code == 404, who


def test_each_page_costs_few_statements(
    app: Flask, enter: Enter, harbour: House, browse: Browse, connection: Connection, later: At
) -> None:
    id = worked(enter, harbour)
    alice, cleo = browse(harbour, "alice"), browse(harbour, "cleo")
    for browser, url in (
        (alice, f"/p/{harbour.slug}/contracts/{id}/closing"),
        (cleo, f"/my/{harbour.slug}/agreements/{id}/closing"),
        (cleo, f"/my/{harbour.slug}/"),
    ):
        with counted(connection) as sent:
            browser.get(url)
        assert len(sent) <= 10, (url, len(sent), sent)
    begin(enter, harbour, id)
    for browser, url in ((alice, f"/p/{harbour.slug}/contracts/{id}/closing"), (cleo, f"/my/{harbour.slug}/agreements/{id}/closing")):
        with counted(connection) as sent:
            assert browser.get(url).status_code == 200
        assert len(sent) <= 8, (url, len(sent), "\n".join(one[:160] for one in sent))
    sign_closing(enter, harbour, id, "client")
