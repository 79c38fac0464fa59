"""Sums of an invoice, in integer minor units. Pure.

The rule: a line is rounded once, after its discount; the tax is rounded once for each rate, over the sum of that rate's lines; both half up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from models.contract.text import number

LARGEST_MINOR = 10**13


@dataclass(frozen=True)
class Line:
    """`quantity` may be a fraction (1.5 hours); `unit_minor` in minor units of the invoice's currency; discount and tax in percent.

    `client_id`: for whom, on a company's invoice; `version_id`: the version of an offer it was taken from.
    """

    description: str
    quantity: Decimal = Decimal(1)
    unit_minor: int = 0
    discount_percent: Decimal = Decimal(0)
    tax_percent: Decimal = Decimal(0)
    client_id: UUID | None = None
    version_id: UUID | None = None

    @property
    def net_minor(self) -> int:
        return half_up(self.quantity * self.unit_minor * (100 - self.discount_percent) / 100)

    @property
    def kept(self) -> dict[str, Any]:
        """As a draft keeps it, in JSON."""
        return {
            "description": self.description,
            "quantity": number(self.quantity),
            "unit_minor": self.unit_minor,
            "discount_percent": number(self.discount_percent),
            "tax_percent": number(self.tax_percent),
            "client_id": str(self.client_id) if self.client_id else None,
            "version_id": str(self.version_id) if self.version_id else None,
        }

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Line:
        """The inverse of `kept`."""
        return cls(
            kept["description"],
            Decimal(kept["quantity"]),
            kept["unit_minor"],
            Decimal(kept["discount_percent"]),
            Decimal(kept["tax_percent"]),
            UUID(kept["client_id"]) if kept["client_id"] else None,
            UUID(kept["version_id"]) if kept["version_id"] else None,
        )


@dataclass(frozen=True)
class Tax:
    """One rate: what it was charged on, and what it makes."""

    percent: Decimal
    net_minor: int
    tax_minor: int

    @property
    def kept(self) -> dict[str, Any]:
        return {"percent": number(self.percent), "net_minor": self.net_minor, "tax_minor": self.tax_minor}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Tax:
        return cls(Decimal(kept["percent"]), kept["net_minor"], kept["tax_minor"])

    @property
    def negative(self) -> Tax:
        return Tax(self.percent, -self.net_minor, -self.tax_minor)

    def less(self, credited: Iterable[Tax]) -> Tax:
        """What is left of it after what was credited at the same rate."""
        same = [tax for tax in credited if tax.percent == self.percent]
        return Tax(self.percent, self.net_minor - sum(t.net_minor for t in same), self.tax_minor - sum(t.tax_minor for t in same))


@dataclass(frozen=True)
class Sums:
    """The highest rate first."""

    taxes: tuple[Tax, ...]

    @property
    def net_minor(self) -> int:
        return sum(tax.net_minor for tax in self.taxes)

    @property
    def tax_minor(self) -> int:
        return sum(tax.tax_minor for tax in self.taxes)

    @property
    def total_minor(self) -> int:
        return self.net_minor + self.tax_minor


def half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def sums(lines: Iterable[Line]) -> Sums:
    nets: dict[Decimal, int] = {}
    for line in lines:
        nets[line.tax_percent] = nets.get(line.tax_percent, 0) + line.net_minor
    return Sums(tuple(Tax(rate, net, half_up(net * rate / 100)) for rate, net in sorted(nets.items(), reverse=True)))
