"""A refund that the bank has not moved yet is not done; it may come true, fail, or come back after it had gone. Sessions and places follow."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.jobs.occasions import occasion_of
from app.jobs.reconcile import by_hand
from billing import Credit, Offer, Package, Purchase, Refund, answers, refunding
from billing.gateway import OWN, Gateway
from billing.invoice import Invoice
from billing.payment import Payment
from models import Audit, Due, Message
from tests.blueprints.test_buying import Browse, Enter, agree, ask_stripe, begin, offered, pay, with_stripe
from tests.blueprints.test_given_back import enters, five_minutes_later
from tests.blueprints.test_refunds import back
from tests.cast import NOW, House
from tests.fixtures_stripe import REFUND_WAITS, StripeStandin, signature
from tests.money import work
from tests.sale import TOTAL, buy, sell
from tests.words import text

__all__ = ["with_stripe"]


@pytest.fixture
def waiting(browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin) -> UUID:
    """A purchase of which all is to go back, and the bank takes its time. The id of its invoice."""
    stranger = browse()
    url = begin(stranger, offered(enter, harbour, places=1))
    agree(stranger, url)
    stripe_standin.pay(pay(stranger, url).location, REFUND_WAITS)
    ask_stripe(app, enter, harbour)
    with enter(harbour) as session:
        invoice_id = session.scalars(select(Invoice.id)).one()
    assert back(browse, harbour, enter, invoice_id, "254.10") == 303
    work(app)
    return invoice_id


def refund(enter: Enter, house: House) -> Refund:
    with enter(house) as session:
        return session.scalars(select(Refund)).one()


def standing(enter: Enter, house: House) -> dict[str, Any]:
    with enter(house) as session:
        invoice = session.scalars(select(Invoice)).one()
        return {
            "refund": session.scalars(select(Refund.state)).one(),
            "paid": invoice.paid_minor,
            "credited": invoice.credited_minor,
            "left": session.scalars(select(Package)).one().left,
            "taken": session.scalars(select(Offer.taken)).one(),
            "purchase": session.scalars(select(Purchase.state)).one(),
        }


HERE = {"refund": "planned", "paid": TOTAL, "credited": 0, "left": 1, "taken": 1, "purchase": "settled"}
GONE = {"refund": "done", "paid": 0, "credited": TOTAL, "left": 0, "taken": 0, "purchase": "given back"}


def hear(browse: Browse, app: Flask, type: str, refund: Refund) -> None:
    """Stripe tells of it, and a worker asks."""
    about = {"id": refund.provider_id, "object": "refund", "payment_intent": refund.payment_intent}
    told = {
        "id": f"evt_{uuid4().hex}",
        "object": "event",
        "type": type,
        "livemode": False,
        "created": 1700000000,
        "data": {"object": about},
    }
    body = json.dumps(told).encode()
    assert browse().post("/hooks/stripe", data=body, headers={"Stripe-Signature": signature(body)}).status_code == 200
    work(app)


def told(app: Flask, enter: Enter, house: House) -> list[tuple[str, bool]]:
    """What each mail about it says, also where it is night and none has left: how much, and whether it failed."""
    with app.app_context(), enter(house) as session:
        mails = session.scalars(select(Message).where(Message.kind == "money_back").order_by(Message.id))
        facts = [occasion_of(session, mail).facts for mail in mails]
        return [(str(one["price"]).replace("\xa0", " "), bool(one["failed"])) for one in facts]


@pytest.mark.parametrize("type", ["refund.updated", "charge.refund.updated"])
def test_it_waits_and_is_done_when_stripe_tells(
    type: str, waiting: UUID, browse: Browse, harbour: House, enter: Enter, app: Flask, stripe_standin: StripeStandin
) -> None:
    assert standing(enter, harbour) == HERE
    assert "is on its way back" in browse(harbour, "alice").get(f"/p/harbour-coaching/invoices/{waiting}").text
    assert back(browse, harbour, enter, waiting, "1.00") == 422  # no more is left of it
    row = refund(enter, harbour)
    hear(browse, app, type, row)
    assert standing(enter, harbour) == HERE
    stripe_standin.settle_refund(str(row.provider_id), "succeeded")
    for _ in range(2):
        hear(browse, app, type, row)
    assert standing(enter, harbour) == GONE
    with enter(harbour) as session:
        acts = list(session.scalars(select(Audit.act).where(Audit.act.like("refund.%") | Audit.act.like("purchase.%")).order_by(Audit.at)))
    assert acts == ["purchase.agree", "purchase.paid", "refund.ask", "refund.done", "purchase.given_back"]


def test_it_fails_and_can_be_asked_for_again(
    waiting: UUID, browse: Browse, harbour: House, enter: Enter, app: Flask, stripe_standin: StripeStandin
) -> None:
    row = refund(enter, harbour)
    stripe_standin.settle_refund(str(row.provider_id), "failed")
    for _ in range(2):
        hear(browse, app, "refund.failed", row)
    assert standing(enter, harbour) == HERE | {"refund": "failed"}
    assert "did not go back" in browse(harbour, "alice").get(f"/p/harbour-coaching/invoices/{waiting}").text
    assert told(app, enter, harbour) == [("€254.10", True)]
    assert back(browse, harbour, enter, waiting, "254.10") == 303


def test_what_was_done_comes_back_from_the_bank_and_goes_again(
    waiting: UUID, browse: Browse, harbour: House, enter: Enter, app: Flask, stripe_standin: StripeStandin
) -> None:
    row = refund(enter, harbour)
    stripe_standin.settle_refund(str(row.provider_id), "succeeded")
    hear(browse, app, "refund.updated", row)
    stripe_standin.settle_refund(str(row.provider_id), "failed")
    for _ in range(2):
        hear(browse, app, "refund.failed", row)
    assert standing(enter, harbour) == HERE | {"refund": "failed", "credited": TOTAL}  # the credit note stands: the money is theirs
    assert back(browse, harbour, enter, waiting, "254.10") == 303
    work(app)
    with enter(harbour) as session:
        again = session.scalars(select(Refund).where(Refund.state == "planned")).one()
    stripe_standin.settle_refund(str(again.provider_id), "succeeded")
    hear(browse, app, "refund.updated", again)
    with enter(harbour) as session:
        invoice = session.scalars(select(Invoice)).one()
        assert (invoice.paid_minor, invoice.credited_minor, len(invoice.credit_notes)) == (0, TOTAL, 1)
        assert session.scalars(select(Credit.kind).order_by(Credit.seq)).all() == ["bought", "refunded", "given", "refunded"]
        assert session.scalars(select(Offer.taken)).one() == 0


def test_of_two_parts_that_went_back_the_first_may_bounce(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    """The sessions went with the second one, and are theirs again all the same."""
    stranger = browse()
    url = begin(stranger, offered(enter, harbour, places=1))
    agree(stranger, url)
    stripe_standin.pay(pay(stranger, url).location, REFUND_WAITS)
    ask_stripe(app, enter, harbour)
    with enter(harbour) as session:
        invoice_id = session.scalars(select(Invoice.id)).one()
    for amount in ("200.00", "54.10"):
        assert back(browse, harbour, enter, invoice_id, amount) == 303
        work(app)
    with enter(harbour) as session:
        parts = session.scalars(select(Refund).order_by(Refund.at)).all()
    for row, word in ((parts[0], "succeeded"), (parts[1], "succeeded"), (parts[0], "failed")):
        stripe_standin.settle_refund(str(row.provider_id), word)
        hear(browse, app, "refund.failed" if word == "failed" else "refund.updated", row)
    with enter(harbour) as session:
        assert session.scalars(select(Invoice)).one().paid_minor == 20000
        assert session.scalars(select(Package)).one().left == 1
        assert (session.scalars(select(Purchase.state)).one(), session.scalars(select(Offer.taken)).one()) == ("settled", 1)


def test_what_a_card_did_not_take_goes_back_by_hand(
    waiting: UUID, browse: Browse, harbour: House, enter: Enter, app: Flask, stripe_standin: StripeStandin
) -> None:
    """As the mail says: another way."""
    alice, row, address = browse(harbour, "alice"), refund(enter, harbour), f"/p/harbour-coaching/invoices/{waiting}"
    with enter(harbour) as session:
        payment = session.scalars(select(Payment.id)).one()
    assert "Enter money that you gave back" not in alice.get(address).text
    assert enters(alice, waiting, payment, "254.10").status_code == 422
    stripe_standin.settle_refund(str(row.provider_id), "failed")
    hear(browse, app, "refund.failed", row)
    page = text(alice.get(address).text)
    assert "€254.10 did not go back: Stripe or the bank refused. Look at Stripe why" in page
    assert "Enter money that you gave back" in page
    assert enters(alice, waiting, payment, "254.11").status_code == 422
    assert enters(alice, waiting, payment, "254.10").status_code == 303
    page = text(alice.get(address).text)
    assert "€254.10 did not go back to the card: Stripe or the bank refused." in page and "Look at Stripe why" not in page
    assert back(browse, harbour, enter, waiting, "254.10") == 422
    five_minutes_later(app, enter, harbour)
    with enter(harbour) as session:
        invoice = session.scalars(select(Invoice)).one()
        assert (invoice.paid_minor, invoice.credited_minor, invoice.owed_minor) == (0, TOTAL, 0)
        assert session.scalars(select(Purchase.state)).one() == "given back"
    page = text(alice.get(address).text)
    assert "went back to the payer, transfer" in page
    said = "€254.10 did not go back to the card: Stripe or the bank refused. €254.10 was given back by hand on November 20, 2026, as Alice Harbour"
    assert f"{said} entered: transfer." in page
    assert "Enter money that you gave back" not in page


def test_what_was_refused_goes_back_in_part_by_hand_and_the_rest_to_the_card(
    waiting: UUID, browse: Browse, harbour: House, enter: Enter, app: Flask, stripe_standin: StripeStandin
) -> None:
    alice, row, address = browse(harbour, "alice"), refund(enter, harbour), f"/p/harbour-coaching/invoices/{waiting}"
    with enter(harbour) as session:
        payment = session.scalars(select(Payment.id)).one()
    stripe_standin.settle_refund(str(row.provider_id), "failed")
    hear(browse, app, "refund.failed", row)
    assert enters(alice, waiting, payment, "54.10").status_code == 303
    five_minutes_later(app, enter, harbour)
    page = text(alice.get(address).text)
    assert "Look at Stripe why, or pay it back another way. €54.10 was given back by hand on November 20, 2026" in page
    assert back(browse, harbour, enter, waiting, "200.00") == 303
    work(app)
    with enter(harbour) as session:
        again = session.scalars(select(Refund).where(Refund.state == "planned")).one()
    page = text(alice.get(address).text)
    assert "Look at Stripe why" not in page and "€200.00 is on its way back." in page
    stripe_standin.settle_refund(str(again.provider_id), "succeeded")
    hear(browse, app, "refund.updated", again)
    page = text(alice.get(address).text)
    assert "entered: transfer. €200.00 went back to the card on November" in page and "Look at Stripe why" not in page


def test_comparing_finds_what_became_of_it(waiting: UUID, harbour: House, enter: Enter, app: Flask, stripe_standin: StripeStandin) -> None:
    row = refund(enter, harbour)
    with app.app_context():
        assert [said[2] for said in by_hand("harbour-coaching")] == [0]
    stripe_standin.settle_refund(str(row.provider_id), "succeeded")
    with app.app_context():
        assert [said[2] for said in by_hand("harbour-coaching")] == [1]
    work(app)
    assert standing(enter, harbour) == GONE
    with app.app_context():
        assert [said[2] for said in by_hand("harbour-coaching")] == [0]


def test_it_is_looked_at_again_should_nobody_tell(
    waiting: UUID, harbour: House, enter: Enter, app: Flask, stripe_standin: StripeStandin
) -> None:
    row = refund(enter, harbour)
    with enter(harbour) as session:
        later = session.scalars(select(Due).where(Due.verb == "refund_payment", Due.done_at.is_(None))).one()
        later.try_at = row.at
        session.commit()
    stripe_standin.settle_refund(str(row.provider_id), "succeeded")
    work(app)
    assert standing(enter, harbour) == GONE


def test_two_halves_that_went_back_free_one_place(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    """And money that comes and goes once more afterwards frees no second one."""
    stranger = browse()
    start = offered(enter, harbour, places=2)
    for name in ("greta", "other"):
        url = begin(stranger, start, address=f"{name}@ilves.example")
        agree(stranger, url)
        stripe_standin.pay(pay(stranger, url).location)
        ask_stripe(app, enter, harbour)
    with enter(harbour) as session:
        first = session.scalars(select(Invoice.id).order_by(Invoice.number)).first()
        assert session.scalars(select(Offer.taken)).one() == 2
    assert first is not None
    for amount in ("200.00", "54.10"):
        assert back(browse, harbour, enter, first, amount) == 303
        work(app)
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, first))
        assert session.scalars(select(Offer.taken)).one() == 1
        bought = session.get_one(Purchase, (harbour.practice_id, invoice.purchase_id))
        bought.give_back(invoice.issued_at)
        assert (bought.state, session.scalars(select(Offer.taken)).one()) == ("given back", 1)


def test_money_for_a_price_that_held_no_more_may_bounce_and_the_buyer_still_buys(harbour: House, enter: Enter) -> None:
    """It never was served, and no place was missing: there is nothing to say of it but that the money is here."""
    with enter(harbour) as session:
        begun = buy(session, sell(session, harbour))
        begun.payment_intent = "pi_1"
        back = Refund.plan_for(begun, 900, account=OWN, payment_intent="pi_1", currency="EUR", reason="", by=None, now=NOW)
        for word in ("succeeded", "failed"):
            refunding.settle(back, answers.Refund("re_1", word, 900, "EUR", "pi_1", {}), NOW)
        assert (back.state, begun.state, begun.waits_for_money) == ("failed", "agreed", True)
