"""A sum and its parts, side by side in one bar."""

from collections.abc import Sequence

from app.charts.ink import rect, svg

_SOFT, _FILL, _LATE = "#c0c9c9", "#1d2f2f", "#c8620f"
MONEY = (("c-ink", _FILL), ("c-soft", _SOFT), ("c-concern", _LATE))
"""received, due, late"""
SOLD = MONEY[:2]


def bar(parts: Sequence[int], looks: Sequence[tuple[str, str]] = MONEY, *, width: int = 320, height: int = 14) -> str:
    """`parts` in any unit, none below zero; `looks` a class and a print colour for each. It stands beside its words, so it is hidden; empty for nothing."""
    whole = sum(parts)
    if whole <= 0:
        return ""
    marks, left = [], 0.0
    for part, (cls, colour) in zip(parts, looks, strict=True):
        wide = width * part / whole
        if part:
            marks.append(rect(left, 0, max(left + 1, left + wide - 1), height, colour, cls))
        left += wide
    return svg(width, height, marks)
