"""No number where too little is known: why, how much there is, and how much it takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Pages have a sentence for each."""

    NO_WORK = "no_work"  # no minutes are written down
    NO_PAID_HOUR = "no_paid_hour"  # minutes are, and nobody pays for any of them
    NOTHING_PAID = "nothing_paid"  # no fee has come yet
    NO_PLAN = "no_plan"  # what the practice wants to earn is not said
    NO_HOURS = "no_hours"  # the plan sells no hours, so no price brings it in
    NO_PRICE = "no_price"  # no list price, or one of nothing
    NO_MARGIN = "no_margin"  # what is given away is all that stays of a price
    NOTHING_OFFERED = "nothing_offered"  # no hours can be booked
    FULL = "full"  # as much comes as can be done, or more: the queue has no length
    FEW_QUOTES = "few_quotes"
    FEW_WEEKS = "few_weeks"
    FEW_SALES = "few_sales"
    FEW_ENDS = "few_ends"  # agreements that ended, by a renewal or for good
    NOBODY_LEFT = "nobody_left"  # everybody renewed so far, which says nothing about when they will not
    NO_DATE = "no_date"  # nobody knows since when the price holds
    OTHER_CURRENCY = "other_currency"  # the figure is in another, and nothing is converted
    NO_FIGURE = "no_figure"  # no survey read by us has one for this
    NOT_LENT = "not_lent"  # the instalments do not cost more than paying at once


@dataclass(frozen=True, slots=True)
class Refusal:
    """`have` of `need`, counted in what the reason names. Need 1 and have 0: it is missing altogether."""

    reason: Reason
    have: int = 0
    need: int = 1
