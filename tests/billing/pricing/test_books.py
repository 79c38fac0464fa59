"""Which minutes belong to which money."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.pricing.apportion import apportion
from billing.pricing.books import split
from billing.pricing.fee import Bought, Fee, spread, spread_in_turn
from billing.pricing.period import Period, last_quarter, last_twelve_months, months_later, whole_months
from billing.pricing.work import Cause, Kind, Work
from tests.billing.pricing.made import ANN, BO, CY, DAY, DEE, SIX, amounts, books, fee, fees, work, works


def test_a_session_that_runs_over_by_more_than_five_minutes_is_overrun_from_the_planned_end() -> None:
    assert [(w.paid_minutes, w.unpaid_minutes) for w in (work(65, planned=60), work(66, planned=60), work(50, planned=60))] == [
        (65, 0),
        (60, 6),
        (50, 0),
    ]
    assert work(66, planned=60).cause is Cause.OVERRUN


def test_what_nobody_pays_for_is_unpaid_by_its_kind_and_a_session_is_beyond_the_package() -> None:
    assert work(60, paid_for=False).cause is Cause.BEYOND
    assert work(60, Kind.NO_SHOW).unpaid_minutes == 60
    assert work(60, Kind.NO_SHOW, paid_for=True).paid_minutes == 60
    assert {work(9, kind).cause.value for kind in Kind} == {cause.value for cause in Cause} - {"beyond"} | {"overrun"}


@given(works)
def test_the_parts_of_a_row_are_the_row(w: Work) -> None:
    assert sum(part.minutes for part in w.parts) == w.minutes
    assert sum(part.paid_minutes for part in w.parts) == w.paid_minutes
    assert {part.row for part in w.parts} == {w.row}


def test_minutes_and_costs_are_never_negative() -> None:
    with pytest.raises(ValueError, match="never negative"):
        work(-1)
    with pytest.raises(ValueError, match="never negative"):
        work(1, planned=-1)
    with pytest.raises(ValueError, match="positive"):
        fee(1, refunded=Decimal(-1))


def test_two_currencies_do_not_enter_the_same_books() -> None:
    with pytest.raises(ValueError, match="never added"):
        books([], [fee(1), fee(1, currency="USD")])


def test_each_currency_has_its_own_books_and_what_is_for_nobody_is_borne_by_all() -> None:
    rows = [work(300, client=ANN), work(100, client=BO), work(40, Kind.MARKETING, client=None), work(20, Kind.FREE_CALL, client=DEE)]
    found = split(rows, [fee(900, ANN), fee(200, BO, "USD")], "EUR")
    assert [(b.currency, b.minutes, b.kept) for b in found.books] == [("EUR", 345, Decimal(900)), ("USD", 115, Decimal(200))]
    assert found.mixed == ()


def test_small_rows_do_not_all_fall_on_the_larger_currency() -> None:
    rows = [work(900, client=ANN), work(100, client=BO)] + [work(1, Kind.MESSAGES, client=None) for _ in range(100)]
    found = split(rows, [fee(1, ANN), fee(1, BO, "USD")], "EUR")
    assert [b.minutes for b in found.books] == [990, 110]


def test_who_paid_in_two_currencies_is_in_none_of_the_books() -> None:
    found = split([work(60, client=ANN), work(60, client=BO)], [fee(1, ANN), fee(1, ANN, "USD"), fee(5, BO)], "EUR")
    assert found.mixed == (ANN,)
    assert [(b.currency, b.minutes, b.kept) for b in found.books] == [("EUR", 60, Decimal(5))]


def test_before_the_first_fee_the_work_is_in_the_practices_own_currency() -> None:
    (only,) = split([work(60)], [], "CHF").books
    assert (only.currency, only.minutes, only.fees) == ("CHF", 60, ())


@given(st.lists(works, max_size=25), st.lists(fees(("EUR", "USD", "JPY")), max_size=8))
def test_the_books_together_hold_everything_but_who_is_left_out(rows: list[Work], paid: list[Fee]) -> None:
    found = split(rows, paid, "EUR")
    stays = [w for w in rows if w.client not in found.mixed]
    assert sum(b.minutes for b in found.books) == sum(w.minutes for w in stays)
    assert sum(b.paid_minutes for b in found.books) == sum(w.paid_minutes for w in stays)
    assert {f.row for b in found.books for f in b.fees} == {f.row for f in paid if f.client is None or f.client not in found.mixed}
    assert {w.row for b in found.books for w in b.work if w.minutes} == {w.row for w in stays if w.minutes}


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_a_total_is_dealt_out_to_the_last_one_and_nobody_is_a_whole_one_off(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    if any(weights):
        assert all(abs(part * sum(weights) - total * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True))


def test_nothing_is_dealt_to_nobody() -> None:
    assert apportion(5, [0, 0]) == [3, 2]
    for total, weights in ((1, []), (-1, [1]), (1, [2, -1])):
        with pytest.raises(ValueError, match="zero or more"):
            apportion(total, weights)


def test_money_paid_ahead_is_earned_session_by_session() -> None:
    paid = fee(1000, card_cost=Decimal(20), offer=SIX)
    found = spread(paid, 10, [date(2026, 4, 1), date(2026, 3, 9)])
    assert [(f.on, f.kept, f.row, f.offer) for f in found.earned] == [
        (date(2026, 3, 9), Decimal(98), paid.row, SIX),
        (date(2026, 4, 1), Decimal(98), paid.row, SIX),
    ]
    assert found.ahead == Decimal(784)


def test_what_was_bought_first_is_used_first() -> None:
    first, second = fee(400), fee(600)
    days = [date(2026, month, 1) for month in range(1, 7)]
    found = spread_in_turn([Bought(4, (first,)), Bought(4, (second,))], days)
    assert [(f.row, f.on, f.kept) for f in found.earned] == [
        *((first.row, day, Decimal(100)) for day in days[:4]),
        *((second.row, day, Decimal(150)) for day in days[4:]),
    ]
    assert found.ahead == 300


def test_a_refund_is_of_what_is_to_come_and_then_nothing_is_ahead() -> None:
    found = spread(fee(1000, card_cost=Decimal(20), refunded=Decimal(600)), 10, [DAY] * 4)
    assert ([f.kept for f in found.earned], found.ahead) == ([Decimal(95)] * 4, 0)
    partly = spread(fee(1000, refunded=Decimal(100)), 10, [DAY] * 4)
    assert (sum(f.kept for f in partly.earned), partly.ahead) == (400, 500)
    never = spread(fee(1000, card_cost=Decimal(20), refunded=Decimal(1000)), 10, [])
    assert ([f.kept for f in never.earned], never.ahead) == ([Decimal(-20)], 0)


@given(
    amounts,
    st.integers(1, 30),
    st.lists(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=40),
    st.sampled_from(["0", "0.3", "7", "100"]),
)
def test_what_is_earned_and_what_is_ahead_are_the_payment(amount: Decimal, sessions: int, held: list[date], back: str) -> None:
    paid = fee(str(amount), card_cost=Decimal("0.25"), refunded=Decimal(back))
    found = spread(paid, sessions, held)
    assert abs(sum((f.kept for f in found.earned), found.ahead) - paid.kept) < Decimal("1e-15")
    assert len(found.earned) <= sessions


def test_a_payment_for_no_session_is_not_dealt_out() -> None:
    for paid, sessions in ((fee(1), 0), (fee(-1), 1)):
        with pytest.raises(ValueError, match="at least one session"):
            spread(paid, sessions, [])


def test_periods() -> None:
    assert last_quarter(date(2026, 5, 31)) == Period(date(2026, 1, 1), date(2026, 4, 1))
    assert last_quarter(date(2026, 1, 1)) == Period(date(2025, 10, 1), date(2026, 1, 1))
    assert last_twelve_months(date(2026, 2, 28)) == Period(date(2025, 2, 1), date(2026, 2, 1))
    assert months_later(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert [whole_months(date(2024, 9, 15), day) for day in (date(2026, 3, 14), date(2026, 3, 15), date(2024, 1, 1))] == [17, 18, 0]


def test_a_stretch_of_books_begins_with_its_first_day_and_ends_before_its_last() -> None:
    whole = books(
        [work(1, on=date(2026, 1, 1)), work(2, on=date(2026, 4, 1))], [fee(3, on=date(2025, 12, 31)), fee(4, on=date(2026, 3, 31))]
    )
    within = whole.within(last_quarter(date(2026, 5, 1)))
    assert (within.minutes, within.kept) == (1, 4)


def test_books_come_apart_by_who_paid_first_and_hold_every_row() -> None:
    whole = books(
        [work(9, client=BO), work(5, client=ANN)], [fee(1, CY, on=date(2026, 3, 3)), fee(2, ANN, offer=SIX), fee(4, None), fee(8, CY)]
    )
    parts = whole.apart(lambda row: row.client)
    assert [(client, part.kept, part.minutes) for client, part in parts.items()] == [(ANN, 2, 5), (None, 4, 0), (CY, 9, 0), (BO, 0, 9)]
    assert whole.clients == 2


@given(st.lists(works, max_size=20), st.lists(fees(), max_size=6))
def test_books_that_come_apart_are_the_whole(rows: list[Work], paid: list[Fee]) -> None:
    whole = books(rows, paid)
    for parts in (whole.apart(lambda row: row.client), whole.apart(lambda row: row.offer)):
        assert sum(part.minutes for part in parts.values()) == whole.minutes
        assert sum((part.kept for part in parts.values()), Decimal(0)) == whole.kept
