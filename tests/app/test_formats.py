from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from app import formats
from app.formats import Unreadable, both_zones, clock, day, moment, money, number, parse_money, parse_number

NBSP, NARROW = "\u00a0", "\u202f"
MORNING = datetime(2026, 11, 17, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "shown"),
    [
        (123450, "EUR", "en_GB", "€1,234.50"),
        (123450, "EUR", "de", f"1.234,50{NBSP}€"),
        (123450, "EUR", "fr", f"1{NARROW}234,50{NBSP}€"),
        (123450, "EUR", "nl", f"€{NBSP}1.234,50"),
        (123450, "CHF", "de_CH", f"CHF{NBSP}1’234.50"),
        (123450, "EUR", "de-AT", f"€{NBSP}1.234,50"),
        (1234, "JPY", "en_GB", "JP¥1,234"),
        (1234567, "KWD", "en_GB", f"KWD{NBSP}1,234.567"),
        (5, "USD", "en_US", "$0.05"),
        (0, "EUR", "en_GB", "€0.00"),
        (-5, "EUR", "en_GB", "-€0.05"),
        (10**12, "EUR", "en_GB", "€10,000,000,000.00"),
        (150, "RSD", "en_GB", f"RSD{NBSP}1.50"),
        (12345600, "INR", "en_IN", "₹1,23,456.00"),
    ],
)
def test_money(minor, currency, locale, shown):
    assert money(minor, currency, locale) == shown


@pytest.mark.parametrize(
    ("value", "places", "locale", "shown"),
    [
        (Decimal("1234.50"), None, "en_GB", "1,234.5"),
        (Decimal("1234.5"), 2, "de", "1.234,50"),
        (Decimal("1E+3"), None, "en_GB", "1,000"),
        (Decimal("0.000001"), None, "en_GB", "0.000001"),
        (Decimal("-0.25"), None, "fr", "-0,25"),
        (7, None, "en_GB", "7"),
        (Decimal("12.345"), 1, "en_GB", "12.3"),
        (12345, None, "sv", f"12{NBSP}345"),
    ],
)
def test_number(value, places, locale, shown):
    assert number(value, locale, places) == shown


@pytest.mark.parametrize(
    ("form", "locale", "shown"),
    [
        ("long", "en_GB", f"17{NBSP}November 2026"),
        ("long", "en_US", f"November{NBSP}17, 2026"),
        ("long", "de", f"17.{NBSP}November 2026"),
        ("short", "en_GB", f"17{NBSP}November"),
        ("short", "nl", f"17{NBSP}november"),
        ("weekday", "en_IE", f"Tue, 17{NBSP}Nov"),
        ("full", "en_GB", f"Tue, 17{NBSP}Nov 2026"),
        ("whole", "en_GB", f"Tuesday, 17{NBSP}November 2026"),
        ("whole", "en_US", f"Tuesday, November{NBSP}17, 2026"),
    ],
)
def test_day(form, locale, shown):
    assert day(date(2026, 11, 17), locale, form) == shown


def test_a_clock_stands_in_a_zone():
    assert clock(MORNING, "Europe/Amsterdam", "en_GB") == "09:30"
    assert clock(MORNING, "America/Chicago", "en_US") == f"2:30{NARROW}AM"
    assert clock(datetime(2026, 7, 1, 8, 30, tzinfo=UTC), "Europe/Amsterdam", "en_GB") == "10:30"


def test_a_moment_has_its_day_in_the_zone():
    late = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    assert moment(late, "Europe/Amsterdam", "en_GB") == f"18{NBSP}November 2026, 00:30"
    assert moment(late, "Europe/Lisbon", "en_GB", "short") == f"17{NBSP}November, 23:30"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        clock(MORNING.replace(tzinfo=None), "Europe/Amsterdam", "en_GB")


@pytest.mark.parametrize(
    ("start", "end", "zones", "shown"),
    [
        ("2026-11-17T08:30", "2026-11-17T09:30", ("Europe/Amsterdam", "Europe/Berlin"), "Tue, 17 Nov 2026, 09:30–10:30 (Amsterdam)"),
        (
            "2026-11-17T08:30",
            "2026-11-17T09:30",
            ("Europe/Amsterdam", "Europe/Lisbon"),
            "Tue, 17 Nov 2026, 09:30–10:30 (Amsterdam) · 08:30–09:30 (Lisbon)",
        ),
        (
            "2026-11-17T20:00",
            "2026-11-17T21:00",
            ("Europe/Amsterdam", "Australia/Sydney"),
            "Tue, 17 Nov 2026, 21:00–22:00 (Amsterdam) · Wed, 18 Nov 2026, 07:00–08:00 (Sydney)",
        ),
        (
            "2026-11-17T22:30",
            "2026-11-17T23:30",
            ("Europe/Amsterdam", "Europe/Lisbon"),
            "Tue, 17 Nov 2026, 23:30 – Wed, 18 Nov 2026, 00:30 (Amsterdam) · 22:30–23:30 (Lisbon)",
        ),
    ],
)
def test_both_zones(start, end, zones, shown):
    begins, ends = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    assert both_zones(begins, ends, *zones, "en_GB").replace(NBSP, " ") == shown


@pytest.mark.parametrize(
    ("typed", "currency", "locale", "minor"),
    [
        ("1,234.50", "EUR", "en_GB", 123450),
        ("1234.5", "EUR", "en_GB", 123450),
        ("1.234,50", "EUR", "de", 123450),
        ("1.234", "EUR", "de", 123400),
        ("1234,5", "EUR", "de", 123450),
        ("1 234,50", "EUR", "fr", 123450),
        (f"1{NARROW}234,50{NBSP}€", "EUR", "fr", 123450),
        ("1'234.50", "CHF", "de_CH", 123450),
        ("€ 12", "EUR", "en_GB", 1200),
        ("12 EUR", "EUR", "en_GB", 1200),
        ("12 eur", "eur", "en_GB", 1200),
        ("$0.05", "USD", "en_GB", 5),
        ("1,234", "JPY", "en_GB", 1234),
        ("1.234", "KWD", "en_GB", 1234),
        ("0", "EUR", "en_GB", 0),
        (".5", "EUR", "en_GB", 50),
        ("１２", "EUR", "en_GB", 1200),
        ("١٢", "EUR", "en_GB", 1200),
        ("10,000,000,000.00", "EUR", "en_GB", 10**12),
    ],
)
def test_parse_money(typed, currency, locale, minor):
    assert parse_money(typed, currency, locale) == minor


@pytest.mark.parametrize(
    ("typed", "currency", "locale", "sentence"),
    [
        ("", "EUR", "en_GB", "An amount is missing. Write it like 1,234.50."),
        ("  €", "EUR", "en_GB", "An amount is missing. Write it like 1,234.50."),
        ("1.234,50", "EUR", "en_GB", "That cannot be read as an amount. Write it like 1,234.50."),
        ("12,50", "EUR", "en_GB", "That cannot be read as an amount. Write it like 1,234.50."),
        ("1,234.50", "EUR", "de", "That cannot be read as an amount. Write it like 1.234,50."),
        ("12.50", "EUR", "de", "That cannot be read as an amount. Write it like 1.234,50."),
        ("1.234", "EUR", "en_GB", "EUR has two decimals at most. Write it like 1,234.50."),
        ("10.5", "JPY", "en_GB", "JPY has no decimals. Write it like 1,234."),
        ("-5", "EUR", "en_GB", "An amount cannot be below zero."),
        ("−5", "EUR", "en_GB", "An amount cannot be below zero."),
        ("$5", "EUR", "en_GB", "This amount is in EUR. Write it like 1,234.50, without another currency."),
        ("10,000,000,000.01", "EUR", "en_GB", "That is more than an invoice can hold: €10,000,000,000.00 at most."),
        ("9" * 39, "EUR", "en_GB", "That is more than an invoice can hold: €10,000,000,000.00 at most."),
        ("9" * 400, "EUR", "en_GB", "That cannot be read as an amount. Write it like 1,234.50."),
        ("NaN", "EUR", "en_GB", "That cannot be read as an amount. Write it like 1,234.50."),
        ("1e9", "EUR", "en_GB", "That cannot be read as an amount. Write it like 1,234.50."),
        ("1 2", "EUR", "en_GB", "That cannot be read as an amount. Write it like 1,234.50."),
        ("twelve", "EUR", "en_GB", "That cannot be read as an amount. Write it like 1,234.50."),
        (".", "EUR", "en_GB", "That cannot be read as an amount. Write it like 1,234.50."),
    ],
)
def test_an_amount_that_cannot_be_read_says_how_it_would_be_right(typed, currency, locale, sentence):
    with pytest.raises(Unreadable) as refusal:
        parse_money(typed, currency, locale)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("typed", "locale", "value"),
    [
        ("12.5", "en_GB", "12.5"),
        ("-3", "en_GB", "-3"),
        ("−3,25", "de", "-3.25"),
        ("1,234", "en_GB", "1234"),
        ("0", "en_GB", "0"),
        ("+7", "en_GB", "7"),
    ],
)
def test_parse_number(typed, locale, value):
    assert parse_number(typed, locale) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "A number is missing. Write it like 1,234.5."),
        ("often", "That cannot be read as a number. Write it like 1,234.5."),
        ("inf", "That cannot be read as a number. Write it like 1,234.5."),
        ("sNaN", "That cannot be read as a number. Write it like 1,234.5."),
        ("1,5", "That cannot be read as a number. Write it like 1,234.5."),
        ("1000000000001", "That is too large: 1,000,000,000,000 at most."),
        ("0.1234567", "Six decimals at most."),
    ],
)
def test_a_number_that_cannot_be_read_says_how_it_would_be_right(typed, sentence):
    with pytest.raises(Unreadable) as refusal:
        parse_number(typed, "en_GB")
    assert str(refusal.value) == sentence


LOCALES = ["en_GB", "en_US", "en_IN", "de", "de_CH", "de_AT", "fr", "nl", "sv", "pl", "ja", "pt_BR", "it", "es"]


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "USD", "JPY", "KWD", "CHF"]), st.sampled_from(LOCALES))
def test_what_is_shown_can_be_typed_again(minor, currency, locale):
    assert parse_money(money(minor, currency, locale), currency, locale) == minor


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=3), st.sampled_from(LOCALES))
def test_a_number_shown_can_be_typed_again(value, locale):
    assert parse_number(number(value, locale), locale) == value


@given(st.text(), st.sampled_from(LOCALES))
def test_junk_is_refused_in_words(typed, locale):
    for read in (lambda: parse_money(typed, "EUR", locale), lambda: parse_number(typed, locale)):
        try:
            answer = read()
        except Unreadable as refusal:
            answer = str(refusal)
        assert isinstance(answer, int | Decimal) or answer.endswith(".")


def test_filters_take_locale_and_zone_from_the_page():
    app = Flask(__name__)
    formats.init_app(app)
    page = (
        "{{ 123450 | money('EUR') }} {{ at | moment }} {{ at | clock }}"
        " {{ at.date() | day('short') }} {{ 1234.5 | number }} {{ at | both_zones(at, 'UTC') }}"
    )
    practice = SimpleNamespace(locale="en_GB", zone="Europe/Amsterdam")
    with app.app_context():
        english = render_template_string(page, at=MORNING, practice=practice).replace(NBSP, " ")
        german = render_template_string(
            "{{ 123450 | money('EUR') }} {{ at | clock(zone='UTC') }}", at=MORNING, practice=practice, locale="de"
        )
    assert english == (
        "€1,234.50 17 November 2026, 09:30 09:30 17 November 1,234.5 Tue, 17 Nov 2026, 09:30–09:30 (Amsterdam) · 08:30–08:30 (UTC)"
    )
    assert german == f"1.234,50{NBSP}€ 08:30"


def test_the_day_of_a_moment_is_the_one_in_the_zone_and_a_date_needs_no_zone():
    app = Flask(__name__)
    formats.init_app(app)
    late = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    with app.app_context():
        assert render_template_string("{{ at | day }}", at=late, locale="en_GB", zone="Europe/Berlin") == f"18{NBSP}November 2026"
        assert render_template_string("{{ at | day }}", at=late.date(), locale="en_GB") == f"17{NBSP}November 2026"
