"""What Today says of an hour: hours sold against hours offered, what an hour earns, and at most one sign. Kept with the plan by a job."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from billing.minor_units import digits
from billing.pricing.capacity import Sold
from billing.pricing.effective import Earned
from billing.worth import Worth


def glance(one: Worth) -> dict[str, Any]:
    kept: dict[str, Any] = {"currency": one.currency}
    if isinstance(one.year, Earned):
        kept["rate"] = _minor(one.year.rate, one.currency)
        kept["low"] = one.is_low
    if one.list_rate and one.list_rate.currency == one.currency:
        kept["listed"] = _minor(one.list_rate.amount, one.currency)
    if isinstance(one.weeks, Sold):
        kept |= {"sold": one.weeks.sold, "offered": one.weeks.offered}
    if one.reasons:
        kept["flag"] = one.reasons[0].flag.value
    return kept


def _minor(amount: Decimal, currency: str) -> int:
    """In whole units, as minor ones: cents would pretend to a precision that is not there."""
    return int(amount.quantize(Decimal(1)).scaleb(digits(currency)))


@dataclass(frozen=True)
class Glance:
    """As a page reads it. `rate` and `listed` in minor units, `sold` and `offered` in minutes of the last four weeks; each may be missing."""

    currency: str
    rate: int | None = None
    listed: int | None = None
    low: bool = False
    sold: int | None = None
    offered: int | None = None
    flag: str = ""

    @classmethod
    def read(cls, kept: dict[str, Any] | None) -> Glance | None:
        """What the plan keeps; None while there is nothing to say."""
        return cls(**kept) if kept and len(kept) > 1 else None
