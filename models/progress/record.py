"""A series written down: what a share keeps as its picture of the moment, and what a look or a start is hashed over."""

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from models.progress.series import BadSeries, Cadence, Direction, Kind, Pause, Point, Series

AMOUNTS = ("low", "high", "scale_min", "scale_max", "target")
DATES = ("first_period", "sealed_on")
LISTS_OF_DATES = ("looks", "splits")


def plain(value: object) -> Any:
    """JSON for one value: decimals as strings, so that no digit is lost; dates in ISO form."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def written(series: Series, *, notes: bool = True) -> dict[str, Any]:
    """A series as JSON values, the same for the same series. Without `notes` what people wrote beside their entries stays out.

    Raises BadSeries for one that does not hold all its entries.
    """
    if series.left_out.n:
        raise BadSeries("entries were left out")
    body = asdict(series)
    del body["left_out"]
    for point in body["points"]:
        point["note"] = point["note"] if notes else ""
    body["points"] = [{key: plain(value) for key, value in point.items()} for point in body["points"]]
    body["pauses"] = [{key: plain(value) for key, value in pause.items()} for pause in body["pauses"]]
    for name in LISTS_OF_DATES:
        body[name] = [plain(day) for day in body[name]]
    return {key: plain(value) for key, value in body.items()}


def read(body: dict[str, Any]) -> Series:
    """The series that written() wrote down. Raises KeyError or ValueError for anything else."""
    given = dict(body)
    given["kind"], given["direction"], given["cadence"] = Kind(body["kind"]), Direction(body["direction"]), Cadence(body["cadence"])
    given["points"] = tuple(Point(day(p["period"]), Decimal(p["value"]), p["baseline"], p["note"]) for p in body["points"])
    given["pauses"] = tuple(Pause(day(p["first"]), None if p["last"] is None else day(p["last"])) for p in body["pauses"])
    for name in LISTS_OF_DATES:
        given[name] = tuple(day(text) for text in body[name])
    for name in DATES:
        given[name] = None if body[name] is None else day(body[name])
    for name in AMOUNTS:
        given[name] = None if body[name] is None else Decimal(body[name])
    return Series(**given)


def day(text: str) -> date:
    return date.fromisoformat(text)


def digest(series: Series) -> str:
    """SHA-256, in hex, of all that a judgement of this series rests on; notes are no part of it."""
    text = json.dumps(written(series, notes=False), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()
