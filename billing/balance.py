"""How an invoice stands: what was charged, credited and paid of it, and the day on which the next part is to be paid. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Balance(NamedTuple):
    """Minor units of the invoice's currency; `paid_minor` is less what went back. `next_due`: of the first part that is not covered, else none."""

    total_minor: int
    credited_minor: int
    paid_minor: int
    next_due: date | None

    @property
    def owed_minor(self) -> int:
        """Below zero when too much was paid."""
        return self.total_minor - self.credited_minor - self.paid_minor

    def state(self, today: date) -> str:
        """credited, paid, late, part paid or open, in this order."""
        if self.owed_minor <= 0:
            return "credited" if self.credited_minor >= self.total_minor else "paid"
        if self.next_due is not None and self.next_due < today:
            return "late"
        return "part paid" if self.paid_minor > 0 or self.credited_minor > 0 else "open"
