"""Time zones, ways of writing and currencies, as lists to choose from."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name
from wtforms import SelectChoice

from models.practice import Practice

_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_LOCALES = (
    "en", "en_GB", "en_US", "en_IE", "en_AU", "en_CA", "en_NZ", "en_ZA", "en_IN", "cs", "da", "de", "de_AT", "de_CH", "el", "es", "es_MX",
    "et", "fi", "fr", "fr_BE", "fr_CA", "fr_CH", "hr", "hu", "it", "it_CH", "ja", "ko", "lt", "lv", "nb", "nl", "nl_BE", "pl", "pt", "pt_BR",
    "ro", "sk", "sl", "sv", "tr", "uk", "zh",
)  # fmt: skip
_FIRST = ("EUR", "GBP", "USD", "CHF", "AUD", "CAD", "DKK", "NOK", "SEK", "PLN")
WHO_PAYS = {
    "companies": "Companies, for their people",
    "people": "People, for themselves",
    "both": "Both",
}
assert tuple(WHO_PAYS) == Practice.WHO_PAYS


@cache
def zones() -> list[SelectChoice]:
    """Zones that are places, and UTC. By region, as browsers know them."""
    named = sorted(name for name in available_timezones() if name.partition("/")[0] in _AREAS and "/" in name)
    return [SelectChoice(name, name.replace("_", " ").replace("/", ", ")) for name in ["UTC", *named]]


@cache
def locales() -> list[SelectChoice]:
    """How dates and sums are written. The words of the pages are English."""
    english = [SelectChoice(name, _called(name)) for name in _LOCALES if name.startswith("en")]
    return english + sorted(
        (SelectChoice(name, _called(name)) for name in _LOCALES if not name.startswith("en")), key=lambda one: str(one.label)
    )


def _called(name: str) -> str:
    locale = Locale.parse(name)
    return str(locale.get_display_name("en") or name)


@cache
def currencies() -> list[SelectChoice]:
    """What is money somewhere today (CLDR), the commonest here first."""
    today = {code for used in get_global("territory_currencies").values() for code, _, until, tender in used if until is None and tender}
    return [SelectChoice(code, f"{code}, {get_currency_name(code, locale='en')}") for code in [*_FIRST, *sorted(today - set(_FIRST))]]


def names(offered: list[SelectChoice]) -> set[str]:
    return {str(choice.value) for choice in offered}
