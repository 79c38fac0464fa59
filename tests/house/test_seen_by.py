"""Private words reach nobody but whose they are: a random walk of acts, and after it every byte that leaves is searched for their marks."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from app import jobs
from models import Client, Contract, File, Goal, Message, Share
from models.contract import offer
from models.picture import picture_of
from tests.cast import House
from tests.daytime import by_day
from tests.story import MARKS, Enter, furnish, signer

WALKERS = {
    "ada": "/p/{slug}/",
    "bruno": "/for/{slug}/",
    "hana": "/for/{slug}/",
    "fritz": "/for/{slug}/",
    "dora": "/my/{slug}/",
    "charlie": "/p/{other}/",
    "nobody": "/",
}
LINK = re.compile(r'(?:href|action|hx-get)="(/[^"#]*)"')
MANY = 60  # pages a walker opens


def crawl(browser: FlaskClient, start: str, more: list[str], chance: random.Random) -> dict[str, bytes]:
    """Pages somebody reaches by clicking, in random order, and addresses they might guess."""
    seen: dict[str, bytes] = {}
    todo = [start, *more]
    while todo and len(seen) < MANY:
        url = todo.pop(chance.randrange(len(todo)))
        if url in seen or "sign-out" in url:
            continue
        answer = browser.get(url)
        seen[url] = answer.data
        assert answer.status_code < 500, url
        if location := answer.headers.get("Location"):
            todo.append(location.removeprefix("http://localhost"))
        if answer.mimetype == "text/html":
            todo += [unescape(found) for found in LINK.findall(answer.get_data(as_text=True)) if not found.startswith("/static")]
        elif answer.mimetype == "application/pdf":
            seen[url] = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages).encode()
    return seen


def leaks(pages: dict[str, bytes]) -> list[str]:
    return [f"{name} at {url}" for url, body in pages.items() for name, mark in MARKS.items() if mark.encode() in body]


@pytest.mark.parametrize("seed", range(3))
def test_private_words_reach_nobody_else(
    app: Flask, enter: Enter, harbour: House, summit: House, browse: Callable[..., FlaskClient], seed: int
) -> None:
    chance = random.Random(seed)
    ids = furnish(enter, harbour, app)
    acts = [share, take_back, change_annex, run_jobs, run_jobs]
    chance.shuffle(acts)
    for act in acts:
        act(app, enter, harbour, ids)
    run_jobs(app, enter, harbour, ids)
    guesses = [f"/p/{harbour.slug}/clients/{ids['client']}", f"/p/{harbour.slug}/clients/{ids['client']}/why", f"/p/{harbour.slug}/contracts/{ids['contract']}",
               f"/p/{harbour.slug}/goals/{ids['goal']}", f"/p/{harbour.slug}/sessions/{ids['held']}", f"/my/{harbour.slug}/agreements/{ids['contract']}",
               f"/for/{harbour.slug}/agreements/{ids['contract']}", f"/p/{harbour.slug}/search?q=cleo", f"/check/{harbour.slug}/{ids['version']}"]  # fmt: skip
    with enter(harbour) as session:
        guesses += [f"/p/{harbour.slug}/files/{id}" for id in session.scalars(select(File.id))]
    found = []
    for who, start in WALKERS.items():
        browser = browse() if who == "nobody" else browse(summit if who == "charlie" else harbour, who)
        pages = crawl(browser, start.format(slug=harbour.slug, other=summit.slug), guesses, chance)
        assert len(pages) > 3, who
        found += [f"{who}: {leak}" for leak in leaks(pages)]
    assert found == []


def test_the_walk_would_see_a_leak(app: Flask, enter: Enter, harbour: House, browse: Callable[..., FlaskClient]) -> None:
    """The client and their coach do read these words, so the search works."""
    ids = furnish(enter, harbour, app)
    for who, start, marks in (("cleo", f"/my/{harbour.slug}/agreements/{ids['contract']}", {"annex", "cause", "commitment"}),
                              ("alice", f"/p/{harbour.slug}/contracts/{ids['contract']}", {"annex", "cause", "commitment"})):  # fmt: skip
        pages = crawl(browse(harbour, who), start, [], random.Random(1))
        assert marks <= {leak.partition(" at ")[0] for leak in leaks(pages)}, who


def test_private_words_are_in_no_mail_to_others(app: Flask, enter: Enter, harbour: House) -> None:
    ids = furnish(enter, harbour, app)
    share(app, enter, harbour, ids)
    with by_day():
        run_jobs(app, enter, harbour, ids)
    with enter(harbour) as session:
        for message in session.scalars(select(Message)):
            for name, mark in MARKS.items():
                assert mark not in message.words + message.title, f"{name} in {message.kind}"
        neutral = [m for m in session.scalars(select(Message)) if m.recipient_kind == "contact" and m.title]
        assert neutral
        for message in neutral:
            said = (message.title + message.words).casefold()
            assert not re.search(r"coach|cleo|goal|agreement|progress|decision", said), message.kind


def share(app: Flask, enter: Enter, house: House, ids: dict[str, UUID]) -> None:
    with enter(house, house.clients["cleo"]) as session:
        goal = session.get_one(Goal, (house.practice_id, ids["goal"]))
        cleo = session.get_one(Client, (house.practice_id, house.clients["cleo"]))
        body = picture_of(cleo, goal, datetime.now(UTC).date())
        readers = [cleo.id, house.contacts["bruno"]]
        session.add(
            Share(
                what="progress",
                client_id=cleo.id,
                goal_id=goal.id,
                body=body,
                readers=readers,
                shown_to=["Bruno Vale"],
                by_id=cleo.id,
                at=datetime.now(UTC),
            )
        )
        session.commit()


def take_back(app: Flask, enter: Enter, house: House, ids: dict[str, UUID]) -> None:
    with enter(house, house.clients["cleo"]) as session:
        for made in session.scalars(select(Share).where(Share.what == "progress")):
            made.take_back(house.clients["cleo"], datetime.now(UTC))
        session.commit()


def change_annex(app: Flask, enter: Enter, house: House, ids: dict[str, UUID]) -> None:
    with enter(house) as session:
        contract = session.get_one(Contract, (house.practice_id, ids["contract"]))
        annex = contract.part("annex")
        if annex.open_id is None:
            annex.write(annex.draft_no, {"private_goals": MARKS["annex"]})
            now = datetime.now(UTC)
            offer.propose_change(
                contract, "annex", signer(house.members["alice"], "Alice Harbour"), f"{MARKS['annex']} as reason", now=now, today=now.date()
            )
        session.commit()


def run_jobs(app: Flask, enter: Enter, house: House, ids: dict[str, UUID]) -> None:
    with app.app_context():
        for _ in range(80):
            if not jobs.run_next():
                break
