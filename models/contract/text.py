"""The canonical text of a part of an agreement: one form, and so one hash, for one meaning.

JSON (RFC 8259) in UTF-8: strings in NFC, keys sorted by code point, no spaces, every number a decimal string in plain digits, dates ISO 8601,
times in UTC with a Z. Near to RFC 8785, but without its floating numbers, which no agreement needs.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NoReturn

DEEPEST = 20  # levels of nesting; an agreement has five
LONGEST_NUMBER = 40  # digits on either side of the point


class Unwritable(ValueError):
    """This value has no place in a canonical text. `where` says which one: "goals[0].target"."""

    def __init__(self, where: str) -> None:
        super().__init__(f"{type(self).__name__} at {where or 'the top'}")
        self.where = where


class FloatRefused(Unwritable):
    """A float: 0.1 is not one tenth. Use Decimal."""


class NotANumber(Unwritable):
    """NaN, an infinity, or more digits than any measure has."""


class LoneSurrogate(Unwritable):
    """Half of a UTF-16 pair: it has no UTF-8."""


class NulRefused(Unwritable):
    """U+0000, which PostgreSQL cannot keep."""


class NaiveTime(Unwritable):
    """A time without a zone: nobody can say when it was."""


class TwinKeys(Unwritable):
    """Two keys of one object that are the same after NFC."""


class UnknownKind(Unwritable):
    """Neither text, number, truth, date, time, nothing, list nor an object with text keys."""


class TooDeep(Unwritable):
    """Nested deeper than `DEEPEST`, or in a circle."""


class NotCanonical(ValueError):
    """This text was not written by `canonical`, or was altered since."""


def canonical(data: Mapping[str, object]) -> str:
    """The one text that says `data`. Equal values give equal text: 1.50 and 1.5, é in either form, 10:00 in Berlin and 09:00 in UTC.

    Takes str, int, Decimal, bool, None, date, aware datetime, and lists, tuples and mappings of these. Raises a kind of `Unwritable`.
    """
    if not isinstance(data, Mapping):
        raise UnknownKind("")
    return json.dumps(_plain(data, "", 0), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def sha256(text: str) -> str:
    """The SHA-256 of the text's UTF-8 as 64 small hexadecimal digits. Raises LoneSurrogate."""
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        raise LoneSurrogate("") from None


def parse(text: str) -> dict[str, Any]:
    """What a canonical text says, as str, bool, None, lists and dicts: numbers, dates and times stay the strings they were written as.

    `canonical(parse(text)) == text` for every text that this accepts; any other raises NotCanonical.
    """
    try:
        data = json.loads(text, object_pairs_hook=_pairs, parse_float=_refuse, parse_int=_refuse, parse_constant=_refuse)
        if canonical(data) == text:
            return dict(data)
    except (Unwritable, json.JSONDecodeError, RecursionError) as error:
        raise NotCanonical(str(error)) from None
    raise NotCanonical("the same words in another form")


def number(value: int | Decimal) -> str:
    """Plain digits without exponent, trailing zeros or negative zero: "12.5", "1000", "-3", "0". Raises NotANumber."""
    if isinstance(value, int):
        value = Decimal(value) if abs(value) < 10**LONGEST_NUMBER else Decimal("NaN")
    _sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise NotANumber("")
    if not any(digits):
        return "0"
    if value.adjusted() >= LONGEST_NUMBER or exponent < -LONGEST_NUMBER:
        raise NotANumber("")
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def moment(value: datetime) -> str:
    """UTC, to the second when it falls on one: "2026-11-17T09:30:00Z". Raises NaiveTime."""
    if value.utcoffset() is None:
        raise NaiveTime("")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _plain(value: object, where: str, depth: int) -> object:
    if depth > DEEPEST:
        raise TooDeep(where)
    if isinstance(value, Mapping):
        return _object(value, where, depth)
    if isinstance(value, list | tuple):
        return [_plain(item, f"{where}[{place}]", depth + 1) for place, item in enumerate(value)]
    if value is None or isinstance(value, bool):
        return value
    try:
        return _scalar(value)
    except Unwritable as error:
        raise type(error)(where) from None


def _scalar(value: object) -> str:
    match value:
        case str():
            return _words(value)
        case float():
            raise FloatRefused("")
        case int() | Decimal():
            return number(value)
        case datetime():  # before date: a datetime is one
            return moment(value)
        case date():
            return value.isoformat()
    raise UnknownKind("")


def _words(value: str) -> str:
    if "\x00" in value:
        raise NulRefused("")
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise LoneSurrogate("")
    return unicodedata.normalize("NFC", value)


def _object(value: Mapping[Any, object], where: str, depth: int) -> dict[str, object]:
    written: dict[str, object] = {}
    for key, item in value.items():
        here = f"{where}.{key}" if where else str(key)
        if not isinstance(key, str):
            raise UnknownKind(here)
        try:
            name = _words(key)
        except Unwritable as error:
            raise type(error)(where) from None
        if name in written:
            raise TwinKeys(here)
        written[name] = _plain(item, here, depth + 1)
    return written


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise TwinKeys("")
    return found


def _refuse(written: str) -> NoReturn:
    raise NotCanonical(f"a bare number: {written[:40]}")
