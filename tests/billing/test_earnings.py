"""From rows to fees: what was paid for a package is earned by its sessions, whenever they were."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from billing import Package
from billing.answers import Renewal
from billing.earnings import Records, records
from billing.invoice import Invoice
from billing.payment import Payment
from billing.purchase import Purchase
from billing.renewing import _book
from billing.settling import bill, client_of
from billing.subscription import Subscription
from models import Practice
from tests.cast import NOW, House
from tests.sale import SINGLE, buy, sell
from tests.story import Enter

UTC_ZONE = ZoneInfo("UTC")
TEN = SINGLE.__class__("Ten sessions", 100000, "EUR", tax_percent=Decimal(21), sessions=10, minutes=60, terms="As agreed.")
FOUR = SINGLE.__class__("Four a month", 40000, "EUR", tax_percent=Decimal(0), sessions=4, minutes=60, terms="As agreed.")
SINCE = date(2026, 1, 1)


def use(package: Package, *days: datetime) -> None:
    """As if a session of each day had been held: taken, or run out on that day."""
    for day in days:
        package.enter("expired", -1, now=day, cause_id=uuid4())


def settled(session: Session, house: House, purchase: Purchase, at: datetime) -> tuple[Package, Invoice]:
    practice = session.get_one(Practice, house.practice_id)
    invoice = bill(purchase, practice, client_of(purchase, practice, at), at)
    invoice.receive(invoice.total_minor, how="hand", now=at)
    return Package.sell(purchase, at), invoice


def count(session: Session, since: date = SINCE) -> Records:
    session.flush()
    return records(session, since, UTC_ZONE)


def kept(found: Records) -> list[tuple[date, Decimal]]:
    return sorted((fee.on, fee.kept) for fee in found.fees)


def test_what_an_old_package_earned_before_is_neither_earned_again_nor_to_come(enter: Enter, harbour: House) -> None:
    """Ten sessions for 1,000: six before the first day that counts, two after it."""
    with enter(harbour) as session:
        at = datetime(2025, 3, 1, 9, tzinfo=UTC)
        package, _ = settled(session, harbour, buy(session, sell(session, harbour, "package", terms=TEN)), at)
        use(package, *(at + timedelta(weeks=n) for n in range(6)))
        use(package, datetime(2026, 2, 3, 9, tzinfo=UTC), datetime(2026, 3, 3, 9, tzinfo=UTC))
        found = count(session)
        assert kept(found) == [(date(2026, 2, 3), Decimal(100)), (date(2026, 3, 3), Decimal(100))]
        assert [each.amount for each in found.ahead] == [200]
        all_of_it = count(session, date(2025, 1, 1))
        assert sum(amount for _, amount in kept(all_of_it)) == Decimal(800)
        assert [each.amount for each in all_of_it.ahead] == [200]


def test_each_month_of_a_subscription_is_earned_by_its_own_sessions(enter: Enter, harbour: House) -> None:
    """400 a month for four: seven sessions in two months are all of the first and three of the second."""
    with enter(harbour) as session:
        offer = sell(session, harbour, "subscription", terms=FOUR)
        practice = session.get_one(Practice, harbour.practice_id)
        purchase, first = buy(session, offer), datetime(2026, 2, 1, 9, tzinfo=UTC)
        client = client_of(purchase, practice, first)
        mine = Subscription(
            purchase_id=purchase.id, client_id=client.id, version_id=purchase.version_id, account="", provider_id="sub_1", state="active"
        )
        session.add(mine)
        session.flush()
        for month, at in enumerate((first, datetime(2026, 3, 1, 9, tzinfo=UTC))):
            renewal = Renewal(
                f"in_{month}",
                "sub_1",
                paid=True,
                failed=False,
                amount_minor=40000,
                currency="EUR",
                payment_intent=f"pi_{month}",
                created=at,
            )
            _book(mine, renewal, practice, at)
        package = session.scalars(select(Package)).one()
        days = [datetime(2026, 2, day, 9, tzinfo=UTC) for day in (3, 10, 17)] + [
            datetime(2026, 3, day, 9, tzinfo=UTC) for day in (3, 10, 17, 24)
        ]
        use(package, *days)
        found = count(session)
        assert kept(found) == [(day.date(), Decimal(100)) for day in days]
        assert [each.amount for each in found.ahead] == [100]
        by_payment = {row: sum(fee.on.month == 3 for fee in found.fees if fee.row == row) for row in {fee.row for fee in found.fees}}
        assert sorted(by_payment.values()) == [1, 3], "the fourth session of the first month was held in the second"


def test_two_parts_of_one_price_are_earned_by_the_same_sessions(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        at = datetime(2026, 2, 1, 9, tzinfo=UTC)
        practice, purchase = session.get_one(Practice, harbour.practice_id), buy(session, sell(session, harbour, "package", terms=TEN))
        invoice = bill(purchase, practice, client_of(purchase, practice, at), at)
        invoice.receive(invoice.total_minor // 2, how="hand", now=at)
        invoice.receive(invoice.total_minor // 2, how="hand", now=at + timedelta(days=30))
        use(Package.sell(purchase, at), at + timedelta(days=3))
        found = count(session)
        assert kept(found) == [(date(2026, 2, 4), Decimal(50))] * 2
        assert [(each.amount, each.currency) for each in found.ahead] == [(900, "EUR")]


def test_what_went_back_was_not_earned_and_is_not_to_come(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        at = datetime(2026, 2, 1, 9, tzinfo=UTC)
        package, invoice = settled(session, harbour, buy(session, sell(session, harbour, "package", terms=TEN)), at)
        use(package, *(at + timedelta(days=n) for n in range(1, 5)))
        payment = session.scalars(select(Payment)).one()
        invoice.give_back(payment, invoice.total_minor * 6 // 10, how="stripe", provider_id="re_1", by=None, now=at + timedelta(days=40))
        found = count(session)
        assert [amount for _, amount in kept(found)] == [Decimal(100)] * 4
        assert found.ahead == ()


def test_a_booking_that_was_a_mistake_never_came(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        at = datetime(2026, 2, 1, 9, tzinfo=UTC)
        package, invoice = settled(session, harbour, buy(session, sell(session, harbour, "package", terms=TEN)), at)
        use(package, at + timedelta(days=1))
        invoice.take_back(session.scalars(select(Payment)).one(), by=harbour.members["alice"], now=NOW)
        found = count(session)
        assert (found.fees, found.ahead) == ((), ())
