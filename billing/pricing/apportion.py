"""Whole numbers in proportion, whose sum is right."""

from __future__ import annotations

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` dealt out by weight, largest remainders first (Hamilton's method), earlier before later; equally when all weigh nothing.

    Raises ValueError when there is nobody to deal to, or something is negative.
    """
    if not weights or total < 0 or min(weights) < 0:
        raise ValueError("a total and weights of zero or more")
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
