"""What every answer tells the browser, whatever it is an answer to; and what unsafe requests are refused."""

import gzip
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.headers import policy
from tests.cast import PASSWORD, House, settings_for

EXEMPT = {"stripe_hook.take_in", "stop.one_click"}
"""Doors that carry their own proof: a signature, a token of one purpose."""

HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy")


@pytest.fixture
def strict(app: Flask) -> Iterator[Flask]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 200), ("GET", "/nowhere", 404), ("DELETE", "/", 405), ("GET", "/favicon.ico", 200), ("GET", "/account", 303)],
)
def test_every_answer_carries_the_rules(app: Flask, method: str, path: str, status: int) -> None:
    answer = app.test_client().open(path, method=method)
    assert answer.status_code == status
    for name in HEADERS:
        assert answer.headers.get(name), name
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]


def test_a_body_of_twenty_megabytes_gets_a_page(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"address": "x" * 20_000_000})
    assert answer.status_code == 413
    assert answer.headers["Content-Security-Policy"]
    assert b"<h1>" in answer.data


def test_something_that_breaks_gets_a_plain_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    app.config["TESTING"] = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "front.show", lambda: 1 / 0)
    answer = app.test_client().get("/")
    app.config["TESTING"] = True
    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.data
    assert b"ZeroDivision" not in answer.data


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Host": "localhost.evil.example"}, {"Host": "evil.example", "X-Forwarded-Host": "localhost"}]
)
def test_a_foreign_host_is_refused(app: Flask, headers: dict[str, str]) -> None:
    assert app.test_client().get("/", headers=headers).status_code == 400


def test_stripe_and_the_stand_in_may_be_paid_at() -> None:
    said = policy(settings_for("postgresql://x@/y", stripe_api_base="http://127.0.0.1:5002"))
    assert "https://checkout.stripe.com" in said
    assert "http://127.0.0.1:5002" in said


def test_every_unsafe_door_asks_for_a_token(strict: Flask, harbour: House, browse: Callable[..., FlaskClient]) -> None:
    browsers = {"p": browse(harbour, "alice"), "my": browse(harbour, "cleo"), "for": browse(harbour, "bruno")}
    open_doors = []
    for rule in strict.url_map.iter_rules():
        for method in rule.methods & {"POST", "PUT", "PATCH", "DELETE"}:
            if rule.endpoint in EXEMPT:
                continue
            values = {
                name: harbour.slug if name == "slug" else "00000000-0000-7000-8000-00000000000a" if "uuid" in str(rule) else 1
                for name in rule.arguments
            }
            url = rule.rule
            for name, value in values.items():
                for shape in (f"<uuid:{name}>", f"<int:{name}>", f"<{name}>"):
                    url = url.replace(shape, str(value))
            browser = browsers.get(url.split("/")[1], browsers["p"])
            for data in ({}, {"csrf_token": ""}, {"csrf_token": "stolen"}):
                status = browser.open(url, method=method, data=data).status_code
                if status < 400:
                    open_doors.append(f"{method} {rule} with {data}: {status}")
    assert open_doors == []


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_cross_site_posts_are_refused_even_with_a_token(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], headers: dict[str, str]
) -> None:
    browser = browse(harbour, "alice")
    assert browser.post("/sign-in", data={"address": "alice@harbour.example", "password": PASSWORD}, headers=headers).status_code == 403


def test_a_stale_token_gives_back_what_was_typed(strict: Flask, harbour: House, browse: Callable[..., FlaskClient]) -> None:
    answer = browse(harbour, "alice").post(f"/p/{harbour.slug}/clients", data={"name": "A name I typed", "csrf_token": "old"})
    assert answer.status_code == 400
    assert b"A name I typed" in answer.data
    assert b"Send it again" in answer.data


def test_the_part_of_a_token_that_stays_the_same_opens_nothing(
    strict: Flask, harbour: House, browse: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever could guess what repeats in packed pages would know that part, and nothing of the rest."""
    browser, tokens = browse(harbour, "alice"), []
    for second in (1_800_000_000, 1_800_000_001):
        monkeypatch.setattr("itsdangerous.TimestampSigner.get_timestamp", lambda _signer, at=second: at)
        found = re.search(r'name="csrf-token" content="([^"]+)"', browser.get(f"/p/{harbour.slug}/clients/new").text)
        assert found
        tokens.append(found[1].split("."))
    assert tokens[0][0] == tokens[1][0]
    assert tokens[0][2] != tokens[1][2]
    same, when, signature = tokens[1]
    forged = [".".join((same, tokens[0][1], signature)), ".".join((same, when, "A" * len(signature))), same]
    assert [browser.post("/sign-out", data={"csrf_token": token}).status_code for token in forged] == [400, 400, 400]
    assert browser.post("/sign-out", data={"csrf_token": ".".join(tokens[0])}).status_code == 303


def test_the_length_of_a_packed_page_says_nothing_exactly(app: Flask) -> None:
    answers = [app.test_client().get("/", headers={"Accept-Encoding": "gzip"}) for _ in range(40)]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({gzip.decompress(answer.data) for answer in answers}) == 1
    assert len({len(answer.data) for answer in answers}) > 10
