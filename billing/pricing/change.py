"""What to change first: the next price, or one cause of unpaid work."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing.pricing.effective import Earned
from billing.pricing.price import Price
from billing.pricing.unpaid import Unpaid
from billing.pricing.work import Cause


@dataclass(frozen=True, slots=True)
class Change:
    """`gain`: what an hour earns more, in major units. `cause` is None for the new price, `minutes` what half of the cause is."""

    cause: Cause | None
    gain: Decimal
    rate: Decimal
    price: Decimal | None = None
    minutes: int = 0


def changes(earned: Earned, unpaid: Unpaid, list_rate: Price | None, new_rate: Price | None) -> tuple[Change, ...]:
    """Largest gain first, the price before a cause that gives as much.

    A price counts as if everybody paid it in the end: the rate in proportion. A cause counts as if half of its minutes were not needed,
    which is said beside it: an assumption that is the same for all, so that they can be compared. A price in another currency is left out.
    """
    found = []
    was, will_be = (price.amount if price and price.currency == earned.currency else Decimal(0) for price in (list_rate, new_rate))
    if will_be > was > 0 and earned.kept > 0:
        rate = earned.rate * will_be / was
        found.append(Change(None, rate - earned.rate, rate, price=will_be))
    for leak in unpaid.leaks:
        half = leak.minutes // 2
        without = earned.with_fewer(half)
        if isinstance(without, Decimal) and without > earned.rate:
            found.append(Change(leak.cause, without - earned.rate, without, minutes=half))
    return tuple(sorted(found, key=lambda change: -change.gain))
