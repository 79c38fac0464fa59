"""`next` is a plain path that our own router matches by GET, or it is dropped. In every door that reads it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.tenancy import is_ours
from tests.cast import PASSWORD, House

HOSTS = ("evil.example", "localhost.evil.example", "user@evil.example", "%65vil.example", "evil.example:80", "[::1]", "2130706433")
BEGINNINGS = (
    "//",
    "///",
    "////",
    "/\\",
    "\\\\",
    "\\/",
    "/\\/",
    "/\t/",
    "/\n/",
    "/\r/",
    "\t//",
    " //",
    "\u00a0//",
    "http://",
    "HTTPS://",
    "http:///",
    "http:",
    "https:/",
    "//\\",
)
OTHERS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://evil.example/",
    "file:///etc/passwd", "mailto:a@b.example", "account", "./account", "../account", "?next=/account", "#x", "", " ", "/account\x00",
    "/account\r\nSet-Cookie: x=1", "/no-such-page", "/sign-out", "/account/theme", "/p/harbour-coaching/team/invitations", "//account",
    "/\\account", "http://localhost/account", "/" + "a" * 3000, "/%2e%2e//evil.example", "/%5cevil.example", "/%2f%2fevil.example",
    ".evil.example", "@evil.example", ":80/account", "/account\u2028", "/acc ount", "/..//evil.example", "/;/evil.example",
)  # fmt: skip
CORPUS = tuple(beginning + host for beginning in BEGINNINGS for host in HOSTS[:3]) + tuple("//" + host for host in HOSTS[3:]) + OTHERS


@pytest.mark.parametrize("payload", CORPUS)
def test_nothing_leads_away(app: Flask, payload: str) -> None:
    with app.test_request_context("/"):
        assert not is_ours(payload)


@pytest.mark.parametrize("path", ["/account", "/practices?page=2", "/account#devices", "/p/harbour-coaching/settings"])
def test_our_own_pages_are_ours(app: Flask, path: str) -> None:
    with app.test_request_context("/"):
        assert is_ours(path)


@pytest.mark.parametrize("payload", ["//evil.example", "/\\evil.example", "https://evil.example", "/account"])
def test_each_door_that_reads_it(harbour: House, browse: Callable[..., FlaskClient], payload: str) -> None:
    signed_in, browser = browse(harbour, "alice"), browse()
    page = browser.get("/sign-in", query_string={"next": payload})
    assert page.status_code == 200
    answers = [
        browser.post("/sign-in", data={"address": "alice@harbour.example", "password": PASSWORD, "next": payload}),
        signed_in.get("/sign-in", query_string={"next": payload}),
        signed_in.post("/account/again", data={"password": PASSWORD, "next": payload}),
    ]
    wanted = {"/account"} if payload == "/account" else {"/account", "/practices", "/p/harbour-coaching/"}
    assert {answer.location for answer in answers} <= wanted


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "127.0.0.1"])
def test_a_forged_host_is_refused_and_never_stands_in_a_mail(browse: Callable[..., FlaskClient], host: str) -> None:
    answer = browse().post("/sign-in/forgotten", data={"address": "alice@harbour.example"}, headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text
