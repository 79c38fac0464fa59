"""The demo practice: made through the verbs, the same each time, and worth looking at on every page."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text

import wsgi
from app import db, demo
from tests.browser import demo_people
from tests.cast import settings_for
from tests.conftest import Database


@pytest.fixture
def filled(fresh_database: Callable[[], Database], tmp_path: Path) -> Iterator[tuple[Flask, Engine]]:
    made = fresh_database()
    engine = db.connect(made.url)
    app = wsgi.create_app(settings_for(made.url, files_dir=tmp_path), engine)
    with app.app_context():
        demo.fill()
        demo.fill()  # a second time changes nothing
    owner = create_engine(made.owner_url.replace("postgresql://", "postgresql+psycopg://"))
    yield app, owner
    owner.dispose()
    engine.dispose()


def price_page(app: Flask) -> str:
    """Its words, as Tessa reads them."""
    tessa, cookie = app.test_client(), demo_people.cookie(app, demo_people.of(app), "Tessa Quill")
    tessa.set_cookie(cookie["name"], cookie["value"])
    page = tessa.get("/p/quillmoor-coaching/price").get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_a_year_of_a_practice(filled: tuple[Flask, Engine]) -> None:
    app, owner = filled
    with owner.connect() as connection:

        def count(query: str) -> int:
            return connection.scalar(text(query)) or 0

        assert count("select count(*) from client") == 18
        assert count("select count(*) from contract where activated_at is not null and ended_at is null and closed_at is null") == 5
        assert count("select count(*) from contract where closed_at is not null") == 6
        assert count("select count(*) from wall_card") == 5
        assert count("select count(*) from wall_card where (body->'measured'->>'badge')::boolean") == 1
        outcomes = connection.scalar(text("select face->'outcomes' from public_page"))
        assert {name: outcomes[name] for name in ("improved", "no_change", "got_worse")} == {"improved": 3, "no_change": 1, "got_worse": 1}
        stages = "select stage, count(*) from enquiry group by stage"
        assert dict(connection.execute(text(stages)).all()) == {
            "new": 1,
            "asked back": 2,
            "talked": 2,
            "proposed": 1,
            "won": 10,
            "lost": 12,
        }
        assert count("select count(*) from colleague") == 40
        assert count("select count(*) from colleague where wrote_at is not null") == 14
        assert count("select count(distinct kind) from work") == 10
        assert set(connection.scalars(text("select kind from credit"))) >= {"given", "used", "returned", "expired"}
        left = "select c.name, sum(n) from credit join package p on p.id = package_id join client c on c.id = client_id where p.source <> 'given' group by 1"
        assert dict(connection.execute(text(left)).all()) == {
            "Judith Bramhall": 0,
            "Rutger Zwaan": 1,
            "Theo Brandvold": 5,
            "Saoirse Mulvane": 3,
        }
        assert count("select places - taken from offer where kind = 'single'") == 1
        assert count("select count(*) from subscription where state = 'active'") == 1
        assert count("select count(*) from package_change where agreed_at is null and declined_at is null") == 1
        assert count("select count(distinct client_id) from sponsorship where role = 'boss'") == 8
        assert set(connection.scalars(text("select tone from measure"))) >= {"better", "same", "early"}
        owed = (
            "select number, (select coalesce(sum(amount_minor), 0) from payment where invoice_id = invoice.id) - total_minor from invoice"
        )
        paid = dict(connection.execute(text(owed)).all())
        assert min(paid.values()) < 0 == max(paid.values())
        for year in {number[:5] for number in paid}:
            of_year = sorted(number[5:] for number in paid if number.startswith(year))
            assert of_year == [f"{n:03d}" for n in range(1, len(of_year) + 1)]
        assert set(connection.scalars(text("select state from message"))) >= {"sent", "planned"}
        assert count("select count(*) from share where what = 'progress'") == 1
        assert count("select count(*) from version where text like '%open as a sign of respect%'") == 1
    with app.app_context():
        roles = {each["role"]: each for each in demo.sign_ins()}
    assert set(roles) == {"owner", "coach", "assistant", "reader", "client", "boss", "hr", "finance"}
    assert roles["client"]["link"].startswith("http://localhost/in/quillmoor-coaching/")
    words = price_page(app)  # as in the mock-up: 180 charged, about 97 earned, the floor at 112, ten of eleven quotes accepted
    earned = re.search(r"You charge €180 an hour\. You earn €(\d+) ?\.", words)
    assert earned is not None
    assert 90 <= int(earned[1]) <= 104
    assert "€112" in words
    assert "10 of your last 11 quotes were accepted." in words
