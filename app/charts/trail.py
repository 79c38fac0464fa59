"""The thumbnail of a list: the last entries and the usual range of the start, from what the measure keeps, so that no history is loaded."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from app.charts.frame import Frame
from app.charts.ink import BAND, INK3, diamond, disc, hollow, polyline, rect, svg

_LAST = {"better": disc, "concern": diamond}


def trail(entries: Sequence[Sequence[Any]], low: float | None, high: float | None, tone: str, *, width: int = 96, height: int = 28) -> str:
    """`entries` are [ISO date, value], oldest first; `low` and `high` the ends of the usual range, None where it has none. Hidden from
    assistive technology, for it stands beside words; empty without an entry."""
    return _drawn(tuple((on, value) for on, value in entries), low, high, tone, width, height) if entries else ""


@lru_cache(maxsize=2000)
def _drawn(entries: tuple[tuple[str, Any], ...], low: float | None, high: float | None, tone: str, width: int, height: int) -> str:
    """Kept, because a list of fifty clients shows a hundred of them and few have changed since it was last looked at."""
    dated = [(date.fromisoformat(on), value) for on, value in entries]
    shown = [value for _, value in entries] + [end for end in (low, high) if end is not None]
    lowest, highest = min(shown), max(shown)
    air = (highest - lowest) * 0.08 or 1.0
    frame = Frame(-5, width - 1, 3, height - 3, dated[0][0], dated[-1][0], lowest - air, highest + air)
    marks = []
    if low is not None or high is not None:
        top, bottom = (frame.top if high is None else frame.y(high)), (frame.bottom if low is None else frame.y(low))
        marks.append(rect(0, top, frame.right + 1, bottom, BAND, "c-band"))
    places = frame.places(dated)
    marks.append(polyline(places, colour=INK3))
    marks += [hollow(*place, 3.4) for place in places[:-1] if width > 200]
    marks.append(_LAST.get(tone, hollow)(*places[-1], 3.4 if width <= 200 else 4.2))
    return svg(width, height, marks, cls="spark")
