"""Junk at every form and every address: a sentence or a 404, never a 500."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wtforms.fields.core import UnboundField

from tests.cast import House
from tests.house.test_doors import ENDS_A_SIGN_IN, UNSAFE, address, rules
from tests.story import Enter, furnish

JUNK = [
    "", " ", "0", "-1", "1", "99999999999999999999", "-99999999999999999999", "NaN", "sNaN", "Infinity", "1e400000", "1,234.50", "1.234,50", "0.0000001", "1" * 400,
    "0001-01-01",
    "1800-01-01", "9999-12-31", "2026-02-30", "2026-11-17", "2026-11-17T10:00", "2026-03-29T02:30", "0001-01-01T00:00", "9999-12-31T23:59", "25:61",
    "Europe", "Europe/Amsterdam", "Mars/Olympus", "../../etc/passwd", "en", "xx_YY", "EUR", "XXX", "owner", "goals", "true", "y",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}", "=cmd|' /C calc'!A0", "javascript:alert(1)", "a@b", "somebody@example.org",
    "\u202egnirts", "z\u200bero\u200dwidth", "\x00nul", "e\u0301", "\U0001f9ed" * 50, "x" * 5_000, "line\r\nBcc: everybody@example.org", "00000000-0000-0000-0000-000000000000",
]  # fmt: skip


ASKED = ("q", "page", "week", "day", "show", "state", "all", "next", "who", "on", "before", "after", "coach", "client")


def field_names() -> list[str]:
    """Of every form there is."""
    found, todo = set(), [FlaskForm]
    while todo:
        form = todo.pop()
        todo += form.__subclasses__()
        found |= {name for name in dir(form) if isinstance(getattr(form, name, None), UnboundField)}
    return sorted(found | {"next", "page", "q", "sha256", "version", "once"})


@pytest.fixture
def actors(app: Flask, enter: Enter, harbour: House, browse: Callable[..., FlaskClient]) -> tuple[dict[str, Any], dict[str, FlaskClient]]:
    return furnish(enter, harbour, app), {who: browse(harbour, who) for who in ("alice", "cleo", "bruno", "fritz")}


def browser_for(url: str, browsers: dict[str, FlaskClient]) -> FlaskClient:
    return browsers[{"my": "cleo", "for": "bruno", "pay": "fritz"}.get(url.split("/")[1], "alice")]


def test_junk_in_every_field(app: Flask, harbour: House, actors: tuple[dict[str, Any], dict[str, FlaskClient]]) -> None:
    """Each form gets junk in all its fields, mixed anew in each of eight posts."""
    ids, browsers = actors
    names, broken = field_names(), []
    assert len(names) > 40
    for rule in rules(app):
        if rule.endpoint in ENDS_A_SIGN_IN or not rule.methods & set(UNSAFE):
            continue
        url = address(app, rule, harbour.slug, ids)
        for turn in range(8):
            typed = {name: JUNK[(place * 9 + turn * 7) % len(JUNK)] for place, name in enumerate(names)}
            status = browser_for(url, browsers).post(url, data=typed).status_code
            if status >= 500:
                broken.append(f"{rule}, turn {turn}: {status}")
    assert not broken, "\n" + "\n".join(broken)


def test_junk_in_every_query(app: Flask, harbour: House, actors: tuple[dict[str, Any], dict[str, FlaskClient]]) -> None:
    ids, browsers = actors
    broken = []
    for number, rule in enumerate(rule for rule in rules(app) if "GET" in rule.methods):
        url = address(app, rule, harbour.slug, ids)
        for value in JUNK[number % 7 :: 7]:
            status = browser_for(url, browsers).get(url, query_string=dict.fromkeys(ASKED, value)).status_code
            if status >= 500:
                broken.append(f"{rule} with {value[:30]!r}: {status}")
    assert not broken, "\n" + "\n".join(broken)


@settings(
    max_examples=40, deadline=timedelta(seconds=20), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_mixed_junk(app: Flask, harbour: House, actors: tuple[dict[str, Any], dict[str, FlaskClient]], data: st.DataObject) -> None:
    ids, browsers = actors
    doors = [rule for rule in rules(app) if rule.methods & set(UNSAFE) and rule.endpoint not in ENDS_A_SIGN_IN]
    rule = data.draw(st.sampled_from(sorted(doors, key=str)))
    typed = data.draw(st.dictionaries(st.sampled_from(field_names()), st.one_of(st.sampled_from(JUNK), st.text(max_size=300)), max_size=30))
    url = address(app, rule, harbour.slug, ids)
    assert (
        browser_for(url, browsers)
        .post(url, data={name: value.encode("utf-8", "replace").decode() for name, value in typed.items()})
        .status_code
        < 500
    )
