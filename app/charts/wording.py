"""The few words on a chart. A chart says "it started"; product.md decides which words pages may use."""

from datetime import date
from decimal import Decimal

from models.progress import Assessment, Direction, Kind, Phase, Series, claim, is_changing, where_started
from models.progress.phrases import MONTHS, day, quantity, short_day

AHEAD = "if nothing changes"
YEAR = 400
"""Days from which on an axis needs years."""


def tick(value: float, kind: Kind) -> str:
    """A number of the scale with no more digits than it needs."""
    if kind == Kind.YES_NO:
        return "Yes" if value else "No"
    return f"{value:,.9f}".rstrip("0").rstrip(".").replace("-", "−")


def axis_day(on: date, first: date, last: date) -> str:
    return f"{MONTHS[on.month - 1][:3]} {on.year}" if (last - first).days > YEAR else short_day(on)


def letter_of(index: int) -> str:
    """A to Z, then AA, AB, and so on: as a list with letters counts."""
    return (letter_of(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def awaiting(found: Assessment) -> str:
    return f"Where it starts: {len(found.points)} of {found.series.start_size}"


def started(found: Assessment, long: bool) -> str:
    """Empty when there is no start."""
    if found.start.base == 0:
        return ""
    fixed = found.series.sealed_on
    return f"Where it started, fixed {short_day(fixed)}" if long and fixed else "Where it started"


def new_level(found: Assessment, phase: Phase) -> str:
    return f"New level since {short_day(found.points[phase.first].period)}"


def moving_since(on: date) -> str:
    return f"Moving since {short_day(on)}"


def target_words(series: Series) -> list[tuple[Decimal, str]]:
    if series.direction == Direction.WITHIN:
        low, high = series.bounds
        return [(low, f"Wanted from {quantity(low, series.unit)}"), (high, f"Wanted up to {quantity(high, series.unit)}")]
    return [] if series.target is None else [(series.target, f"Target {quantity(series.target, series.unit)}")]


def describe(found: Assessment, shared: bool = False) -> str:
    """The chart for those who hear it: how many entries from when to when, the start, the last value, the target, what it says."""
    points = found.points
    if not points:
        return is_changing(found, "it").text
    entries = "1 entry" if len(points) == 1 else f"{len(points)} entries"
    if left_out := found.series.left_out.n:
        entries = f"The last {len(points)} of {len(found.series.points) + left_out} entries,"
    said = [f"{entries} from {day(points[0].period)} to {day(points[-1].period)}, the last {single(points[-1].value, found.series)}."]
    said.append(where_started(found, "it"))
    later = [(phase, phase.average) for phase in found.phases[1:] if phase.average is not None]
    said += [f"{new_level(found, phase)}: {amount(average, found.series)} on average." for phase, average in later]
    said += [f"{words}." for _, words in target_words(found.series)]
    said.append(claim(found).text if shared else is_changing(found, "it").text)
    return " ".join(sentence for sentence in said if sentence)


def amount(value: Decimal, series: Series) -> str:
    """A value or an average with its unit; of yes and no the share in percent."""
    return quantity(100 * value, "%") + " yes" if series.kind == Kind.YES_NO else quantity(value, series.unit)


def single(value: Decimal, series: Series) -> str:
    """One entry in words; a yes is a yes."""
    return tick(float(value), series.kind).lower() if series.kind == Kind.YES_NO else amount(value, series)


def short(words: str, word: str, wide: bool) -> str:
    """A label of a small chart, with its word where there is room."""
    return f"{word} {words}" if wide else words
