"""Saying how it was: own words, each thing agreed to by itself, seen before it stands, taken back within a minute; no cookie, and no other link."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from models import Consent, File, Message, Testimonial, TestimonialText, WallCard
from models.face import Face, page_of
from models.recipes import plan
from tests.cast import House
from tests.closing import At, closed, delivered, later, run_all
from tests.saying import WORDS, everything, link_of, made, picture, the_one
from tests.story import Enter

__all__ = ["delivered", "later"]
Browse = Callable[..., FlaskClient]


@pytest.fixture
def link(app: Flask, enter: Enter, harbour: House, later: At) -> str:
    closed(app, enter, harbour)
    return link_of(app, enter, harbour, the_one(enter, harbour))


def previewed(app: Flask, stranger: FlaskClient, link: str, **more: Any) -> tuple[str, dict[str, list[str]]]:
    """The page on which it is seen before it stands, and what its button sends."""
    seen = stranger.get(stranger.post(link, data=everything(app, **more)).headers["Location"]).get_data(as_text=True)
    return seen, hidden_in(seen)


def hidden_in(page: str) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([a-z0-9_]+)"[^>]*?value="([^"]*)"', page):
        data.setdefault(name, []).append(value)
    return data


def agree(app: Flask, stranger: FlaskClient, link: str, **more: str) -> str:
    """Through the preview, as a person does; gives the page on which it was seen before it stood."""
    seen, data = previewed(app, stranger, link, **more)
    assert stranger.post(f"{link}/consent", data=data).status_code == 303
    return seen


def test_it_is_seen_before_it_stands(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str) -> None:
    stranger = browse()
    page = stranger.get(link)
    assert "Set-Cookie" not in page.headers
    assert "checked" not in page.get_data(as_text=True), "nothing is ticked beforehand"
    seen = agree(app, stranger, link)
    assert WORDS in seen
    wall = stranger.get(f"/at/{harbour.slug}/wall").get_data(as_text=True)
    assert WORDS in wall
    assert "Cleo Marsh" in wall
    with enter(harbour) as session:
        consent = session.scalars(select(Consent)).one()
        assert consent.items == ["text", "name", "role", "company", "measured"]
        assert (consent.channels, consent.method, consent.ip) == (["page", "proposal", "post"], "form", "127.0.0.1")
    assert "Set-Cookie" not in stranger.get(link).headers


def test_before_it_is_sent_it_stands_nowhere(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str) -> None:
    browse().post(link, data=everything(app))
    with enter(harbour) as session:
        assert session.scalars(select(TestimonialText.text)).one() == WORDS
        assert session.scalar(select(WallCard.id)) is None


@pytest.mark.parametrize("left_out", ["show_name", "show_role", "show_company", "show_text", "on_page"])
def test_what_is_left_out_stays_out(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, left_out: str) -> None:
    agree(app, browse(), link, **{left_out: ""})
    with enter(harbour) as session:
        card = session.scalar(select(WallCard))
    if left_out in ("show_text", "on_page"):
        assert card is None
        return
    assert card is not None
    body = {**card.body, "agreed": []}
    hidden = {"show_name": "Cleo Marsh", "show_role": "planner", "show_company": "Quay Freight"}[left_out]
    assert hidden not in str(body)
    assert hidden not in browse().get(f"/at/{harbour.slug}/wall").get_data(as_text=True)


def test_taken_back_is_gone_everywhere_within_a_minute(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str) -> None:
    """Gone with the press; a copy on the way lives as long as it was told to, which is a minute at most."""
    stranger = browse()
    agree(app, stranger, link)
    with enter(harbour) as session:
        session.scalars(select(WallCard)).one()
        page_of(session).write(1, headline="For those who lead")
        page_of(session).show(session.scalars(select(Consent.at)).one())
        session.commit()
    places = [f"/at/{harbour.slug}/wall", f"/at/{harbour.slug}/wall/widget", f"/at/{harbour.slug}"]
    for place in places:
        answer = stranger.get(place)
        assert WORDS in answer.get_data(as_text=True), place
        kept = re.fullmatch(r"public, max-age=(\d+)", answer.headers["Cache-Control"])
        assert kept is not None
        assert int(kept[1]) <= 60
        assert stranger.get(place, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert stranger.post(f"{link}/withdrawal", data={"made": made(app)}).status_code == 303
    for place in places:
        assert WORDS not in stranger.get(place).get_data(as_text=True), place
    run_all(app)
    with enter(harbour) as session:
        assert [one.method for one in session.scalars(select(Consent).order_by(Consent.at, Consent.id))] == ["form", "withdrawal"]
        assert Face.read(page_of(session).face).shown == 0
        assert session.scalar(select(Message.id).where(Message.kind == "testimonial_came"))


def test_the_coachs_words_stand_only_once_exactly_they_are_approved(
    app: Flask, enter: Enter, harbour: House, browse: Browse, link: str
) -> None:
    stranger, alice = browse(), browse(harbour, "alice")
    agree(app, stranger, link)
    url = f"/p/{harbour.slug}/proof/{the_one(enter, harbour)}"
    once = re.findall(r'name="once"[^>]*value="([^"]+)"', alice.get(url).get_data(as_text=True))[0]
    assert alice.post(f"{url}/words", data={"words": "It goes out on the third now.", "once": once}).status_code == 303
    wall = f"/at/{harbour.slug}/wall"
    assert WORDS in stranger.get(wall).get_data(as_text=True)
    page = stranger.get(link).get_data(as_text=True)
    digest = re.findall(r'name="sha256"[^>]*value="([0-9a-f]{64})"', page)[0]
    assert stranger.post(f"{link}/approval", data={"sha256": "0" * 64, "made": made(app)}).status_code == 409
    assert WORDS in stranger.get(wall).get_data(as_text=True)
    assert stranger.post(f"{link}/approval", data={"sha256": digest, "made": made(app)}).status_code == 303
    after = stranger.get(wall).get_data(as_text=True)
    assert WORDS not in after
    assert "It goes out on the third now." in after
    assert stranger.post(f"{link}/approval", data={"sha256": digest, "made": made(app)}).status_code == 409, "once"


def test_the_consent_runs_out_and_is_renewed(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, later: At) -> None:
    stranger = browse()
    agree(app, stranger, link)
    run_all(app)
    later.move(days=336)
    run_all(app)
    with enter(harbour) as session:
        assert session.scalar(select(Message.state).where(Message.kind == "testimonial_renewal"))
    assert stranger.post(f"{link}/renewal", data={"until": "1", "made": made(app)}).status_code == 303
    later.move(days=30)
    run_all(app)
    wall = f"/at/{harbour.slug}/wall"
    assert WORDS in stranger.get(wall).get_data(as_text=True)
    later.move(days=336)
    run_all(app)
    assert stranger.get(wall).status_code == 404, "nothing is shown, and the page was never shown"
    assert stranger.post(link, data=everything(app, role="head of everything")).status_code == 303
    assert stranger.post(f"{link}/renewal", data={"until": "1", "made": made(app)}).status_code == 409, (
        "an old tab: the new words were never looked at"
    )
    assert stranger.get(wall).status_code == 404


def test_what_is_asked_about_a_consent_does_not_leave_once_it_is_taken_back(
    app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, later: At
) -> None:
    """The mails lie in wait over the night in which it is withdrawn."""
    stranger = browse()
    agree(app, stranger, link)
    with enter(harbour) as session:
        one = session.scalars(select(Testimonial)).one()
        assert one.consent
        one.propose("It goes out on the third now.", one.consent.at)
        Message.plan(one.recipient, "testimonial_renewal", subject=one.consent, occasion=str(one.consent.id), at=one.consent.at)
        session.commit()
    assert stranger.post(f"{link}/withdrawal", data={"made": made(app)}).status_code == 303
    run_all(app)
    with enter(harbour) as session:
        asked = select(Message.kind, Message.state).where(Message.kind.in_(("testimonial_edit", "testimonial_renewal")))
        assert {(kind, state) for kind, state in session.execute(asked)} == {
            ("testimonial_edit", "stopped"),
            ("testimonial_renewal", "stopped"),
        }


def test_a_photograph_is_made_anew_and_false_ones_are_refused(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str) -> None:
    stranger = browse()
    exif = Image.Exif()
    exif[0x010E] = "secret-place"
    hidden = picture("JPEG", (90, 60), exif=exif.tobytes())
    assert b"secret-place" in hidden
    bombs = [
        b"<svg onload=alert(1)>",
        b"\x89PNG\r\n\x1a\n" + b"0" * 500,
        b"GIF89a" + b"0" * 100,
        b"%PDF-1.7 not a picture",
        b"MZ" + b"\x00" * 200,
        picture("GIF"),
    ]
    for body in [*bombs, b""]:
        data = everything(app, show_photo="y", photo=(BytesIO(body), "me.png", "image/png"))
        assert stranger.post(link, data=data).status_code == 422, body[:20]
    data = everything(app, show_photo="y", photo=(BytesIO(hidden), "../../../etc/passwd.svg", "image/svg+xml"))
    seen = stranger.get(stranger.post(link, data=data).headers["Location"]).get_data(as_text=True)
    assert f"{link}/photo" in seen
    shown = stranger.get(f"{link}/photo")
    assert shown.mimetype == "image/jpeg"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert b"secret-place" not in shown.data
    assert Image.open(BytesIO(shown.data)).size == (320, 320)
    with enter(harbour) as session:
        file = session.scalars(select(File).where(File.kind == "photo sent")).one()
        assert ".." not in file.path
        assert file.name == "Photograph.jpg"


@pytest.mark.parametrize("changed", ["photo", "role"])
def test_only_what_was_looked_at_is_agreed_to(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, changed: str) -> None:
    """Two windows: the first still shows what the second has replaced."""
    stranger = browse()
    _, first = previewed(app, stranger, link, show_photo="y", photo=(BytesIO(picture()), "me.png"))
    other = {"photo": (BytesIO(picture(size=(50, 50))), "me.png")} if changed == "photo" else {"role": "head of planning"}
    previewed(app, stranger, link, show_photo="y", **other)
    refused = stranger.post(f"{link}/consent", data=first)
    assert refused.status_code == 409
    assert "changed after you looked at it" in refused.text
    assert WORDS in refused.text and f"{link}/photo" in refused.text
    with enter(harbour) as session:
        assert session.scalar(select(Consent)) is None
    again = hidden_in(refused.text)
    assert again["items"] == first["items"] and again["seen"] != first["seen"], "what was ticked is kept"
    assert stranger.post(f"{link}/consent", data=again).status_code == 303
    assert WORDS in stranger.get(f"/at/{harbour.slug}/wall").text


def test_a_picture_that_would_grow_is_refused(app: Flask, browse: Browse, link: str) -> None:
    huge = picture("PNG", (9000, 9000))
    assert len(huge) < 400_000
    data = everything(app, show_photo="y", photo=(BytesIO(huge), "me.png"))
    assert browse().post(link, data=data).status_code == 422
    heavy = browse().post(link, data={"x": "y"}, environ_overrides={"CONTENT_LENGTH": "12000000"})
    assert heavy.status_code == 413


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", "{{ 7*7 }}{% for x in ().__class__ %}", "a\r\nBcc: everybody@example.org", "=cmd|' /C calc'!A0"]
)
def test_words_are_words(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, attack: str) -> None:
    agree(app, browse(), link, free=attack, role=attack, company=attack, got="yes", got_what=attack, know="yes", know_how=attack)
    for place in ("wall", "wall/widget"):
        page = browse().get(f"/at/{harbour.slug}/{place}").get_data(as_text=True)
        assert "<script>alert" not in page
        assert "49" not in page.partition("<article")[2].partition("</article>")[0] or "7*7" not in attack
    run_all(app)
    with enter(harbour) as session:
        for message in session.scalars(select(Message)):
            assert "\n" not in message.title
            assert "Bcc:" not in message.title


def test_another_writers_link_opens_nothing_of_this(
    app: Flask, enter: Enter, harbour: House, summit: House, browse: Browse, link: str
) -> None:
    stranger = browse()
    agree(app, stranger, link)
    with enter(harbour) as session:
        other = Testimonial(source="old", name="Ada Old", zone="UTC", locale="en", created_at=session.scalars(select(Consent.at)).one())
        session.add(other)
        session.commit()
        id = other.id
    another = link_of(app, enter, harbour, id)
    assert WORDS not in stranger.get(another).get_data(as_text=True)
    stranger.post(f"{another}/withdrawal", data={"made": made(app)})
    assert WORDS in stranger.get(f"/at/{harbour.slug}/wall").get_data(as_text=True)
    token = link.rpartition("/")[2]
    confirming = link_of(app, enter, harbour, the_first(enter, harbour), "confirmation").rpartition("/")[2]
    for wrong in (
        f"/say/{summit.slug}/{token}",
        f"/say/{harbour.slug}/{token[:-1]}x",
        f"/say/{harbour.slug}/{confirming}",
        f"/confirm/{harbour.slug}/{token}",
    ):
        for method, tail in (("GET", ""), ("POST", "/withdrawal"), ("POST", "/consent"), ("GET", "/photo"), ("GET", "/record")):
            status = stranger.open(f"{wrong}{tail}", method=method, data={"made": made(app)} if method == "POST" else None).status_code
            assert status in (404, 405), (wrong, tail)
    assert WORDS in stranger.get(f"/at/{harbour.slug}/wall").get_data(as_text=True)


def the_first(enter: Enter, house: House) -> object:
    with enter(house) as session:
        return session.scalars(select(Testimonial.id).where(Testimonial.source == "closing")).one()


def test_no_is_an_answer(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, later: At) -> None:
    with enter(harbour) as session:
        session.scalars(select(Testimonial)).one().ask(later.moment)
        session.commit()
    assert browse().post(f"{link}/no", data={"made": made(app)}).status_code == 303
    later.move(days=15)
    run_all(app)
    with enter(harbour) as session:
        assert session.scalar(select(Message.id).where(Message.kind == "testimonial", Message.occasion.endswith("again"))) is None
        assert Face.read(page_of(session).face).answered == 1


@pytest.mark.usefixtures("delivered")
def test_asked_once_more_and_then_silence(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, later: At) -> None:
    alice = browse(harbour, "alice")
    url = f"/p/{harbour.slug}/proof/{the_one(enter, harbour)}"
    assert [alice.post(f"{url}/request").status_code for _ in range(2)] == [303, 409]
    with enter(harbour) as session:
        plan.begin(session, harbour.practice_id, later.moment)
        session.commit()
    for _ in range(40):
        later.move(days=5)
        run_all(app)
    with enter(harbour) as session:
        mails = session.scalars(select(Message).where(Message.kind.startswith("testimonial")).order_by(Message.planned_for)).all()
        assert [(one.state, one.title.strip()) for one in mails] == [
            ("sent", "Would you say in public how it was?"), ("sent", "Would you still say how it was?"),
        ], "the second one although the recipe is off: it belongs to the button"  # fmt: skip
        said = session.scalars(select(Testimonial).where(Testimonial.asked_at.is_not(None))).one()
        assert said.reminded_at == mails[1].sent_at


def test_the_record_is_on_paper(app: Flask, browse: Browse, link: str) -> None:
    stranger = browse()
    agree(app, stranger, link)
    run_all(app)
    paper = stranger.get(f"{link}/record")
    assert paper.mimetype == "application/pdf"
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper.data)).pages)
    assert "Nobody has died of a rounding error" in words
    assert "Given in return" in words
