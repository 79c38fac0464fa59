import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contract import text

NAIVE = datetime(2026, 11, 17, 9, 30)  # noqa: DTZ001 - the very thing that is refused
words = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
numbers = st.integers(-(10**39), 10**39) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=8
)
moments = st.datetimes(min_value=NAIVE.replace(year=1900), max_value=NAIVE.replace(year=2200), timezones=st.timezones())
scalars = st.none() | st.booleans() | words | numbers | st.dates() | moments
keys = words.map(lambda word: text.parse(text.canonical({"k": word}))["k"])
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=20)
parts = st.dictionaries(keys, values, max_size=6)


def test_what_it_looks_like():
    part = {
        "zone": "Europe/Amsterdam",
        "goals": [{"behaviour": "Bram sums up", "target": Decimal("70.0"), "from": 40, "guard": None, "paused": False}],
        "due": date(2027, 2, 26),
        "offered": datetime(2026, 11, 17, 10, 30, tzinfo=ZoneInfo("Europe/Amsterdam")),
    }
    assert text.canonical(part) == (
        '{"due":"2027-02-26","goals":[{"behaviour":"Bram sums up","from":"40","guard":null,"paused":false,"target":"70"}],'
        '"offered":"2026-11-17T09:30:00Z","zone":"Europe/Amsterdam"}'
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1.50"), "1.5"),
        (Decimal("-0.00"), "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("100"), "100"),
        (Decimal("-12.340"), "-12.34"),
        (0, "0"),
        (10**39, "1" + "0" * 39),
    ],
)
def test_a_number_has_one_form(value, written):
    assert text.canonical({"n": value}) == f'{{"n":"{written}"}}'


def test_equal_meaning_gives_equal_text():
    berlin = datetime(2026, 7, 1, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert text.canonical({"a": 1, "b": "é", "c": berlin}) == text.canonical(
        {"c": berlin.astimezone(UTC), "b": "e\u0301", "a": Decimal("1.0")}
    )
    assert text.canonical({"a": (1, 2)}) == text.canonical({"a": [1, 2]})


def test_words_are_written_as_they_are_and_quotes_are_escaped():
    assert text.canonical({"b": 'say "no"\n', "a": "Ødegård 東京 👩\u200d💻"}) == '{"a":"Ødegård 東京 👩\u200d💻","b":"say \\"no\\"\\n"}'


def test_keys_are_sorted_by_code_point():
    assert list(text.parse(text.canonical({"é": 1, "z": 1, "Z": 1, "\U0001f600": 1, "\uffe0": 1}))) == [
        "Z",
        "z",
        "é",
        "\uffe0",
        "\U0001f600",
    ]


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (0.5, text.FloatRefused),
        (float("nan"), text.FloatRefused),
        (Decimal("NaN"), text.NotANumber),
        (Decimal("sNaN"), text.NotANumber),
        (Decimal("-Infinity"), text.NotANumber),
        (Decimal("1e3000000"), text.NotANumber),
        (Decimal("1e-3000000"), text.NotANumber),
        (10**40, text.NotANumber),
        ("half \ud83d a pair", text.LoneSurrogate),
        ("nul \x00", text.NulRefused),
        (NAIVE, text.NaiveTime),
        (UUID(int=1), text.UnknownKind),
        (b"bytes", text.UnknownKind),
        ({1: "one"}, text.UnknownKind),
        ({1, 2}, text.UnknownKind),
        ({"é": 1, "e\u0301": 2}, text.TwinKeys),
        ({"\ud800": 1}, text.LoneSurrogate),
    ],
)
def test_what_has_no_place_is_refused_by_name_and_place(value, error):
    with pytest.raises(text.Unwritable) as refusal:
        text.canonical({"goals": [{"target": value}]})
    assert type(refusal.value) is error
    assert refusal.value.where.startswith("goals[0].target")


def test_a_circle_and_a_list_at_the_top_are_refused():
    ring: dict = {}
    ring["again"] = ring
    with pytest.raises(text.TooDeep):
        text.canonical(ring)
    with pytest.raises(text.UnknownKind):
        text.canonical(["a"])


@pytest.mark.parametrize(
    "altered",
    [
        "",
        "[]",
        '"words"',
        '{"a": "b"}',
        '{"b":"1","a":"2"}',
        '{"a":"1","a":"1"}',
        '{"a":1}',
        '{"a":1.5}',
        '{"a":NaN}',
        '{"a":"e\u0301"}',
        '{"a":"\\u00e9"}',
        '{"a":"\\ud800"}',
        '{"a":"b"}\n',
        '{"a":"b"',
        '{"a":' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_a_text_in_another_form_is_not_read(altered):
    with pytest.raises(text.NotCanonical):
        text.parse(altered)


@given(parts)
def test_reading_and_writing_again_gives_the_same_text(part):
    written = text.canonical(part)
    assert text.canonical(text.parse(written)) == written
    assert text.sha256(written) == hashlib.sha256(written.encode("utf-8")).hexdigest()


@given(parts)
def test_the_order_of_keys_does_not_matter(part):
    assert text.canonical(dict(reversed(part.items()))) == text.canonical(part)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_number_keeps_its_value(value):
    if value.as_tuple().exponent >= -text.LONGEST_NUMBER:
        assert Decimal(text.number(value)) == value


@given(moments)
def test_a_time_keeps_its_instant(value):
    assert datetime.fromisoformat(text.moment(value)) == value.astimezone(UTC)  # Python calls a time in the doubled hour equal to nothing


def test_the_same_hour_of_the_night_the_clock_goes_back_is_two_moments():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert text.moment(first) == "2026-10-25T00:30:00Z"
    assert text.moment(first.replace(fold=1)) == "2026-10-25T01:30:00Z"
    assert text.moment(datetime(2026, 1, 1, 0, 0, 0, 5, tzinfo=timezone(timedelta(hours=-3)))) == "2026-01-01T03:00:00.000005Z"


def test_a_hash_of_half_a_pair_is_refused():
    with pytest.raises(text.LoneSurrogate):
        text.sha256("\udc00")
    assert text.sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
