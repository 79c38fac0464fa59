"""How far a share can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Z = Decimal("1.959963984540054")
"""Two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """`k` of `n`, and between which shares the true one lies, allowing for luck: all from 0 to 1."""

    k: int
    n: int
    low: Decimal
    high: Decimal

    @property
    def value(self) -> Decimal:
        return Decimal(self.k) / self.n


def wilson(k: int, n: int) -> Share:
    """Wilson's score interval, 95 % (Wilson 1927, J. Am. Stat. Assoc. 22:209). Raises ValueError unless 0 ≤ k ≤ n and n > 0."""
    if not 0 <= k <= n or n == 0:
        raise ValueError("so many of so many")
    p, z2 = Decimal(k) / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * (p * (1 - p) / n + z2 / (4 * n * n)).sqrt() / (1 + z2 / n)
    return Share(k, n, max(middle - half, Decimal(0)) if k else Decimal(0), min(middle + half, Decimal(1)) if k < n else Decimal(1))
