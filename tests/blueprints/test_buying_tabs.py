"""What was paid decides what is booked, whatever was pressed in another tab since; and nobody is mailed by strangers again and again."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.jobs.sale import MOST_A_DAY
from billing import Offer, Purchase, Refund
from billing.draft import InvoiceDraft
from billing.gateway import OWN, Gateway
from billing.invoice import Invoice
from billing.payment import Payment
from billing.purchase import Buyer
from blueprints.purchase.paying import ORDERS_FROM_ONE_NETWORK
from models import Due, Message, Practice
from tests.blueprints.test_buying import Browse, Enter, agree, ask_stripe, begin, hidden, offered, pay, with_stripe
from tests.cast import House
from tests.daytime import by_day
from tests.fixtures_stripe import StripeStandin
from tests.money import work
from tests.sale import GRETA, SINGLE, TOTAL, buy, sell

__all__ = ["with_stripe"]
PARTS = replace(SINGLE, instalments=3, instalment_minor=7500)
FIRST = 9075  # of PARTS, with its tax


@pytest.mark.parametrize(("paid_as", "then", "came"), [("yes", "", FIRST), ("", "yes", TOTAL)])
def test_the_page_that_was_paid_counts_and_not_the_one_that_was_asked_for_later(
    paid_as: str,
    then: str,
    came: int,
    browse: Browse,
    harbour: House,
    enter: Enter,
    app: Flask,
    with_stripe: Gateway,
    stripe_standin: StripeStandin,
) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour, terms=PARTS))
    agree(stranger, url)
    stripe_standin.pay(pay(stranger, url, parts=paid_as).location)
    assert pay(stranger, url, parts=then).location == url  # nobody has told us yet
    work(app)
    ask_stripe(app, enter, harbour)
    with enter(harbour) as session:
        assert session.scalars(select(Purchase.by_instalments)).one() is (paid_as == "yes")
        assert session.scalars(select(Payment.amount_minor)).one() == came
        assert session.scalars(select(Invoice)).one().is_paid is (came == TOTAL)


@pytest.mark.parametrize("changes", [{"price_minor": 90000}, {"currency": "USD"}])
def test_money_for_terms_that_hold_no_more_goes_back(changes: dict[str, Any], harbour: House, enter: Enter) -> None:
    """The page of the old price lay open while the new terms were agreed to."""
    with enter(harbour) as session:
        offer = sell(session, harbour)
        bought = buy(session, offer)
        newer = offer.publish(replace(SINGLE, **changes), seen=1, by=harbour.members["alice"], now=datetime.now(UTC))
        today = datetime.now(UTC).date()
        bought.agree(newer.fingerprint, ip="", today=today, now=datetime.now(UTC))
        for _ in range(2):
            bought.came(TOTAL, currency="EUR", account=OWN, payment_intent="pi_1", subscription=None, now=datetime.now(UTC))
        assert bought.waits_for_money
        back = session.scalars(select(Refund)).one()
        assert (back.amount_minor, back.currency, back.payment_intent) == (TOTAL, "EUR", "pi_1")


def test_a_subscription_that_was_not_asked_for_any_more_is_ended(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    stranger = browse()
    monthly = replace(SINGLE, sessions=2)
    url = begin(stranger, offered(enter, harbour, "subscription", terms=monthly))
    agree(stranger, url)
    sent = pay(stranger, url).location
    with enter(harbour) as session:
        session.scalars(select(Offer)).one().publish(
            replace(monthly, price_minor=90000), seen=1, by=harbour.members["alice"], now=datetime.now(UTC)
        )
        session.scalars(select(Purchase)).one().read_again()
        session.commit()
    stripe_standin.pay(sent)
    ask_stripe(app, enter, harbour)
    work(app)
    with enter(harbour) as session:
        bought = session.scalars(select(Purchase)).one()
        assert (bought.state, session.scalars(select(Refund.amount_minor)).one()) == ("begun", TOTAL)
        assert [one.state for one in with_stripe.all_subscriptions(OWN)] == ["canceled"]


def test_strangers_mail_nobody_through_us(harbour: House, enter: Enter, app: Flask) -> None:
    """An address that was typed again and again is written to once; and so are few enough others that real buyers are."""
    with enter(harbour) as session:
        session.get_one(Practice, harbour.practice_id).stripe_account = OWN
        offer = sell(session, harbour)
        who = [*[GRETA] * 3, *[Buyer(f"Buyer {n}", f"b{n}@ilves.example", "UTC", "en") for n in range(MOST_A_DAY + 3)]]
        for one in who:
            Due.plan(buy(session, offer, one), "bring_back", at=datetime.now(UTC))
        session.commit()
    work(app)
    with enter(harbour) as session:
        to = list(session.scalars(select(Message.address).where(Message.kind == "purchase_open")))
    assert len(to) == len(set(to)) == MOST_A_DAY


def test_what_a_stranger_typed_is_in_no_subject(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour), name="Call 0900 now")
    agree(stranger, url)
    stripe_standin.pay(pay(stranger, url).location)
    ask_stripe(app, enter, harbour)
    work(app)
    with by_day():
        work(app)
    with enter(harbour) as session:
        sale = session.scalars(select(Message).where(Message.kind == "sale_came")).one()
        assert sale.title == "Sold: A single session"
        assert "Call 0900 now" in sale.words


def test_orders_without_money_are_few_a_day(browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway) -> None:
    """Each makes a client and a draft for somebody to look at; pressing twice is one, and nothing is held by any."""
    start, stranger = offered(enter, harbour, terms=replace(SINGLE, on_invoice=True), places=1), browse()
    answers = []
    for n in range(ORDERS_FROM_ONE_NETWORK + 2):
        url = begin(stranger, start, address=f"n{n}@ilves.example")
        agree(stranger, url)
        sent = {"made": hidden(stranger.get(url).text, "made"), "company": "Ilves Oy"}
        answers += [[stranger.post(f"{url}/invoice", data=sent).status_code for _ in range(2)]]
    work(app)
    assert answers == [[303, 303]] * ORDERS_FROM_ONE_NETWORK + [[429, 429]] * 2
    with enter(harbour) as session:
        assert len(session.scalars(select(InvoiceDraft.id)).all()) == ORDERS_FROM_ONE_NETWORK
        assert session.scalars(select(Offer.taken)).one() == 0
        assert session.scalars(select(Message.kind).where(Message.address.like("n%@ilves.example"))).all() == []
