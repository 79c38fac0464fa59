"""What was typed or sent and not agreed to stands nowhere; what was taken back is kept nowhere; and nobody is handed words to say."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.storage import Storage
from models import File, Testimonial, WallCard
from models.errors import NothingToAsk, NothingToShow
from models.face import page_of
from models.measured import remeasure
from models.wall import shown_measured
from tests.blueprints.test_say import agree, link
from tests.cast import House
from tests.closing import At, later, run_all
from tests.saying import WORDS, everything, made, picture
from tests.story import Enter

__all__ = ["later", "link"]
Browse = Callable[..., FlaskClient]
OTHER = "Buy me by the dozen."


def test_what_was_typed_after_the_yes_waits_for_another_yes(
    app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, later: At
) -> None:
    stranger = browse()
    agree(app, stranger, link, show_photo="y", photo=(BytesIO(picture()), "me.png"), got="yes", got_what="A discount")  # type: ignore[arg-type]
    with enter(harbour) as session:
        before = session.scalars(select(WallCard)).one().body
    again = everything(app, role="king", company="Elsewhere", free=OTHER, show_photo="y", photo=(BytesIO(picture(size=(90, 90))), "x.png"))
    assert stranger.post(link, data=again).status_code == 303  # and the next page is closed
    with enter(harbour) as session:
        remeasure(session.scalars(select(Testimonial)).one(), later.moment.date())
        session.commit()
    assert stranger.post(f"{link}/renewal", data={"until": "2", "made": made(app)}).status_code == 303
    with enter(harbour) as session:
        after = session.scalars(select(WallCard)).one().body
    for name in ("text", "role", "company", "photo", "incentive"):
        assert after[name] == before[name], name
    assert after["until"] > before["until"]


def pictured(size: tuple[int, int]) -> dict[str, Any]:
    return {"show_photo": "y", "photo": (BytesIO(picture(size=size)), "me.png")}


def stored(app: Flask, house: House) -> set[str]:
    """Paths of the photographs that lie in storage."""
    folder = app.extensions["storage"].folder
    return {str(path.relative_to(folder)) for path in (folder / str(house.practice_id)).glob("*.jpg")}


def test_a_photograph_leaves_with_the_consent(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, later: At) -> None:
    """From wall, page and widget with the press; from storage with the job that follows."""
    stranger = browse()
    agree(app, stranger, link, **pictured((60, 40)))
    run_all(app)
    with enter(harbour) as session:
        card, [path] = session.scalars(select(WallCard)).one(), stored(app, harbour)
        assert card.body["photo"] == path
        page_of(session).write(1, headline="For those who lead")
        page_of(session).show(later.moment)
        session.commit()
    photo, places = f"/at/{harbour.slug}/wall/photos/{card.id}", (f"/at/{harbour.slug}{rest}" for rest in ("", "/wall", "/wall/widget"))
    answers = {place: stranger.get(place).get_data(as_text=True) for place in places}
    assert [photo in text for text in answers.values()] == [True, True, False], "the small one has words alone"
    assert stranger.get(photo).headers["Cache-Control"] == "public, max-age=60"
    later.move(hours=1)
    stranger.post(f"{link}/withdrawal", data={"made": made(app)})
    assert stranger.get(photo).status_code == 404, "before any job has run"
    assert [place for place in answers if photo in stranger.get(place).get_data(as_text=True)] == []
    assert stranger.get(f"{link}/photo").status_code == 404
    run_all(app)
    assert stored(app, harbour) == set()
    with enter(harbour) as session:
        assert session.scalar(select(File.id).where(File.kind.in_(("photo", "photo sent", "retired")))) is None
    agree(app, stranger, link)


def test_a_replaced_photograph_stands_until_the_next_is_agreed_to(
    app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, later: At
) -> None:
    stranger = browse()
    agree(app, stranger, link, **pictured((60, 40)))
    run_all(app)
    [first] = stored(app, harbour)
    for size in ((90, 90), (80, 80)):
        later.move(hours=1)
        stranger.post(link, data=everything(app, **pictured(size)))
        run_all(app)
        assert len(stored(app, harbour)) == 2, "of several that were sent the last is kept"
    with enter(harbour) as session:
        card = session.scalars(select(WallCard)).one()
        assert card.body["photo"] == first
    assert stranger.get(f"/at/{harbour.slug}/wall/photos/{card.id}").status_code == 200
    later.move(hours=1)
    agree(app, stranger, link, **pictured((70, 70)))
    run_all(app)
    with enter(harbour) as session:
        assert stored(app, harbour) == {session.scalars(select(WallCard)).one().body["photo"]} != {first}
    later.move(hours=1)
    agree(app, stranger, link)
    run_all(app)
    assert stored(app, harbour) == set(), "agreed to again without it"


def test_a_photograph_that_cannot_be_removed_is_tried_again(
    app: Flask, harbour: House, browse: Browse, link: str, later: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = browse()
    agree(app, stranger, link, **pictured((60, 40)))
    later.move(hours=1)

    def broken(_storage: Storage, _path: str) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(Storage, "remove", broken)
        stranger.post(f"{link}/withdrawal", data={"made": made(app)})
        run_all(app)
    assert len(stored(app, harbour)) == 1
    assert stranger.get(f"{link}/photo").status_code == 404, "gone from sight all the same"
    later.move(hours=1)
    run_all(app)
    assert stored(app, harbour) == set()


def test_first_words_are_the_writers_own(app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, later: At) -> None:
    stranger = browse()
    with enter(harbour) as session, pytest.raises(NothingToShow):
        session.scalars(select(Testimonial)).one().propose(OTHER, later.moment)
    stranger.post(link, data=everything(app))
    with enter(harbour) as session:
        session.scalars(select(Testimonial)).one().propose(OTHER, later.moment)
        session.commit()
    page = stranger.get(link).get_data(as_text=True)
    assert WORDS in page
    assert OTHER not in page


def test_where_the_figures_came_from_names_nobody_who_kept_the_name_back() -> None:
    found = shown_measured({"badge": True, "source": "HR of Quay Freight", "recorded_by": "Cleo"}, named=False)
    assert found is not None
    assert "Quay Freight" not in str(found)


def test_who_agreed_to_a_word_has_not_agreed_to_a_chart(
    app: Flask, enter: Enter, harbour: House, browse: Browse, link: str, later: At
) -> None:
    with enter(harbour) as session:
        said, today = session.scalars(select(Testimonial)).one(), later.moment.date()
        said.measured = {"badge": False, "outcome": "no_change"}
        text = said.say(WORDS, later.moment)
        proof = {"ip": "", "browser": "", "now": later.moment, "today": today}
        said.agree(["text", "name", "measured"], ["page"], text.sha256, 1, **proof)
        assert session.scalars(select(WallCard)).one().body["measured"] == said.measured
        said.measured = {"badge": True, "outcome": "improved"}
        card = WallCard.write(said, today)
        assert card is not None
        assert card.body["measured"] is None
        said.agree(["text", "name", "measured"], ["page"], text.sha256, 1, **proof)
        assert session.scalars(select(WallCard)).one().body["measured"] == said.measured


def test_nobody_praises_their_own_work(enter: Enter, harbour: House, later: At) -> None:
    with enter(harbour) as session:
        old = Testimonial(source="old", name="Ada Old", address="alice@harbour.example", zone="UTC", locale="en", created_at=later.moment)
        session.add(old)
        session.flush()
        with pytest.raises(NothingToAsk):
            old.ask(later.moment)
