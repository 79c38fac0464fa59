"""The chart of a goal in full: for the people who work on it, and as a picture for those with whom it was shared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.charts.frame import PAGE, PORTAL, Frame, Width, boundary, date_ticks, days_shown, is_today_shown, missing, ticks
from app.charts.ink import HAIR, INK, INK2, INK3, LETTER, Label, letter, line, spread, svg, text
from app.charts.layers import Look, entries, levels, look_of, look_of_phase, plumb, target_lines, thread
from app.charts.wording import AHEAD, amount, awaiting, axis_day, describe, letter_of, moving_since, new_level, started, target_words, tick
from models.progress import Assessment, Reach
from models.progress.phrases import quantity


@dataclass(frozen=True, slots=True)
class Drawing:
    """One width of one chart. `coloured` is False for a picture that leaves the room: it says no signal and has no notes."""

    found: Assessment
    size: Width
    coloured: bool
    notes: Sequence[date]

    @property
    def narrow(self) -> bool:
        return self.size.width < 500

    def frame(self, marks: Sequence[float]) -> Frame:
        left, right, top, bottom = (34, 12, 40, 34) if self.narrow else (44, 148, 34, 34)
        ahead = 0.04 if self.narrow else 0.19 if self.size.width > 700 else 0.1
        first, last = days_shown(self.found, ahead)
        width, height = self.size.width, self.size.height
        return Frame(left, width - right, top, height - bottom, first, last, marks[0], marks[-1])

    def marks(self) -> Iterator[str]:
        scale = ticks(self.found)
        frame = self.frame(scale)
        yield from self.grid(frame, scale)
        yield from levels(self.found, frame, coloured=self.coloured)
        if is_today_shown(self.found):
            x = frame.x(self.found.today)
            yield line(x, frame.top - 6, x, frame.bottom, INK3, "c-now", 1, "1 4")
        yield from target_lines(self.found, frame)
        yield from plumb(self.found, frame, frame.top - 22)
        yield from thread(self.found, frame)
        yield from entries(self.found, frame, 4 if self.narrow else 4.6, coloured=self.coloured)
        yield from self.dates(frame)
        yield from self.letters(frame)
        yield from self.names(frame)
        if not self.narrow:
            for label in spread(self.labels(frame), 17):
                x = frame.right + 10
                yield text(x, label.y + 4, label.words, size=12.5, colour=label.colour, weight=label.weight, cls=label.cls)

    def grid(self, frame: Frame, scale: Sequence[float]) -> Iterator[str]:
        for value in scale:
            yield line(frame.left, frame.y(value), frame.right, frame.y(value), HAIR, "c-grid", 1)
            if self.found.points:
                yield text(frame.left - 8, frame.y(value) + 4, tick(value, self.found.series.kind), colour=INK3, anchor="end")

    def dates(self, frame: Frame) -> Iterator[str]:
        for day in date_ticks(self.found, frame):
            words = axis_day(day, frame.first, frame.last)
            yield text(frame.x(day), frame.bottom + 22, words, colour=INK3, anchor="middle")

    def letters(self, frame: Frame) -> Iterator[str]:
        """Notes as ringed letters over the entry at or after their day; the page lists them in the same order."""
        taken: list[tuple[float, float]] = []
        for number, day in enumerate(self.notes):
            x = frame.x(min(max(day, frame.first), frame.last))
            point = next((point for point in self.found.points if point.period >= day), None)
            y = frame.top if point is None else frame.y(point.value) - 16
            while any(abs(x - other_x) < 18 and abs(y - other_y) < 18 for other_x, other_y in taken):
                y -= 18
            taken.append((x, y))
            yield line(x, frame.bottom + 1, x, frame.bottom + 6, INK3, "c-tick", 1)
            yield letter(x, y, letter_of(number))

    def names(self, frame: Frame) -> Iterator[str]:
        """What each stretch is, above it: the start, the newest level or a signal, and what lies ahead."""
        found = self.found
        first = awaiting(found) if missing(found) else started(found, long=not self.narrow)
        y = frame.top - 12
        if first:
            yield text(frame.left, y, first, colour=INK2)
        taken = frame.left + len(first) * LETTER + 16
        newest = self.newest(frame)
        if newest is not None:
            x, words, look = newest
            row = frame.top - 26 if self.narrow else y
            end = self.narrow or max(x, taken) + len(words) * LETTER > frame.right
            place = frame.right if end else max(x, taken)
            taken = place + (0 if end else len(words) * LETTER * 1.06 + 16)
            yield text(place, row, words, colour=look.colour, anchor="end" if end else "start", weight=600, cls=look.text_cls)
        begins = max(taken, frame.x(found.today)) + len(AHEAD) * LETTER
        foreseen = is_today_shown(found) and found.forecast.reach not in (Reach.MOVING, Reach.UNKNOWN)
        if foreseen and not self.narrow and begins < frame.right + 8:
            yield text(frame.right, y, AHEAD, colour=INK3, anchor="end")

    def newest(self, frame: Frame) -> tuple[float, str, Look] | None:
        """The latest level, or the run that may become one: where it begins, its words, its look."""
        found, phase = self.found, self.found.phases[-1]
        if phase.first:
            return boundary(found, frame, phase) + 6, new_level(found, phase), look_of_phase(found, phase, self.coloured)
        if self.coloured and found.splits_at is not None and found.signal is not None:
            return frame.x(found.splits_at), moving_since(found.splits_at), look_of(found.signal.side)
        return None

    def labels(self, frame: Frame) -> Iterator[Label]:
        """What the lines mean, at the right edge instead of a legend."""
        found, unit = self.found, self.found.series.unit
        for value, words in target_words(found.series):
            yield Label(frame.y(value), words, INK, 600, "c-text c-text-ink")
        phase = next((phase for phase in reversed(found.phases) if phase.limits is not None), found.start)
        if phase.average is None or (phase.limits is None and missing(found)):
            return
        look = look_of_phase(found, phase, self.coloured)
        yield Label(frame.y(phase.average), f"Average {amount(phase.average, found.series)}", look.colour, 600, look.text_cls)
        for edge, word in ((phase.upper, "below"), (phase.lower, "above")):
            if edge is not None:
                yield Label(frame.y(edge), f"Usually {word} {quantity(edge, unit)}")


@lru_cache(maxsize=128)
def draw(found: Assessment, widths: tuple[Width, ...], title: str, desc: str, uid: str, coloured: bool, notes: tuple[date, ...]) -> str:
    """Kept: a goal is looked at far more often than it gets an entry."""
    drawings = []
    for number, size in enumerate(widths):
        marks = Drawing(found, size, coloured, notes).marks()
        name = uid if number == 0 else f"{uid}{number + 1}"
        drawings.append(svg(size.width, size.height, marks, title=title, desc=desc, cls=size.cls, uid=name))
    return "".join(drawings)


def goal_chart(
    found: Assessment, *, title: str, uid: str, widths: Sequence[Width] = PAGE, desc: str = "", notes: Sequence[date] = ()
) -> str:
    """SVG of the whole chart, once per width. `uid` must be unique on the page; `desc` is what a screen reader hears, by default the numbers.

    `notes` are the days of the notes, which get the letters A, B, C in this order.
    """
    return draw(found, tuple(widths), title, desc or describe(found), uid, True, tuple(notes))


def shared_chart(found: Assessment, *, title: str, uid: str, widths: Sequence[Width] = PORTAL, desc: str = "") -> str:
    """The same as a picture that leaves the room: no signal is coloured or named, and there are no notes (science.md 1.8a, Shared)."""
    return draw(found, tuple(widths), title, desc or describe(found, shared=True), uid, False, ())
