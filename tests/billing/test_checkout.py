"""Paying at Stripe: what counts is what Stripe answers when asked, and one charge an invoice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import wsgi
from app import db
from billing.answers import Event
from billing.checkout import Checkout, ForeignAnswer, Payer
from billing.gateway import OWN, Gateway, GatewayRefused, GatewayUnavailable
from billing.instalments import usual
from billing.invoice import Invoice
from billing.payment import Payment
from billing.stripe_event import StripeEvent
from models import Due, Practice
from models.errors import CannotPayOnline, InvoiceSettled
from tests.cast import NOW, House, add_client, build_house, settings_for
from tests.fixtures_stripe import DECLINED, StripeStandin
from tests.money import TOTAL, draft, issue

Enter = Callable[..., Session]
PAYER = Payer("fritz@company.example", "http://localhost/paid", "http://localhost/back")


@pytest.fixture
def invoice_id(enter: Enter, harbour: House) -> UUID:
    return issue(enter, harbour)


@pytest.fixture
def as_fritz(enter: Enter, harbour: House, invoice_id: UUID, gateway: Gateway) -> Callable[..., tuple[Session, Invoice, Checkout]]:
    """Opens a page as the payer, behind the payer's wall."""

    def open_page(account: str | None = OWN, now: datetime | None = None, through: Gateway = gateway) -> tuple[Session, Invoice, Checkout]:
        session = enter(harbour, harbour.contacts["fritz"])
        invoice = session.get_one(Invoice, (harbour.practice_id, invoice_id))
        checkout = Checkout.open_for(session, invoice, through, PAYER, account=account, now=now or datetime.now(UTC))
        session.commit()
        return session, invoice, checkout

    return open_page


Open = Callable[..., tuple[Session, Invoice, Checkout]]


def in_a_hurry(standin: StripeStandin) -> Gateway:
    return Gateway("sk_test_tests", webhook_secret="w", livemode=False, base_url=standin.url, timeout=(1, 0.5), max_network_retries=0)


def ask(session: Session, checkout: Checkout, gateway: Gateway) -> None:
    checkout.sync(checkout.question.ask(gateway), datetime.now(UTC))
    session.commit()


def test_a_declined_card_then_a_good_one(as_fritz: Open, gateway: Gateway, stripe_standin: StripeStandin) -> None:
    session, invoice, checkout = as_fritz()
    assert stripe_standin.pay(str(checkout.url), DECLINED).status_code == 200
    ask(session, checkout, gateway)
    assert (invoice.paid_minor, checkout.state, checkout.is_settled) == (0, "open", False)
    assert stripe_standin.pay(str(checkout.url)).status_code == 303
    ask(session, checkout, gateway)
    ask(session, checkout, gateway)
    assert (invoice.owed_minor, len(invoice.payments), checkout.state, checkout.is_settled) == (0, 1, "complete", True)


def test_two_tabs_get_one_page(as_fritz: Open, gateway: Gateway, stripe_standin: StripeStandin) -> None:
    _, _, first = as_fritz()
    session, invoice, second = as_fritz()
    assert (first.session_id, first.try_no) == (second.session_id, second.try_no)
    stripe_standin.pay(str(first.url))
    ask(session, second, gateway)
    with pytest.raises(InvoiceSettled):
        as_fritz()
    assert invoice.paid_minor == TOTAL


def test_six_presses_at_once_open_one_page(fresh_database: Callable[[], Any], gateway: Gateway, stripe_standin: StripeStandin) -> None:
    url = fresh_database().url
    engine = db.connect(url)
    house = build_house(lambda: db.open_session(engine), wsgi.create_app(settings_for(url), engine), "harbour", "alice", {})
    with db.open_session(engine) as session:
        db.enter(session, house.practice_id)
        add_client(session, house, "cleo", "alice")
        practice = session.get_one(Practice, house.practice_id)
        invoice = draft(session, house).issue(practice, by=house.members["alice"], now=NOW)
        session.commit()

    def press(_: int) -> str:
        with db.open_session(engine) as session:
            db.enter(session, house.practice_id, house.clients["cleo"])
            mine = session.get_one(Invoice, (house.practice_id, invoice.id))
            opened = Checkout.open_for(session, mine, gateway, PAYER, account=OWN, now=datetime.now(UTC))
            session.commit()
            return opened.session_id

    with ThreadPoolExecutor(6) as threads:
        assert len(set(threads.map(press, range(6)))) == 1
    _assert_one_page(gateway, invoice)
    engine.dispose()


def test_another_sum_closes_the_old_page(as_fritz: Open, gateway: Gateway, stripe_standin: StripeStandin) -> None:
    session, invoice, first = as_fritz()
    invoice.receive(100000, how="hand", now=datetime.now(UTC))
    session.commit()
    _, _, second = as_fritz()
    assert (second.try_no, second.amount_minor) == (2, TOTAL - 100000)
    assert gateway.fetch_checkout(OWN, first.session_id).state == "expired"
    session.refresh(first)
    assert first.state == "expired"


def test_a_page_that_was_paid_meanwhile_is_booked_not_replaced(as_fritz: Open, stripe_standin: StripeStandin) -> None:
    _, _, first = as_fritz()
    stripe_standin.pay(str(first.url))
    with pytest.raises(InvoiceSettled):
        as_fritz(now=first.expires_at)  # too old to send anybody there, so it is closed, which is refused: it was paid


def test_an_expired_page_gives_way_to_a_new_one(as_fritz: Open, gateway: Gateway, stripe_standin: StripeStandin) -> None:
    _, _, first = as_fritz()
    _, _, second = as_fritz(now=first.expires_at - timedelta(minutes=1))
    assert (second.try_no, first.session_id != second.session_id) == (2, True)
    assert gateway.fetch_checkout(OWN, first.session_id).state == "expired"


@pytest.mark.parametrize("fault", ["timeout_after", "drop_after", "500_after"])
def test_the_answer_is_lost_but_the_page_is_found(as_fritz: Open, gateway: Gateway, stripe_standin: StripeStandin, fault: str) -> None:
    stripe_standin.fault(fault, path="/v1/checkout/sessions")
    session, invoice, checkout = as_fritz(through=in_a_hurry(stripe_standin))
    stripe_standin.clear_faults()
    stripe_standin.pay(str(checkout.url))
    ask(session, checkout, gateway)
    _assert_one_page(gateway, invoice)
    assert invoice.paid_minor == TOTAL


def test_a_stored_failure_is_passed_by_with_another_key(as_fritz: Open, gateway: Gateway, stripe_standin: StripeStandin) -> None:
    stripe_standin.fault("500", path="/v1/checkout/sessions")
    with pytest.raises(GatewayUnavailable):
        as_fritz()
    _, invoice, checkout = as_fritz()
    assert checkout.try_no == 1
    _assert_one_page(gateway, invoice)


@pytest.mark.parametrize("fault", ["429", "503", "timeout_before"])
def test_stripe_is_away_and_nothing_is_written(
    as_fritz: Open, enter: Enter, harbour: House, gateway: Gateway, stripe_standin: StripeStandin, fault: str
) -> None:
    stripe_standin.fault(fault, path="/v1/checkout/sessions")
    with pytest.raises(GatewayUnavailable):
        as_fritz(through=in_a_hurry(stripe_standin))
    with enter(harbour) as session:
        assert session.scalars(select(Checkout.id)).all() == []
    stripe_standin.clear_faults()
    _, invoice, _ = as_fritz()
    _assert_one_page(gateway, invoice)


def _assert_one_page(gateway: Gateway, invoice: Invoice) -> None:
    now = datetime.now(UTC)
    pages = gateway.find_checkouts(
        OWN, metadata={"invoice": str(invoice.id)}, created_from=now - timedelta(hours=1), created_until=now + timedelta(hours=1)
    )
    assert len(pages) == 1


def test_the_account_is_the_practices(as_fritz: Open, gateway: Gateway, stripe_standin: StripeStandin) -> None:
    account = stripe_standin.connect("acct_harbour")
    _, _, checkout = as_fritz(account)
    assert checkout.account == account
    assert checkout.question.ask(gateway).state == "open"
    with pytest.raises(GatewayRefused):
        gateway.fetch_checkout(OWN, checkout.session_id)
    with pytest.raises(CannotPayOnline):
        as_fritz(None)


@pytest.mark.parametrize(
    "lie", [{"amount_total": 1}, {"currency": "usd"}, {"metadata": {}}, {"metadata": {"invoice": "another", "practice": "p"}}]
)
def test_an_answer_about_something_else_books_nothing(
    as_fritz: Open, gateway: Gateway, stripe_standin: StripeStandin, lie: dict[str, Any]
) -> None:
    session, invoice, checkout = as_fritz()
    stripe_standin.pay(str(checkout.url))
    stripe_standin.alter(checkout.session_id, **lie)
    with pytest.raises(ForeignAnswer):
        ask(session, checkout, gateway)
    session.rollback()
    assert session.scalars(select(Payment.id).where(Payment.invoice_id == invoice.id)).all() == []


def test_an_object_of_the_other_mode_is_refused(as_fritz: Open, gateway: Gateway, stripe_standin: StripeStandin) -> None:
    session, _, checkout = as_fritz()
    stripe_standin.alter(checkout.session_id, livemode=True)
    with pytest.raises(GatewayRefused, match="wrong_mode"):
        ask(session, checkout, gateway)


def test_a_bank_debit_is_paid_when_the_money_came(as_fritz: Open, gateway: Gateway, stripe_standin: StripeStandin) -> None:
    session, invoice, checkout = as_fritz()
    stripe_standin.pay_by_bank(str(checkout.url))
    ask(session, checkout, gateway)
    assert (checkout.state, invoice.paid_minor, checkout.is_settled) == ("complete", 0, False)
    stripe_standin.settle(checkout.session_id)
    ask(session, checkout, gateway)
    assert (invoice.paid_minor, checkout.is_settled) == (TOTAL, True)


def test_it_will_be_asked_also_when_no_event_ever_comes(as_fritz: Open, enter: Enter, harbour: House) -> None:
    now = datetime.now(UTC)
    session, _, checkout = as_fritz(now=now)
    for seconds in (0, 1, 2):
        checkout.look(now.replace(second=3 + seconds))
    session.commit()
    with enter(harbour) as inside:
        planned = inside.scalars(select(Due.at).where(Due.subject_id == checkout.id, Due.verb == "sync_checkout").order_by(Due.at)).all()
    looked = now.replace(second=0, microsecond=0)
    assert sorted(planned) == sorted([looked, now + timedelta(minutes=10), now + timedelta(hours=2), now + timedelta(hours=25)])


def test_an_event_is_taken_in_once(as_fritz: Open, enter: Enter, harbour: House, summit: House) -> None:
    now = datetime.now(UTC)
    _, _, checkout = as_fritz(now=now)
    kind = "checkout.session.completed"
    with enter(harbour) as session:
        assert StripeEvent.take_in(session, Event("evt_1", kind, OWN, False, "checkout.session", checkout.session_id, now), now)
        assert not StripeEvent.take_in(session, Event("evt_1", kind, OWN, False, "checkout.session", checkout.session_id, now), now)
        assert not StripeEvent.take_in(session, Event("evt_2", kind, OWN, False, "checkout.session", "cs_of_nobody", now), now)
        assert session.info["wake"] is True
        assert len(session.scalars(select(Due.id).where(Due.subject_id == checkout.id, Due.at == now)).all()) == 1
        session.commit()
    with enter(summit) as session:
        assert not StripeEvent.take_in(session, Event("evt_1", kind, OWN, False, "checkout.session", checkout.session_id, now), now)
        assert not session.info.get("wake")


def test_the_next_instalment_or_all_of_it(enter: Enter, harbour: House, gateway: Gateway, stripe_standin: StripeStandin) -> None:
    """One page at a time: the payer who changes their mind gets a page for the other sum, and the first can no longer be paid."""
    id = issue(enter, harbour, instalments=[share.kept for share in usual("three", 14)])
    with enter(harbour, harbour.contacts["fritz"]) as session:
        invoice, now = session.get_one(Invoice, (harbour.practice_id, id)), datetime.now(UTC)

        def open_page(*, only_next: bool) -> Checkout:
            return Checkout.open_for(session, invoice, gateway, PAYER, account=OWN, now=now, only_next=only_next)

        first, whole = open_page(only_next=True), open_page(only_next=False)
        assert (first.amount_minor, first.state, whole.amount_minor) == (TOTAL // 3, "expired", TOTAL)
        again = open_page(only_next=True)
        stripe_standin.pay(str(again.url))
        ask(session, again, gateway)
        assert again.is_settled
        assert [part.is_covered for part in invoice.parts] == [True, False, False]
        second = open_page(only_next=True)
        assert (second.amount_minor, second.is_settled) == (TOTAL // 3, False)
        stripe_standin.pay(str(second.url))
        ask(session, second, gateway)
        rest = open_page(only_next=False)
        assert rest.amount_minor == invoice.owed_minor == invoice.next_part_minor
        stripe_standin.pay(str(rest.url))
        ask(session, rest, gateway)
        assert (invoice.owed_minor, invoice.state(now.date())) == (0, "paid")


@pytest.mark.parametrize(
    ("currency", "unit", "asked"),
    [("EUR", 5005, 6056), ("JPY", 5005, 6056), ("KWD", 5000, 6050), ("ISK", 100, 121)],
)
def test_stripe_is_asked_for_the_very_sum_of_the_invoice(
    enter: Enter, harbour: House, gateway: Gateway, currency: str, unit: int, asked: int
) -> None:
    id = issue(enter, harbour, currency=currency, unit_minor=unit, quantity=Decimal(1))
    with enter(harbour, harbour.contacts["fritz"]) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, id))
        checkout = Checkout.open_for(session, invoice, gateway, PAYER, account=OWN, now=datetime.now(UTC))
        answer = checkout.question.ask(gateway)
        assert (invoice.total_minor, checkout.amount_minor, answer.amount_minor, answer.currency) == (asked, asked, asked, currency)


def test_a_dinar_with_three_decimals_is_paid_by_transfer(enter: Enter, harbour: House, gateway: Gateway) -> None:
    """Stripe takes no last digit there: rounding would charge another sum than the invoice says."""
    id = issue(enter, harbour, currency="KWD", unit_minor=5005, quantity=Decimal(1))
    with enter(harbour, harbour.contacts["fritz"]) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, id))
        with pytest.raises(CannotPayOnline):
            Checkout.open_for(session, invoice, gateway, PAYER, account=OWN, now=datetime.now(UTC))
