"""What an hour earns, drawn: a paid hour and what it brings along, the line from what is charged down to what is earned, and client by client."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.charts.ink import BRASS, CONCERN, INK, INK2, INK3, bob, line, rect, svg, text

TICK, SOFT = "#8a9696", "#c3cccb"
ROOM_FOR_WORDS = 52  # px: a narrower part is named at the side
ROOM_FOR_UNPAID = 130  # px: where less is unpaid, its words end at the edge


def hour(parts: Sequence[tuple[int, str]], *, width: int, uid: str, cls: str, words: tuple[str, str]) -> str:
    """Minutes of each unpaid part for 60 paid ones, largest first; `words`: what stands over the paid part and over the unpaid."""
    whole, narrow, top, tall = 60 + sum(minutes for minutes, _ in parts), width < 700, 30, 40

    def at(minutes: float) -> float:
        return width * minutes / whole

    x, anchor = (at(60) + 4, "start") if width - at(60) > ROOM_FOR_UNPAID else (width, "end")
    marks = [
        text(0, 16, words[0], size=13, colour=INK, weight=600, cls="c-text c-text-ink"),
        text(x, 16, words[1], size=13, colour=CONCERN, weight=600, anchor=anchor, cls="c-text c-text-concern"),
        rect(0, top, at(60) - 1, top + tall, INK, "c-ink"),
    ]
    begun = 60
    for place, (minutes, name) in enumerate(parts):
        left, right = at(begun) + 1, at(begun + minutes) - 1
        box = rect(left, top, max(left + 1, right), top + tall, CONCERN, f"c-concern c-step-{place}")
        marks.append(box.replace("<rect ", f'<rect fill-opacity="{max(0.2, 1 - 0.13 * place):.2f}" ', 1))
        if not narrow and at(minutes) > ROOM_FOR_WORDS:
            x, anchor = (right, "end") if place == len(parts) - 1 else (left, "start")  # the last must not stand over the edge
            marks.append(text(x, top + tall + 20, str(minutes), size=14, colour=INK, weight=600, anchor=anchor, cls="c-text c-text-ink"))
            marks.append(text(x, top + tall + 37, name, size=12.5, colour=INK2, anchor=anchor))
        begun += minutes
    if not narrow:
        small = ", ".join(f"{minutes} {name[0].lower()}{name[1:]}" for minutes, name in parts if at(minutes) <= ROOM_FOR_WORDS)
        marks.append(text(width, top + tall + 57, small, size=12.5, colour=INK2, anchor="end"))
    said = "; ".join(f"{minutes} minutes {name.lower()}" for minutes, name in parts)
    return svg(width, 76 if narrow else 134, marks, title="A paid hour and the unpaid minutes it brings", desc=said, cls=cls, uid=uid)


@dataclass(frozen=True)
class Mark:
    """kind: list | floor | earned. `value` in major units; `words` as it is written."""

    value: float
    words: str
    note: str
    kind: str


def fall(marks: Sequence[Mark], *, write: Callable[[int], str], uid: str = "fall", width: int = 300, height: int = 420) -> str:
    """A rule of rates, with the line hanging from what is charged down to what is earned. `write`: a whole number in the reader's locale."""
    values = [mark.value for mark in marks]
    step = _step(max(values) - min(values))
    low, high = step * int(min(values) // step - 1), step * int(max(values) // step + 2)
    low, top, bottom, x = max(0, low), 14, 26, 70

    def y(value: float) -> float:
        return top + (height - top - bottom) * (1 - (value - low) / (high - low))

    drawn = [line(x, y(high), x, y(low), TICK, "c-tick")]
    for value in range(low, high + 1, step):
        big = value % (5 * step) == 0
        drawn.append(line(x - (12 if big else 6), y(value), x, y(value), TICK, "c-tick"))
        if big:
            drawn.append(text(x - 20, y(value) + 4, write(value), colour=INK3, anchor="end"))
    by_kind = {mark.kind: mark for mark in marks}
    if "list" in by_kind and "earned" in by_kind and by_kind["list"].value > by_kind["earned"].value:
        end = y(by_kind["earned"].value)
        drawn.append(line(x + 14, y(by_kind["list"].value), x + 14, end - 16, BRASS, "c-plumb", 1.5))
        drawn.append(bob(x + 14, end - 18, 1.3))
    taken: list[float] = []
    for mark in sorted(marks, key=lambda mark: -mark.value):
        colour, cls, stroke = _LOOKS[mark.kind]
        drawn.append(line(x, y(mark.value), x + 26, y(mark.value), colour, stroke, 1.25, "3 3" if mark.kind == "floor" else ""))
        at = max([y(mark.value), *(place + 36 for place in taken)])
        taken.append(at)
        drawn.append(text(x + 34, at + 1, mark.words, size=15, colour=colour, weight=600, cls=cls))
        drawn.append(text(x + 34, at + 17, mark.note, size=12.5, colour=INK2))
    said = "; ".join(f"{mark.words} {mark.note}" for mark in marks)
    return svg(width, height, drawn, title="From what an hour costs down to what it earns", desc=said, uid=uid)


@dataclass(frozen=True)
class Pair:
    """`agreed` and `earned` in major units, each with its words."""

    name: str
    agreed: float
    earned: float
    agreed_words: str
    earned_words: str
    is_below: bool


def dumbbells(pairs: Sequence[Pair], floor: float | None, floor_words: str, *, width: int, uid: str, cls: str) -> str:
    """For each client a stroke at what was agreed and a dot at what was earned, with the floor as one line through all."""
    narrow = width < 450
    left, tall, top, right = (0, 52, 26, 44) if narrow else (150, 38, 26, 44)
    height = top + tall * len(pairs) + 8
    values = [value for pair in pairs for value in (pair.agreed, pair.earned)] + ([floor] if floor else [])
    low, high = min(values) * 0.8, max(values) * 1.02

    def x(value: float) -> float:
        return left + 30 + (width - left - right - 36) * (value - low) / ((high - low) or 1)

    drawn = []
    if floor:
        drawn = [
            line(x(floor), top - 6, x(floor), height - 4, INK2, "c-centre", 1, "3 3"),
            text(x(floor), 12, floor_words, colour=INK2, anchor="middle"),
        ]
    for place, pair in enumerate(pairs):
        base = top + tall * place
        y = base + (tall - 12 if narrow else tall / 2)
        drawn.append(text(0, base + 16 if narrow else y + 4, pair.name, size=13.5, colour=INK, cls="c-text c-text-ink"))
        drawn.append(line(x(pair.earned), y, x(pair.agreed), y, SOFT, "c-soft-line", 2))
        drawn.append(line(x(pair.agreed), y - 7, x(pair.agreed), y + 7, INK, "c-ink-line", 1.5))
        drawn.append(_dot(x(pair.earned), y, pair.is_below))
        colour, cls_ = (CONCERN, "c-text c-halo c-text-concern") if pair.is_below else (INK, "c-text c-halo c-text-ink")
        words = text(x(pair.earned) - 12, y + 4, pair.earned_words, size=12.5, colour=colour, anchor="end", weight=600, cls=cls_)
        drawn.append(words.replace("<text ", '<text paint-order="stroke" stroke="#fff" stroke-width="5" ', 1))
        drawn.append(text(x(pair.agreed) + 8, y + 4, pair.agreed_words, size=12.5, colour=INK2))
    said = "; ".join(f"{pair.name} agreed {pair.agreed_words}, earned {pair.earned_words}" for pair in pairs)
    return svg(width, height, drawn, title="Agreed and earned by the hour, client by client", desc=said, cls=cls, uid=uid)


_LOOKS = {
    "earned": (CONCERN, "c-text c-text-concern", "c-concern-line"),
    "list": (INK, "c-text c-text-ink", "c-ink-line"),
    "floor": (INK2, "c-text", "c-centre"),
}


def _dot(x: float, y: float, is_below: bool) -> str:
    if is_below:
        return f'<path class="c-concern" d="M{x:.1f} {y - 6.5:.1f}l6.5 6.5-6.5 6.5-6.5-6.5z" fill="{CONCERN}"/>'
    return f'<circle class="c-ink" cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{INK}"/>'


def _step(span: float) -> int:
    """A round number, so that the rule has ten to forty ticks."""
    step = 1
    while span / step > 25:
        step *= 10 if span / step > 250 else 5 if span / step > 125 else 2
    return step
