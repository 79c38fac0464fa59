"""All goals that were ever closed, one dot each: what was found, in the order in which it is best to bear."""

from collections.abc import Iterator, Sequence
from html import escape

from models.progress import Verdict

ROW, STEP, RADIUS = 7, 44, 14
BLUE, ORANGE, GREY = "#1759ae", "#c2691b", "#455554"


def dots(goals: Sequence[Verdict], *, title: str, desc: str, uid: str) -> str:
    """SVG: filled blue improved, hollow no change, orange diamond got worse, dashed ring not measured or too early to say."""
    rows = max(1, -(-len(goals) // ROW))
    width, height = STEP * (min(ROW, max(1, len(goals))) - 1) + 36, STEP * (rows - 1) + 36
    marks = "".join(_marks(goals))
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="{uid}-t {uid}-d">'
        f'<title id="{uid}-t">{escape(title)}</title><desc id="{uid}-d">{escape(desc)}</desc>{marks}</svg>'
    )


def _marks(goals: Sequence[Verdict]) -> Iterator[str]:
    for number, verdict in enumerate(goals):
        x, y = 18 + STEP * (number % ROW), 18 + STEP * (number // ROW)
        yield _mark(verdict, x, y)


def _mark(verdict: Verdict, x: int, y: int) -> str:
    if verdict == Verdict.IMPROVED:
        return f'<circle class="c-better" cx="{x}" cy="{y}" r="{RADIUS}" fill="{BLUE}"/>'
    if verdict == Verdict.GOT_WORSE:
        return f'<path class="c-concern" d="M{x} {y - RADIUS} {x + RADIUS} {y} {x} {y + RADIUS} {x - RADIUS} {y}z" fill="{ORANGE}"/>'
    dashes = ' stroke-dasharray="3 3"' if verdict in (Verdict.NOT_MEASURED, Verdict.TOO_EARLY) else ""
    return f'<circle class="c-hollow" cx="{x}" cy="{y}" r="{RADIUS - 0.75}" fill="none" stroke="{GREY}" stroke-width="1.5"{dashes}/>'
