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
    reached = sum(ranks[len(before) :])
    small = len(after)
    if len(before) < small:  # dealing one group deals the other; turned ranks make low sums of `before` high ones
        ranks = [2 * len(ranks) + 2 - rank for rank in ranks]
        small, reached = len(before), sum(ranks[: len(before)])
    # ways[k] holds, for each sum, how many groups of k have it: all counts side by side in one integer, a slot of `bits` for each sum,
    # so that adding a value to every group is one shift and one addition
    deals = comb(len(ranks), small)
    bits = deals.bit_length() + 1
    ways = [1] + [0] * small
    for dealt, rank in enumerate(ranks):
        for size in range(min(dealt + 1, small), 0, -1):
            ways[size] += ways[size - 1] << rank * bits
    as_high = ways[small] >> reached * bits
    # the sum of all slots: as the cross sum of a decimal number is its remainder by 9
    return Fraction(as_high % ((1 << bits) - 1), deals)
