"""The practice's settings: an owner changes them, the team reads them, two who save at once both keep what they wrote."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection

from app import db
from billing.answers import Account
from billing.answers import Connection as Connected
from billing.gateway import GatewayUnavailable
from models import Practice
from tests.blueprints.test_account import grow_stale
from tests.cast import House

PAGE = "/p/harbour-coaching/settings"
FORM = {
    "name": "Harbour & Sons",
    "niche": "",
    "who_pays": "people",
    "currency": "JPY",
    "zone": "Asia/Tokyo",
    "locale": "de_AT",
    "version": "1",
}
MONEY = {
    "legal_name": "Harbour BV",
    "legal_address": "1 Quay\r\n1011 AB",
    "tax_number": "NL1",
    "tax_name": "BTW",
    "tax_rate": "8,1",
    "payment_days": "30",
    "version": "1",
}


class StandIn:
    """A gateway that remembers what it was asked."""

    def __init__(self, fails: bool = False) -> None:
        self.fails, self.asked = fails, []

    def connect_url(self, account: str | None, **more: Any) -> Connected:
        if self.fails:
            raise GatewayUnavailable("down", "", None)
        self.asked.append((account, more["key"]))
        return Connected(account=account or "acct_new", url="https://connect.stripe.com/setup/x")

    def account(self, account: str | None) -> Account:
        if self.fails:
            raise GatewayUnavailable("down", "", None)
        return Account("acct_new", True, True, True, "NL", "EUR", "Harbour", ())


def practice(connection: Connection, house: House) -> Practice:
    with db.open_session(connection) as session:
        return session.get_one(Practice, house.practice_id)


def test_the_team_reads_and_the_owner_changes(
    harbour: House, summit: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    for who in ("bob", "ada", "rita"):
        reader = browse(harbour, who)
        for path in (PAGE, f"{PAGE}/money"):
            page = reader.get(path)
            assert page.status_code == 200
            assert f'action="{path}"' not in page.text
            assert reader.post(path, data=FORM).status_code == 403
        assert reader.get(f"{PAGE}/stripe").status_code == 403
    for path in (PAGE, f"{PAGE}/money", f"{PAGE}/stripe"):
        assert browse(summit, "charlie").get(path).status_code == browse(summit, "charlie").post(path).status_code == 404
    alice = browse(harbour, "alice")
    assert alice.post(PAGE, data=FORM).status_code == 303
    assert alice.post(f"{PAGE}/money", data={**MONEY, "version": "2"}).status_code == 303
    saved = practice(connection, harbour)
    assert (saved.name, saved.who_pays, saved.currency, saved.zone, str(saved.tax_rate), saved.payment_days) == (
        "Harbour & Sons",
        "people",
        "JPY",
        "Asia/Tokyo",
        "8.1",
        30,
    )
    assert saved.legal_address == "1 Quay\n1011 AB"
    assert "Harbour &amp; Sons" in alice.get(PAGE).text
    [rate] = re.findall(r'<input[^>]*name="tax_rate"[^>]*>', alice.get(f"{PAGE}/money").text)
    assert 'value="8,1"' in rate, "as it is written in Austria"
    assert 'type="number"' not in rate, "an English browser drops the comma there: 8,1 would become 81"


def test_two_who_save_at_once_see_both_versions(harbour: House, browse: Callable[..., FlaskClient], connection: Connection) -> None:
    alice = browse(harbour, "alice")
    assert alice.post(PAGE, data=FORM).status_code == 303
    stale = alice.post(PAGE, data={**FORM, "name": "Another name"})
    assert stale.status_code == 409
    assert "Another name" in stale.text
    assert "Harbour &amp; Sons" in stale.text
    assert 'name="version" value="2"' in stale.text
    assert practice(connection, harbour).name == "Harbour & Sons"
    assert alice.post(f"{PAGE}/money", data=MONEY).status_code == 409
    for version in ("", "x", "0", "-1", "9" * 30):
        assert alice.post(PAGE, data={**FORM, "version": version}).status_code == 422


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        (PAGE, "name", ""), (PAGE, "name", "www.evil.example"), (PAGE, "zone", "Mars/Base"), (PAGE, "currency", "eur"), (PAGE, "locale", "xx"),
        (PAGE, "who_pays", ""),
        *[(f"{PAGE}/money", "tax_rate", value) for value in ("", "NaN", "sNaN", "Infinity", "-1", "100", "1e400000", "9" * 400, "8.12345", "1\u0000", "x")],
        *[(f"{PAGE}/money", "payment_days", value) for value in ("", "-1", "366", "9" * 5000, "1.5", "NaN")],
        (f"{PAGE}/money", "legal_name", "x" * 201), (f"{PAGE}/money", "legal_address", "x" * 501), (f"{PAGE}/money", "tax_name", ""),
    ],
)  # fmt: skip
def test_bad_input_gives_the_page_back(
    harbour: House, browse: Callable[..., FlaskClient], connection: Connection, path: str, field: str, value: str
) -> None:
    form = FORM if path == PAGE else MONEY
    page = browse(harbour, "alice").post(path, data={**form, field: value})
    assert page.status_code == 422
    assert 'role="alert"' in page.text or "error" in page.text
    assert practice(connection, harbour).version == 1


def test_without_stripe_the_page_says_paid_by_transfer(harbour: House, browse: Callable[..., FlaskClient]) -> None:
    alice = browse(harbour, "alice")
    assert "Paid by transfer" in alice.get(f"{PAGE}/stripe").text
    assert alice.post(f"{PAGE}/stripe", data={"account": "own"}).status_code == 422


def test_an_own_account_is_begun_once_and_switched_off(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = StandIn()
    monkeypatch.setitem(app.extensions, "gateway", gateway)
    alice = browse(harbour, "alice")
    for _ in range(2):
        assert alice.post(f"{PAGE}/stripe", data={"account": "connect"}).location == "https://connect.stripe.com/setup/x"
    key = f"connect-{harbour.practice_id}"
    assert gateway.asked == [(None, key), ("acct_new", key)]
    assert practice(connection, harbour).stripe_account == "acct_new"
    assert "can be paid by card" in alice.get(f"{PAGE}/stripe").text
    assert alice.post(f"{PAGE}/stripe/removal").status_code == 303
    assert practice(connection, harbour).stripe_account is None


def test_the_installations_account_serves_one_practice(
    app: Flask, harbour: House, summit: House, browse: Callable[..., FlaskClient], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "gateway", StandIn())
    open_to_all, closed = app.extensions["settings"], app.extensions["settings"].model_copy(update={"sign_up_open": False})
    assert browse(harbour, "alice").post(f"{PAGE}/stripe", data={"account": "own"}).status_code == 422, "strangers may sign up here"
    monkeypatch.setitem(app.extensions, "settings", open_to_all.model_copy(update={"stripe_own_practice": harbour.slug}))
    assert browse(harbour, "alice").post(f"{PAGE}/stripe", data={"account": "own"}).status_code == 303
    assert browse(summit, "charlie").post("/p/summit-coaching/settings/stripe", data={"account": "own"}).status_code == 422
    monkeypatch.setitem(app.extensions, "settings", closed)
    second = browse(summit, "charlie").post("/p/summit-coaching/settings/stripe", data={"account": "own"})
    assert second.status_code == 409
    assert "Another practice uses this Stripe account" in second.text
    assert practice(connection, summit).stripe_account is None


def test_the_account_in_use_is_the_one_that_is_chosen(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever presses the button to look once more begins another account."""
    monkeypatch.setitem(app.extensions, "gateway", StandIn())
    own = app.extensions["settings"].model_copy(update={"stripe_own_practice": harbour.slug})
    monkeypatch.setitem(app.extensions, "settings", own)
    alice = browse(harbour, "alice")
    assert chosen(alice.get(f"{PAGE}/stripe").text) == ["connect"]
    assert alice.post(f"{PAGE}/stripe", data={"account": "own"}).status_code == 303
    assert chosen(alice.get(f"{PAGE}/stripe").text) == ["own"]


def chosen(page: str) -> list[str]:
    radios = [radio for radio in re.findall(r"<input[^>]*>", page) if 'type="radio"' in radio and " checked" in radio]
    return [value for radio in radios for value in re.findall(r'value="(\w+)"', radio)]


def test_stripe_away_changes_nothing(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "gateway", StandIn(fails=True))
    alice = browse(harbour, "alice")
    answer = alice.post(f"{PAGE}/stripe", data={"account": "connect"})
    assert answer.status_code == 503
    assert "Nothing has changed" in answer.text
    assert practice(connection, harbour).stripe_account is None
    assert alice.post(f"{PAGE}/stripe", data={"account": "acct_forged"}).status_code == 422


def test_connecting_asks_the_password_again(
    app: Flask, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "gateway", StandIn())
    alice = browse(harbour, "alice")
    grow_stale(connection)
    for path in (f"{PAGE}/stripe", f"{PAGE}/stripe/removal"):
        assert alice.post(path, data={"account": "own"}).location == f"/account/again?next={PAGE}/stripe"
    assert practice(connection, harbour).stripe_account is None
