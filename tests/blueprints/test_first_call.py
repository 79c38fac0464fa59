"""A free first call goes on by mail only: who types an address learns nothing of it, who reads its mail learns all."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select

from app.jobs.replies import answered_at
from billing import Package, Purchase
from blueprints.buying import LINKS_A_DAY, LINKS_FROM_ONE_NETWORK, LINKS_TO_ONE_ADDRESS
from models import Attempt, Client, Link, Message, PublicPage
from tests.blueprints.test_buying import DETAILS, Browse, Enter, agree, hidden, offered
from tests.cast import NOW, House
from tests.mailbox import newest
from tests.money import work
from tests.sale import SINGLE
from tests.words import text

FREE = replace(SINGLE, name="First talk", price_minor=0, minutes=30)


@pytest.fixture
def start(enter: Enter, harbour: House) -> str:
    return offered(enter, harbour, "first_call", terms=FREE)


def ask(stranger: FlaskClient, start: str, address: str, **more: str) -> Any:
    page = stranger.get(start).text
    return stranger.post(start, data={**DETAILS, "made": hidden(page, "made"), "once": hidden(page, "once"), "address": address, **more})


def mailed(app: Flask, connection: Connection, house: House, address: str) -> str:
    """The page behind the link that lies in that mailbox."""
    work(app)
    return f"/at/{house.slug}/buy/{newest(app, connection, 'purchase', address).token}"


def count(enter: Enter, house: House, noun: Any, *where: Any) -> int:
    with enter(house) as session:
        return session.scalar(select(func.count()).select_from(noun).where(*where)) or 0


def had(browse: Browse, app: Flask, connection: Connection, house: House, start: str, address: str) -> str:
    ask(browse(), start, address)
    own = mailed(app, connection, house, address)
    assert agree(browse(), own).status_code == 303
    work(app)
    return own


def test_the_mailed_link_leads_to_the_hours(
    start: str, browse: Browse, harbour: House, enter: Enter, app: Flask, connection: Connection
) -> None:
    stranger = browse()
    page = stranger.get(start).text
    assert "Send me the link" in page
    assert 'name="company"' not in page
    sent = ask(stranger, start, "Greta@Ilves.example", name="Call 0900 now")
    assert (sent.status_code, sent.location) == (303, f"{start}/sent")
    assert "We have sent a link to the address you typed" in stranger.get(sent.location).text
    own = mailed(app, connection, harbour, "greta@ilves.example")
    for _ in range(2):  # looking does nothing
        page = browse().get(own)
        assert "Agree, and choose an hour" in page.text
    assert (count(enter, harbour, Client, Client.address == "greta@ilves.example"), count(enter, harbour, Package)) == (0, 0)
    with enter(harbour) as session:
        mail = session.scalars(select(Message).where(Message.kind == "first_call")).one()
        assert (mail.title, mail.address) == ("Your link to choose an hour", "greta@ilves.example")
        assert "0900" not in mail.words
    assert agree(stranger, own).status_code == 303
    work(app)
    assert "1 session left to book" in text(stranger.get(own).text)
    assert count(enter, harbour, Package) == 1


def test_a_known_an_unknown_and_a_clients_address_are_answered_alike(
    start: str, browse: Browse, harbour: House, enter: Enter, app: Flask, connection: Connection
) -> None:
    had(browse, app, connection, harbour, start, "greta@ilves.example")
    said = set()
    for address in ("greta@ilves.example", "nobody@ilves.example", "cleo@private.example"):
        answer = ask(browse(), start, address)
        headers = {name: value for name, value in answer.headers if name not in ("Date", "X-Request-Id")}
        said.add((answer.status_code, answer.data, repr(sorted(headers.items())), browse().get(answer.location).data))
        work(app)
        assert count(enter, harbour, Message, Message.kind == "first_call", Message.address == address) >= 1
    assert len(said) == 1


def test_whoever_had_one_or_is_a_client_reads_so_behind_the_link_and_what_to_do(
    start: str, browse: Browse, harbour: House, enter: Enter, app: Flask, connection: Connection
) -> None:
    had(browse, app, connection, harbour, start, "greta@ilves.example")
    with enter(harbour) as session:
        page = PublicPage.of(session)
        page.write(page.version, headline="For heads of operations")
        page.show(NOW)
        session.add(page)
        session.commit()
    for address, says in (
        ("greta@ilves.example", "You have had your first talk"),
        ("cleo@private.example", "You are a client here already"),
    ):
        stranger = browse()
        ask(stranger, start, address)
        own = mailed(app, connection, harbour, address)
        shown = stranger.get(own).text
        assert says in shown
        assert 'name="agrees"' not in shown
        assert f"/in/{harbour.slug}" in shown
        assert f"/at/{harbour.slug}#offers" in shown
        version = hidden(browse().get(start).text, "made")
        with enter(harbour) as session:
            fingerprint = session.scalars(select(Purchase)).first().version.fingerprint
        pressed = stranger.post(f"{own}/terms", data={"made": version, "fingerprint": fingerprint, "agrees": "y"})
        assert (pressed.status_code, pressed.location) == (303, own)
    work(app)
    assert count(enter, harbour, Package) == 1


def test_another_address_cannot_be_tried_behind_the_link(
    start: str, browse: Browse, harbour: House, enter: Enter, app: Flask, connection: Connection
) -> None:
    stranger = browse()
    ask(stranger, start, "mine@ilves.example")
    own = mailed(app, connection, harbour, "mine@ilves.example")
    page = stranger.get(f"{own}/details").text
    assert 'name="address"' not in page
    changed = {**DETAILS, "made": hidden(page, "made"), "name": "Mine Aal", "address": "cleo@private.example"}
    assert stranger.post(f"{own}/details", data=changed).status_code == 303
    with enter(harbour) as session:
        purchase = session.scalars(select(Purchase)).one()
        assert (purchase.name, purchase.address) == ("Mine Aal", "mine@ilves.example")
    assert "Agree, and choose an hour" in stranger.get(own).text


def test_two_tabs_are_two_links_and_one_call(
    start: str, browse: Browse, harbour: House, enter: Enter, app: Flask, connection: Connection
) -> None:
    stranger, links = browse(), []
    for _ in range(2):
        ask(stranger, start, "greta@ilves.example")
        links.append(mailed(app, connection, harbour, "greta@ilves.example"))
    assert len(set(links)) == 2
    assert [agree(stranger, own).status_code for own in links[:1]] == [303]
    assert "You have had your first talk" in stranger.get(links[1]).text
    work(app)
    assert count(enter, harbour, Package) == 1


def test_pressing_twice_is_one_mail_and_a_mended_address_another(
    start: str, browse: Browse, harbour: House, enter: Enter, app: Flask
) -> None:
    stranger = browse()
    page = stranger.get(start).text
    sent = {**DETAILS, "made": hidden(page, "made"), "once": hidden(page, "once")}
    for address in ("grta@ilves.example", "grta@ilves.example", "greta@ilves.example"):
        assert stranger.post(start, data=sent | {"address": address}).status_code == 303
    work(app)
    with enter(harbour) as session:
        to = sorted(session.scalars(select(Message.address).where(Message.kind == "first_call")))
    assert to == ["greta@ilves.example", "grta@ilves.example"]


def test_who_types_a_hundred_addresses_mails_a_few(start: str, browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    stranger = browse()
    answers = [ask(stranger, start, f"n{n}@ilves.example").status_code for n in range(LINKS_FROM_ONE_NETWORK + 3)]
    assert answers == [303] * LINKS_FROM_ONE_NETWORK + [429] * 3
    assert count(enter, harbour, Message, Message.kind == "first_call") == LINKS_FROM_ONE_NETWORK
    assert count(enter, harbour, Link, Link.purpose == "purchase") == 0  # none is made before its mail leaves


def test_one_mailbox_gets_few_and_all_together_no_more_than_a_practice_can_answer(
    start: str, browse: Browse, harbour: House, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = browse()
    answers = [ask(stranger, start, "greta@ilves.example").status_code for _ in range(LINKS_TO_ONE_ADDRESS + 1)]
    assert answers == [303] * LINKS_TO_ONE_ADDRESS + [429]
    monkeypatch.setattr(Attempt, "count_one", lambda _session, key, *_: LINKS_A_DAY + 1 if key.startswith("first calls") else 1)
    assert ask(stranger, start, "other@ilves.example").status_code == 429


def test_the_mail_can_be_answered(start: str, browse: Browse, harbour: House, enter: Enter, app: Flask) -> None:
    """As its page says to whoever gets no call."""
    ask(browse(), start, "greta@ilves.example")
    with enter(harbour) as session, app.app_context():
        message = session.scalars(select(Message).where(Message.kind == "first_call")).one()
        assert answered_at(session, message) == {"Reply-To": "alice@harbour.example"}


def test_a_paid_offer_has_no_page_that_says_a_link_was_sent(browse: Browse, harbour: House, enter: Enter) -> None:
    assert browse().get(f"{offered(enter, harbour)}/sent").status_code == 404
