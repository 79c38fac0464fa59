"""What an hour really earns, and where the rest goes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing.pricing.change import changes
from billing.pricing.effective import Earned, by_client, by_month, by_offer, earned, quoted
from billing.pricing.fee import Fee
from billing.pricing.floor import floor
from billing.pricing.headline import Headline, Says, headline
from billing.pricing.price import Price
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.unpaid import Unpaid, unpaid
from billing.pricing.work import Cause, Kind, Work
from tests.billing.pricing.made import ANN, BO, CY, DAY, SIX, TEN, books, euro, fee, fees, shown, work, works
from tests.billing.pricing.test_floor import WANTED


def package() -> list[Work]:
    """science.md 7.2: six sessions of 60 minutes, each with 15 + 15 + 30 around it, and three hours to set up."""
    each = [work(60), work(15, Kind.PREPARATION), work(15, Kind.NOTES), work(30, Kind.MESSAGES)]
    return [replace(w, offer=SIX) for w in each * 6 + [work(180, Kind.ADMINISTRATION)]]


def test_a_package_of_3000_that_took_fifteen_hours_earns_200_an_hour() -> None:
    """science.md 7.2: 200 an hour, quoted 500, ratio .40."""
    found = earned(books(package(), [fee(3000)]))
    assert isinstance(found, Earned)
    assert (found.minutes, found.rate, found.unpaid_ratio) == (900, 200, Decimal("0.6"))
    assert quoted(euro(3000), 6, 60) == euro(500)
    assert found.of_list(euro(500)) == Decimal("0.4")


def test_the_mock_up_of_the_price_page() -> None:
    """look/price.html: 214 hours at 180 with 51 unpaid minutes each earn 97; a price of 210 adds 16, halving the first talks adds 4."""
    hours, causes = 214, {"preparation": 15, "notes": 12, "messages": 10, "free_call": 8, "overrun": 4, "no_show": 2}
    rows = [work(60) for _ in range(hours)] + [work(minutes, Kind(kind)) for kind, minutes in causes.items() for _ in range(hours)]
    ours = books(rows, [fee(180 * hours)])
    found, lost = earned(ours), unpaid(ours)
    assert isinstance(found, Earned)
    assert isinstance(lost, Unpaid)
    assert shown(found.rate, "1") == "97"
    assert (lost.an_hour, {leak.cause.value: leak.an_hour for leak in lost.leaks}) == (51, causes)
    gains = {change.cause: shown(change.gain, "1") for change in changes(found, lost, euro(180), euro(210))}
    assert (next(iter(gains)), gains[None], gains[Cause.FREE_CALL]) == (None, "16", "4")
    assert None not in {change.cause for change in changes(found, lost, Price(Decimal(180), "USD"), euro(210))}


def test_card_costs_and_refunds_are_not_earned() -> None:
    found = earned(books([work(60)], [fee(200, card_cost=Decimal(6), refunded=Decimal(50))]))
    assert isinstance(found, Earned)
    assert found.rate == 144


def test_a_rate_needs_a_minute_and_a_fee_and_nothing_more() -> None:
    assert earned(books([], [fee(100)])) == Refusal(Reason.NO_WORK, 0, 1)
    assert earned(books([work(60)], [])) == Refusal(Reason.NOTHING_PAID, 0, 1)
    assert earned(books([work(0)], [fee(1)])) == Refusal(Reason.NO_WORK)
    first = earned(books([work(45)], [fee(90)]))
    assert isinstance(first, Earned)
    assert first.rate == 120


def test_a_rate_is_compared_with_a_price_above_nothing_only() -> None:
    found = earned(books([work(60)], [fee(90)]))
    assert isinstance(found, Earned)
    assert [found.of_list(price) for price in (None, euro(0))] == [Refusal(Reason.NO_PRICE)] * 2
    assert found.of_list(Price(Decimal(100), "USD")) == Refusal(Reason.OTHER_CURRENCY)
    assert quoted(euro(100), 0, 60) == Refusal(Reason.NO_PAID_HOUR)


def test_a_client_is_charged_with_their_own_minutes_only() -> None:
    whole = books(
        [work(60, client=ANN), work(60, client=BO), work(60, Kind.MARKETING, client=None)], [fee(180, ANN), fee(120, BO), fee(7, CY)]
    )
    rates = {client: found.rate if isinstance(found, Earned) else found for client, found in by_client(whole).items()}
    assert rates == {ANN: 180, BO: 120, CY: Refusal(Reason.NO_WORK)}


def test_by_offer() -> None:
    rows = [*package(), work(60, offer=TEN)]
    found = by_offer(books(rows, [fee(3000, offer=SIX), fee(90, BO, offer=TEN), fee(5)]))
    assert {offer: each.rate for offer, each in found.items() if isinstance(each, Earned)} == {SIX: 200, TEN: 90}


def test_months_are_in_a_row_and_an_empty_one_says_so() -> None:
    found = by_month(
        books([work(60, on=date(2025, 12, 31)), work(60, on=date(2026, 2, 1))], [fee(90, on=date(2025, 12, 1)), fee(50, on=DAY)])
    )
    assert list(found) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    assert [each.rate if isinstance(each, Earned) else each.reason for each in found.values()] == [
        90,
        Reason.NO_WORK,
        Reason.NOTHING_PAID,
        Reason.NO_WORK,
    ]
    assert by_month(books([], [])) == {}


@given(st.lists(works, max_size=20), st.lists(fees(), max_size=6))
def test_months_add_up_to_the_whole(rows: list[Work], paid: list[Fee]) -> None:
    whole = books(rows, paid)
    parts = [part for part in by_month(whole).values() if isinstance(part, Earned)]
    refused = sum(isinstance(part, Refusal) for part in by_month(whole).values())
    assert sum(part.minutes for part in parts) <= whole.minutes
    assert refused or (sum(part.minutes for part in parts), sum((part.kept for part in parts), Decimal(0))) == (whole.minutes, whole.kept)


@given(st.lists(works, max_size=20), st.lists(fees(), max_size=6), works)
def test_unpaid_minutes_never_raise_the_rate(rows: list[Work], paid: list[Fee], more: Work) -> None:
    before, after = earned(books(rows, paid)), earned(books([*rows, replace(more, paid_for=False)], paid))
    if isinstance(before, Earned):
        assert isinstance(after, Earned)
        assert after.rate <= before.rate or before.kept < 0
        assert after.unpaid_ratio >= before.unpaid_ratio


@given(st.lists(works, max_size=20), st.lists(fees(), max_size=6))
def test_the_causes_are_the_whole(rows: list[Work], paid: list[Fee]) -> None:
    whole = books(rows, paid)
    lost, found = unpaid(whole), earned(whole)
    if isinstance(lost, Refusal):
        assert whole.minutes == 0
        return
    assert sum(leak.minutes for leak in lost.leaks) == lost.minutes == whole.minutes - whole.paid_minutes
    assert [leak.minutes for leak in lost.leaks] == sorted((leak.minutes for leak in lost.leaks), reverse=True)
    if lost.an_hour is not None and lost.leaks:
        assert sum(leak.an_hour or 0 for leak in lost.leaks) == lost.an_hour
    if isinstance(found, Earned) and lost.price is not None:
        assert abs(lost.price - found.kept * found.unpaid_ratio) < Decimal("1e-9")
        assert abs(lost.price + found.rate * lost.paid_minutes / 60 - found.kept) < Decimal("1e-9")


def test_a_cause_says_how_often_how_long_each_and_what_it_cost() -> None:
    rows = [work(60), work(60), work(66, planned=60), *(work(30, Kind.FREE_CALL, client=None) for _ in range(3)), work(24, Kind.NOTES)]
    lost = unpaid(books(rows, [fee(300)]))
    assert isinstance(lost, Unpaid)
    assert [(leak.cause, leak.times, leak.minutes_each, leak.price) for leak in lost.leaks] == [
        (Cause.FREE_CALL, 3, 30, 90),
        (Cause.NOTES, 1, 24, 24),
        (Cause.OVERRUN, 1, 6, 6),
    ]
    assert (lost.ratio, lost.price, lost.an_hour) == (Decimal("0.4"), 120, 40)


def test_without_a_fee_the_minutes_have_no_price_and_without_a_paid_hour_no_measure() -> None:
    lost = unpaid(books([work(30, Kind.MARKETING)], []))
    assert isinstance(lost, Unpaid)
    assert (lost.price, lost.an_hour, lost.leaks[0].an_hour, lost.minutes) == (None, None, None, 30)
    assert unpaid(books([], [fee(1)])) == Refusal(Reason.NO_WORK)
    nothing = unpaid(books([work(60)], [fee(1)]))
    assert isinstance(nothing, Unpaid)
    assert (nothing.leaks, nothing.ratio, nothing.price) == ((), 0, 0)


def test_less_work_than_none_is_not_divided_by() -> None:
    found = earned(books([work(30, Kind.NOTES)], [fee(30)]))
    assert isinstance(found, Earned)
    assert (found.with_fewer(10), found.with_fewer(30), found.with_fewer(99)) == (90, Refusal(Reason.NO_WORK), Refusal(Reason.NO_WORK))


@given(st.lists(works, max_size=12), st.lists(fees(), max_size=4), st.integers(1, 500), st.integers(1, 500))
def test_every_change_on_the_list_is_a_gain_and_the_first_the_largest(rows: list[Work], paid: list[Fee], now: int, then: int) -> None:
    found, lost = earned(books(rows, paid)), unpaid(books(rows, paid))
    if isinstance(found, Earned) and isinstance(lost, Unpaid):
        listed = changes(found, lost, euro(now), euro(then))
        assert all(change.gain > 0 and change.gain == change.rate - found.rate for change in listed)
        assert [change.gain for change in listed] == sorted((change.gain for change in listed), reverse=True)
        assert any(change.cause is None for change in listed) == (then > now and found.kept > 0)


def test_three_clients_are_enough_for_a_sentence() -> None:
    """product.md: "list 350, really 212; lowest: one client at 96"."""
    rows = [work(60, client=ANN), work(60, client=BO), work(60, client=CY), work(15, Kind.NOTES, client=CY)]
    found = headline(books(rows, [fee(350, ANN), fee(300, BO), fee(120, CY)]), Refusal(Reason.NO_PLAN))
    assert isinstance(found, Headline)
    assert (found.says, found.clients, found.is_early, shown(found.number, "1")) == (Says.EARNS, 3, True, "237")
    assert found.lowest is not None
    assert found.highest is not None
    assert (found.lowest[0], found.lowest[1].rate, found.highest[0]) == (CY, 96, ANN)


def test_there_is_a_number_however_little_is_known() -> None:
    none = Refusal(Reason.NO_PLAN)
    three = [ANN, BO, CY]
    cases = [
        (books([work(60, client=c) for c in three] + [work(20, Kind.NOTES)], []), none, (Says.UNPAID, 7, 3)),
        (books([work(30, Kind.FREE_CALL, client=c) for c in three], []), none, (Says.HOURS, Decimal("1.5"), 3)),
        (books([], [fee(100, ANN), fee(200, BO), fee(600, CY)]), none, (Says.BROUGHT, 300, 3)),
        (books([], []), floor(WANTED), (Says.FLOOR, shown(Decimal("145.9627"), "1"), 0)),
    ]
    for ours, plan, expected in cases:
        found = headline(ours, plan)
        assert isinstance(found, Headline)
        number = shown(found.number, "1") if found.says is Says.FLOOR else found.number
        assert (found.says, number, found.clients) == expected
    assert headline(books([], []), none) == Refusal(Reason.NO_WORK)


@given(st.lists(works.filter(lambda w: w.client and w.minutes), max_size=9), st.lists(fees().filter(lambda f: f.client), max_size=6))
def test_three_clients_always_give_a_number(rows: list[Work], paid: list[Fee]) -> None:
    whole = books(rows, paid)
    if len({w.client for w in rows} | {f.client for f in paid}) >= 3:
        assert isinstance(headline(whole, Refusal(Reason.NO_PLAN)), Headline)


def test_a_long_year_of_one_client_is_their_rate() -> None:
    rows = [work(60, on=DAY + timedelta(weeks=n)) for n in range(40)]
    found = by_client(books(rows, [fee(4000)]))[ANN]
    assert isinstance(found, Earned)
    assert found.rate == 100
