"""Offers over HTTP: published, changed, ended; what others bought stays."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from billing import Offer, OfferVersion
from tests.cast import House
from tests.sale import buy, sell
from tests.statements import counted

Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]
URL = "/p/harbour-coaching/offers"
FORM = {
    "once": "5f1c1a52-4d3c-4cf8-b16b-0f6a1d4f0c11",
    "version": "0",
    "kind": "package",
    "name": "One habit, six months",
    "words": "One habit at work, seen by colleagues and counted.",
    "price": "4,800",
    "currency": "EUR",
    "tax_percent": "21",
    "sessions": "10",
    "minutes": "90",
    "valid_months": "9",
    "cancel_hours": "24",
    "instalments": "6",
    "instalment": "820",
    "on_invoice": "y",
    "shown": "public",
    "rank": "2",
    "places": "6",
    "until": "2027-06-30",
    "terms": "Moved a day before costs nothing.",
}


def only(enter: Enter, house: House) -> Offer:
    with enter(house) as session:
        offer = session.scalars(select(Offer)).one()
        assert offer.versions
        return offer


def test_an_offer_is_published_changed_and_touches_nobody(browse: Browse, harbour: House, enter: Enter) -> None:
    alice = browse(harbour, "alice")
    assert "No offers yet" in alice.get(URL).text
    made = alice.post(URL, data=FORM)
    assert made.status_code == 303
    page = alice.get(made.location).text
    assert "by its price, the lowest first</option>" in page
    assert "What is free comes before all others" in page
    assert "Together €4,920.00: about" in page.replace("\xa0", " ")
    assert "Ask somebody who knows." in page
    offer = only(enter, harbour)
    assert (offer.n, offer.shown, offer.rank, offer.places, str(offer.until)) == (1, "public", 2, 6, "2027-06-30")
    with enter(harbour) as session:
        bought = buy(session, session.get_one(Offer, (harbour.practice_id, offer.id)))
        bought.state = "paid"
        session.commit()
        first, total = bought.version_id, bought.total_minor
    assert "1 bought at €4,800.00 and keeps it, word for word" in alice.get(made.location).text
    alice.post(made.location, data={**FORM, "version": "1", "price": "5,400"})
    offer = only(enter, harbour)
    assert [version.price_minor for version in offer.versions] == [480000, 540000]
    with enter(harbour) as session:
        kept = session.get_one(OfferVersion, (harbour.practice_id, first))
        assert (kept.price_minor, total) == (480000, 580800)
    assert "Version 1, November 2026: €4,800.00, 1 sold." in alice.get(made.location).text.replace("\xa0", " ")


def test_placing_alone_makes_no_version_and_a_stale_form_is_told(browse: Browse, harbour: House, enter: Enter) -> None:
    alice = browse(harbour, "alice")
    url = alice.post(URL, data=FORM).location
    alice.post(url, data={**FORM, "version": "1", "places": "8", "shown": "link"})
    offer = only(enter, harbour)
    assert (offer.n, offer.places, offer.shown) == (1, 8, "link")
    alice.post(url, data={**FORM, "version": "1", "price": "5,000"})
    stale = alice.post(url, data={**FORM, "version": "1", "price": "6,000"})
    assert stale.status_code == 409
    assert "Somebody else published version 2" in stale.text
    assert re.search(r'name="version"[^>]* value="2"', stale.text), "published once more, theirs is the next one"
    assert only(enter, harbour).n == 2


def test_ending_and_selling_again(browse: Browse, harbour: House, enter: Enter) -> None:
    alice = browse(harbour, "alice")
    url = alice.post(URL, data=FORM).location
    alice.post(f"{url}/end")
    assert "Ended" in alice.get(URL).text
    alice.post(f"{url}/restoration")
    assert only(enter, harbour).ended_at is None


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"price": "-4,800"}, "An amount cannot be below zero."),
    ({"price": "1,0,0"}, "That cannot be read as an amount."),
    ({"price": "10000000000001"}, "That is more than an invoice can hold"),
    ({"price": ""}, "An amount is missing."),
    ({"price": "0"}, "What is free is a first call."),
    ({"tax_percent": "100"}, "A rate lies between 0 and 100 percent"),
    ({"kind": "first_call"}, "A first call is free."),
    ({"instalments": "1"}, "Between 2 and 24"),
    ({"instalment": ""}, "An amount is missing."),
    ({"kind": "subscription"}, "A subscription is paid each month already."),
    ({"places": "0"}, "Between 1 and 100,000"),
    ({"sessions": "1e9"}, "Write a whole number."),
]


@pytest.mark.parametrize(("change", "sentence"), WRONG)
def test_what_cannot_be_sold_is_said(browse: Browse, harbour: House, enter: Enter, change: dict[str, Any], sentence: str) -> None:
    answer = browse(harbour, "alice").post(URL, data={**FORM, **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    with enter(harbour) as session:
        assert session.scalars(select(Offer)).all() == []


def test_fewer_places_than_are_held(browse: Browse, harbour: House, enter: Enter) -> None:
    alice = browse(harbour, "alice")
    url = alice.post(URL, data=FORM).location
    with enter(harbour) as session:
        offer = session.scalars(select(Offer)).one()
        assert [offer.take_place(), offer.take_place()] == [True, True]
        session.commit()
    assert "2 hold a place already." in alice.post(url, data={**FORM, "version": "1", "places": "1"}).text


def test_statements_do_not_grow_with_the_offers(browse: Browse, harbour: House, enter: Enter, connection: Any) -> None:
    alice = browse(harbour, "alice")
    with enter(harbour) as session:
        ids = [sell(session, harbour).id for _ in range(12)]
        session.commit()
    with counted(connection) as statements:
        assert alice.get(f"{URL}/{ids[0]}").status_code == 200
    assert len(statements) <= 8, statements


def test_an_offer_s_terms_have_one_fingerprint(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        offer = sell(session, harbour)
        first = offer.current
        assert first is not None
        again = offer.publish(first.says, seen=1, by=UUID(int=1), now=first.published_at)
        assert again is first
        assert first.sums().total_minor == 25410
        changed = offer.publish(
            type(first.says)(**{**first.says.__dict__, "tax_percent": Decimal(9)}), seen=1, by=UUID(int=1), now=first.published_at
        )
        assert changed.fingerprint != first.fingerprint
