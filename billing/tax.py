"""Sums of an invoice, rounded once a line, half up, in integer minor units. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

LARGEST_MINOR = 10**13


@dataclass(frozen=True)
class Line:
    """`quantity` may be a fraction (1.5 hours); `unit_minor` in minor units of the invoice's currency."""

    description: str
    quantity: Decimal
    unit_minor: int

    @property
    def net_minor(self) -> int:
        return half_up(self.quantity * self.unit_minor)


@dataclass(frozen=True)
class Sums:
    net_minor: int
    tax_minor: int

    @property
    def total_minor(self) -> int:
        return self.net_minor + self.tax_minor


def half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def sums(lines: Sequence[Line], tax_percent: Decimal) -> Sums:
    """Net of all lines, and one tax line over their sum."""
    net = sum(line.net_minor for line in lines)
    return Sums(net, half_up(net * tax_percent / 100))
