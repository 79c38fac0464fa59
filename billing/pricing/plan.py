"""What paying in instalments costs whoever does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.pricing.refusal import Reason, Refusal

MOST_INSTALMENTS = 4
STEPS = 80
"""Halvings of an interval: past the 24th digit."""


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """The instalments instead of `price` at once, the first today, then one a month. `monthly` is the rate that makes both equal."""

    price: Decimal
    instalments: tuple[Decimal, ...]
    monthly: Decimal

    @property
    def total(self) -> Decimal:
        return sum(self.instalments, Decimal(0))

    @property
    def uplift(self) -> Decimal:
        return self.total / self.price - 1

    @property
    def apr(self) -> Decimal:
        """Nominal, twelve times the monthly rate (science.md 7.3)."""
        return self.monthly * 12

    @property
    def asks_for_advice(self) -> bool:
        """More than four instalments, or dearer than paying at once: in some countries that may be lending, with duties of its own.

        From memory, no legal check (science.md 7.3): a reason to ask somebody who knows, never a statement of law.
        """
        return len(self.instalments) > MOST_INSTALMENTS or self.uplift > 0


def payment_plan(price: Decimal, instalments: Sequence[Decimal]) -> PaymentPlan | Refusal:
    """r from price − a₁ = Σ aₖ / (1 + r)ᵏ, by halving. Refuses what lends nothing: all paid at first, or less paid in all.

    Raises ValueError unless the price and every instalment are above zero.
    """
    if price <= 0 or not instalments or min(instalments) <= 0:
        raise ValueError("a price and instalments above zero")
    lent, later = price - instalments[0], instalments[1:]
    if lent <= 0 or sum(later) < lent:
        return Refusal(Reason.NOT_LENT)
    low, high = Decimal(0), Decimal(1)
    while _worth_today(later, high) > lent:
        high *= 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _worth_today(later, middle) > lent else (low, middle)
    return PaymentPlan(price, tuple(instalments), low)


def _worth_today(later: Sequence[Decimal], rate: Decimal) -> Decimal:
    worth = Decimal(0)
    for instalment in reversed(later):
        worth = (worth + instalment) / (1 + rate)
    return worth
