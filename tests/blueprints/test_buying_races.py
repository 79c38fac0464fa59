"""Many at once on a real database: fifty who paid for the last place, and one who presses everything twenty times."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from billing import Credit, Offer, Package, Purchase, Refund, settling
from billing.checkout import Checkout
from billing.gateway import OWN, Gateway
from billing.invoice import Invoice
from billing.offer import Terms
from billing.payment import Payment
from billing.purchase import Buyer
from models import Client, Link, Practice
from models.base import uuid7
from tests.blueprints.test_buying import DETAILS, hidden
from tests.cast import NOW
from tests.fixtures_stripe import StripeStandin
from tests.real import Database, Real, real_harbour
from tests.sale import GRETA, TOTAL, buy, sell

BUYERS = 50


@pytest.fixture
def real(fresh_database: Callable[[], Database], tmp_path: Path) -> Iterator[Real]:
    with real_harbour(fresh_database, tmp_path) as real:
        yield real


def count(real: Real, what: Any, *where: Any) -> int:
    with real.enter(real.house) as session:
        return session.scalar(select(func.count()).select_from(what).where(*where)) or 0


def test_fifty_paid_for_the_last_place_and_one_has_it(real: Real) -> None:
    """Their money came, and all are settled at the same moment: one place, one invoice, and forty-nine who get all of it back."""
    ids: list[UUID] = []
    with real.enter(real.house) as session:
        offer = sell(session, real.house, places=1)
        for n in range(BUYERS):
            bought = buy(session, offer, Buyer(f"Buyer {n}", f"b{n}@ilves.example", "UTC", "en"))
            bought.came(TOTAL, currency="EUR", account=OWN, payment_intent=f"pi_{n}", subscription=None, now=NOW)
            ids.append(bought.id)
        session.commit()

    def settle(id: UUID) -> None:
        for _ in range(2):  # and each of them twice, as by two workers
            with real.enter(real.house) as session:
                practice = session.get_one(Practice, real.house.practice_id)
                settling.settle(session.get_one(Purchase, (practice.id, id)), practice, NOW)
                session.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(settle, ids))
    with real.enter(real.house) as session:
        assert Counter(session.scalars(select(Purchase.state))) == {"settled": 1, "sold out": BUYERS - 1}
        assert Counter(session.scalars(select(Refund.amount_minor))) == {TOTAL: BUYERS - 1}
        assert session.scalars(select(Offer.taken)).one() == 1
    for noun in (Invoice, Payment, Package):
        assert count(real, noun) == 1, noun
    assert count(real, Credit, Credit.kind == "bought") == 1
    assert count(real, Client, Client.address.like("b%@ilves.example")) == 1


def test_twenty_presses_of_everything_are_one_order(real: Real, gateway: Gateway, stripe_standin: StripeStandin) -> None:
    with real.enter(real.house) as session:
        session.get_one(Practice, real.house.practice_id).stripe_account = OWN
        handle = sell(session, real.house).handle
        session.commit()
    real.app.extensions["gateway"] = gateway
    url = f"/at/{real.house.slug}/offers/{handle}"
    page = real.app.test_client().get(url).text

    def press(at: str, /, **sent: str) -> Counter[tuple[int, str]]:
        with ThreadPoolExecutor(8) as pool:
            answers = pool.map(lambda _: real.app.test_client().post(at, data=sent), range(20))
            return Counter((answer.status_code, answer.location or "") for answer in answers)

    begun = press(url, **DETAILS, made=hidden(page, "made"), once=hidden(page, "once"))
    ((_, own),) = begun
    assert begun == {(303, own): 20}
    page = real.app.test_client().get(own).text
    agreed = press(f"{own}/terms", made=hidden(page, "made"), fingerprint=hidden(page, "fingerprint"), agrees="y")
    assert agreed == {(303, own): 20}
    ((_, at_stripe),) = press(f"{own}/pay", made=hidden(page, "made"), parts="")
    assert at_stripe.startswith(stripe_standin.url)
    assert (count(real, Purchase), count(real, Checkout)) == (1, 1)


def test_ten_links_to_one_address_are_one_first_call(real: Real) -> None:
    """All were mailed, and their buttons are pressed at the same moment."""
    free, links = Terms("First talk", 0, "EUR", minutes=30), []
    with real.enter(real.house) as session:
        offer = sell(session, real.house, "first_call", terms=free)
        for _ in range(10):
            begun = Purchase.begin(session, offer, id=uuid7(), buyer=GRETA, today=NOW.date(), now=NOW)
            how = {"practice_id": begun.practice_id, "subject_id": begun.id, "address": begun.address, "now": datetime.now(UTC)}
            secret = real.app.extensions["settings"].secret
            links.append(Link.mint(session, secret, "purchase", **how).token(secret))
        session.commit()

    def press(token: str) -> int:
        stranger, own = real.app.test_client(), f"/at/{real.house.slug}/buy/{token}"
        page = stranger.get(own).text
        if 'name="agrees"' not in page:
            return 303
        sent = {"made": hidden(page, "made"), "fingerprint": hidden(page, "fingerprint"), "agrees": "y"}
        return stranger.post(f"{own}/terms", data=sent).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(press, links)) <= {303, 409}
    assert count(real, Purchase, Purchase.state == "paid") == 1
