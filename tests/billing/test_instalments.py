"""Parts of a sum: together always the whole, and covered one after another."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.balance import Balance
from billing.instalments import Share, plan_of, split, standing, usual

FIRST = date(2026, 9, 7)


@pytest.mark.parametrize(
    ("plan", "total", "parts"),
    [
        ("one", 580800, [580800]), ("two", 580801, [290401, 290400]), ("three", 580800, [193600] * 3), ("three", 100, [33, 34, 33]),
        ("deposit", 580800, [174240, 406560]), ("deposit", 1, [0, 1]), ("three", 2, [1, 0, 1]),
    ],
)  # fmt: skip
def test_the_usual_plans(plan: str, total: int, parts: list[int]) -> None:
    assert split(total, [share.weight for share in usual(plan, 14)]) == parts


def test_a_usual_plan_is_known_again() -> None:
    assert [share.days for share in usual("three", 14)] == [14, 44, 74]
    assert {plan_of(usual(name, 7)) for name in ("one", "two", "three", "deposit")} == {"one", "two", "three", "deposit"}
    assert plan_of([Share(Decimal(40), 0), Share(Decimal(60), 90)]) == "own"
    share = Share(Decimal("33.3"), 12)
    assert Share.read(share.kept) == share


@given(st.integers(0, 10**13), st.lists(st.decimals("0.001", "100", places=3), min_size=1, max_size=24))
def test_parts_are_the_whole_and_near_their_share(total: int, weights: list[Decimal]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    assert all(part >= 0 for part in parts)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) <= 1


def three() -> list[tuple[date, int]]:
    return [(FIRST, 1936), (FIRST + timedelta(days=61), 1936), (FIRST + timedelta(days=122), 1936)]


def test_payments_cover_the_parts_in_order() -> None:
    found = standing(three(), [(date(2026, 9, 3), 1936), (date(2026, 11, 6), 1000)])
    assert [(part.open_minor, part.covered) for part in found] == [(0, date(2026, 9, 3)), (936, None), (1936, None)]
    today = date(2026, 11, 17)
    assert [part.is_late(today) for part in found] == [False, True, False]
    assert not found[1].is_late(found[1].due_on)


def test_money_that_went_back_opens_a_part_again() -> None:
    days = [FIRST + timedelta(days=n) for n in range(4)]
    found = standing(three(), [(days[0], 4000), (days[1], -3000), (days[2], 936)])
    assert [(part.open_minor, part.covered) for part in found] == [(0, days[2]), (1936, None), (1936, None)]


def test_too_much_covers_all() -> None:
    assert [part.open_minor for part in standing(three(), [(FIRST, 9999)])] == [0, 0, 0]


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
    st.lists(st.integers(-(10**6), 10**6).filter(bool), max_size=12),
)
def test_what_is_open_is_what_did_not_come(amounts: list[int], came: list[int]) -> None:
    parts = standing([(FIRST + timedelta(days=n), amount) for n, amount in enumerate(amounts)], [(FIRST, amount) for amount in came])
    assert sum(part.open_minor for part in parts) == min(max(sum(amounts) - sum(came), 0), sum(amounts))
    assert [part.amount_minor for part in parts] == amounts
    still_open = [part.open_minor > 0 for part in parts]
    assert still_open == sorted(still_open), "an earlier part is open while a later one is covered"
    assert all((part.covered is None) == (part.open_minor > 0) for part in parts)


@pytest.mark.parametrize(
    ("credited", "paid", "due", "state"),
    [
        (0, 0, 1, "open"), (0, 0, -1, "late"), (0, 5, 1, "part paid"), (4, 0, 1, "part paid"), (4, 5, None, "paid"), (9, 0, None, "credited"),
        (0, 12, None, "paid"),
    ],
)  # fmt: skip
def test_states(credited: int, paid: int, due: int | None, state: str) -> None:
    next_due = None if due is None else FIRST + timedelta(days=due)
    assert Balance(9, credited, paid, next_due).state(FIRST) == state
