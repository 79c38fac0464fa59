"""The page."""

from datetime import date
from typing import Any

from flask import g, render_template

from billing.counted import Counted
from billing.pricing.capacity import capacity
from billing.pricing.change import Change
from billing.pricing.flags import Finding, Flag
from billing.pricing.refusal import Refusal
from billing.pricing.surveys import PAID_SHARES, published
from billing.worth import Worth
from blueprints.price import bp
from blueprints.price.drawings import fall_drawn, hour_drawn, pairs_drawn
from blueprints.price.loading import load, names
from blueprints.price.words import ACTS, CAUSES, FLAGS, REFUSALS, SAYS, pct, rate

MOST_CLIENTS, MOST_REASONS = 20, 3
SURVEYS = published("fee_per_hour")


@bp.get("")
def show() -> Any:
    found = load()
    one, counted, currency = found.worth, found.counted, found.currency
    clients = one.clients[-MOST_CLIENTS:]
    called = names([each.of for each in (*clients, *one.offers)] + list(counted.mixed[:MOST_CLIENTS]))
    return render_template(
        "price/show.html",
        one=one, reasons=_reasons(one), plan=found.plan, currencies=counted.currencies, currency=currency, ahead=counted.ahead.get(currency),
        counted_at=counted.at, was_today=_was_today(counted, found.today), mixed=counted.mixed,
        called=called, clients=clients, hour=hour_drawn(one), fall=fall_drawn(one, found.plan),
        pairs=pairs_drawn(one, clients, called), causes=CAUSES, flags=FLAGS, acts=ACTS, says=SAYS, refusals=REFUSALS,
        capacity=capacity(counted.weeks, found.today), surveys=SURVEYS, shares=PAID_SHARES,
        rate=rate, pct=pct, leave=_leave(one), is_price=_is_price,
    )  # fmt: skip


def _reasons(one: Worth) -> list[Finding]:
    """At most three; that an hour is below the floor stands in the statement and in the drawing already."""
    return [sign for sign in one.reasons if sign.flag != Flag.BELOW_FLOOR][:MOST_REASONS]


def _was_today(counted: Counted, today: date) -> bool:
    return counted.at is not None and g.practice.today(counted.at) == today


def _is_price(change: Change) -> bool:
    return change.cause is None


def _leave(one: Worth) -> int | None:
    return None if isinstance(one.may_leave, Refusal) else pct(one.may_leave)
