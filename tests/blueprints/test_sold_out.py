"""Somebody paid when the last place had gone, and the card does not take the money back: their page and the practice's say what is true."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.jobs.occasions import occasion_of
from app.jobs.reconcile import by_hand
from billing import Purchase, Refund
from billing.gateway import Gateway
from models import Audit, Message
from tests.blueprints.test_buying import Browse, Enter, agree, ask_stripe, begin, offered, pay, with_stripe
from tests.blueprints.test_refunds_waiting import hear
from tests.cast import House
from tests.fixtures_stripe import REFUND_WAITS, StripeStandin
from tests.words import text

__all__ = ["with_stripe"]
OFFERS = "/p/harbour-coaching/offers"


@pytest.fixture
def late(browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin) -> str:
    """The page of somebody who paid a moment too late."""
    start, pages = offered(enter, harbour, places=1), []
    for name in ("greta", "other"):
        stranger = browse()
        pages.append(begin(stranger, start, address=f"{name}@ilves.example"))
        agree(stranger, pages[-1])
    at_stripe = [pay(browse(), url).location for url in pages]
    stripe_standin.pay(at_stripe[0])
    ask_stripe(app, enter, harbour)
    stripe_standin.pay(at_stripe[1], REFUND_WAITS)
    ask_stripe(app, enter, harbour)
    return pages[1]


def refuse(browse: Browse, app: Flask, enter: Enter, house: House, standin: StripeStandin) -> UUID:
    with enter(house) as session:
        row = session.scalars(select(Refund)).one()
    standin.settle_refund(str(row.provider_id), "failed")
    hear(browse, app, "refund.failed", row)
    return row.id


def state(enter: Enter, house: House) -> tuple[str, str]:
    with enter(house) as session:
        late = session.scalars(select(Purchase.state).where(Purchase.address == "other@ilves.example")).one()
        return late, session.scalars(select(Refund.state)).one()


def test_its_page_says_what_became_of_the_money(
    late: str, browse: Browse, app: Flask, enter: Enter, harbour: House, stripe_standin: StripeStandin
) -> None:
    alice = browse(harbour, "alice")
    assert "You get all of it back, to the same card" in text(browse().get(late).text)
    assert "another way" not in alice.get(OFFERS).text
    id = refuse(browse, app, enter, harbour, stripe_standin)
    page = text(browse().get(late).text)
    assert "The money could not go back to your card. Harbour Coaching knows, and gives you all of it back another way" in page
    assert "You get all of it back, to the same card" not in page
    with app.app_context(), enter(harbour) as session:
        told = session.scalars(select(Message).where(Message.kind == "money_back")).one()
        assert occasion_of(session, told).url.endswith(OFFERS)
    assert (
        "€254.10 to Greta Ilves, other@ilves.example, did not go back to the card: Stripe or the bank refused. The last place was taken."
        in text(alice.get(OFFERS).text)
    )
    assert alice.post(f"{OFFERS}/refunds/{id}/given-back").status_code == 303
    assert state(enter, harbour) == ("given back", "done")
    page = text(browse().get(late).text)
    assert "The money could not go back to your card, so Harbour Coaching gave it back to you another way, on" in page
    assert "I gave it back another way" not in alice.get(OFFERS).text
    assert alice.post(f"{OFFERS}/refunds/{id}/given-back").status_code == 409


def test_what_was_given_another_way_is_not_undone_by_what_stripe_tells_again(
    late: str, browse: Browse, app: Flask, enter: Enter, harbour: House, stripe_standin: StripeStandin
) -> None:
    alice, id = browse(harbour, "alice"), refuse(browse, app, enter, harbour, stripe_standin)
    alice.post(f"{OFFERS}/refunds/{id}/given-back")
    with enter(harbour) as session:
        row = session.scalars(select(Refund)).one()
    hear(browse, app, "refund.failed", row)
    assert state(enter, harbour) == ("given back", "done")
    with app.app_context():
        assert [said[2] for said in by_hand("harbour-coaching")] == [0]


def test_a_mistake_in_that_is_taken_back(
    late: str, browse: Browse, app: Flask, enter: Enter, harbour: House, stripe_standin: StripeStandin
) -> None:
    alice, id = browse(harbour, "alice"), refuse(browse, app, enter, harbour, stripe_standin)
    answer = alice.post(f"{OFFERS}/refunds/{id}/given-back", follow_redirects=True)
    assert f"{OFFERS}/refunds/{id}/given-back/removal" in answer.text
    assert alice.post(f"{OFFERS}/refunds/{id}/given-back/removal").status_code == 303
    assert state(enter, harbour) == ("sold out", "failed")
    assert "gives you all of it back another way" in text(browse().get(late).text)
    assert alice.post(f"{OFFERS}/refunds/{id}/given-back/removal").status_code == 409
    with enter(harbour) as session:
        acts = session.scalars(select(Audit.act).where(Audit.object_id == id).order_by(Audit.at)).all()
    assert acts == ["refund.failed", "refund.enter", "refund.take_back"]


def test_only_who_bills_here_says_so(
    late: str, browse: Browse, app: Flask, enter: Enter, harbour: House, summit: House, stripe_standin: StripeStandin
) -> None:
    id = refuse(browse, app, enter, harbour, stripe_standin)
    assert browse(harbour, "rita").post(f"{OFFERS}/refunds/{id}/given-back").status_code == 403
    assert browse(summit, "charlie").post(f"/p/{summit.slug}/offers/refunds/{id}/given-back").status_code == 404
    assert state(enter, harbour) == ("sold out", "failed")
