"""Numbers, sums, days and times as a person's locale writes them, for pages, PDFs and mails; and back, from what was typed.

A locale is a name that Babel knows ("en_GB", "de-AT"), a zone an IANA name, a moment an aware datetime. What belongs together on a line is
joined by a no-break space. Patterns are looked up once per locale and process, and answers are remembered: a list shows the same day often.
"""

import re
import unicodedata
from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import DateTimePattern, get_timezone_location, match_skeleton
from babel.numbers import NumberFormatError, NumberPattern, get_currency_symbol, get_group_symbol, parse_decimal
from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context

from billing.minor_units import digits

NO_BREAK = "\u00a0"
MOST_MINOR = 10**12
MOST = Decimal(10**12)
MOST_DECIMALS = 6
PRINTED = "$¢£¥€"
"""Signs of currencies that the fonts of our papers have."""
LONGEST_TYPED = 40

_IN_WORDS = {0: "no decimals", 2: "two decimals at most", 3: "three decimals at most"}
_SKELETONS = {"month": "yMMMM", "short": "MMMMd", "weekday": "MMMEd", "full": "yMMMEd"}


class Unreadable(ValueError):
    """What was typed is no number we can keep. Its text is a sentence that says how it would be right."""


@lru_cache(4096)
def money(minor: int, currency: str, locale: str) -> str:
    """Minor units as a sum with its currency: 123450 EUR is "€1,234.50" in en_GB and "1.234,50 €" in de."""
    return _money(minor, currency, locale, digits(currency))


def paper_money(minor: int, currency: str, locale: str) -> str:
    """The same where only the letters of our own fonts can be printed: ₹1,234.50 is INR 1,234.50 there."""
    symbol = get_currency_symbol(currency.upper(), _locale(locale))
    if all(sign in PRINTED or unicodedata.category(sign) != "Sc" for sign in symbol):
        return money(minor, currency, locale)
    return _spaced(money(minor, currency, locale).replace(symbol, currency.upper()))


@lru_cache(64)
def on_paper(locale: str) -> str:
    """The locale itself where it is written with Latin letters, else English: our fonts hold no others, and paper has no browser to find some."""
    script = get_global("likely_subtags").get(_locale(locale).language, "").split("_")[1:2]
    return locale if script == ["Latn"] else "en"


@lru_cache(4096)
def price(minor: int, currency: str, locale: str) -> str:
    """As people say prices: "€4,800", and "€4,800.50" where there are cents. What is owed is written as `money`."""
    places = digits(currency)
    return _money(minor, currency, locale, places if minor % 10**places else 0)


def _money(minor: int, currency: str, locale: str, places: int) -> str:
    amount = Decimal(minor).scaleb(-digits(currency))
    pattern = _numeric(locale, "money", (places, places))
    shown = pattern.apply(amount, _locale(locale), currency=currency.upper(), currency_digits=False)
    return _unbroken(_spaced(shown))


def _spaced(shown: str) -> str:
    """CLDR's spacing between a code and its digits, which Babel leaves out."""
    return re.sub(r"(?<=[^\W\d_])(?=\d)", NO_BREAK, shown)


@lru_cache(4096)
def number(value: Decimal | int, locale: str, places: int | None = None) -> str:
    """A number with the locale's signs: as many decimals as it has, without trailing zeros, or exactly `places` of them."""
    fraction = (places, places) if places is not None else (0, max(0, -int(Decimal(value).normalize().as_tuple().exponent)))
    return _unbroken(_numeric(locale, "number", fraction).apply(value, _locale(locale)))


def many(value: Decimal | int, word: str, locale: str) -> str:
    """So many of something: "1 session", "1,240 sessions"."""
    return f"{number(value, locale)} {word if value == 1 else word + 's'}"


def hours(minutes: int, locale: str, word: str = "hour") -> str:
    """Minutes as hours, to a tenth below ten: "1 hour", "4.5 hours", "182 hours"."""
    return many(round(Decimal(minutes) / 60, 1 if minutes < 600 else None), word, locale)


@lru_cache(4096)
def day(value: date, locale: str, form: str = "long") -> str:
    """A day, not a moment: "long" 17 November 2026, "short" 17 November, "weekday" Tue, 17 Nov, "full" Tue, 17 Nov 2026, "month" November 2026,
    "whole" Tuesday, 17 November 2026."""
    return _day_unbroken(_pattern(locale, form).apply(value, _locale(locale)))


@lru_cache(4096)
def clock(value: datetime, zone: str, locale: str) -> str:
    """The time of day on a clock in that zone: "09:30", "9:30 AM"."""
    return _unbroken(_pattern(locale, "clock").apply(_there(value, zone), _locale(locale)))


def moment(value: datetime, zone: str, locale: str, form: str = "long") -> str:
    """Day and time of day in that zone: "17 November 2026, 09:30". `form` as in `day`."""
    joint = str(_locale(locale).datetime_formats["medium"])
    return joint.replace("{1}", day(_there(value, zone).date(), locale, form)).replace("{0}", clock(value, zone, locale))


def both_zones(start: datetime, end: datetime, zone_a: str, zone_b: str, locale: str) -> str:
    """One appointment on two clocks: "Tue, 17 Nov 2026, 09:30–10:30 (Amsterdam) · 08:30–09:30 (Lisbon)".

    Said once when both clocks show the same; the second names its day when that is another.
    """
    first = _span(start, end, zone_a, locale, None)
    if all(_there(value, zone_a).utcoffset() == _there(value, zone_b).utcoffset() for value in (start, end)):
        return first
    return f"{first} · {_span(start, end, zone_b, locale, _there(start, zone_a).date())}"


def parse_money(text: str, currency: str, locale: str) -> int:
    """Minor units of the sum that was typed, from 0 to 10^12. Raises Unreadable.

    Only the locale's own way of writing counts: 1.234 is a thousand and more in de, and has one decimal too many in en.
    """
    places = digits(currency)
    like = number(Decimal("1234.5"), locale, places)
    typed = _without_currency(unicodedata.normalize("NFKC", text).strip(), currency, locale)
    if not typed:
        raise Unreadable(f"An amount is missing. Write it like {like}.")
    if any(unicodedata.category(sign) == "Sc" for sign in typed):
        raise Unreadable(f"This amount is in {currency.upper()}. Write it like {like}, without another currency.")
    value = _decimal(typed, locale, f"That cannot be read as an amount. Write it like {like}.")
    if value < 0:
        raise Unreadable("An amount cannot be below zero.")
    if -int(value.as_tuple().exponent) > places:
        raise Unreadable(f"{currency.upper()} has {_IN_WORDS[places]}. Write it like {like}.")
    minor = int(value.scaleb(places))
    if minor > MOST_MINOR:
        raise Unreadable(f"That is more than an invoice can hold: {money(MOST_MINOR, currency, locale)} at most.")
    return minor


def parse_number(text: str, locale: str) -> Decimal:
    """The number that was typed, finite, between -10^12 and 10^12, with six decimals at most. Raises Unreadable."""
    like = number(Decimal("1234.5"), locale)
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        raise Unreadable(f"A number is missing. Write it like {like}.")
    value = _decimal(typed, locale, f"That cannot be read as a number. Write it like {like}.")
    if abs(value) > MOST:
        raise Unreadable(f"That is too large: {number(MOST, locale)} at most.")
    if -int(value.as_tuple().exponent) > MOST_DECIMALS:
        raise Unreadable("Six decimals at most.")
    return value


def init_app(app: Flask) -> None:
    """Registers the filters `money(currency)` (on paper where `is_paper` says so), `price(currency)`, `number(places)`, `many(word)`, `hours`,
    `day(form)`, `clock`, `moment(form)` and `both_zones(end, zone, other)`.

    Locale and zone come from the template's `locale` and `zone`, else from its `practice`, unless given as `locale=` and `zone=`.
    """
    app.jinja_env.filters.update(
        money=_filter(
            lambda value, currency, *, is_paper, locale: (paper_money if is_paper else money)(value, currency, locale), "is_paper"
        ),
        price=_filter(price),
        number=_filter(lambda value, places=None, *, locale: number(Decimal(value) if isinstance(value, str) else value, locale, places)),
        many=_filter(many),
        hours=_filter(lambda value, word="hour", *, locale: hours(value, locale, word)),
        day=_filter(_day_there, "zone"),
        clock=_filter(lambda value, *, zone, locale: clock(value, zone, locale), "zone"),
        moment=_filter(lambda value, form="long", *, zone, locale: moment(value, zone, locale, form), "zone"),
        both_zones=_filter(lambda start, end, other, *, zone, locale: both_zones(start, end, zone, other, locale), "zone"),
    )


def _day_there(value: date | str, form: str = "long", *, zone: str, locale: str) -> str:
    """A moment's day is the one in the zone. Agreed texts hold days as ISO strings."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return day(_there(value, zone).date() if isinstance(value, datetime) else value, locale, form)


def _filter(function: Callable[..., str], *needs: str) -> Callable[..., str]:
    @pass_context
    def filtered(context: Context, value: Any, *args: Any, **kwargs: Any) -> str:
        for name in (*needs, "locale"):
            if name not in kwargs:
                kwargs[name] = context.get(name) or getattr(context.get("practice"), name, None)
        return function(value, *args, **kwargs)

    return filtered


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name.replace("-", "_"))


@cache
def _numeric(locale: str, kind: str, fraction: tuple[int, int]) -> NumberPattern:
    known = _locale(locale)
    pattern = copy(known.currency_formats["standard"] if kind == "money" else known.decimal_formats[None])
    pattern.frac_prec = fraction
    return pattern


@cache
def _pattern(locale: str, form: str) -> DateTimePattern:
    known = _locale(locale)
    if form in ("long", "whole"):
        return known.date_formats["full" if form == "whole" else "long"]
    if form == "clock":
        return known.time_formats["short"]
    return known.datetime_skeletons[match_skeleton(_SKELETONS[form], known.datetime_skeletons)]


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _there(value: datetime, zone: str) -> datetime:
    if value.utcoffset() is None:
        raise ValueError("a time without a zone")
    return value.astimezone(_zone(zone))


@lru_cache(1024)
def _place(zone: str, locale: str) -> str:
    return get_timezone_location(_zone(zone), locale=_locale(locale), return_city=True)


def _span(start: datetime, end: datetime, zone: str, locale: str, said: date | None) -> str:
    begins, ends = _there(start, zone).date(), _there(end, zone).date()
    first = clock(start, zone, locale) if begins == said else moment(start, zone, locale, "full")
    last = f"–{clock(end, zone, locale)}" if begins == ends else f" – {moment(end, zone, locale, 'full')}"
    return f"{first}{last} ({_place(zone, locale)})"


def _unbroken(text: str) -> str:
    return text.replace(" ", NO_BREAK)


def _day_unbroken(text: str) -> str:
    return re.sub(r"(?<=\d)(\.?) (?=[^\W\d])|(?<=[^\W\d])(\.?) (?=\d{1,2}\b)", rf"\1\2{NO_BREAK}", text)


def _without_currency(typed: str, currency: str, locale: str) -> str:
    for name in (currency, get_currency_symbol(currency.upper(), _locale(locale)), get_currency_symbol(currency.upper(), "en")):
        mark = unicodedata.normalize("NFKC", name).casefold()
        if typed.casefold().startswith(mark):
            return typed[len(mark) :].strip()
        if typed.casefold().endswith(mark):
            return typed[: -len(mark)].strip()
    return typed


def _decimal(typed: str, locale: str, sentence: str) -> Decimal:
    if len(typed) > LONGEST_TYPED:
        raise Unreadable(sentence)
    group = get_group_symbol(_locale(locale))
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in typed).replace("−", "-").replace("'", "’")
    if group.isspace():
        plain = re.sub(r"(?<=\d)\s(?=\d)", group, plain)
    if not re.fullmatch(rf"[+-]?[\d.,’{group}]+", plain):
        raise Unreadable(sentence)
    try:
        return parse_decimal(plain, _locale(locale), strict=True)
    except NumberFormatError:
        raise Unreadable(sentence) from None
