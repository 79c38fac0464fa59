"""The layers that every chart shares: ranges, averages, target, the line where the start was fixed, the entries themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.charts.frame import Frame, boundary, fixed_at, missing, targets
from app.charts.ink import (
    BAND,
    BAND_BETTER,
    BAND_WORSE,
    BETTER,
    BRASS,
    CONCERN,
    INK,
    INK2,
    INK3,
    awaited,
    bob,
    diamond,
    disc,
    hollow,
    line,
    polyline,
    rect,
)
from models.progress import FEWEST, Assessment, Phase, Side


@dataclass(frozen=True, slots=True)
class Look:
    """How a level is drawn: its band, its line, its words."""

    band: str
    band_cls: str
    colour: str
    centre_cls: str
    text_cls: str


PLAIN = Look(BAND, "c-band", INK2, "c-centre", "c-text")
GOOD = Look(BAND_BETTER, "c-band c-band-new", BETTER, "c-centre c-centre-better", "c-text c-text-better")
BAD = Look(BAND_WORSE, "c-band c-band-worse", CONCERN, "c-centre c-centre-concern", "c-text c-text-concern")


def look_of(side: Side) -> Look:
    return {Side.BETTER: GOOD, Side.WORSE: BAD}.get(side, PLAIN)


def look_of_phase(found: Assessment, phase: Phase, coloured: bool) -> Look:
    """Grey where it started; a later level takes the colour of what it means for the goal, where colours may be shown."""
    start = found.start.average
    if not coloured or phase.first == 0 or start is None or phase.average is None:
        return PLAIN
    now, then = found.series.merit(phase.average), found.series.merit(start)
    return GOOD if now > then else BAD if now < then else PLAIN


def levels(found: Assessment, frame: Frame, *, coloured: bool, weight: float = 1.25) -> Iterator[str]:
    """Bands and averages of all phases; a band made from few entries has dashed edges. Without a range only the average of the start."""
    ends = [boundary(found, frame, phase) for phase in found.phases[1:]] + [frame.right]
    for phase, end in zip(found.phases, ends, strict=True):
        begin, look = boundary(found, frame, phase), look_of_phase(found, phase, coloured)
        if phase.limits is not None:
            top = frame.top if phase.upper is None else frame.y(phase.upper)
            bottom = frame.bottom if phase.lower is None else frame.y(phase.lower)
            yield rect(begin, top, end, bottom, look.band, look.band_cls)
            edges = [edge for edge in (phase.lower, phase.upper) if edge is not None and phase.trial]
            for edge in edges:
                yield line(begin, frame.y(edge), end, frame.y(edge), INK3, "c-trial c-tick", 1, "2 3")
        if phase.average is not None and (phase.limits is not None or phase.base >= FEWEST):
            yield line(begin, frame.y(phase.average), end, frame.y(phase.average), look.colour, look.centre_cls, weight)


def target_lines(found: Assessment, frame: Frame, weight: float = 1.25) -> Iterator[str]:
    for value in targets(found):
        yield line(frame.left, frame.y(value), frame.right, frame.y(value), INK, "c-target", weight, "6 4")


def plumb(found: Assessment, frame: Frame, top: float, scale: float = 1) -> Iterator[str]:
    x = fixed_at(found, frame)
    if x is not None:
        yield line(x, top, x, frame.bottom - 4, BRASS, "c-plumb", 1.25 * scale)
        yield bob(x, frame.bottom - 6, scale)


def thread(found: Assessment, frame: Frame, weight: float = 1.25) -> Iterator[str]:
    """The line through the entries, interrupted where a period is empty."""
    places = frame.places((point.period, point.value) for point in found.points)
    ends = [*sorted(found.broken), len(places)]
    for begin, end in pairwise([0, *ends]):
        if begin < end:
            yield polyline(places[begin:end], weight)


def entries(found: Assessment, frame: Frame, r: float, *, coloured: bool) -> Iterator[str]:
    """Hollow points; signals as discs and diamonds where colours may be shown; dashed rings for what the start still lacks."""
    shapes = {Side.BETTER: disc, Side.WORSE: diamond, Side.NONE: hollow}
    places = frame.places((point.period, point.value) for point in found.points)
    for (x, y), mark in zip(places, found.marks, strict=True):
        yield shapes[mark.side if coloured else Side.NONE](x, y, r)
    middle = (frame.top + frame.bottom) / 2
    for day in missing(found):
        yield awaited(frame.x(day), middle)
