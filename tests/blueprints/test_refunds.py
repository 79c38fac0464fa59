"""Money back: asked once whatever the line does, booked with its credit note; what went back by hand; what a card cost; the daily comparing."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.jobs.reconcile import by_hand
from billing import CardCost, Credit, Offer, Package, Purchase, Reconciliation, Refund
from billing.credit_note import CreditNote
from billing.gateway import OWN, Gateway
from billing.invoice import Invoice
from billing.payment import Payment
from models import Due, SignIn
from tests.blueprints.test_buying import agree, ask_stripe, begin, offered, pay, with_stripe
from tests.cast import House
from tests.fixtures_stripe import StripeStandin
from tests.money import work
from tests.sale import TOTAL

__all__ = ["with_stripe"]
Browse = Callable[..., FlaskClient]
Enter = Callable[..., Session]


@pytest.fixture
def bought(browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin) -> UUID:
    """A settled purchase. The id of its invoice."""
    stranger = browse()
    url = begin(stranger, offered(enter, harbour, places=3))
    agree(stranger, url)
    stripe_standin.pay(pay(stranger, url).location)
    ask_stripe(app, enter, harbour)
    with enter(harbour) as session:
        return session.scalars(select(Invoice.id)).one()


def back(browse: Browse, house: House, enter: Enter, invoice_id: UUID, amount: str, who: str = "alice") -> int:
    member = browse(house, who)
    url = f"/p/harbour-coaching/invoices/{invoice_id}/refunds"
    with enter(house) as session:
        payment = session.scalars(select(Payment.id).where(Payment.invoice_id == invoice_id, Payment.provider_id.like("pi_%"))).one()
    sent = {"once": str(uuid4()), "payment": str(payment), "amount": amount, "reason": "The hour was ours to hold."}
    return member.post(url, data=sent).status_code


def test_in_part_then_the_rest(
    bought: UUID, browse: Browse, harbour: House, enter: Enter, app: Flask, gateway: Gateway, stripe_standin: StripeStandin
) -> None:
    assert browse(harbour, "alice").get(f"/p/harbour-coaching/invoices/{bought}/refunds/new").status_code == 200
    assert back(browse, harbour, enter, bought, "300.00") == 422
    assert back(browse, harbour, enter, bought, "-5") == 422
    assert back(browse, harbour, enter, bought, "1,0,0") == 422
    assert back(browse, harbour, enter, bought, "54.10") == 303
    assert "€54.10 is on its way back." in browse(harbour, "alice").get(f"/p/harbour-coaching/invoices/{bought}").text.replace("\xa0", " ")
    work(app)
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, bought))
        assert (invoice.paid_minor, invoice.credited_minor, invoice.owed_minor) == (20000, 5410, 0)
        assert [note.total_minor for note in session.scalars(select(CreditNote))] == [5410]
        assert session.scalars(select(Package)).one().left == 1
    assert back(browse, harbour, enter, bought, "200.01") == 422
    assert back(browse, harbour, enter, bought, "200.00") == 303
    work(app)
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, bought))
        assert (invoice.paid_minor, invoice.credited_minor, invoice.owed_minor) == (0, TOTAL, 0)
        assert session.scalars(select(Package)).one().left == 0
        assert session.scalars(select(Credit.kind).where(Credit.n < 0)).all() == ["refunded"]
        assert session.scalars(select(Offer.taken)).one() == 0
        intent = session.scalars(select(Purchase.payment_intent)).one()
        states = session.scalars(select(Refund.state)).all()
    assert states == ["done", "done"]
    assert sum(one.amount_minor for one in gateway.refunds_of(OWN, str(intent))) == TOTAL


@pytest.mark.parametrize("fault", ["drop_after", "500_after", "500", "429", "503"])
def test_a_line_that_breaks_gives_back_once(
    fault: str, bought: UUID, browse: Browse, harbour: House, enter: Enter, app: Flask, gateway: Gateway, stripe_standin: StripeStandin
) -> None:
    assert back(browse, harbour, enter, bought, "100.00") == 303
    stripe_standin.fault(fault, path="/v1/refunds")
    work(app)
    with enter(harbour) as session:
        refund = session.scalars(select(Refund)).one()
        Due.plan_again(refund, "refund_payment", at=datetime.now(UTC))
        session.commit()
    work(app)
    with enter(harbour) as session:
        intent = str(session.scalars(select(Purchase.payment_intent)).one())
        invoice = session.get_one(Invoice, (harbour.practice_id, bought))
        assert invoice.paid_minor == TOTAL - 10000
        assert len(invoice.credit_notes) == 1
    assert [one.amount_minor for one in gateway.refunds_of(OWN, intent)] == [10000]


def test_it_asks_for_the_password_again_and_only_who_bills(
    bought: UUID, browse: Browse, harbour: House, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert back(browse, harbour, enter, bought, "1.00", "rita") in (403, 404)
    monkeypatch.setattr(SignIn, "is_fresh", lambda *_: False)
    asked = browse(harbour, "alice").get(f"/p/harbour-coaching/invoices/{bought}/refunds/new")
    assert (asked.status_code, "/account/again" in asked.location) == (303, True)
    assert back(browse, harbour, enter, bought, "1.00") == 303
    with enter(harbour) as session:
        assert session.scalars(select(Refund)).all() == []


def test_what_the_card_cost_is_noted_once(bought: UUID, enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        cost = session.scalars(select(CardCost)).one()
    assert (cost.amount_minor, cost.currency) == (406, "EUR")  # 1.5 % of 254.10, and 25 cents


def test_comparing_finds_what_nobody_told(
    bought: UUID, browse: Browse, harbour: House, enter: Enter, app: Flask, stripe_standin: StripeStandin
) -> None:
    """A page that was paid and never heard of again, and money given back by hand at Stripe."""
    stranger = browse()
    with enter(harbour) as session:
        handle = session.scalars(select(Offer.handle)).one()
        intent = str(session.scalars(select(Purchase.payment_intent)).one())
    url = begin(stranger, f"/at/harbour-coaching/offers/{handle}", address="other@ilves.example")
    agree(stranger, url)
    stripe_standin.pay(pay(stranger, url).location)
    stripe_standin.refund_by_hand(intent, 1000)
    with app.app_context():
        assert by_hand("harbour-coaching") == [("harbour-coaching", 3, 2, 0)]
    money = browse(harbour, "alice")
    assert "2 things were missing here; that is being mended." in money.get("/p/harbour-coaching/invoices").text
    work(app)
    with enter(harbour) as session:
        assert sorted(session.scalars(select(Purchase.state))) == ["settled", "settled"]
        assert session.get_one(Invoice, (harbour.practice_id, bought)).credited_minor == 1000
        assert len(session.scalars(select(Reconciliation)).all()) == 1
    with app.app_context():
        assert by_hand() == [("harbour-coaching", 3, 0, 0)]
    assert "everything there stands here too." in money.get("/p/harbour-coaching/invoices").text


def test_what_stripe_refused_and_somebody_gave_back_there_is_booked(
    bought: UUID, browse: Browse, harbour: House, enter: Enter, app: Flask, stripe_standin: StripeStandin
) -> None:
    """The one that was refused has no name at Stripe, and neither has ours the one that was made there."""
    with enter(harbour) as session:
        intent = str(session.scalars(select(Purchase.payment_intent)).one())
    assert back(browse, harbour, enter, bought, "254.10") == 303
    stripe_standin.refund_by_hand(intent, 1000)  # so that there is not as much left
    work(app)
    with app.app_context():
        assert by_hand("harbour-coaching") == [("harbour-coaching", 2, 1, 0)]
    work(app)
    with enter(harbour) as session:
        assert sorted(session.execute(select(Refund.state, Refund.amount_minor))) == [("done", 1000), ("failed", TOTAL)]
        assert session.get_one(Invoice, (harbour.practice_id, bought)).credited_minor == 1000
