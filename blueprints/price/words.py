"""How the price page says what the arithmetic found."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from flask import g

from app import formats
from billing.pricing.flags import Act, Flag
from billing.pricing.headline import Says
from billing.pricing.refusal import Reason
from billing.pricing.work import Cause


def rate(amount: Decimal, currency: str) -> str:
    """An amount an hour, in whole units: cents would pretend to a precision that is not there."""
    return _rate(amount, currency, g.practice.locale)


@lru_cache(4096)
def _rate(amount: Decimal, currency: str, locale: str) -> str:
    return formats.price(int(amount.quantize(Decimal(1)).scaleb(formats.digits(currency))), currency, locale)


def whole(amount: Decimal) -> str:
    """The same without its currency, in a drawing that names it once."""
    return formats.number(int(amount.quantize(Decimal(1))), g.practice.locale)


def pct(share: Decimal) -> int:
    return int((share * 100).quantize(Decimal(1)))


class Said(NamedTuple):
    """`name` of a cause; `less`: what to do about it; `why` it may help."""

    name: str
    less: str
    why: str


CAUSES: dict[Cause, Said] = {
    Cause.PREPARATION: Said("Preparing", "Prepare with a fixed list", "The last note and one question are enough for most sessions."),
    Cause.NOTES: Said("Notes", "Write notes in the session’s last ten minutes", "With the client, shared at once."),
    Cause.MESSAGES: Said("Messages", "Answer messages once a day", "And say so when you begin."),
    Cause.FREE_CALL: Said("First talks", "Halve the first talk", "Try half an hour for the next ten, and compare."),
    Cause.OVERRUN: Said("Running over", "End on time", "Say the last ten minutes aloud; what is left begins the next session."),
    Cause.NO_SHOW: Said("Missed, not charged", "Charge what is missed", "Your terms may say so; a reminder the day before halves it."),
    Cause.ADMINISTRATION: Said("Administration", "Do administration once a week", "In one go, on a fixed day."),
    Cause.TRAVEL: Said("Travel", "Meet by video every other time", "Or charge the way there."),
    Cause.MARKETING: Said("Marketing", "Do less of what brings nobody", "What each hour brought stands under Enquiries."),
    Cause.BEYOND: Said("Beyond the package", "Stop at what was agreed", "One more session is one more price, or a gift that you name."),
}
FLAGS: dict[Flag, str] = {
    Flag.BELOW_FLOOR: "Below your floor",
    Flag.FAR_BELOW_LIST: "Far below what you charge",
    Flag.NOBODY_SAYS_NO: "Hardly anybody says no",
    Flag.NOT_MOVED: "It has not moved",
    Flag.NEARLY_FULL: "You are nearly full",
    Flag.BELOW_SURVEY: "Below what others say",
    Flag.DISCOUNTED: "Much is given away",
}
ACTS: dict[Act, str] = {
    Act.NEXT_PRICE: "Quote the next person more.",
    Act.RENEW_HIGHER: "Offer the next renewal at today’s price.",
    Act.LESS_UNPAID: "Begin with the largest part of the unpaid time.",
    Act.FEWER_DISCOUNTS: "Give fewer discounts.",
}
SAYS: dict[Says, tuple[str, str]] = {
    Says.UNPAID: ("unpaid minute", "for each paid hour"),
    Says.HOURS: ("hour", "of work so far, and nothing paid yet"),
    Says.BROUGHT: ("", "from each client so far, and no work written down yet"),
    Says.FLOOR: ("", "is what a sold hour has to bring"),
}
"""What is counted, and the rest of the sentence."""
REFUSALS: dict[Reason, str] = {
    Reason.NO_WORK: "No work is written down yet. Mark a session as held, and its minutes stand here.",
    Reason.NO_PAID_HOUR: "Nobody pays for any of the minutes that are written down.",
    Reason.NOTHING_PAID: "Nothing was paid yet. With the first payment this page says what an hour earns.",
    Reason.NO_PLAN: "Say what you want to earn and what your practice costs, and your floor stands here.",
    Reason.NO_HOURS: "Your plan sells no hours.",
    Reason.NO_PRICE: "Say what an hour costs a new client.",
    Reason.NO_MARGIN: "Nothing of the price stays.",
    Reason.NOTHING_OFFERED: "No hours are open for booking.",
    Reason.FULL: "There is no room left.",
    Reason.FEW_QUOTES: "Too few quotes were answered to say",
    Reason.FEW_WEEKS: "Too few weeks to say",
    Reason.FEW_SALES: "Too few sales to say",
    Reason.FEW_ENDS: "Too few agreements ended to say",
    Reason.NOBODY_LEFT: "Nobody left yet.",
    Reason.NO_DATE: "Nobody knows since when the price holds.",
    Reason.OTHER_CURRENCY: "In another currency; nothing is converted.",
    Reason.NO_FIGURE: "No survey that we read has a figure for this.",
    Reason.NOT_LENT: "The instalments do not cost more.",
}
