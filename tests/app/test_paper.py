"""Paper carries the letters of our own fonts and no others: whatever a practice chose, no sum and no date becomes a row of boxes."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app import formats
from blueprints.forms import world

FONTS = sorted((Path(formats.__file__).parent / "static/fonts/paper").glob("*.woff2"))
SPACES = "\u00a0\u202f"
"""Drawn from the space, where a font has none of its own."""


@pytest.fixture(scope="module")
def letters() -> set[str]:
    assert FONTS
    return set.intersection(*({chr(code) for code in TTFont(path).getBestCmap()} for path in FONTS)) | set(SPACES)


@pytest.mark.parametrize("locale", sorted(world.names(world.locales())))
def test_everything_that_is_written_can_be_printed(letters: set[str], locale: str) -> None:
    there = formats.on_paper(locale)
    said = [formats.number(Decimal("-1234567.5"), there)]
    said += [formats.paper_money(-123456, str(choice.value), there) for choice in world.currencies()]
    for month in range(1, 13):
        said += [formats.day(date(2026, month, 28), there, form) for form in ("long", "short", "full", "month", "whole")]
    said.append(formats.moment(datetime(2026, 11, 17, 8, 30, tzinfo=UTC), "UTC", there))
    assert {sign for words in said for sign in words} - letters == set()


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "shown"),
    [
        (123450, "EUR", "de", "1.234,50\u00a0€"),
        (1234, "JPY", "ja", "¥1,234"),
        (123450, "INR", "en_IN", "INR\u00a01,234.50"),
        (123450, "TRY", "tr", "TRY\u00a01.234,50"),
        (-1234, "KRW", "en_GB", "-KRW\u00a01,234"),
        (1234500, "KWD", "en_GB", "KWD\u00a01,234.500"),
    ],
)
def test_a_sum_on_paper(minor: int, currency: str, locale: str, shown: str) -> None:
    assert formats.paper_money(minor, currency, formats.on_paper(locale)) == shown


def test_only_letters_that_are_missing_change_how_it_is_written() -> None:
    kept = {name for name in world.names(world.locales()) if formats.on_paper(name) == name}
    assert world.names(world.locales()) - kept == {"el", "ja", "ko", "uk", "zh"}
