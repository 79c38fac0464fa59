"""Marks of a chart as SVG text. Each carries presentation attributes in the colours of print and mail, and a class that a page's CSS re-inks."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

INK, INK2, INK3, PAPER = "#162626", "#455554", "#5d6b6a", "#fff"
HAIR, BAND, BAND_BETTER, BAND_WORSE = "#dde3e2", "#eef2f1", "#e6f0fd", "#fdf0e2"
BETTER, CONCERN, BRASS, THREAD = "#1759ae", "#b4560e", "#b58c41", "#8b9897"
FONT = 'font-family="Inter, Helvetica, Arial, sans-serif"'
LETTER = 6.3
"""Mean width in px of a character at 12 px, to keep words apart."""


class Label(NamedTuple):
    y: float
    words: str
    colour: str = INK2
    weight: int = 400
    cls: str = "c-text"


def text(
    x: float, y: float, words: str, *, size: float = 12, colour: str = INK2, anchor: str = "start", weight: int = 400, cls: str = "c-text"
) -> str:
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text class="{cls}" x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{bold}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str, cls: str, width: float = 1, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line class="{cls}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"{dashes}/>'


def rect(x1: float, y1: float, x2: float, y2: float, colour: str, cls: str) -> str:
    """A filled rectangle between two corners; y1 is the upper one."""
    return f'<rect class="{cls}" x="{x1:.1f}" y="{y1:.1f}" width="{max(0, x2 - x1):.1f}" height="{max(0, y2 - y1):.1f}" fill="{colour}"/>'


def polyline(points: Iterable[tuple[float, float]], width: float = 1.25, colour: str = THREAD) -> str:
    path = " ".join(["%.1f,%.1f" % place for place in points])  # noqa: UP031  the quickest of all ways, and most of a list is made of these
    return f'<polyline class="c-line" points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'


def disc(x: float, y: float, r: float) -> str:
    return f'<circle class="c-better" cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{BETTER}"/>'


def diamond(x: float, y: float, r: float) -> str:
    d = f"{r * 1.25:.2f}"
    return f'<path class="c-concern" d="M{x:.1f} {y - r * 1.25:.2f}l{d} {d}l-{d} {d}l-{d} -{d}z" fill="{CONCERN}"/>'


def hollow(x: float, y: float, r: float) -> str:
    return f'<circle class="c-point" cx="{x:.1f}" cy="{y:.1f}" r="{r - 1.4:.1f}" fill="{PAPER}" stroke="{INK2}" stroke-width="1.5"/>'


def awaited(x: float, y: float) -> str:
    """A dashed ring: an entry that is still missing."""
    return f'<circle class="c-await" cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="none" stroke="{INK3}" stroke-dasharray="2 2"/>'


def letter(x: float, y: float, key: str) -> str:
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8.5" fill="{PAPER}" stroke="{INK3}"/>'
    return f'<g class="c-note">{ring}{text(x, y + 4, key, size=11, colour=INK, anchor="middle", weight=600)}</g>'


def bob(x: float, y: float, scale: float = 1) -> str:
    """The plumb bob that ends the line where the start was fixed."""

    def curve(*numbers: float) -> str:
        return " ".join(f"{number * scale:.2f}" for number in numbers)

    return (
        f'<path class="c-bob" fill="{BRASS}" d="M{x - 1.2 * scale:.1f} {y:.1f}h{2.4 * scale:.2f}v{1.8 * scale:.2f}'
        f"c{curve(1.9, 0.3, 3.1, 1.3, 3.1, 2.8)} {curve(0, 2.5, -2.8, 4, -4.3, 9.4)}"
        f'c{curve(-1.5, -5.4, -4.3, -6.9, -4.3, -9.4)} {curve(0, -1.5, 1.2, -2.5, 3.1, -2.8)}z"/>'
    )


def spread(labels: Iterable[Label], gap: float) -> list[Label]:
    """Pushes labels apart downwards so that none overlaps, from the top."""
    placed: list[Label] = []
    for label in sorted(labels, key=lambda label: label.y):
        lowest = placed[-1].y + gap if placed else label.y
        placed.append(label._replace(y=max(label.y, lowest)))
    return placed


def svg(width: int, height: int, marks: Iterable[str], *, title: str = "", desc: str = "", cls: str = "", uid: str = "") -> str:
    """A whole drawing. With a title it is a picture with that name, and `uid` must be unique on its page; without one it is hidden."""
    kind = f' class="{escape(cls)}"' if cls else ""
    head = f'<svg{kind} viewBox="0 0 {width} {height}" width="{width}" height="{height}" {FONT} '
    if not title:
        return f'{head}aria-hidden="true">{"".join(marks)}</svg>'
    name = escape(uid)
    words = f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(desc)}</desc>'
    return f'{head}role="img" aria-labelledby="{name}-t {name}-d">{words}{"".join(marks)}</svg>'
