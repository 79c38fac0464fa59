"""The page."""

from decimal import Decimal
from typing import Any

from flask import abort, g, render_template, request

from app import formats
from app.charts.price import Mark, Pair, dumbbells, fall, hour
from billing import PricePlan
from billing.pricing.capacity import capacity
from billing.pricing.change import Change
from billing.pricing.effective import Earned
from billing.pricing.flags import Finding, Flag
from billing.pricing.floor import Floor
from billing.pricing.refusal import Refusal
from billing.pricing.surveys import PAID_SHARES, published
from billing.pricing.unpaid import Unpaid
from billing.worth import Worth
from blueprints.drawing import drawn
from blueprints.price import bp
from blueprints.price.loading import load, names
from blueprints.price.words import ACTS, CAUSES, FLAGS, REFUSALS, SAYS

MOST_CLIENTS, MOST_REASONS, MOST_PARTS = 20, 3, 7


@bp.get("")
def show() -> Any:
    found = load()
    currencies = [books.currency for books in found.split.books]
    currency = request.args.get("currency", g.practice.currency)[:3]
    if currency not in currencies:
        if "currency" in request.args:
            abort(404)
        currency = currencies[0]
    one = found.worth(currency)
    called = names([rate.of for rate in one.clients])
    return render_template(
        "price/show.html",
        one=one, reasons=_reasons(one), plan=found.plan, currencies=currencies, currency=currency, ahead=found.records.ahead.get(currency),
        mixed=len(found.split.mixed), called=called, clients=one.clients[:MOST_CLIENTS],
        hour=_hour(one), fall=_fall(one, found.plan), pairs=_pairs(one, called), causes=CAUSES, flags=FLAGS, acts=ACTS, says=SAYS, refusals=REFUSALS,
        capacity=capacity(found.weeks, found.today), surveys=published("fee_per_hour"), shares=PAID_SHARES,
        rate=rate, pct=pct, leave=_leave(one), is_price=_is_price,
    )  # fmt: skip


def rate(amount: Decimal, currency: str) -> str:
    """An amount an hour, in whole units: cents would pretend to a precision that is not there."""
    return formats.price(int(amount.quantize(Decimal(1)).scaleb(formats.digits(currency))), currency, g.practice.locale)


def pct(share: Decimal) -> int:
    return int((share * 100).quantize(Decimal(1)))


def _reasons(one: Worth) -> list[Finding]:
    """At most three; that an hour is below the floor stands in the statement and in the drawing already."""
    return [sign for sign in one.reasons if sign.flag != Flag.BELOW_FLOOR][:MOST_REASONS]


def _is_price(change: Change) -> bool:
    return change.cause is None


def _leave(one: Worth) -> int | None:
    return None if isinstance(one.may_leave, Refusal) else pct(one.may_leave)


def _hour(one: Worth) -> list[Any]:
    """The paid hour and what it brings along, for a wide and a narrow place."""
    if not isinstance(one.unpaid, Unpaid) or not one.unpaid.an_hour:
        return []
    parts = [(leak.an_hour, CAUSES[leak.cause].name) for leak in one.unpaid.leaks if leak.an_hour]
    if len(parts) > MOST_PARTS:
        parts = [*parts[: MOST_PARTS - 1], (sum(minutes for minutes, _ in parts[MOST_PARTS - 1 :]), "Other work")]
    words = ("Paid: 60 minutes", f"Unpaid: {one.unpaid.an_hour} minutes")
    return [
        drawn(hour(parts, width=width, uid=f"hour-{width}", cls=cls, words=words)) for width, cls in ((920, "over-50"), (358, "under-50"))
    ]


def _fall(one: Worth, plan: PricePlan) -> Any:
    if not isinstance(one.year, Earned) or one.list_rate is None or one.list_rate.currency != one.currency:
        return None
    marks = [
        Mark(float(one.list_rate.amount), rate(one.list_rate.amount, one.currency), "what you charge", "list"),
        Mark(float(one.year.rate), rate(one.year.rate, one.currency), "what you earn", "earned"),
    ]
    if isinstance(one.floor, Floor):
        words = f"your floor: costs, tax and {formats.price(plan.income_minor or 0, g.practice.currency, g.practice.locale)}"
        marks.append(Mark(float(one.floor.worked_hour), rate(one.floor.worked_hour, one.currency), words, "floor"))
    return drawn(fall(marks))


def _pairs(one: Worth, called: dict[Any, str]) -> list[Any]:
    shown = [
        Pair(
            called.get(each.of, "Somebody"),
            float(each.agreed),
            float(each.earned),
            f"{each.agreed:.0f}",
            f"{each.earned:.0f}",
            each.is_below,
        )
        for each in one.clients[:MOST_CLIENTS]
    ]
    if not shown:
        return []
    least = float(one.floor.worked_hour) if isinstance(one.floor, Floor) and one.floor.currency == one.currency else None
    words = f"floor {least:.0f}" if least else ""
    return [
        drawn(dumbbells(shown, least, words, width=width, uid=f"who-{width}", cls=cls))
        for width, cls in ((620, "over-30"), (358, "under-30"))
    ]
