"""What the price page draws."""

from typing import Any
from uuid import UUID

from flask import g

from app import formats
from app.charts.price import Mark, Pair, dumbbells, fall, hour
from billing import PricePlan
from billing.pricing.effective import Earned
from billing.pricing.floor import Floor
from billing.pricing.unpaid import Unpaid
from billing.worth import Rate, Worth
from blueprints.drawing import drawn
from blueprints.price.words import CAUSES, rate, whole

MOST_PARTS = 7


def hour_drawn(one: Worth) -> list[Any]:
    """The paid hour and what it brings along, for a wide and a narrow place."""
    if not isinstance(one.unpaid, Unpaid) or not one.unpaid.an_hour:
        return []
    parts = [(leak.an_hour, CAUSES[leak.cause].name) for leak in one.unpaid.leaks if leak.an_hour]
    if len(parts) > MOST_PARTS:
        parts = [*parts[: MOST_PARTS - 1], (sum(minutes for minutes, _ in parts[MOST_PARTS - 1 :]), "Other work")]
    words = ("Paid: 60 minutes", f"Unpaid: {formats.many(one.unpaid.an_hour, 'minute', g.practice.locale)}")
    return [
        drawn(hour(parts, width=width, uid=f"hour-{width}", cls=cls, words=words)) for width, cls in ((920, "over-50"), (358, "under-50"))
    ]


def fall_drawn(one: Worth, plan: PricePlan) -> Any:
    """From what is charged down to what is earned; the floor between them where it is in the same currency."""
    if not isinstance(one.year, Earned) or one.list_rate is None or one.list_rate.currency != one.currency:
        return None
    marks = [
        Mark(float(one.list_rate.amount), rate(one.list_rate.amount, one.currency), "what you charge", "list"),
        Mark(float(one.year.rate), rate(one.year.rate, one.currency), "what you earn", "earned"),
    ]
    if isinstance(one.floor, Floor) and one.floor.currency == one.currency:
        words = f"your floor: costs, tax and {formats.price(plan.income_minor or 0, one.currency, g.practice.locale)}"
        marks.append(Mark(float(one.floor.worked_hour), rate(one.floor.worked_hour, one.currency), words, "floor"))
    return drawn(fall(marks, write=lambda value: formats.number(value, g.practice.locale)))


def pairs_drawn(one: Worth, clients: tuple[Rate, ...], called: dict[UUID, str]) -> list[Any]:
    """Agreed and earned, client by client."""
    shown = [
        Pair(called.get(each.of, "Somebody"), float(each.agreed), float(each.earned), whole(each.agreed), whole(each.earned), each.is_below)
        for each in clients
    ]
    if not shown:
        return []
    least = one.floor.worked_hour if isinstance(one.floor, Floor) and one.floor.currency == one.currency else None
    words = f"floor {whole(least)}" if least else ""
    return [
        drawn(dumbbells(shown, float(least) if least else None, words, width=width, uid=f"who-{width}", cls=cls))
        for width, cls in ((620, "over-30"), (358, "under-30"))
    ]
