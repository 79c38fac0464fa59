"""What a page of Stripe's can ask money for. One way to pay, whatever it is that is paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Payable(Protocol):
    """An invoice or a purchase. Amounts in minor units of `currency`.

    `noun` names it in Stripe's metadata; `asked_as` is what the payer reads there; `is_monthly`: the same again each month, by itself.
    """

    @property
    def id(self) -> UUID: ...
    @property
    def practice_id(self) -> UUID: ...
    @property
    def noun(self) -> str: ...
    @property
    def asked_as(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def owed_minor(self) -> int: ...
    @property
    def next_part_minor(self) -> int: ...
    @property
    def is_paid(self) -> bool: ...
    @property
    def is_monthly(self) -> bool: ...
    @property
    def payers(self) -> Sequence[UUID]: ...

    def lock(self) -> None: ...

    def came(
        self, amount_minor: int, *, currency: str, account: str, payment_intent: str | None, subscription: str | None, now: datetime
    ) -> None:
        """Stripe says that it was paid. Booked once, however often this is said."""
