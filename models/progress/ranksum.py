"""The exact one-sided rank-sum test (Wilcoxon; Mann and Whitney), ties included, by counting (science.md 1.8a)."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import comb


def doubled_midranks(values: Sequence[Decimal]) -> list[int]:
    """Twice the rank of each value; equal values share the middle of their ranks, so twice it is whole."""
    ordered = sorted(values)
    first = {value: i for i, value in reversed(list(enumerate(ordered)))}
    count = Counter(ordered)
    return [2 * first[value] + count[value] + 1 for value in values]


def chance(before: Sequence[Decimal], after: Sequence[Decimal]) -> Fraction:
    """p: the share of all ways to deal the values out into two groups of these sizes in which `after` ranks at least as high as it does.

    For values of two kinds it is Fisher's exact test. Ties are exact, unlike in tables and in the normal approximation.
    Raises ValueError when a group is empty.
    """
    if not before or not after:
        raise ValueError("two groups are compared")
    ranks = doubled_midranks([*before, *after])
    # dealing the smaller group is dealing the other one too; lower sums of `before` are higher sums of `after`
    small = len(before) if len(before) <= len(after) else len(after)
    signed, reached = (ranks, sum(ranks[len(before) :])) if len(after) == small else ([-rank for rank in ranks], -sum(ranks[: len(before)]))
    ways: list[Counter[int]] = [Counter({0: 1})] + [Counter() for _ in range(small)]
    for dealt, rank in enumerate(signed):
        for size in range(min(dealt + 1, small), 0, -1):
            larger = ways[size]
            for total, count in ways[size - 1].items():
                larger[total + rank] += count
    return Fraction(sum(count for total, count in ways[small].items() if total >= reached), comb(len(ranks), small))
