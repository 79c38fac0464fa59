"""What is kept is what was counted: nothing changes on its way through JSON."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing.counted import Counted
from billing.price_plan import PricePlan
from billing.pricing.books import split
from billing.pricing.capacity import Week
from billing.pricing.effective import Earned
from billing.pricing.fee import Fee
from billing.pricing.flags import PriceSet, Quote, given_away
from billing.pricing.sums import sums
from billing.pricing.work import Work
from tests.billing.pricing.made import ANN, BO, CY, DAY, TEN, euro, fee, fees, work, works

TODAY = DAY + timedelta(days=200)
NOW = datetime(2026, 11, 17, 13, 5, tzinfo=UTC)


def counted(rows: list[Work], paid: list[Fee], today: date = TODAY) -> Counted:
    books = split(rows, paid, "EUR")
    return Counted(
        at=NOW,
        sums=tuple(sums(each, today) for each in books.books),
        mixed=books.mixed,
        ahead={"EUR": Decimal("784.33")},
        quotes=(Quote(DAY, accepted=True), Quote(TODAY, accepted=False)),
        moves=(PriceSet(DAY, euro("180.50")),),
        dearest=euro(210),
        given={"EUR": given_away(Decimal(1) / 3, 1, 3, "EUR")},
        weeks=(Week(DAY, 1200, 300, 60),),
    )


def kept(one: Counted) -> Counted:
    return Counted.read(json.loads(json.dumps(one.kept)))


@given(st.lists(works, max_size=20), st.lists(fees(("EUR", "USD")), max_size=8))
def test_what_is_kept_is_what_was_counted(rows: list[Work], paid: list[Fee]) -> None:
    one = counted(rows, paid)
    assert kept(one).sums[0].clients == one.sums[0].clients
    for was, now in zip(one.sums, kept(one).sums, strict=True):
        assert (now.currency, now.is_year, now.year, now.quarter, now.unpaid) == (
            was.currency,
            was.is_year,
            was.year,
            was.quarter,
            was.unpaid,
        )
        assert (now.clients, now.offers, now.months, now.stays) == (was.clients, was.offers, was.months, was.stays)
    assert kept(one).at == NOW
    assert (kept(one).weeks, kept(one).moves, kept(one).quotes) == (one.weeks, one.moves, one.quotes)
    assert (kept(one).ahead, kept(one).dearest, kept(one).given, kept(one).mixed) == (one.ahead, one.dearest, one.given, one.mixed)


def test_three_clients_are_enough_for_a_page() -> None:
    """product.md: "list 350, really 237; lowest: one client at 96", from what is kept."""
    rows = [work(60, offer=TEN), work(60, client=BO), work(60, client=CY)]
    paid = [fee(350, ANN, offer=TEN), fee(265, BO), fee(96, CY)]
    plan = PricePlan(list_rate_minor=35000)
    one = plan.worth(kept(counted(rows, paid)), "EUR", "EUR", TODAY)
    assert isinstance(one.year, Earned)
    assert (one.year.rate, one.list_rate) == (237, euro(350))
    assert one.head.clients == 3
    assert one.head.is_early
    assert one.head.lowest == (CY, Earned("EUR", Decimal(96), 60, 60))
    assert [(each.of, each.earned) for each in one.offers] == [(TEN, 350)]
    assert [month for month, _ in one.months] == [DAY.replace(day=1)]


def test_a_floor_in_another_currency_is_nobodys_floor() -> None:
    plan = PricePlan(income_minor=10**9, costs_minor=0, tax_share=Decimal(0), weeks=44, hours_a_week=Decimal(30), sold_share=Decimal("0.5"))
    one = plan.worth(kept(counted([work(60)], [fee(100, currency="USD")])), "USD", "EUR", TODAY)
    assert not one.is_low
    assert [each.is_below for each in one.clients] == [False]


def test_nothing_counted_yet_says_so() -> None:
    one = PricePlan().worth(Counted.nothing("EUR"), "EUR", "EUR", TODAY)
    assert (one.is_known, one.changes, one.clients, one.reasons) == (False, (), (), ())
