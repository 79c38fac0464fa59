"""A thumbnail beside words."""

from collections.abc import Iterator

from app.charts.frame import Frame, days_shown, tight
from app.charts.ink import BAND, HAIR, INK3, diamond, disc, hollow, line, polyline, rect, svg
from models.progress import Assessment, Side


def marks(found: Assessment, frame: Frame) -> Iterator[str]:
    start = found.start
    if start.limits is not None:
        top = frame.top if start.upper is None else frame.y(start.upper)
        bottom = frame.bottom if start.lower is None else frame.y(start.lower)
        yield rect(0, top, frame.right + 1, bottom, BAND, "c-band")
        yield line(0, frame.y(start.limits.average), frame.right + 1, frame.y(start.limits.average), HAIR, "c-centre-soft", 0.75)
    yield polyline([(frame.x(point.period), frame.y(point.value)) for point in found.points], colour=INK3)
    shape, r = {Side.BETTER: (disc, 3.4), Side.WORSE: (diamond, 3.4), Side.NONE: (hollow, 3.8)}[found.marks[-1].side]
    yield shape(frame.x(found.points[-1].period), frame.y(found.points[-1].value), r)


def spark(found: Assessment, *, width: int = 96, height: int = 28) -> str:
    """The entries and their last one's shape. It never speaks alone, so it is hidden from assistive technology; empty without an entry."""
    if not found.points:
        return ""
    first, last = days_shown(found, 0)
    frame = Frame(-5, width - 1, 3, height - 3, first, last, *tight(found, with_targets=False))
    return svg(width, height, marks(found, frame), cls="spark")
