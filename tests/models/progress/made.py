"""Series made for tests: weekly entries from Friday, 5 June 2026, and the published tables."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from models.progress import Cadence, Direction, Kind, Point, Series

DATA = Path(__file__).parents[2] / "data"
FIRST = date(2026, 6, 5)
DECISIONS = (38, 44, 31, 47, 40, 35, 49, 42, 36, 45, 33, 41, 46, 39, 61, 58, 68, 63, 72, 67, 70, 75, 64, 73)


def table(name: str) -> list[dict[str, str]]:
    """Rows of a published table; lines that begin with # give its source."""
    lines = [line for line in (DATA / name).read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def column(name: str, of: str) -> list[Decimal]:
    return [Decimal(row[of]) for row in table(name)]


def decimals(values: Sequence[object]) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]


def week(index: int) -> date:
    return FIRST + timedelta(weeks=index)


def weekly(before: Sequence[object], after: Sequence[object] = (), *, skip: Sequence[int] = (), **given: Any) -> Series:
    """`before` is the start, fixed three days after its last week; `after` follows. Weeks in `skip` are left without an entry."""
    values = [*before, *after]
    weeks = [i for i in range(len(values) + len(skip)) if i not in skip]
    points = [Point(week(i), Decimal(str(v)), baseline=k < len(before)) for k, (i, v) in enumerate(zip(weeks, values, strict=True))]
    settings: dict[str, Any] = {"kind": Kind.NUMBER, "direction": Direction.HIGHER, "cadence": Cadence.WEEKLY, "first_period": FIRST}
    if before and "sealed_on" not in given:
        settings["sealed_on"] = points[len(before) - 1].period + timedelta(days=3)
    return Series(points=tuple(points), **{**settings, **given})


def bram(**given: Any) -> Series:
    """Decisions closed in the meeting, in percent: twelve weeks of history, twelve since."""
    return weekly(DECISIONS[:12], DECISIONS[12:], **{"kind": Kind.PERCENTAGE, "unit": "%", "target": Decimal(70), **given})
