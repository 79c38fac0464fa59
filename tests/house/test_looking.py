"""Looking changes nothing: whoever opens a page, and whatever a mail scanner opens for them, leaves every row as it was."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection

from models.contract import offer
from tests.cast import NOW, House
from tests.house.test_doors import PEOPLE, address, rules
from tests.statements import counted
from tests.story import TODAY, Enter, begin, furnish

WRITES = ("INSERT", "UPDATE", "DELETE")
SEEN = "UPDATE sign_in SET seen_at"
"""Only when a device was last used is kept, so that its sign-in can end by itself."""


def writes(sent: list[str]) -> list[str]:
    return [statement for statement in sent if statement.lstrip().upper().startswith(WRITES) and not statement.startswith(SEEN)]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_page_writes(
    app: Flask, enter: Enter, harbour: House, browse: Callable[..., FlaskClient], connection: Connection, method: str
) -> None:
    ids = furnish(enter, harbour, app)
    wrong = []
    for who in PEOPLE:
        browser = browse() if who in ("nobody", "charlie") else browse(harbour, who)
        for rule in rules(app):
            if "GET" in rule.methods:
                with counted(connection) as sent:
                    browser.open(address(app, rule, harbour.slug, ids), method=method)
                wrong += [f"{who} {method} {rule}: {statement}" for statement in writes(sent)]
    assert wrong == []


def test_nor_does_an_agreement_that_waits_for_its_reader(
    enter: Enter, harbour: House, browse: Callable[..., FlaskClient], connection: Connection
) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        offer.send_to_boss(contract, now=NOW, today=TODAY)
        id = contract.id
        session.commit()
    bruno = browse(harbour, "bruno")
    with counted(connection) as sent:
        assert "Cleo wants to do one thing better" in bruno.get(f"/for/{harbour.slug}/agreements/{id}").text
    assert writes(sent) == []
