"""What a new price does, what a result is worth, what instalments cost."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.pricing.effective import Earned, earned
from billing.pricing.floor import Floor
from billing.pricing.plan import PaymentPlan, payment_plan
from billing.pricing.price import Price
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.rise import AfterDiscount, Engagement, Move, WhatIf, after_discount, effects, margin, may_leave, must_come, what_if
from billing.pricing.value import Claim, Range, benefit_to_cost, fee_ceiling, fee_range, share_range, worth
from tests.billing.pricing.made import ANN, BO, CY, books, euro, fee, shown, work

YEAR = [Engagement(ANN, euro(150), 1200, 600), Engagement(BO, euro(180), 1200, 1200), Engagement(CY, euro(240), 600, 0)]


@pytest.mark.parametrize(("rise", "cm", "share"), [("0.10", "0.8", "0.111"), ("0.20", "0.8", "0.200"), ("0.25", "0.9", "0.217")])
def test_how_many_may_leave(rise: str, cm: str, share: str) -> None:
    """science.md 7.2."""
    assert shown(may_leave(Decimal(rise), Decimal(cm)), "0.001") == share


@pytest.mark.parametrize(("discount", "cm", "share"), [("0.10", "0.8", "0.143"), ("0.20", "0.8", "0.333")])
def test_how_many_must_come(discount: str, cm: str, share: str) -> None:
    """science.md 7.2."""
    assert shown(must_come(Decimal(discount), Decimal(cm)), "0.001") == share


def test_no_rise_and_no_margin_are_not_divided_by() -> None:
    assert may_leave(Decimal(0), Decimal(1)) == may_leave(Decimal("0.1"), Decimal(0)) == Refusal(Reason.NO_MARGIN)
    assert must_come(Decimal("0.8"), Decimal("0.8")) == must_come(Decimal("-0.1"), Decimal(1)) == Refusal(Reason.NO_MARGIN)


@given(st.decimals("0.01", "3", places=2), st.decimals("0.05", "1", places=2))
def test_when_so_many_leave_as_much_is_left_as_before(rise: Decimal, cm: Decimal) -> None:
    leave = may_leave(rise, cm)
    assert isinstance(leave, Decimal)
    assert abs((1 - leave) * (cm + rise) - cm) < Decimal("1e-20")


@given(st.decimals("0.01", "0.9", places=2), st.decimals("0.05", "1", places=2))
def test_when_so_many_come_as_much_is_left_as_before(discount: Decimal, cm: Decimal) -> None:
    come = must_come(discount, cm)
    if discount < cm:
        assert isinstance(come, Decimal)
        assert abs((1 + come) * (cm - discount) - cm) < Decimal("1e-20")
    else:
        assert come == Refusal(Reason.NO_MARGIN)


def test_what_stays_of_a_price() -> None:
    assert margin(books([], [fee(220, card_cost=Decimal(6), refunded=Decimal(20)), fee(100)])) == Decimal("0.98")
    assert margin(books([], [])) == margin(books([], [fee(5, refunded=Decimal(5))])) == Refusal(Reason.NOTHING_PAID)


def test_a_discount_is_worth_it_down_to_the_floor() -> None:
    found = earned(books([work(60)], [fee(200)]))
    assert isinstance(found, Earned)
    ground = Floor("EUR", Decimal(160), Decimal("0.5"), Decimal(1))
    after = [after_discount(found, Decimal(discount), ground) for discount in ("0.2", "0.21")]
    assert [each.is_worth_it for each in after if isinstance(each, AfterDiscount)] == [True, False]
    assert after_discount(found, Decimal(0), replace(ground, currency="USD")) == Refusal(Reason.OTHER_CURRENCY)
    with pytest.raises(ValueError, match="nothing to all"):
        after_discount(found, Decimal("1.01"), ground)


def test_who_leaves_takes_all_their_minutes_along() -> None:
    found = what_if(YEAR, euro(210), {ANN, CY}, shared_minutes=600)
    assert isinstance(found, WhatIf)
    assert (found.before.income, found.before.minutes, found.after.income, found.after.minutes) == (9000, 5400, 6600, 3000)
    assert (found.before.rate, found.after.rate, found.gain, found.freed_minutes) == (100, 132, -2400, 2400)


def test_when_all_stay_nobody_pays_less_and_when_all_leave_no_rate_is_left() -> None:
    stay, leave = (what_if(YEAR, euro(210), who, Decimal("0.5")) for who in ({ANN, BO, CY}, set()))
    assert isinstance(stay, WhatIf)
    assert isinstance(leave, WhatIf)
    assert stay.after.income == (20 * 210 + 20 * 210 + 10 * 240) / 2
    assert (leave.after.income, leave.after.rate) == (0, None)
    assert what_if([], euro(210), set()) == Refusal(Reason.NOTHING_PAID)
    assert what_if([*YEAR, Engagement(ANN, Price(Decimal(1), "USD"), 60)], euro(210), set()) == Refusal(Reason.OTHER_CURRENCY)
    with pytest.raises(ValueError, match="never negative"):
        Engagement(ANN, euro(1), -1)


@given(st.integers(0, 1000), st.sets(st.sampled_from([ANN, BO, CY])), st.sampled_from([ANN, BO, CY]))
def test_one_more_who_stays_never_lowers_the_year(price: int, stays: set[object], more: object) -> None:
    one, other = (what_if(YEAR, euro(price), who) for who in (stays, stays | {more}))  # type: ignore[arg-type]
    assert isinstance(one, WhatIf)
    assert isinstance(other, WhatIf)
    assert other.after.income >= one.after.income


def test_the_largest_effect_is_first_and_the_next_person_before_a_renewal_that_brings_as_much() -> None:
    found = effects(euro(210), euro(180), Decimal(4), Decimal(600), YEAR)
    assert [(e.move, e.client, e.yearly) for e in found] == [
        (Move.NEXT_PERSON, None, 1200),
        (Move.RENEWAL, ANN, 1200),
        (Move.RENEWAL, BO, 600),
    ]
    renewal = effects(euro(210), euro(180), Decimal(2), Decimal(600), YEAR)[0]
    assert (renewal.move, renewal.client, renewal.old, renewal.new) == (Move.RENEWAL, ANN, euro(150), euro(210))
    assert effects(euro(100), euro(180), Decimal(4), Decimal(600), YEAR) == ()
    abroad = [Engagement(ANN, Price(Decimal(1), "USD"), 1200)]
    assert effects(euro(210), Price(Decimal(1), "USD"), Decimal(4), Decimal(600), abroad) == ()
    with pytest.raises(ValueError, match="nothing or more"):
        euro(-1)


@pytest.mark.parametrize(
    ("count", "each", "monthly", "apr"), [(3, 1100, "0.1036", "1.24"), (6, 550, "0.0398", "0.477")]
)  # fmt: skip
def test_what_instalments_cost(count: int, each: int, monthly: str, apr: str) -> None:
    """science.md 7.3: 3 × 1 100 instead of 3 000: 10.36 % a month, APR 124 %; 6 × 550: 3.98 %, 47.7 %."""
    found = payment_plan(Decimal(3000), [Decimal(each)] * count)
    assert isinstance(found, PaymentPlan)
    assert (shown(found.monthly, "0.0001"), shown(found.apr, "0.01" if count == 3 else "0.001"), found.uplift) == (
        monthly,
        apr,
        Decimal("0.1"),
    )


def test_more_than_four_instalments_or_dearer_ones_ask_for_advice() -> None:
    plans = [payment_plan(Decimal(3000), [Decimal(part)] * n) for part, n in ((750, 4), (600, 5), (800, 4))]
    assert [found.asks_for_advice for found in plans if isinstance(found, PaymentPlan)] == [False, True, True]
    assert [shown(found.monthly, "0.000001") for found in plans if isinstance(found, PaymentPlan)][:2] == ["0.000000"] * 2


def test_what_lends_nothing_has_no_rate() -> None:
    for price, parts in ((3000, [3000]), (3000, [3000, 100]), (3000, [1000, 1000])):
        assert payment_plan(Decimal(price), [Decimal(part) for part in parts]) == Refusal(Reason.NOT_LENT)
    for price, parts in ((0, [1]), (1, []), (2, [1, 0])):
        with pytest.raises(ValueError, match="above zero"):
            payment_plan(Decimal(price), [Decimal(part) for part in parts])


@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**6), min_size=1, max_size=24))
def test_the_rate_makes_the_plan_worth_its_price(price: int, parts: list[int]) -> None:
    found = payment_plan(Decimal(price), [Decimal(part) for part in parts])
    if isinstance(found, PaymentPlan):
        today = sum((Decimal(part) / (1 + found.monthly) ** k for k, part in enumerate(parts)), Decimal(0))
        assert abs(today / price - 1) < Decimal("1e-9")
        assert found.monthly >= 0
    else:
        assert parts[0] >= price or sum(parts) < price


def test_a_fee_from_its_worth() -> None:
    """science.md 4.3 and 7.2: 215 000 × .75 × .90 = 145 125; with a return of 300 % at most 36 281. 11 500 × .33 × .70 = 2 656.5."""
    claims = [Claim(Decimal(215_000), Decimal("0.75"), Decimal("0.90")), Claim(Decimal(11_500), Decimal("0.33"), Decimal("0.70"))]
    assert [claim.adjusted for claim in claims] == [145_125, Decimal("2656.5")]
    assert shown(fee_ceiling(Decimal(145_125), Decimal(3)), "1") == "36281"
    found = worth(claims[:1])
    assert found == Range(Decimal(145_125), Decimal(161_250))
    assert fee_range(Range(Decimal(145_125), Decimal(161_250)), Decimal(3)) == Range(Decimal("36281.25"), Decimal("40312.5"))
    assert share_range(found) == Range(Decimal("7256.25"), Decimal("29025"))
    assert worth([]) == Refusal(Reason.NO_FIGURE)


def test_worth_that_cannot_be() -> None:
    for value, share, sure in ((-1, 1, 1), (1, 2, 1), (1, 1, 2)):
        with pytest.raises(ValueError, match="shares from 0 to 1"):
            Claim(Decimal(value), Decimal(share), Decimal(sure))
    with pytest.raises(ValueError, match="more than everything"):
        fee_ceiling(Decimal(1), Decimal(-1))


def test_published_returns() -> None:
    """science.md 4.3: Nations Hotel 1 861 158 of 579 800, $3.21 per $1; MetrixGlobal 629 and 888 per 100: 529 % and 788 %."""
    assert shown(benefit_to_cost(Decimal(1_861_158), Decimal(579_800)), "0.01") == "3.21"
    for benefit, returned in ((629, "5.29"), (888, "7.88")):
        ratio = benefit_to_cost(Decimal(benefit), Decimal(100))
        assert isinstance(ratio, Decimal)
        assert ratio - 1 == Decimal(returned)
    assert benefit_to_cost(Decimal(1), Decimal(0)) == Refusal(Reason.NOTHING_PAID)


@given(st.integers(1, 10**9), st.integers(0, 1000))
def test_at_the_ceiling_the_return_is_what_was_wanted(benefit: int, percent: int) -> None:
    wanted = Decimal(percent) / 100
    ratio = benefit_to_cost(Decimal(benefit), fee_ceiling(Decimal(benefit), wanted))
    assert isinstance(ratio, Decimal)
    assert abs(ratio - 1 - wanted) < Decimal("1e-20")
