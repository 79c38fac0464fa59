"""Signs that a price is too low. Each says the numbers behind it and one act, or why it cannot be judged yet (science.md 7.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from billing.pricing.capacity import FULL_AT, Week
from billing.pricing.effective import Earned
from billing.pricing.floor import Floor
from billing.pricing.period import whole_months
from billing.pricing.price import Price
from billing.pricing.published import CURRENCY, Figure
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.wilson import wilson

LIST_RATIO = Decimal("0.5")
FEWEST_QUOTES, LATEST_QUOTES = 10, 20
ACCEPTED, ACCEPTED_LOW = Decimal("0.8"), Decimal("0.6")
MONTHS_STILL = 18
FULL_WEEKS = 8
FEWEST_SALES, DISCOUNT = 3, Decimal("0.1")


class Flag(StrEnum):
    """In the order in which one is picked when there is room for one."""

    BELOW_FLOOR = "below_floor"
    FAR_BELOW_LIST = "far_below_list"
    NOBODY_SAYS_NO = "nobody_says_no"
    NOT_MOVED = "not_moved"
    NEARLY_FULL = "nearly_full"
    BELOW_SURVEY = "below_survey"
    DISCOUNTED = "discounted"


class Act(StrEnum):
    NEXT_PRICE = "next_price"  # quote the next person more
    RENEW_HIGHER = "renew_higher"  # offer the next renewal at today's price
    LESS_UNPAID = "less_unpaid"  # start with the largest cause of unpaid work
    FEWER_DISCOUNTS = "fewer_discounts"


@dataclass(frozen=True, slots=True)
class Finding:
    """`value` was held against `limit`; the flag is up when `is_raised`. Money in major units of `currency`, shares from 0 to 1.

    `k` of `n` are what was counted, `low` the share that luck allows at least; `since` a date that matters.
    """

    flag: Flag
    is_raised: bool
    act: Act
    value: Decimal
    limit: Decimal
    k: int = 0
    n: int = 0
    low: Decimal | None = None
    since: date | None = None
    currency: str = ""
    figure: Figure | None = None


def below_floor(earned: Earned | Refusal, floor: Floor | Refusal) -> Finding | Refusal:
    """What an hour earns, over all minutes, is under what every hour of work must bring. Refuses a plan in another currency."""
    if isinstance(earned, Refusal):
        return earned
    if isinstance(floor, Refusal):
        return floor
    if floor.currency != earned.currency:
        return Refusal(Reason.OTHER_CURRENCY)
    rate, limit = earned.rate, floor.worked_hour
    return Finding(Flag.BELOW_FLOOR, rate < limit, Act.NEXT_PRICE, rate, limit, currency=earned.currency)


def far_below_list(earned: Earned | Refusal, list_rate: Price | None) -> Finding | Refusal:
    """An hour earns less than half of what it is said to cost."""
    if isinstance(earned, Refusal):
        return earned
    ratio = earned.of_list(list_rate)
    if isinstance(ratio, Refusal):
        return ratio
    return Finding(Flag.FAR_BELOW_LIST, ratio < LIST_RATIO, Act.LESS_UNPAID, ratio, LIST_RATIO, currency=earned.currency)


@dataclass(frozen=True, slots=True)
class Quote:
    """A price that was named and answered."""

    on: date
    accepted: bool


def nobody_says_no(quotes: Iterable[Quote], since: date | None = None) -> Finding | Refusal:
    """More than 80 % of the latest answered quotes were accepted and, allowing for luck, more than 60 % would be.

    Of the last twenty, at least ten; `since`: only those after the price was last changed, for the others were about another price.
    """
    latest = sorted((q for q in quotes if since is None or q.on >= since), key=lambda q: q.on)[-LATEST_QUOTES:]
    if len(latest) < FEWEST_QUOTES:
        return Refusal(Reason.FEW_QUOTES, len(latest), FEWEST_QUOTES)
    share = wilson(sum(quote.accepted for quote in latest), len(latest))
    raised = share.value > ACCEPTED and share.low > ACCEPTED_LOW
    return Finding(Flag.NOBODY_SAYS_NO, raised, Act.NEXT_PRICE, share.value, ACCEPTED, share.k, share.n, share.low, latest[0].on)


@dataclass(frozen=True, slots=True)
class PriceSet:
    """`price` holds from that day on."""

    on: date
    price: Price


def not_moved(prices: Sequence[PriceSet], today: date) -> Finding | Refusal:
    """One price for eighteen months or more. The first one counts from the day it was set; setting the same again moves nothing."""
    known = sorted((price for price in prices if price.on <= today), key=lambda price: price.on)
    if not known:
        return Refusal(Reason.NO_DATE)
    last = known[-1]
    for earlier in reversed(known):
        if earlier.price != last.price:
            break
        last = earlier
    months = whole_months(last.on, today)
    return Finding(Flag.NOT_MOVED, months >= MONTHS_STILL, Act.RENEW_HIGHER, Decimal(months), Decimal(MONTHS_STILL), since=last.on)


def nearly_full(weeks: Iterable[Week], today: date) -> Finding | Refusal:
    """Eight of the last nine weeks that are over had more than 85 % of their offered hours taken. Weeks off do not count.

    Nine, so that one ill client does not end it; of exactly eight, all.
    """
    over = sorted((w for w in weeks if w.offered and (today - w.monday).days >= 7), key=lambda w: w.monday)[-FULL_WEEKS - 1 :]
    if len(over) < FULL_WEEKS:
        return Refusal(Reason.FEW_WEEKS, len(over), FULL_WEEKS)
    full = sum(week.is_full for week in over)
    load = Decimal(sum(week.taken for week in over)) / sum(week.offered for week in over)
    return Finding(Flag.NEARLY_FULL, full >= FULL_WEEKS, Act.NEXT_PRICE, load, FULL_AT, full, len(over), since=over[0].monday)


def below_survey(fee: Price | None, figure: Figure | Refusal) -> Finding | Refusal:
    """The fee of an hour is under what a survey found at the same experience. Refuses where the survey counts in another currency."""
    if isinstance(figure, Refusal):
        return figure
    if fee is None:
        return Refusal(Reason.NO_PRICE)
    if fee.currency != CURRENCY:
        return Refusal(Reason.OTHER_CURRENCY)
    lower = fee.amount < figure.value
    return Finding(Flag.BELOW_SURVEY, lower, Act.NEXT_PRICE, fee.amount, figure.value, currency=CURRENCY, figure=figure)


@dataclass(frozen=True, slots=True)
class Sale:
    """What was sold, what it was listed at then, and what was agreed; in major units, a gift is one for nothing."""

    on: date
    listed: Decimal
    agreed: Decimal
    currency: str


def discounted(sales: Iterable[Sale], currency: str) -> Finding | Refusal:
    """More than a tenth was given away on average, over all that was sold in this currency; dearer than listed makes up for cheaper."""
    sold = [sale for sale in sales if sale.currency == currency and sale.listed > 0]
    if len(sold) < FEWEST_SALES:
        return Refusal(Reason.FEW_SALES, len(sold), FEWEST_SALES)
    listed = sum((sale.listed for sale in sold), Decimal(0))
    average = 1 - sum((sale.agreed for sale in sold), Decimal(0)) / listed
    return given_away(average, sum(sale.agreed < sale.listed for sale in sold), len(sold), currency)


def given_away(average: Decimal, cheaper: int, sales: int, currency: str) -> Finding:
    """The same from its sums: `cheaper` of so many sales."""
    return Finding(Flag.DISCOUNTED, average > DISCOUNT, Act.FEWER_DISCOUNTS, average, DISCOUNT, cheaper, sales, currency=currency)


def raised(found: Iterable[Finding | Refusal]) -> tuple[Finding, ...]:
    """Those that are up, in the order of `Flag`: Today shows the first."""
    order = list(Flag)
    return tuple(sorted((f for f in found if isinstance(f, Finding) and f.is_raised), key=lambda f: order.index(f.flag)))
