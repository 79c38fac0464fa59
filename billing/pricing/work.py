"""Minutes of work, and whether anybody pays for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

OVERRUN_TOLERANCE = 5
"""Minutes: a session that runs over by more counts as overrun, all of it; up to that it is the session (science.md 7.2)."""


class Kind(StrEnum):
    """What is written down, as in the work log."""

    SESSION = "session"
    OVERRUN = "overrun"
    NO_SHOW = "no_show"
    PREPARATION = "preparation"
    NOTES = "notes"
    MESSAGES = "messages"
    FREE_CALL = "free_call"
    ADMINISTRATION = "administration"
    TRAVEL = "travel"
    MARKETING = "marketing"


class Cause(StrEnum):
    """Why minutes are unpaid: their kind, and a session that nobody pays for is one beyond the package."""

    OVERRUN = "overrun"
    NO_SHOW = "no_show"
    PREPARATION = "preparation"
    NOTES = "notes"
    MESSAGES = "messages"
    FREE_CALL = "free_call"
    ADMINISTRATION = "administration"
    TRAVEL = "travel"
    MARKETING = "marketing"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Work:
    """One row of the log. `paid_for`: somebody pays for these minutes (a session of a package, a no-show that was charged).

    `planned`: how long a session was to be; without it all of its minutes are paid. A row of kind overrun says the same from outside.
    `client` and `offer` are None for work that is for nobody in particular. Raises ValueError for negative minutes.
    """

    row: UUID
    minutes: int
    kind: Kind
    on: date
    client: UUID | None = None
    offer: UUID | None = None
    paid_for: bool = False
    planned: int | None = None

    def __post_init__(self) -> None:
        if self.minutes < 0 or (self.planned is not None and self.planned < 0):
            raise ValueError("minutes are never negative")

    @property
    def paid_minutes(self) -> int:
        if not self.paid_for:
            return 0
        ran_over = self.planned is not None and self.minutes > self.planned + OVERRUN_TOLERANCE
        return self.planned if ran_over and self.planned is not None else self.minutes

    @property
    def parts(self) -> tuple[Work, ...]:
        """Itself, or a session that ran over as two: what was paid, and the overrun."""
        if not self.paid_for or not self.unpaid_minutes:
            return (self,)
        over = replace(self, minutes=self.unpaid_minutes, kind=Kind.OVERRUN, paid_for=False, planned=None)
        return (replace(self, minutes=self.paid_minutes, planned=None), over)

    @property
    def unpaid_minutes(self) -> int:
        return self.minutes - self.paid_minutes

    @property
    def cause(self) -> Cause:
        """Of its unpaid minutes."""
        if self.paid_for:
            return Cause.OVERRUN
        return Cause.BEYOND if self.kind is Kind.SESSION else Cause(self.kind.value)
