"""A small chart beside words: the same anatomy with fewer words."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from app.charts.frame import SMALL, Frame, Width, days_shown, tight
from app.charts.ink import INK, INK2, Label, spread, svg, text
from app.charts.layers import entries, levels, look_of_phase, plumb, target_lines, thread
from app.charts.wording import amount, describe, short, single, target_words
from models.progress import Assessment


def labels(found: Assessment, frame: Frame, wide: bool, coloured: bool) -> Iterator[Label]:
    for value, words in target_words(found.series):
        yield Label(frame.y(value), short(amount(value, found.series), words.split()[0].lower(), wide), INK, 600, "c-text c-text-ink")
    phase = next((phase for phase in reversed(found.phases) if phase.limits is not None), None)
    if phase is not None and phase.average is not None:
        look = look_of_phase(found, phase, coloured)
        words = short(amount(phase.average, found.series), "now" if phase.first else "average", wide)
        yield Label(frame.y(phase.average), words, look.colour, 600 if phase.first else 400, look.text_cls)
    elif found.points:
        last = found.points[-1].value
        yield Label(frame.y(last), short(single(last, found.series), "last", wide), INK2)


def small_chart(found: Assessment, *, title: str, uid: str, widths: Sequence[Width] = SMALL, desc: str = "", coloured: bool = True) -> str:
    """SVG of a small chart, once per width, without scale and dates. `uid` must be unique on the page; not `coloured` for what leaves the room."""
    return _drawn(found, tuple(widths), title, uid, desc or describe(found, shared=not coloured), coloured)


@lru_cache(maxsize=256)
def _drawn(found: Assessment, widths: tuple[Width, ...], title: str, uid: str, desc: str, coloured: bool) -> str:
    """Kept: a goal is looked at far more often than it gets an entry."""
    drawings = []
    for number, size in enumerate(widths):
        wide = size.width > 400
        first, last = days_shown(found, 0)
        frame = Frame(2, size.width - (104 if wide else 56), 12, size.height - 14, first, last, *tight(found))
        marks = chain(
            levels(found, frame, coloured=coloured, weight=1),
            target_lines(found, frame, 1),
            plumb(found, frame, 0, 0.8),
            thread(found, frame, 1.1),
            entries(found, frame, 3.8, coloured=coloured),
            [
                text(frame.right + 8, label.y + 4, label.words, colour=label.colour, weight=label.weight, cls=label.cls)
                for label in spread(labels(found, frame, wide, coloured), 15)
            ],
        )
        name = uid if number == 0 else f"{uid}{number + 1}"
        drawings.append(svg(size.width, size.height, marks, title=title, desc=desc, cls=size.cls, uid=name))
    return "".join(drawings)
