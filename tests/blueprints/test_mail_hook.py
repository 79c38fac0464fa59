"""Replies that come in through the hook: signed or refused, stored once, read by the coach, and what they stop."""

import hmac
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.jobs.replies import answered_at, take_in
from app.replies import LARGEST, read, without_quotes
from models import Client, Inbound, Link, Message
from tests.cast import House
from tests.story import Enter

Browse = Callable[..., FlaskClient]
SECRET, REPLY_TO = "h" * 32, "replies@mail.example"


@pytest.fixture
def hooked(app: Flask) -> Iterator[Flask]:
    before = app.extensions["settings"]
    app.extensions["settings"] = before.model_copy(update={"mail_reply_to": REPLY_TO, "mail_hook_secret": type(before.secret_key)(SECRET)})
    yield app
    app.extensions["settings"] = before


def planned(enter: Enter, house: House, app: Flask, who: str = "cleo", kind: str = "sharing_asked") -> tuple[UUID, str]:
    """A nudge that lies ahead, and the address an answer to it goes to."""
    with app.app_context(), enter(house) as session:
        client = session.get_one(Client, (house.practice_id, house.clients[who]))
        message = Message.plan(client, kind, subject=client, occasion="once", at=datetime.now(UTC) + timedelta(days=2))
        assert message is not None
        address = answered_at(session, message)["Reply-To"]
        session.commit()
        return message.id, address


def mail(to: str, text: str = "Yes, gladly.", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Cleo <cleo@private.example>", to, "Re: Sharing"
    message["Message-ID"] = headers.pop("message_id", "<one@private.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def post(browser: FlaskClient, raw: bytes, secret: str = SECRET, ago: float = 0) -> int:
    at = str(int(datetime.now(UTC).timestamp() - ago))
    signature = hmac.digest(secret.encode(), at.encode() + b"." + raw, "sha256").hex()
    return browser.post("/hooks/mail", data=raw, headers={"X-Plumbline-Signature": f"t={at},v1={signature}"}).status_code


def state(enter: Enter, house: House, id: UUID) -> tuple[str, str]:
    with enter(house) as session:
        message = session.get_one(Message, (house.practice_id, id))
        return message.state, message.why


def inbound(enter: Enter, house: House) -> list[Inbound]:
    with enter(house) as session:
        return list(session.scalars(select(Inbound)))


def test_a_reply_is_kept_once_and_stops_what_would_remind_its_writer(
    hooked: Flask, enter: Enter, harbour: House, summit: House, browse: Browse
) -> None:
    id, address = planned(enter, harbour, hooked)
    other, _ = planned(enter, harbour, hooked, "dora")
    raw = mail(address, "Yes, gladly.\n\nOn Tue, 17 Nov 2026 at 10:00, Alice wrote:\n> Would you\n")
    assert [post(browse(), raw) for _ in range(2)] == [200, 200]
    (one,) = inbound(enter, harbour)
    assert (one.words, one.writer_id, one.message_id, one.is_automatic) == ("Yes, gladly.", harbour.clients["cleo"], id, False)
    assert state(enter, harbour, id) == ("stopped", "wrote back") and state(enter, harbour, other)[0] == "planned"
    alice = browse(harbour, "alice")
    page = alice.get(f"/p/{harbour.slug}/messages").text
    assert "Yes, gladly." in page and "Cleo Marsh" in page and "mailto:cleo%40private.example" in page
    assert "wrote back" in alice.get(f"/p/{harbour.slug}/").text
    assert alice.post(f"/p/{harbour.slug}/messages/replies/{one.id}/reading").status_code == 303
    assert "I have read it" not in alice.get(f"/p/{harbour.slug}/messages").text
    assert browse(summit, "charlie").post(f"/p/{summit.slug}/messages/replies/{one.id}/reading").status_code == 404


@pytest.mark.parametrize(
    "header",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}, {"Return_Path": "<>"}],
)
def test_an_automatic_answer_is_shown_and_stops_nothing(
    hooked: Flask, enter: Enter, harbour: House, browse: Browse, header: dict[str, str]
) -> None:
    id, address = planned(enter, harbour, hooked)
    assert post(browse(), mail(address, "I am away until Monday.", **header)) == 200
    assert inbound(enter, harbour)[0].is_automatic and state(enter, harbour, id)[0] == "planned"
    assert "an automatic answer" in browse(harbour, "alice").get(f"/p/{harbour.slug}/messages").text


def test_what_is_not_signed_is_refused(hooked: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    _, address = planned(enter, harbour, hooked)
    raw, nobody = mail(address), browse()
    assert post(nobody, raw, secret="x" * 32) == post(nobody, raw, ago=301) == post(nobody, raw, ago=-301) == 400
    assert nobody.post("/hooks/mail", data=raw).status_code == 400
    assert nobody.post("/hooks/mail", data=raw, headers={"X-Plumbline-Signature": "t=1,v1=" + "é" * 64}).status_code == 400
    assert post(nobody, b"x" * (LARGEST + 1)) == 413
    assert inbound(enter, harbour) == []


def test_without_a_secret_there_is_no_hook(app: Flask, browse: Browse) -> None:
    assert post(browse(), b"anything") == 404


@pytest.mark.parametrize("address", ["replies+" + "0" * 40 + "@mail.example", "replies@mail.example", "replies+x@mail.example", ""])
def test_a_forged_address_has_no_effect_and_looks_like_any_other(
    hooked: Flask, enter: Enter, harbour: House, browse: Browse, address: str
) -> None:
    planned(enter, harbour, hooked)
    assert post(browse(), mail(address)) == 200 and inbound(enter, harbour) == []


def test_an_address_works_in_capitals_and_not_at_another_domain(hooked: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    _, address = planned(enter, harbour, hooked)
    token = address.partition("+")[2].partition("@")[0]
    post(browse(), mail(f"replies+{token}@evil.example"))
    assert inbound(enter, harbour) == []
    post(browse(), mail(address.upper()))
    assert len(inbound(enter, harbour)) == 1


def test_a_link_of_another_purpose_is_no_address(hooked: Flask, enter: Enter, harbour: House) -> None:
    with hooked.app_context(), enter(harbour) as session:
        secret = hooked.extensions["settings"].secret
        link = Link.mint(
            session, secret, "stop", practice_id=harbour.practice_id, subject_id=harbour.clients["cleo"], address="c@x.example",
            now=datetime.now(UTC), reader_id=harbour.clients["cleo"],
        )  # fmt: skip
        session.commit()
        assert not take_in(mail(f"replies+{link.token(secret)}@mail.example"))


def test_without_a_reply_address_answers_go_to_the_coach(app: Flask, enter: Enter, harbour: House) -> None:
    with app.app_context(), enter(harbour) as session:
        client = session.get_one(Client, (harbour.practice_id, harbour.clients["dora"]))
        message = Message.plan(client, "sharing_asked", subject=client, occasion="x", at=datetime.now(UTC))
        assert message is not None
        assert answered_at(session, message) == {"Reply-To": "bob@harbour.example"}
        asked = Message.plan(client, "sign_in", subject=client, occasion="x", at=datetime.now(UTC))
        assert asked is not None
        assert answered_at(session, asked) == {}, "a code is answered by nobody"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fine\n\n> old\n> older", "Fine"),
        ("Fine\n-- \nCleo Marsh\nDirector", "Fine"),
        ("Fine\n\n-----Original Message-----\nFrom: a@b.example", "Fine"),
        ("Gut\n\nAm 17.11.2026 um 10:00 schrieb Alice Harbour <a@b.example>:\n> alt", "Gut"),
        ("Fine\n\nOn Tuesday 17 November 2026 at 10:00 Alice Harbour\n<a@b.example> wrote:\n\nold", "Fine"),
        ("Fine\n\nFrom: Alice Harbour <a@b.example>\nSent: Tuesday\nold", "Fine"),
        ("From Monday on I can, and on Friday too.\n\n\n\nCleo", "From Monday on I can, and on Friday too.\n\nCleo"),
        ("> only what you wrote", ""),
    ],
)
def test_quotes_are_cut(text: str, words: str) -> None:
    assert without_quotes(text) == words


def test_html_is_never_kept_as_html() -> None:
    message = EmailMessage()
    message["To"] = "replies+" + "a" * 40 + "@mail.example"
    message.set_content("<style>p{}</style><p>Yes<br>gladly</p><script>alert(1)</script><blockquote>old</blockquote>", subtype="html")
    found = read(message.as_bytes(), REPLY_TO)
    assert found.words == "Yes\ngladly" and found.tokens == ("a" * 40,)


@pytest.mark.parametrize("opening", ["<style ", "<", "<br", "<blockquote>"])
def test_openings_without_an_end_are_read_in_one_pass(opening: str) -> None:
    """Each took minutes of the process that read it, and anybody may send one."""
    message = EmailMessage()
    message.set_content("Yes" + opening * (200_000 // len(opening)), subtype="html")
    assert read(message.as_bytes(), REPLY_TO).words.startswith("Yes")


def test_what_is_hidden_in_html_is_no_word_of_the_writers() -> None:
    message = EmailMessage()
    message.set_content("<head><style>p</style></head><script>x</SCRIPT>Yes<blockquote>old</blockquote>, and<style>open", subtype="html")
    assert read(message.as_bytes(), REPLY_TO).words == "Yes , andopen"


HEADER = st.sampled_from([b"To", b"Subject", b"Message-ID", b"Content-Type", b"Auto-Submitted", b"Content-Transfer-Encoding", b"From"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(HEADER, st.binary(max_size=80)), max_size=8), st.binary(max_size=400))
def test_no_bytes_break_it(headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    raw = b"".join(name + b": " + value + b"\n" for name, value in headers) + b"\n" + body
    found = read(raw, REPLY_TO)
    assert found.mail_id and len(found.words) <= 20_000 and "\x00" not in found.words + found.subject + found.mail_id
