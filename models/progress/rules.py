"""Wheeler's three rules on values judged against limits that were frozen before them (science.md 1.3, 1.4 items 1 to 4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from models.progress.xmr import Limits

RUN = 8


class Rule(IntEnum):
    OUTSIDE = 1
    RUN = 2
    NEAR = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired. Indices into the values judged: the window runs from `first` to `last`, `marked` are those that qualify in it.

    `side` is 1 above the average and -1 below it.
    """

    rule: Rule
    side: int
    first: int
    last: int
    marked: tuple[int, ...]

    def moved(self, by: int) -> "Hit":
        """The same hit counted from another origin."""
        return Hit(self.rule, self.side, self.first + by, self.last + by, tuple(i + by for i in self.marked))


def outside(values: Sequence[Decimal], lower: Decimal | None, upper: Decimal | None) -> list[Hit]:
    """Rule 1: one value beyond a limit. A value on it is not beyond; a limit that is None (past the end of the scale) is switched off."""
    hits = []
    for i, value in enumerate(values):
        side = 1 if upper is not None and value > upper else -1 if lower is not None and value < lower else 0
        if side:
            hits.append(Hit(Rule.OUTSIDE, side, i, i, (i,)))
    return hits


def runs(values: Sequence[Decimal], average: Decimal, length: int = RUN) -> list[Hit]:
    """Rule 2: `length` or more successive values on one side of the average. A value on it neither counts nor breaks."""
    hits: list[Hit] = []
    run: list[int] = []
    side = 0

    def close() -> None:
        if len(run) >= length:
            hits.append(Hit(Rule.RUN, side, run[0], run[-1], tuple(run)))

    for i, value in enumerate(values):
        here = (value > average) - (value < average)
        if here == 0:
            continue
        if here != side:
            close()
            run, side = [], here
        run.append(i)
    close()
    return hits


def near(values: Sequence[Decimal], inner_lower: Decimal, inner_upper: Decimal) -> list[Hit]:
    """Rule 3: at least three of four successive values nearer to a limit than to the average. Overlapping windows of a side are one hit."""
    hits: list[Hit] = []
    beyond: tuple[tuple[int, Callable[[Decimal], bool]], ...] = ((1, lambda v: v > inner_upper), (-1, lambda v: v < inner_lower))
    for side, qualifies in beyond:
        windows: list[tuple[int, int]] = []
        for start in range(len(values) - 3):
            if sum(qualifies(value) for value in values[start : start + 4]) < 3:
                continue
            if windows and start <= windows[-1][1]:
                windows[-1] = (windows[-1][0], start + 3)
            else:
                windows.append((start, start + 3))
        hits += [Hit(Rule.NEAR, side, a, b, tuple(i for i in range(a, b + 1) if qualifies(values[i]))) for a, b in windows]
    return hits


def find(values: Sequence[Decimal], drawn: Limits, floor: Decimal | None = None, ceiling: Decimal | None = None) -> list[Hit]:
    """All rules on `values`. `floor` and `ceiling` are the ends of the scale: a limit past one switches rule 1 off on that side."""
    lower = None if floor is not None and drawn.lower < floor else drawn.lower
    upper = None if ceiling is not None and drawn.upper > ceiling else drawn.upper
    hits = outside(values, lower, upper) + runs(values, drawn.average) + near(values, drawn.inner_lower, drawn.inner_upper)
    return sorted(hits, key=lambda hit: (hit.first, hit.rule))
